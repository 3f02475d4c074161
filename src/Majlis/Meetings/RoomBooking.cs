using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>Tentative ones wait to be confirmed; the last three hold no room any more.</summary>
public enum BookingState { Tentative, Confirmed, Lapsed, Cancelled, Displaced }

/// <summary>What a side wants a room for.</summary>
/// <param name="Start">In the edition's zone, on a minute that five divides.</param>
/// <param name="Minutes">5 to 480, a multiple of five.</param>
/// <param name="People">Who must find a seat.</param>
/// <param name="Level">Its class of priority: what is higher may displace what is lower, by protocol's hand.</param>
/// <param name="Purpose">For protocol and for the side itself.</param>
public sealed record BookingFacts(LocalDateTime Start, int Minutes, int People, MeetingLevel Level, string Purpose);

/// <summary>A room that a side has for a while, beside the plan. It must be confirmed by a deadline, or the room is free again.</summary>
public sealed class RoomBooking : IVersioned
{
    RoomBooking() { }

    /// <param name="table">Of the room, from 1.</param>
    /// <param name="turnaround">Minutes that the room stays closed to others afterwards.</param>
    /// <param name="confirmBy">Null: it is confirmed at once.</param>
    /// <exception cref="Refusal"><c>meetings.booking_time</c>, <c>meetings.people</c>, <c>meetings.level</c>, <c>meetings.purpose_missing</c>, <c>meetings.purpose_too_long</c>.</exception>
    public RoomBooking(MeetingSide side, Id<MeetingRoom> room, int table, BookingFacts facts, int turnaround, Instant? confirmBy, Instant now)
    {
        facts = Checked(facts);
        (Id, EditionId, SideId, RoomId, Table) = (Id<RoomBooking>.New(), side.EditionId, side.Id, room, table);
        (Start, End, FreeAgain, People, Level, Purpose) = (facts.Start, facts.Start.PlusMinutes(facts.Minutes), facts.Start.PlusMinutes(facts.Minutes + turnaround), facts.People, facts.Level, facts.Purpose);
        (ConfirmBy, State, BookedAt) = (confirmBy, confirmBy is null ? BookingState.Confirmed : BookingState.Tentative, now);
    }

    /// <summary>Rooms are counted in steps of so many minutes.</summary>
    public const int Step = 5;
    const int LongestMinutes = 480, MostLetters = 500;

    public Id<RoomBooking> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<MeetingSide> SideId { get; private set; }
    public Id<MeetingRoom> RoomId { get; private set; }
    public int Table { get; private set; }
    public LocalDateTime Start { get; private set; }
    /// <summary>First minute after.</summary>
    public LocalDateTime End { get; private set; }
    /// <summary>First minute at which others may come.</summary>
    public LocalDateTime FreeAgain { get; private set; }
    public int People { get; private set; }
    public MeetingLevel Level { get; private set; }
    public string Purpose { get; private set; } = "";
    public BookingState State { get; private set; }
    public Instant? ConfirmBy { get; private set; }
    public Instant BookedAt { get; private set; }
    /// <summary>Why it was displaced, as its side was told; empty when it was not.</summary>
    public string Reason { get; private set; } = "";
    public long Version { get; private set; }

    public bool HoldsRoom => State is BookingState.Tentative or BookingState.Confirmed;

    /// <summary>The five minutes that it holds of its table, the turnaround with it: no other may have one of them.</summary>
    public IEnumerable<BookedTime> Times()
    {
        for (var at = Start; at < FreeAgain; at = at.PlusMinutes(Step)) yield return new(RoomId, Table, at, Id);
    }

    /// <exception cref="Refusal">As of the constructor.</exception>
    public static BookingFacts Checked(BookingFacts facts)
    {
        if (facts.Minutes is < Step or > LongestMinutes || facts.Minutes % Step != 0 || facts.Start.Minute % Step != 0 || facts.Start.Second != 0 || facts.Start.NanosecondOfSecond != 0) throw new Refusal("meetings.booking_time");
        if (facts.People is < 1 or > MeetingRoom.MostSeats) throw new Refusal("meetings.people", ("most", MeetingRoom.MostSeats));
        if (!Enum.IsDefined(facts.Level)) throw new Refusal("meetings.level");
        return facts with { Purpose = Worded(facts.Purpose, MostLetters) is { Length: > 0 } purpose ? purpose : throw new Refusal("meetings.purpose_missing") };
    }

    /// <summary>Nothing happens to one that is confirmed already.</summary>
    /// <exception cref="Refusal"><c>meetings.booking_over</c>.</exception>
    public void Confirm() => State = HoldsRoom ? BookingState.Confirmed : throw new Refusal("meetings.booking_over");

    /// <exception cref="Refusal"><c>meetings.booking_over</c>.</exception>
    public void Cancel() => State = HoldsRoom ? BookingState.Cancelled : throw new Refusal("meetings.booking_over");

    /// <returns>Whether nobody had confirmed it and its time had come.</returns>
    public bool Lapse(Instant now)
    {
        if (State != BookingState.Tentative || now < ConfirmBy) return false;
        State = BookingState.Lapsed;
        return true;
    }

    /// <param name="level">Of what takes its place.</param>
    /// <exception cref="Refusal"><c>meetings.booking_over</c>, <c>meetings.not_outranked</c>, <c>meetings.reason_missing</c>, <c>meetings.purpose_too_long</c>.</exception>
    public void Displace(MeetingLevel level, string reason)
    {
        if (!HoldsRoom) throw new Refusal("meetings.booking_over");
        if (level >= Level) throw new Refusal("meetings.not_outranked");
        Reason = Worded(reason, MostLetters) is { Length: > 0 } why ? why : throw new Refusal("meetings.reason_missing");
        State = BookingState.Displaced;
    }

    internal static string Worded(string text, int most)
    {
        var clean = Characters.Tame(Characters.Kept(text)).ReplaceLineEndings("\n").Trim();
        return clean.Length <= most ? clean : throw new Refusal("meetings.purpose_too_long", ("most", most));
    }

    internal sealed class Map : IEntityTypeConfiguration<RoomBooking>
    {
        public void Configure(EntityTypeBuilder<RoomBooking> table)
        {
            table.HasIndex(b => new { b.EditionId, b.Start });
            table.HasIndex(b => b.SideId);
            table.HasOne<Edition>().WithMany().HasForeignKey(b => b.EditionId);
            table.HasOne<MeetingSide>().WithMany().HasForeignKey(b => b.SideId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingRoom>().WithMany().HasForeignKey(b => b.RoomId).OnDelete(DeleteBehavior.Restrict);
            table.Property(b => b.State).HasConversion<string>().HasMaxLength(16);
            table.Ignore(b => b.HoldsRoom);
        }
    }
}

/// <summary>Five minutes of a table in a room. Its key is what keeps fifty who ask for the last room at once apart: the database lets one of them have it.</summary>
public sealed class BookedTime
{
    BookedTime() { }

    public BookedTime(Id<MeetingRoom> room, int table, LocalDateTime at, Id<RoomBooking> booking) => (RoomId, Table, At, BookingId) = (room, table, at, booking);

    public Id<MeetingRoom> RoomId { get; private set; }
    public int Table { get; private set; }
    public LocalDateTime At { get; private set; }
    public Id<RoomBooking> BookingId { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<BookedTime>
    {
        public void Configure(EntityTypeBuilder<BookedTime> table)
        {
            table.HasKey(t => new { t.RoomId, t.Table, t.At });
            table.HasIndex(t => t.BookingId);
            table.HasOne<RoomBooking>().WithMany().HasForeignKey(t => t.BookingId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}
