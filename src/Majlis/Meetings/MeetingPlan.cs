using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>Waiting: no node has begun. Failed: the problem contradicts itself, or the program did; see <see cref="MeetingPlan.Faults"/>.</summary>
public enum PlanState { Waiting, Running, Done, Failed }

/// <summary>What a plan is made from.</summary>
public enum PlanKind
{
    /// <summary>From nothing but the requests.</summary>
    Fresh,
    /// <summary>Around what is locked in an earlier draft, and close to it.</summary>
    Again,
    /// <summary>From what is published: everything that still holds stays, and only what does not is moved.</summary>
    Mend,
}

/// <param name="Seconds">Wall time at most.</param>
/// <param name="Seed">Another seed may find another plan.</param>
public sealed record PlanWish(int Seconds, int Seed = 1)
{
    public const int MostSeconds = 600;

    /// <exception cref="Refusal"><c>meetings.plan_seconds</c>, <c>meetings.plan_seed</c>.</exception>
    internal PlanWish Checked() => Seconds is < 1 or > MostSeconds ? throw new Refusal("meetings.plan_seconds", ("most", MostSeconds))
        : Seed < 0 ? throw new Refusal("meetings.plan_seed") : this;
}

/// <summary>
/// One draft of who meets whom, when and where; numbered in its edition. It is computed by some node, then edited by people, then perhaps published: no reader sees any of it before.
/// </summary>
public sealed class MeetingPlan : IVersioned
{
    MeetingPlan() { }

    /// <param name="base">Number of the draft that it is made from; null for <see cref="PlanKind.Fresh"/>, and for a mending of what is published.</param>
    /// <exception cref="Refusal">Those of <see cref="PlanWish.Checked"/>.</exception>
    public MeetingPlan(Id<Edition> edition, int number, PlanKind kind, int? @base, PlanWish wish, Actor by, Instant now)
    {
        wish = wish.Checked();
        (Id, EditionId, Number, Kind, Base, Seconds, Seed, By, AskedAt) = (Id<MeetingPlan>.New(), edition, number, kind, @base, wish.Seconds, wish.Seed, by.Name, now);
    }

    public Id<MeetingPlan> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public int Number { get; private set; }
    public PlanKind Kind { get; private set; }
    public int? Base { get; private set; }
    public int Seconds { get; private set; }
    public int Seed { get; private set; }
    /// <summary>Who asked for it.</summary>
    public string By { get; private set; } = "";
    public Instant AskedAt { get; private set; }

    public PlanState State { get; private set; }
    /// <summary>How often it was begun: each time after the first because the node that computed it was no more.</summary>
    public int Begun { get; private set; }
    public Instant? BegunAt { get; private set; }
    public Instant? EndedAt { get; private set; }
    /// <summary>Somebody wants what is found by now.</summary>
    public bool StopAsked { get; private set; }
    /// <summary>The objective by now; null while there is no plan.</summary>
    public long? Found { get; private set; }
    /// <summary>No plan of this problem is worth more; null while nothing is proven.</summary>
    public long? Bound { get; private set; }

    /// <summary>What it is worth, in its parts; null while it is computed, and when somebody's change broke a rule.</summary>
    public Objective? Parts { get; private set; }
    public IReadOnlyList<Unmet> Unmet { get; private set; } = [];
    /// <summary>The clock or a person ended it before its work was done.</summary>
    public bool IsCutShort { get; private set; }
    /// <summary>Why it could not be planned.</summary>
    public IReadOnlyList<Violation> Faults { get; private set; } = [];
    /// <summary>Somebody changed it by hand after it was computed.</summary>
    public bool IsEdited { get; private set; }

    public Instant? PublishedAt { get; private set; }
    public string PublishedBy { get; private set; } = "";
    /// <summary>When letters about it were written.</summary>
    public Instant? LettersAt { get; private set; }
    public long Version { get; private set; }

    public bool IsOpen => State is PlanState.Waiting or PlanState.Running;

    /// <summary>A node begins, or begins again after the one before it died.</summary>
    /// <returns>Which time it is, from 1.</returns>
    public int Begin(Instant now)
    {
        (State, BegunAt, Found, Bound) = (PlanState.Running, now, null, null);
        return ++Begun;
    }

