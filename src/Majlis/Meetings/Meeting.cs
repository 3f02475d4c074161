using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

public enum MeetingState { Planned, Confirmed, Held, NoShow, Cancelled }

/// <summary>What a move is to others: nothing, another interpreter, whom the sides need not know, or another time or room, which their calendars must follow.</summary>
public enum MeetingNews { None, Interpreter, Place }

/// <summary>When and where a meeting is.</summary>
/// <param name="Start">In the edition's zone.</param>
/// <param name="End">First minute after.</param>
/// <param name="Interpreter">Null: none is needed.</param>
public sealed record MeetingPlace(LocalDateTime Start, LocalDateTime End, Id<MeetingRoom> Room, Id<MeetingInterpreter>? Interpreter);

/// <summary>
/// A request whose time and place were published: both sides know of it. One a request, whatever becomes of it; its <see cref="Sequence"/> goes up with each change that the sides are told,
/// so that their calendars follow.
/// </summary>
public sealed class Meeting : IVersioned
{
    Meeting() { }

    /// <param name="plan">Number of the plan that it was published with.</param>
    public Meeting(MeetingRequest request, MeetingPlace place, int plan, Instant now)
    {
        (Id, EditionId, RequestId, Number) = (Id<Meeting>.New(), request.EditionId, request.Id, request.Number);
        Put(place, plan, now);
    }

    public Id<Meeting> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<MeetingRequest> RequestId { get; private set; }
    /// <summary>Of its request.</summary>
    public int Number { get; private set; }
    public LocalDateTime Start { get; private set; }
    /// <summary>First minute after.</summary>
    public LocalDateTime End { get; private set; }
    public Id<MeetingRoom> RoomId { get; private set; }
    public Id<MeetingInterpreter>? InterpreterId { get; private set; }
    /// <summary>The iCalendar SEQUENCE.</summary>
    public int Sequence { get; private set; }
    public MeetingState State { get; private set; }
    /// <summary>Number of the plan that changed it last; 0: a side called it off.</summary>
    public int Plan { get; private set; }
    public Instant ChangedAt { get; private set; }
    public long Version { get; private set; }

    /// <summary>It is to be held: neither over nor off.</summary>
    public bool IsAhead => State is MeetingState.Planned or MeetingState.Confirmed;

    public MeetingPlace Place => new(Start, End, RoomId, InterpreterId);

    /// <summary>It was held, missed, or has begun by the edition's wall clock: no plan changes it any more.</summary>
    /// <param name="now">Null: the edition does not run, and nothing has begun.</param>
    public bool HasBegun(LocalDateTime? now) => State is MeetingState.Held or MeetingState.NoShow || IsAhead && Start < now;

    /// <summary>Moves it, or puts it on again after it was off. Nothing happens where it is there already; another interpreter alone changes no calendar.</summary>
    /// <exception cref="Refusal"><c>meetings.over_already</c> for one that was held or missed.</exception>
    public MeetingNews Move(MeetingPlace place, int plan, Instant now)
    {
        if (State is MeetingState.Held or MeetingState.NoShow) throw new Refusal("meetings.over_already", ("number", Number));
        if (IsAhead && place == Place) return MeetingNews.None;
        if (IsAhead && place with { Interpreter = InterpreterId } == Place)
        {
            InterpreterId = place.Interpreter;
            return MeetingNews.Interpreter;
        }
        Sequence++;
        Put(place, plan, now);
        return MeetingNews.Place;
    }

    /// <summary>Nothing happens to one that is off already.</summary>
    /// <param name="plan">That it is not in; 0: a side called it off.</param>
    /// <returns>Whether the sides have something to be told.</returns>
    /// <exception cref="Refusal"><c>meetings.over_already</c> for one that was held or missed.</exception>
    public bool Cancel(int plan, Instant now)
    {
        if (State is MeetingState.Held or MeetingState.NoShow) throw new Refusal("meetings.over_already", ("number", Number));
        if (State == MeetingState.Cancelled) return false;
        Sequence++;
        (State, Plan, ChangedAt) = (MeetingState.Cancelled, plan, now);
        return true;
    }

    /// <summary>What became of it: confirmed by its sides, held, or missed. The sides know: their calendars stay as they are.</summary>
    /// <exception cref="Refusal"><c>meetings.off</c> for one that was called off.</exception>
    public void Become(MeetingState state, Instant now)
    {
        if (State == MeetingState.Cancelled || state == MeetingState.Cancelled) throw new Refusal("meetings.off", ("number", Number));
        (State, ChangedAt) = (state, now);
    }

    void Put(MeetingPlace place, int plan, Instant now) =>
        (Start, End, RoomId, InterpreterId, State, Plan, ChangedAt) = (place.Start, place.End, place.Room, place.Interpreter, MeetingState.Planned, plan, now);

    internal sealed class Map : IEntityTypeConfiguration<Meeting>
    {
        public void Configure(EntityTypeBuilder<Meeting> table)
        {
            // Two that publish at once: one of them finds the other's.
            table.HasIndex(m => m.RequestId).IsUnique();
            table.HasIndex(m => new { m.EditionId, m.Start });
            table.HasIndex(m => new { m.RoomId, m.Start });
            table.HasOne<Edition>().WithMany().HasForeignKey(m => m.EditionId);
            table.HasOne<MeetingRequest>().WithMany().HasForeignKey(m => m.RequestId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingRoom>().WithMany().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Restrict);
            table.HasOne<MeetingInterpreter>().WithMany().HasForeignKey(m => m.InterpreterId).OnDelete(DeleteBehavior.Restrict);
            table.Property(m => m.State).HasConversion<string>().HasMaxLength(16);
            table.Ignore(m => m.IsAhead).Ignore(m => m.Place);
        }
    }
}
