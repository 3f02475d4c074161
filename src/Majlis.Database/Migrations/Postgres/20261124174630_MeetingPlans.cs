using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace Majlis.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MeetingPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "MeetingAbsences",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false),
                    Until = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingAbsences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingAbsences_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingAbsences_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MeetingInterpreters",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Pairs = table.Column<string>(type: "text", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true),
                    MostADay = table.Column<int>(type: "integer", nullable: true),
                    Away = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingInterpreters", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingInterpreters_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingInterpreters_Persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "MeetingPlans",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Base = table.Column<int>(type: "integer", nullable: true),
                    Seconds = table.Column<int>(type: "integer", nullable: false),
                    Seed = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AskedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Begun = table.Column<int>(type: "integer", nullable: false),
                    BegunAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    StopAsked = table.Column<bool>(type: "boolean", nullable: false),
                    Found = table.Column<long>(type: "bigint", nullable: true),
                    Bound = table.Column<long>(type: "bigint", nullable: true),
                    Parts = table.Column<string>(type: "text", nullable: true),
                    Unmet = table.Column<string>(type: "text", nullable: false),
                    IsCutShort = table.Column<bool>(type: "boolean", nullable: false),
                    Faults = table.Column<string>(type: "text", nullable: false),
                    IsEdited = table.Column<bool>(type: "boolean", nullable: false),
                    PublishedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    PublishedBy = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    LettersAt = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingPlans", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingPlans_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MeetingRooms",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Building = table.Column<string>(type: "text", nullable: false),
                    Class = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Seats = table.Column<int>(type: "integer", nullable: false),
                    Tables = table.Column<int>(type: "integer", nullable: false),
                    HallId = table.Column<Guid>(type: "uuid", nullable: true),
                    Closed = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingRooms", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingRooms_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_MeetingRooms_Halls_HallId",
                        column: x => x.HallId,
                        principalTable: "Halls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "DraftMeetings",
                columns: table => new
                {
                    PlanId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false),
                    Start = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false),
                    RoomId = table.Column<Guid>(type: "uuid", nullable: false),
                    InterpreterId = table.Column<Guid>(type: "uuid", nullable: true),
                    IsLocked = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DraftMeetings", x => new { x.PlanId, x.RequestId });
                    table.ForeignKey(
                        name: "FK_DraftMeetings_MeetingInterpreters_InterpreterId",
                        column: x => x.InterpreterId,
                        principalTable: "MeetingInterpreters",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_DraftMeetings_MeetingPlans_PlanId",
                        column: x => x.PlanId,
                        principalTable: "MeetingPlans",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_DraftMeetings_MeetingRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "MeetingRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_DraftMeetings_MeetingRooms_RoomId",
                        column: x => x.RoomId,
                        principalTable: "MeetingRooms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Meetings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    EditionId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Start = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false),
                    End = table.Column<LocalDateTime>(type: "timestamp without time zone", nullable: false),
                    RoomId = table.Column<Guid>(type: "uuid", nullable: false),
                    InterpreterId = table.Column<Guid>(type: "uuid", nullable: true),
                    Sequence = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Plan = table.Column<int>(type: "integer", nullable: false),
                    ChangedAt = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Meetings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Meetings_Editions_EditionId",
                        column: x => x.EditionId,
                        principalTable: "Editions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Meetings_MeetingInterpreters_InterpreterId",
                        column: x => x.InterpreterId,
                        principalTable: "MeetingInterpreters",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Meetings_MeetingRequests_RequestId",
                        column: x => x.RequestId,
                        principalTable: "MeetingRequests",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Meetings_MeetingRooms_RoomId",
                        column: x => x.RoomId,
                        principalTable: "MeetingRooms",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_DraftMeetings_InterpreterId",
                table: "DraftMeetings",
                column: "InterpreterId");

            migrationBuilder.CreateIndex(
                name: "IX_DraftMeetings_RequestId",
                table: "DraftMeetings",
                column: "RequestId");

            migrationBuilder.CreateIndex(
                name: "IX_DraftMeetings_RoomId",
                table: "DraftMeetings",
                column: "RoomId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingAbsences_EditionId",
                table: "MeetingAbsences",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingAbsences_PersonId",
                table: "MeetingAbsences",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingInterpreters_EditionId",
                table: "MeetingInterpreters",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingInterpreters_PersonId",
                table: "MeetingInterpreters",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingPlans_EditionId_Number",
                table: "MeetingPlans",
                columns: new[] { "EditionId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRooms_EditionId",
                table: "MeetingRooms",
                column: "EditionId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingRooms_HallId",
                table: "MeetingRooms",
                column: "HallId");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_EditionId_Start",
                table: "Meetings",
                columns: new[] { "EditionId", "Start" });

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_InterpreterId",
                table: "Meetings",
                column: "InterpreterId");

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_RequestId",
                table: "Meetings",
                column: "RequestId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Meetings_RoomId_Start",
                table: "Meetings",
                columns: new[] { "RoomId", "Start" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DraftMeetings");

            migrationBuilder.DropTable(
                name: "MeetingAbsences");

            migrationBuilder.DropTable(
                name: "Meetings");

            migrationBuilder.DropTable(
                name: "MeetingPlans");

            migrationBuilder.DropTable(
                name: "MeetingInterpreters");

            migrationBuilder.DropTable(
                name: "MeetingRooms");
        }
    }
}
