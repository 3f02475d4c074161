using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>A side takes a room for a while, beside the plan.</summary>
public static class BookRoom
{
    /// <summary>Rooms that one side may hold at once; the desk is not bound.</summary>
    public const int MostHeld = 10;

    /// <summary>A booking is confirmed within a day, and two hours before it begins at the latest.</summary>
    static readonly Duration Within = Duration.FromHours(24), Before = Duration.FromHours(2);

    /// <summary>Takes the smallest room that fits and is free of bookings, published meetings and closures. Of many who ask for the last one, one has it.</summary>
    /// <param name="slug">See <see cref="Sides.Open"/>.</param>
    /// <param name="room">Null: any of the class.</param>
    /// <exception cref="NotThere">No such side or not the actor's; no meetings at the edition; no such room.</exception>
    /// <exception cref="Refusal"><c>meetings.no_room</c>, <c>meetings.booking_day</c> outside the edition's days, <c>meetings.booking_past</c>, <c>meetings.booking_level</c> for a level above director that not
    /// the desk gives, <c>meetings.most_booked</c>, and those of <see cref="RoomBooking"/>.</exception>
    public static async Task<RoomBooking> Run(AppDb db, Actor actor, Id<Edition> edition, string slug, BookingFacts facts, RoomClass @class, Id<MeetingRoom>? room, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        facts = RoomBooking.Checked(facts);
        // Of two who ask at once the second waits, and sees what the first took; so does whoever publishes a plan.
        await using var turn = await MeetingRounds.Turn(db, edition, cancellation);
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var (side, desk, named) = await Sides.Open(db, actor, edition, slug, cancellation);
        // A level keeps others away: who asks does not choose it.
        if (!desk && facts.Level < MeetingLevel.Director) throw new Refusal("meetings.booking_level");
        var its = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        if (facts.Start.Date < its.First || facts.Start.Date > its.Last) throw new Refusal("meetings.booking_day");
        if (room is { } wanted && !await db.MeetingRooms.AnyAsync(r => r.EditionId == edition && r.Id == wanted, cancellation)) throw new NotThere("room");
        var turnaround = (round.Facts.Turnaround + RoomBooking.Step - 1) / RoomBooking.Step * RoomBooking.Step;
        var free = (await FreeRooms.At(db, edition, facts.Start, facts.Start.PlusMinutes(facts.Minutes), turnaround, cancellation))
            .Where(f => room is { } id ? f.Room.Id == id : f.Room.Class == @class).Where(f => f.Room.Seats >= facts.People).OrderBy(f => f.Room.Seats).ThenBy(f => f.Room.Id).FirstOrDefault() ?? throw new Refusal("meetings.no_room");
        var now = db.Clock.GetCurrentInstant();
        var start = DateTimeZoneProviders.Tzdb[its.Zone].AtLeniently(facts.Start).ToInstant();
        if (start <= now) throw new Refusal("meetings.booking_past");
        if (!desk && await db.RoomBookings.CountAsync(b => b.SideId == side.Id && (b.State == BookingState.Tentative || b.State == BookingState.Confirmed), cancellation) >= MostHeld) throw new Refusal("meetings.most_booked", ("most", MostHeld));
        var last = start - Before;
        var booking = new RoomBooking(side, free.Room.Id, free.Table, facts, turnaround, last > now ? Instant.Min(last, now + Within) : null, now);
        db.Add(booking);
        db.AddRange(booking.Times());
        if (booking.ConfirmBy is { } due) db.Jobs.Add(new(LapseBooking.JobKind, JsonSerializer.Serialize(booking.Id.Value, Json.Stored), due));
        db.Record(actor, new RoomBooked(edition.Value, booking.Id.Value, side.Id.Value, booking.State, named));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
        return booking;
    }
}

/// <summary>Rooms that could be taken.</summary>
public static class FreeRooms
{
    /// <param name="Table">One that nobody has.</param>
    public sealed record Free(MeetingRoom Room, int Table);

