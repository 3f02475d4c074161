using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Majlis.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MeetingTurns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Who acted for a party in meetings alone is its focal point now.
            migrationBuilder.Sql("""
                INSERT INTO "FocalPoints" ("EditionId", "PartyId", "Account", "Since")
                SELECT s."EditionId", s."Party", p."Account", p."Since" FROM "MeetingProxies" p JOIN "MeetingSides" s ON s."Id" = p."SideId" WHERE s."Party" IS NOT NULL ON CONFLICT DO NOTHING;
                """);
            migrationBuilder.Sql("""DELETE FROM "MeetingProxies" WHERE "SideId" IN (SELECT "Id" FROM "MeetingSides" WHERE "Party" IS NOT NULL);""");

            migrationBuilder.DropForeignKey(
                name: "FK_MeetingSides_Parties_Party",
                table: "MeetingSides");

            migrationBuilder.DropForeignKey(
                name: "FK_MeetingSides_Persons_Person",
                table: "MeetingSides");

            migrationBuilder.CreateTable(
                name: "RequestOrders",
                columns: table => new
                {
                    FirstId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ThenId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EditionId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RequestOrders", x => new { x.FirstId, x.ThenId });
                    table.ForeignKey(
                        name: "FK_RequestOrders_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RequestOrders_MeetingRequests_FirstId",
                        column: x => x.FirstId,
                        principalTable: "MeetingRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_RequestOrders_MeetingRequests_ThenId",
                        column: x => x.ThenId,
                        principalTable: "MeetingRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_RequestOrders_EditionId",
                table: "RequestOrders",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_RequestOrders_ThenId",
                table: "RequestOrders",
                column: "ThenId");

            migrationBuilder.AddForeignKey(
                name: "FK_MeetingSides_Parties_Party",
                table: "MeetingSides",
                column: "Party",
                principalTable: "Parties",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "FK_MeetingSides_Persons_Person",
                table: "MeetingSides",
                column: "Person",
                principalTable: "Persons",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_MeetingSides_Parties_Party",
                table: "MeetingSides");

            migrationBuilder.DropForeignKey(
                name: "FK_MeetingSides_Persons_Person",
                table: "MeetingSides");

            migrationBuilder.DropTable(
                name: "RequestOrders");

            migrationBuilder.AddForeignKey(
                name: "FK_MeetingSides_Parties_Party",
                table: "MeetingSides",
                column: "Party",
                principalTable: "Parties",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "FK_MeetingSides_Persons_Person",
                table: "MeetingSides",
                column: "Person",
                principalTable: "Persons",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
