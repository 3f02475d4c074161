using System.Numerics;

namespace Majlis.Meetings.Planning.Brokerage;

/// <summary>
/// A brokerage event of one day: every meeting joins two participants and must be held, and nobody should wait between theirs. This is the
/// business-to-business meeting scheduling problem of the literature (Bofill et al., JAIR 74, 2022), which has no rooms, interpreters or values;
/// a type of its own, so that what is proven of it is proven of the published problem. All numbers begin at 0.
/// </summary>
public sealed record BrokerageEvent
{
    public const int MostSlots = 64, MostParticipants = 100_000, MostMeetings = 200_000;

    public required int Participants { get; init; }

    /// <summary>Meetings that can be held in one slot at most.</summary>
    public required int Tables { get; init; }

    /// <summary>Slots of the day, at most <see cref="MostSlots"/>; the first <see cref="MorningSlots"/> of them are before lunch.</summary>
    public required int Slots { get; init; }

    public required int MorningSlots { get; init; }

    public required IReadOnlyList<BrokerageMeeting> Meetings { get; init; }

    /// <summary>By participant, the slots in which they are away.</summary>
    public required IReadOnlyList<SlotSet> Away { get; init; }

    /// <summary>Pairs of meetings of which the first must be held in an earlier slot than the second.</summary>
    public IReadOnlyList<(int First, int Then)> Orders { get; init; } = [];

    /// <summary>The slots in which a meeting may be held as far as it alone is concerned.</summary>
    public SlotSet Open(int meeting)
    {
        var (a, b, part, at) = Meetings[meeting];
        var morning = SlotSet.First(MorningSlots);
        var half = part switch { DayPart.Morning => morning, DayPart.Afternoon => SlotSet.First(Slots).Without(morning), _ => SlotSet.First(Slots) };
        var open = half.Without(Away[a]).Without(Away[b]);
        return at is { } slot ? open.And(SlotSet.One(slot)) : open;
    }

    /// <summary>By participant, their meetings.</summary>
    public IReadOnlyList<int>[] MeetingsOf()
    {
        var lists = new List<int>[Participants];
        for (var p = 0; p < Participants; p++) lists[p] = [];
        for (var m = 0; m < Meetings.Count; m++)
        {
            lists[Meetings[m].A].Add(m);
            if (Meetings[m].B != Meetings[m].A) lists[Meetings[m].B].Add(m);
        }
        return lists;
    }
}

/// <param name="A">One participant.</param>
/// <param name="B">The other.</param>
/// <param name="Part">In which part of the day it may be.</param>
/// <param name="At">The slot in which it must be; null when it is free.</param>
public sealed record BrokerageMeeting(int A, int B, DayPart Part = DayPart.Any, int? At = null);

public enum DayPart { Any, Morning, Afternoon }

/// <summary>A set of slots 0…63.</summary>
public readonly record struct SlotSet(ulong Bits)
{
    public static SlotSet One(int slot) => new(1UL << slot);

    /// <summary>The slots before the given one.</summary>
    public static SlotSet First(int count) => new(count >= 64 ? ulong.MaxValue : (1UL << count) - 1);

    public bool Has(int slot) => (Bits >> slot & 1) != 0;

    public int Count => BitOperations.PopCount(Bits);

    public bool IsEmpty => Bits == 0;

    public SlotSet And(SlotSet other) => new(Bits & other.Bits);

    public SlotSet With(SlotSet other) => new(Bits | other.Bits);

    public SlotSet Without(SlotSet other) => new(Bits & ~other.Bits);

    /// <summary>Runs of slots with none missing inside.</summary>
    public int Blocks => BitOperations.PopCount(Bits & ~(Bits << 1));

    /// <summary>The slots in order.</summary>
    public IEnumerable<int> Slots()
    {
        for (var rest = Bits; rest != 0; rest &= rest - 1) yield return BitOperations.TrailingZeroCount(rest);
    }
}
