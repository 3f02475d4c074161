using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Majlis.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SlotsAreNoTable : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Slot");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Slot",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Half = table.Column<int>(type: "integer", nullable: false),
                    MeetingRoundEditionId = table.Column<Guid>(type: "uuid", nullable: true),
                    Minutes = table.Column<int>(type: "integer", nullable: false),
                    Start = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false)
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

            migrationBuilder.CreateIndex(
                name: "IX_Slot_MeetingRoundEditionId",
                table: "Slot",
                column: "MeetingRoundEditionId");
        }
    }
}
