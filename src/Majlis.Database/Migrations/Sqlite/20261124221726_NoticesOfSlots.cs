using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Majlis.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NoticesOfSlots : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Notices_ReleaseId_Recipient",
                table: "Notices");

            migrationBuilder.AddColumn<Guid>(
                name: "Session",
                table: "Notices",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateIndex(
                name: "IX_Notices_ReleaseId_Recipient_Session",
                table: "Notices",
                columns: new[] { "ReleaseId", "Recipient", "Session" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Notices_ReleaseId_Recipient_Session",
                table: "Notices");

            migrationBuilder.DropColumn(
                name: "Session",
                table: "Notices");

            migrationBuilder.CreateIndex(
                name: "IX_Notices_ReleaseId_Recipient",
                table: "Notices",
                columns: new[] { "ReleaseId", "Recipient" },
                unique: true);
        }
    }
}