    /// <exception cref="Refusal"><c>meetings.plan_over</c>.</exception>
    public void Stop() => StopAsked = IsOpen ? true : throw new Refusal("meetings.plan_over", ("number", Number));

    public void End(PlanAnswer answer, Instant now) => (State, EndedAt, Parts, Found, Bound, Unmet, IsCutShort) =
        (PlanState.Done, now, answer.Objective, answer.Objective.Total, answer.Bound, answer.Unmet, answer.IsCutShort);

    public void Fail(IReadOnlyList<Violation> faults, Instant now) => (State, EndedAt, Faults) = (PlanState.Failed, now, [.. faults.Take(50)]);

    /// <summary>Something was lost that it does not know of: what is found is not asked for any more.</summary>
    public void Overtake(Instant now) => Fail([new("meetings.overtaken", [])], now);

    /// <summary>What it is worth after a person's change.</summary>
    /// <param name="parts">Null while it breaks a rule.</param>
    /// <exception cref="Refusal"><c>meetings.plan_open</c> while it is computed, <c>meetings.plan_published</c> afterwards: the next draft is made from it.</exception>
    public void Edit(Objective? parts, IReadOnlyList<Unmet> unmet)
    {
        Editing();
        (Parts, Found, Unmet, IsEdited) = (parts, parts?.Total, unmet, true);
    }

    /// <exception cref="Refusal">As <see cref="Edit"/>.</exception>
    public void Editing()
    {
        if (State != PlanState.Done) throw new Refusal("meetings.plan_open", ("number", Number));
        if (PublishedAt is not null) throw new Refusal("meetings.plan_published", ("number", Number));
    }

    /// <exception cref="Refusal">As <see cref="Edit"/>.</exception>
    public void Publish(Actor by, Instant now)
    {
        Editing();
        (PublishedAt, PublishedBy) = (now, by.Name);
    }

    public void LettersWritten(Instant now) => LettersAt = now;

    internal sealed class Map : IEntityTypeConfiguration<MeetingPlan>
    {
        public void Configure(EntityTypeBuilder<MeetingPlan> table)
        {
            table.HasIndex(p => new { p.EditionId, p.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
            table.Property(p => p.Kind).HasConversion<string>().HasMaxLength(16);
            table.Property(p => p.State).HasConversion<string>().HasMaxLength(16);
            table.Property(p => p.Parts!).AsJson();
            table.Property(p => p.Unmet).AsJson();
            table.Property(p => p.Faults).AsJson();
            table.Ignore(p => p.IsOpen);
        }
    }
}

/// <summary>A request in a draft: where that draft puts it.</summary>
public sealed class DraftMeeting
{
    DraftMeeting() { }

    public DraftMeeting(MeetingPlan plan, Id<MeetingRequest> request, LocalDateTime start, Id<MeetingRoom> room, Id<MeetingInterpreter>? interpreter, bool isLocked) =>
        (PlanId, RequestId, Start, RoomId, InterpreterId, IsLocked) = (plan.Id, request, start, room, interpreter, isLocked);

    public Id<MeetingPlan> PlanId { get; private set; }
    public Id<MeetingRequest> RequestId { get; private set; }
    /// <summary>Of the slot, in the edition's zone.</summary>
    public LocalDateTime Start { get; private set; }
    public Id<MeetingRoom> RoomId { get; private set; }
    public Id<MeetingInterpreter>? InterpreterId { get; private set; }
    /// <summary>Drafts made from this one leave it where it is.</summary>
    public bool IsLocked { get; private set; }

    public void Move(LocalDateTime start, Id<MeetingRoom> room, Id<MeetingInterpreter>? interpreter) => (Start, RoomId, InterpreterId) = (start, room, interpreter);

    public void Lock(bool locked) => IsLocked = locked;

    internal sealed class Map : IEntityTypeConfiguration<DraftMeeting>
    {
        public void Configure(EntityTypeBuilder<DraftMeeting> table)
        {
            table.HasKey(m => new { m.PlanId, m.RequestId });
            table.HasOne<MeetingPlan>().WithMany().HasForeignKey(m => m.PlanId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingRequest>().WithMany().HasForeignKey(m => m.RequestId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingRoom>().WithMany().HasForeignKey(m => m.RoomId).OnDelete(DeleteBehavior.Restrict);
            table.HasOne<MeetingInterpreter>().WithMany().HasForeignKey(m => m.InterpreterId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