    /// <summary>Rooms with a table that is free from <paramref name="start"/> until <paramref name="turnaround"/> minutes after <paramref name="end"/>; one table a room. Meetings that are published count with their turnaround too.</summary>
    public static async Task<IReadOnlyList<Free>> At(AppDb db, Id<Edition> edition, LocalDateTime start, LocalDateTime end, int turnaround, CancellationToken cancellation = default)
    {
        var (from, until) = (start.PlusMinutes(-turnaround), end.PlusMinutes(turnaround));
        var rooms = await db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == edition).ToListAsync(cancellation);
        var met = (await db.Meetings.Where(m => m.EditionId == edition && m.State != MeetingState.Cancelled && m.Start < until && m.End > from).Select(m => m.RoomId).ToListAsync(cancellation)).CountBy(r => r).ToDictionary();
        var booked = (await db.RoomBookings.Where(b => b.EditionId == edition && (b.State == BookingState.Tentative || b.State == BookingState.Confirmed) && b.Start < until && b.FreeAgain > start)
            .Select(b => new { b.RoomId, b.Table }).ToListAsync(cancellation)).ToLookup(b => b.RoomId, b => b.Table);
        return [.. from room in rooms
                   where !room.Closed.Any(c => c.Meets(start, end))
                   // Meetings say no table: so many are theirs, whichever those are.
                   where met.GetValueOrDefault(room.Id) + booked[room.Id].Distinct().Count() < room.Tables
                   let table = Enumerable.Range(1, room.Tables).FirstOrDefault(t => !booked[room.Id].Contains(t))
                   where table > 0
                   select new Free(room, table)];
    }
}

