using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Majlis.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MeetingRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MeetingRounds",
                columns: table => new
                {
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Phase = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Facts = table.Column<string>(type: "text", nullable: false),
                    LastNumber = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingRounds", x => x.EditionId);
                    table.ForeignKey(
                        name: "FK_MeetingRounds_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MeetingSides",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Slug = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Party = table.Column<Guid>(type: "uuid", nullable: true),
                    Person = table.Column<Guid>(type: "uuid", nullable: true),
                    Category = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Country = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Principals = table.Column<string>(type: "text", nullable: false),
                    Profile = table.Column<string>(type: "text", nullable: false),
                    AgreedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    SearchText = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingSides", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingSides_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingSides_Parties_Party",
                        column: x => x.Party,
                        principalTable: "Parties",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingSides_Persons_Person",
                        column: x => x.Person,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PersonAccounts",
                columns: table => new
                {
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PersonAccounts", x => x.PersonId);
                    table.ForeignKey(
                        name: "FK_PersonAccounts_Accounts_Account",
                        column: x => x.Account,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PersonAccounts_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PersonAccounts_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Slot",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Start = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Half = table.Column<int>(type: "integer", nullable: false),
                    MeetingRoundEditionId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Slot", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Slot_MeetingRounds_MeetingRoundEditionId",
                        column: x => x.MeetingRoundEditionId,
                        principalTable: "MeetingRounds",
                        principalColumn: "EditionId");
                });

            migrationBuilder.CreateTable(
                name: "MeetingProxies",
                columns: table => new
                {
                    SideId = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Since = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingProxies", x => new { x.SideId, x.Account });
                    table.ForeignKey(
                        name: "FK_MeetingProxies_Accounts_Account",
                        column: x => x.Account,
                        principalTable: "Accounts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingProxies_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingProxies_MeetingSides_SideId",
                        column: x => x.SideId,
                        principalTable: "MeetingSides",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MeetingRequests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    FromId = table.Column<Guid>(type: "uuid", nullable: false),
                    ToId = table.Column<Guid>(type: "uuid", nullable: false),
                    Purpose = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Terms = table.Column<string>(type: "text", nullable: false),
                    FromWish = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    ToWish = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    FromPrincipals = table.Column<string>(type: "text", nullable: false),
                    ToPrincipals = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Turn = table.Column<Guid>(type: "uuid", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    SentAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    ChangedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    RemindedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    OpenPair = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Place = table.Column<int>(type: "integer", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingRequests", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingRequests_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingRequests_MeetingSides_FromId",
                        column: x => x.FromId,
                        principalTable: "MeetingSides",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingRequests_MeetingSides_ToId",
                        column: x => x.ToId,
                        principalTable: "MeetingSides",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingProxies_Account",
                table: "MeetingProxies",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingProxies_EditionId_Account",
                table: "MeetingProxies",
                columns: new[] { "EditionId", "Account" });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRequests_EditionId_Number",
                table: "MeetingRequests",
                columns: new[] { "EditionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRequests_FromId_Place",
                table: "MeetingRequests",
                columns: new[] { "FromId", "Place" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRequests_OpenPair",
                table: "MeetingRequests",
                column: "OpenPair",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRequests_State_ExpiresAt",
                table: "MeetingRequests",
                columns: new[] { "State", "ExpiresAt" });

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRequests_ToId",
                table: "MeetingRequests",
                column: "ToId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingSides_EditionId_Party",
                table: "MeetingSides",
                columns: new[] { "EditionId", "Party" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingSides_EditionId_Person",
                table: "MeetingSides",
                columns: new[] { "EditionId", "Person" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingSides_EditionId_Slug",
                table: "MeetingSides",
                columns: new[] { "EditionId", "Slug" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingSides_Party",
                table: "MeetingSides",
                column: "Party");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingSides_Person",
                table: "MeetingSides",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_PersonAccounts_Account",
                table: "PersonAccounts",
                column: "Account");

            migrationBuilder.CreateIndex(
                name: "IX_PersonAccounts_EditionId_Account",
                table: "PersonAccounts",
                columns: new[] { "EditionId", "Account" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Slot_MeetingRoundEditionId",
                table: "Slot",
                column: "MeetingRoundEditionId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "MeetingProxies");

            migrationBuilder.DropTable(
                name: "MeetingRequests");

            migrationBuilder.DropTable(
                name: "PersonAccounts");

            migrationBuilder.DropTable(
                name: "Slot");

            migrationBuilder.DropTable(
                name: "MeetingSides");

            migrationBuilder.DropTable(
                name: "MeetingRounds");
        }
    }
}
