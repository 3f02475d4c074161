using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Majlis.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Accreditation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Subject",
                table: "Events",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "AccreditationPlaces",
                columns: table => new
                {
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Category = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false, collation: "C"),
                    Most = table.Column<int>(type: "integer", nullable: false),
                    Taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccreditationPlaces", x => new { x.EditionId, x.Category });
                    table.CheckConstraint("CK_AccreditationPlaces_Taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Most\"");
                    table.ForeignKey(
                        name: "FK_AccreditationPlaces_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "AccreditationRules",
                columns: table => new
                {
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Terms = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AccreditationRules", x => x.EditionId);
                    table.ForeignKey(
                        name: "FK_AccreditationRules_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Applications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Reference = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Category = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Step = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Substantive = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Protocol = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Security = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Checks = table.Column<string>(type: "text", nullable: false),
                    Hold = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    HoldNote = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Watch = table.Column<Guid>(type: "uuid", nullable: true),
                    NotWatched = table.Column<string>(type: "text", nullable: false),
                    ReturnedFor = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Photo = table.Column<Guid>(type: "uuid", nullable: true),
                    NeedsPhoto = table.Column<bool>(type: "boolean", nullable: false),
                    LacksPhoto = table.Column<bool>(type: "boolean", nullable: false),
                    HasPlace = table.Column<bool>(type: "boolean", nullable: false),
                    Officer = table.Column<Guid>(type: "uuid", nullable: true),
                    SearchKey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Trace = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Country = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: true, collation: "C"),
                    Party = table.Column<Guid>(type: "uuid", nullable: true),
                    Identity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Papers = table.Column<int>(type: "integer", nullable: false),
                    Outlet = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    OutletType = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    OutletKey = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true, collation: "C"),
                    SentAs = table.Column<Guid>(type: "uuid", nullable: true),
                    SubmittedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    ChangedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Applications", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Applications_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Applications_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TravelDocuments",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sealed = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TravelDocuments", x => x.PersonId);
                    table.ForeignKey(
                        name: "FK_TravelDocuments_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "VettingBatches",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    Sent = table.Column<LocalDate>(type: "date", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VettingBatches", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VettingBatches_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "WatchedNames",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    Note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    At = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WatchedNames", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WatchedNames_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MediaPapers",
                columns: table => new
                {
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    File = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MediaPapers", x => new { x.ApplicationId, x.Kind });
                    table.ForeignKey(
                        name: "FK_MediaPapers_Applications_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "Applications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "VettingEntries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    BatchId = table.Column<Guid>(type: "uuid", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false),
                    Reference = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    Identity = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false, collation: "C"),
                    Answer = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    AnsweredOn = table.Column<LocalDate>(type: "date", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VettingEntries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_VettingEntries_Applications_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "Applications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_VettingEntries_VettingBatches_BatchId",
                        column: x => x.BatchId,
                        principalTable: "VettingBatches",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Events_Subject",
                table: "Events",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Category_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Category", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_ChangedAt",
                table: "Applications",
                columns: new[] { "EditionId", "ChangedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Country_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Country", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Officer_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Officer", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_OutletKey",
                table: "Applications",
                columns: new[] { "EditionId", "OutletKey" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Party_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Party", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Reference",
                table: "Applications",
                columns: new[] { "EditionId", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_Security_Number",
                table: "Applications",
                columns: new[] { "EditionId", "Security", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_State_Number",
                table: "Applications",
                columns: new[] { "EditionId", "State", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_EditionId_State_Substantive_Protocol_Security_~",
                table: "Applications",
                columns: new[] { "EditionId", "State", "Substantive", "Protocol", "Security", "LacksPhoto", "Hold" });

            migrationBuilder.CreateIndex(
                name: "IX_Applications_PersonId",
                table: "Applications",
                column: "PersonId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Applications_Watch",
                table: "Applications",
                column: "Watch");

            migrationBuilder.CreateIndex(
                name: "IX_TravelDocuments_EditionId",
                table: "TravelDocuments",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_VettingBatches_EditionId_Number",
                table: "VettingBatches",
                columns: new[] { "EditionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_VettingEntries_ApplicationId",
                table: "VettingEntries",
                column: "ApplicationId");

            migrationBuilder.CreateIndex(
                name: "IX_VettingEntries_BatchId_Order",
                table: "VettingEntries",
                columns: new[] { "BatchId", "Order" });

            migrationBuilder.CreateIndex(
                name: "IX_VettingEntries_EditionId_Reference",
                table: "VettingEntries",
                columns: new[] { "EditionId", "Reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_WatchedNames_EditionId",
                table: "WatchedNames",
                column: "EditionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AccreditationPlaces");

            migrationBuilder.DropTable(
                name: "AccreditationRules");

            migrationBuilder.DropTable(
                name: "MediaPapers");

            migrationBuilder.DropTable(
                name: "TravelDocuments");

            migrationBuilder.DropTable(
                name: "VettingEntries");

            migrationBuilder.DropTable(
                name: "WatchedNames");

            migrationBuilder.DropTable(
                name: "Applications");

            migrationBuilder.DropTable(
                name: "VettingBatches");

            migrationBuilder.DropIndex(
                name: "IX_Events_Subject",
                table: "Events");

            migrationBuilder.DropColumn(
                name: "Subject",
                table: "Events");
        }
    }
}
