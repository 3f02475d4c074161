using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Majlis.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Badges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "BadgeBooks",
                columns: table => new
                {
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    LastNumber = table.Column<int>(type: "integer", nullable: false),
                    Zones = table.Column<string>(type: "text", nullable: false),
                    Floaters = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BadgeBooks", x => x.EditionId);
                    table.ForeignKey(
                        name: "FK_BadgeBooks_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "BadgeKeys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Code = table.Column<long>(type: "bigint", nullable: false),
                    PublicKey = table.Column<byte[]>(type: "bytea", nullable: false),
                    Seed = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    MadeAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    SignsFor = table.Column<Guid>(type: "uuid", nullable: true),
                    RevokedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BadgeKeys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BadgeKeys_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "BadgeRuns",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Desk = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    At = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    PrintedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BadgeRuns", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BadgeRuns_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Badges",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false, collation: "C"),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    LivePerson = table.Column<Guid>(type: "uuid", nullable: true),
                    DelegationId = table.Column<Guid>(type: "uuid", nullable: true),
                    FloaterKind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Place = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Category = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Zones = table.Column<string>(type: "text", nullable: false),
                    RunId = table.Column<Guid>(type: "uuid", nullable: true),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    Prints = table.Column<int>(type: "integer", nullable: false),
                    Replaces = table.Column<Guid>(type: "uuid", nullable: true),
                    HandOver = table.Column<string>(type: "text", nullable: true),
                    Reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    RequestedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    PrintedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Badges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Badges_BadgeKeys_KeyId",
                        column: x => x.KeyId,
                        principalTable: "BadgeKeys",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Badges_BadgeRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "BadgeRuns",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_Badges_Delegations_DelegationId",
                        column: x => x.DelegationId,
                        principalTable: "Delegations",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_Badges_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Badges_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BadgeKeys_Code",
                table: "BadgeKeys",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_BadgeKeys_EditionId",
                table: "BadgeKeys",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_BadgeKeys_SignsFor",
                table: "BadgeKeys",
                column: "SignsFor",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_BadgeRuns_EditionId_At",
                table: "BadgeRuns",
                columns: new[] { "EditionId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_Badges_Code",
                table: "Badges",
                column: "Code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Badges_DelegationId",
                table: "Badges",
                column: "DelegationId");

            migrationBuilder.CreateIndex(
                name: "IX_Badges_EditionId_Number",
                table: "Badges",
                columns: new[] { "EditionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Badges_EditionId_State",
                table: "Badges",
                columns: new[] { "EditionId", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Badges_KeyId",
                table: "Badges",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_Badges_LivePerson",
                table: "Badges",
                column: "LivePerson",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Badges_PersonId",
                table: "Badges",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Badges_Place",
                table: "Badges",
                column: "Place",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Badges_RunId",
                table: "Badges",
                column: "RunId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BadgeBooks");

            migrationBuilder.DropTable(
                name: "Badges");

            migrationBuilder.DropTable(
                name: "BadgeKeys");

            migrationBuilder.DropTable(
                name: "BadgeRuns");
        }
    }
}
