using System.Text.Json;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Meetings;

public class BookRoomTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task The_last_room_asked_for_by_fifty_at_once_is_had_by_one(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            try
            {
                await database.Do(db => BookRoom.Run(db, held.AsAmina, held.Id, held.From, HeldStage.Booking(), RoomClass.Bilateral, i % 2 == 0 ? held.Room.Id : null));
                return "had";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        })));
        Assert.Equal(1, outcomes.Count(o => o == "had"));
        Assert.Equal(49, outcomes.Count(o => o == "meetings.no_room"));
        await database.Do(async db =>
        {
            Assert.Equal(1, await db.RoomBookings.CountAsync());
            // Half an hour and the turnaround, in steps of five minutes.
            Assert.Equal(7, await db.BookedTimes.CountAsync());
        });
    }

    [Theory, OnEveryDatabase]
    public async Task As_many_tables_as_there_are_are_given_and_no_more(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var had = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await database.Do(db => BookRoom.Run(db, held.AsBoris, held.Id, held.To, HeldStage.Booking(), RoomClass.Table, null))).Table;
            }
            catch (Refusal refusal) when (refusal.Code == "meetings.no_room")
            {
                return 0;
            }
        })));
        Assert.Equal([1, 2, 3], had.Where(t => t > 0).Order());
    }

    [Theory, OnEveryDatabase]
    public async Task Published_meetings_closures_turnaround_and_seats_are_in_the_way(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        async Task<string> Book(LocalDateTime start, int minutes = 30, int people = 2)
        {
            try
            {
                await database.Do(db => BookRoom.Run(db, held.AsAmina, held.Id, held.From, new(start, minutes, people, MeetingLevel.Director, "Talks"), RoomClass.Bilateral, null));
                return "";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        }
        // The published meeting is 10:00 to 10:25, and five minutes lie between two.
        Assert.Equal("meetings.no_room", await Book(HeldStage.Ten.PlusMinutes(25)));
        Assert.Equal("meetings.no_room", await Book(HeldStage.Ten.PlusMinutes(-30)));
        Assert.Equal("", await Book(HeldStage.Ten.PlusMinutes(30)));
        Assert.Equal("meetings.no_room", await Book(HeldStage.Ten.PlusMinutes(60)));
        Assert.Equal("", await Book(HeldStage.Ten.PlusMinutes(65)));
        Assert.Equal("meetings.no_room", await Book(HeldStage.Ten.PlusHours(4), people: 11));
        Assert.Equal("meetings.booking_time", await Book(HeldStage.Ten.PlusMinutes(3)));
        Assert.Equal("meetings.booking_time", await Book(HeldStage.Ten.PlusHours(4), minutes: 485));
        Assert.Equal("meetings.booking_day", await Book(new(2026, 6, 1, 10, 0)));
        // A level keeps others away: a side does not choose it. What is over is not booked.
        Assert.Equal("meetings.booking_level", (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => BookRoom.Run(db, held.AsAmina, held.Id, held.From, HeldStage.Booking(16, level: MeetingLevel.HeadOfState), RoomClass.Bilateral, null)))).Code);
        database.Clock.AdvanceDays(20);
        Assert.Equal("meetings.booking_past", await Book(HeldStage.Ten.PlusHours(6)));
        database.Clock.AdvanceDays(-20);
        await database.Do(async db =>
        {
            var room = await db.MeetingRooms.SingleAsync(r => r.Id == held.Room.Id);
            room.Close([new(HeldStage.Ten.PlusHours(5), HeldStage.Ten.PlusHours(6))]);
            await db.SaveChangesAsync();
        });
        Assert.Equal("meetings.no_room", await Book(HeldStage.Ten.PlusHours(5)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_side_holds_ten_rooms_at_most(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        Task<RoomBooking> Book(Actor by, int place) => database.Do(db => BookRoom.Run(db, by, held.Id, held.From, new(HeldStage.Ten.PlusHours(2 + place / 3), 30, 2, MeetingLevel.Director, "Talks"), RoomClass.Table, null));
        for (var i = 0; i < BookRoom.MostHeld; i++) await Book(held.AsAmina, i);
        Assert.Equal("meetings.most_booked", (await Assert.ThrowsAsync<Refusal>(() => Book(held.AsAmina, BookRoom.MostHeld))).Code);
        await Book(held.Secretariat, BookRoom.MostHeld);
    }

    [Theory, OnEveryDatabase]
    public async Task What_nobody_confirms_lapses_and_the_room_is_free_again(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var booking = await database.Do(db => BookRoom.Run(db, held.AsAmina, held.Id, held.From, HeldStage.Booking(), RoomClass.Bilateral, null));
        Assert.Equal(database.Clock.GetCurrentInstant() + Duration.FromHours(24), booking.ConfirmBy);
        var lapse = new LapseBooking(new Factory(database));
        await lapse.Run(JsonSerializer.Serialize(booking.Id.Value), TestContext.Current.CancellationToken);
        Assert.Equal(BookingState.Tentative, await StateOf(database, booking.Id));
        database.Clock.AdvanceHours(24);
        await lapse.Run(JsonSerializer.Serialize(booking.Id.Value), TestContext.Current.CancellationToken);
        Assert.Equal(BookingState.Lapsed, await StateOf(database, booking.Id));
        Assert.Equal("meetings.booking_over", (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => ConfirmBooking.Run(db, held.AsAmina, held.Id, booking.Id)))).Code);

        var again = await database.Do(db => BookRoom.Run(db, held.AsBoris, held.Id, held.To, HeldStage.Booking(), RoomClass.Bilateral, null));
        await database.Do(db => ConfirmBooking.Run(db, held.AsBoris, held.Id, again.Id));
        database.Clock.AdvanceHours(48);
        await lapse.Run(JsonSerializer.Serialize(again.Id.Value), TestContext.Current.CancellationToken);
        Assert.Equal(BookingState.Confirmed, await StateOf(database, again.Id));
    }

    [Theory, OnEveryDatabase]
    public async Task Only_protocol_displaces_only_what_is_lower_and_the_side_is_told_why(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var booking = await database.Do(db => BookRoom.Run(db, held.Protocol, held.Id, held.From, HeldStage.Booking(level: MeetingLevel.Minister), RoomClass.Bilateral, null));
        Task<RoomBooking> Displace(Actor by, MeetingLevel level, string reason = "A head of State comes") =>
            database.Do(db => DisplaceBooking.Run(db, by, held.Id, booking.Id, held.To, level, "State visit", reason, new("https://forum.example.org/")));
        await Assert.ThrowsAsync<NotAllowed>(() => Displace(held.Secretariat, MeetingLevel.HeadOfState));
        await Assert.ThrowsAsync<NotAllowed>(() => Displace(held.AsBoris, MeetingLevel.HeadOfState));
        Assert.Equal("meetings.not_outranked", (await Assert.ThrowsAsync<Refusal>(() => Displace(held.Protocol, MeetingLevel.Minister))).Code);
        Assert.Equal("meetings.reason_missing", (await Assert.ThrowsAsync<Refusal>(() => Displace(held.Protocol, MeetingLevel.HeadOfState, " "))).Code);
        Assert.Equal(BookingState.Tentative, await StateOf(database, booking.Id));
        var taken = await Displace(held.Protocol, MeetingLevel.HeadOfState);
        Assert.Equal((booking.RoomId, booking.Table, booking.Start, booking.End), (taken.RoomId, taken.Table, taken.Start, taken.End));
        Assert.Equal(BookingState.Displaced, await StateOf(database, booking.Id));
        await database.Do(async db =>
        {
            Assert.All(await db.BookedTimes.ToListAsync(), t => Assert.Equal(taken.Id, t.BookingId));
            var letter = JsonSerializer.Deserialize<Letter>((await db.Jobs.SingleAsync(j => j.Kind == "SendLetter")).Payload, Json.Stored)!;
            Assert.Equal("amina@example.org", letter.ToAddress);
            Assert.Contains("A head of State comes", letter.Text, StringComparison.Ordinal);
        });
    }

    [Theory, OnEveryDatabase]
    public async Task A_booking_is_its_sides_alone(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var booking = await database.Do(db => BookRoom.Run(db, held.AsAmina, held.Id, held.From, HeldStage.Booking(), RoomClass.Bilateral, null));
        foreach (var other in new[] { held.AsBoris, held.AsStranger })
        {
            await Assert.ThrowsAsync<NotThere>(() => database.Do(db => ConfirmBooking.Run(db, other, held.Id, booking.Id)));
            await Assert.ThrowsAsync<NotThere>(() => database.Do(db => CancelBooking.Run(db, other, held.Id, booking.Id)));
            await Assert.ThrowsAsync<NotThere>(() => database.Do(db => BookRoom.Run(db, other, held.Id, held.From, HeldStage.Booking(15), RoomClass.Bilateral, null)));
        }
        // An owner of another edition has nothing to say here, and the booking is none of theirs there.
        var elsewhere = A.Member(held.Stage.Secret, Role.Owner);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => CancelBooking.Run(db, elsewhere, held.Id, booking.Id)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => CancelBooking.Run(db, elsewhere, held.Stage.Secret.Id, booking.Id)));
        await database.Do(db => CancelBooking.Run(db, held.AsAmina, held.Id, booking.Id));
        await database.Do(db => BookRoom.Run(db, held.AsBoris, held.Id, held.To, HeldStage.Booking(), RoomClass.Bilateral, null));
    }

    static Task<BookingState> StateOf(TestDatabase database, Id<RoomBooking> id) => database.Do(db => db.RoomBookings.Where(b => b.Id == id).Select(b => b.State).SingleAsync());

    sealed class Factory(TestDatabase database) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => database.Open();
    }
}