/// <summary>A side confirms that it comes.</summary>
public static class ConfirmBooking
{
    /// <exception cref="NotThere">No such booking, or not the actor's.</exception>
    /// <exception cref="EditedMeanwhile">It lapsed, or somebody else did something with it, at the same moment.</exception>
    /// <exception cref="Refusal"><c>meetings.booking_over</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<RoomBooking> id, CancellationToken cancellation = default)
    {
        var (booking, named) = await Bookings.Open(db, actor, edition, id, cancellation);
        booking.Confirm();
        db.Record(actor, new RoomBooked(edition.Value, booking.Id.Value, booking.SideId.Value, booking.State, named));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>A side gives its room back.</summary>
public static class CancelBooking
{
    /// <exception cref="NotThere">No such booking, or not the actor's.</exception>
    /// <exception cref="EditedMeanwhile">As of <see cref="ConfirmBooking"/>.</exception>
    /// <exception cref="Refusal"><c>meetings.booking_over</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<RoomBooking> id, CancellationToken cancellation = default)
    {
        var (booking, named) = await Bookings.Open(db, actor, edition, id, cancellation);
        booking.Cancel();
        await Bookings.Free(db, booking, cancellation);
        db.Record(actor, new RoomBooked(edition.Value, booking.Id.Value, booking.SideId.Value, booking.State, named));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Protocol gives a booked room to something higher. The side that had it is told by letter, with the reason.</summary>
public static class DisplaceBooking
{
    /// <param name="slug">The side that gets the room; see <see cref="Sides.Open"/>.</param>
    /// <param name="site">The site's own address, for the letter; ends in a slash.</param>
    /// <returns>The new booking, confirmed: same room, table and time.</returns>
    /// <exception cref="NotThere">No such booking, or no such side.</exception>
    /// <exception cref="Refusal">Those of <see cref="RoomBooking.Displace"/>.</exception>
    public static async Task<RoomBooking> Run(AppDb db, Actor actor, Id<Edition> id, Id<RoomBooking> booking, string slug, MeetingLevel level, string purpose, string reason, Uri site, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditPrecedence, id, cancellation);
        var old = await db.RoomBookings.SingleOrDefaultAsync(b => b.EditionId == id && b.Id == booking, cancellation) ?? throw new NotThere("booking");
        var (side, _, named) = await Sides.Open(db, actor, id, slug, cancellation);
        old.Displace(level, reason);
        var turnaround = (int)Period.Between(old.End, old.FreeAgain, PeriodUnits.Minutes).Minutes;
        var now = db.Clock.GetCurrentInstant();
        var taken = new RoomBooking(side, old.RoomId, old.Table, new(old.Start, (int)Period.Between(old.Start, old.End, PeriodUnits.Minutes).Minutes, old.People, level, purpose), turnaround, null, now);
        db.Add(taken);
        // The same five minutes change hands: a row that is deleted and added again under one key would be one row to the database.
        foreach (var time in await db.BookedTimes.Where(t => t.BookingId == old.Id).ToListAsync(cancellation)) db.Entry(time).Property(t => t.BookingId).CurrentValue = taken.Id;
        db.Record(actor, new RoomBooked(id.Value, old.Id.Value, old.SideId.Value, old.State, null));
        db.Record(actor, new RoomBooked(id.Value, taken.Id.Value, side.Id.Value, taken.State, named));
        await Tell(db, edition, old, site, cancellation);
        await db.SaveChangesAsync(cancellation);
        return taken;
    }

    static async Task Tell(AppDb db, Edition edition, RoomBooking old, Uri site, CancellationToken cancellation)
    {
        var side = await db.MeetingSides.AsNoTracking().SingleAsync(s => s.Id == old.SideId, cancellation);
        var room = await db.MeetingRooms.AsNoTracking().SingleAsync(r => r.Id == old.RoomId, cancellation);
        foreach (var account in await Sides.AccountsOf(db, side, cancellation))
        {
            var language = Language.TryOf(account.Language) ?? Language.English;
            var texts = Texts.Of(language);
            (string, object?)[] values =
            [
                ("name", account.Name), ("room", room.Name.In(language.Tag, edition.Languages).Text), ("reason", old.Reason), ("date", Dates.Of(language).Full(old.Start.Date, ForumCalendar.Gregorian)),
                ("time", Times.Of(language).Range(old.Start.TimeOfDay, old.End.TimeOfDay)), ("edition", edition.Title.In(language.Tag, edition.Languages).Text),
                ("address", new Uri(site, FormattableString.Invariant($"{language.Tag}/{edition.Slug}/my/meetings/bookings")).AbsoluteUri),
            ];
            PostLetter.Run(db, new(account.Email, account.Name, texts.SayPlain("held.displaced_subject", values), texts.SayPlain("held.displaced_letter", values) + "\n", null, language.Tag) { Key = $"displaced{old.Id}{account.Id}" });
        }
    }
}

/// <summary>Frees the room of a booking that nobody confirmed in time.</summary>
public sealed class LapseBooking(IDbContextFactory<AppDb> databases) : IJobRunner
{
    public const string JobKind = "LapseRoomBooking";

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var id = new Id<RoomBooking>(JsonSerializer.Deserialize<Guid>(payload, Json.Stored));
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.RoomBookings.SingleOrDefaultAsync(b => b.Id == id, cancellation) is not { } booking || !booking.Lapse(db.Clock.GetCurrentInstant())) return;
        await Bookings.Free(db, booking, cancellation);
        db.Record(Actor.Installation("majlis"), new RoomBooked(booking.EditionId.Value, booking.Id.Value, booking.SideId.Value, booking.State, null));
        await db.SaveChangesAsync(cancellation);
    }
}

static class Bookings
{
    public static async Task<(RoomBooking Booking, string? Named)> Open(AppDb db, Actor actor, Id<Edition> edition, Id<RoomBooking> id, CancellationToken cancellation)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var booking = await db.RoomBookings.SingleOrDefaultAsync(b => b.EditionId == edition && b.Id == id, cancellation) ?? throw new NotThere("booking");
        var slug = await db.MeetingSides.Where(s => s.Id == booking.SideId).Select(s => s.Slug).SingleAsync(cancellation);
        return (booking, (await Sides.Open(db, actor, edition, slug, cancellation)).For);
    }

    public static async Task Free(AppDb db, RoomBooking booking, CancellationToken cancellation) =>
        db.RemoveRange(await db.BookedTimes.Where(t => t.BookingId == booking.Id).ToListAsync(cancellation));
}
