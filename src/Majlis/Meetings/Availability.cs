using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using NodaTime;
using PlanSlot = Majlis.Meetings.Planning.Slot;

namespace Majlis.Meetings;

/// <summary>
/// When people and halls are free for meetings. The conflicts of the released programme are asked: a meeting is put into it as a session somewhere else, and where that would be a conflict
/// (in two places at once, no time to walk, not there yet or not any more, during what takes all halls) there is no meeting.
/// </summary>
sealed class Availability
{
    static readonly ConflictRule[] Counting =
        [ConflictRule.PersonTwice, ConflictRule.WalkTooShort, ConflictRule.PersonUnavailable, ConflictRule.BeforeArrival, ConflictRule.AfterDeparture, ConflictRule.HallTwice, ConflictRule.HallClosed];

    readonly ConflictFinder _finder;
    readonly Guid _probe = Id<Session>.New().Value, _elsewhere = Id<Hall>.New().Value;

    Availability(ProgrammePlan plan) => _finder = new(plan);

    public static async Task<Availability> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var facts = await ConflictFacts.Load(db, edition, cancellation);
        var released = await Releases.Last(db, edition, cancellation);
        var plan = released is null ? facts.Bounds : facts.Within(released).Plan;
        return new(plan with { Levels = Enum.GetValues<ConflictRule>().ToDictionary(r => r, r => Counting.Contains(r) ? ConflictLevel.ForbidsPlacing : ConflictLevel.Ignored) });
    }

    /// <summary>The slots in which the person cannot meet.</summary>
    /// <param name="person">Their guid in the programme.</param>
    public IEnumerable<PlanSlot> Away(Guid person, IEnumerable<PlanSlot> slots) => Taken(slots, _elsewhere, [new(person, SessionRole.Speaker)]);

    /// <summary>The slots in which the hall is closed or in use.</summary>
    public IEnumerable<PlanSlot> Closed(Guid hall, IEnumerable<PlanSlot> slots) => Taken(slots, hall, []);

    List<PlanSlot> Taken(IEnumerable<PlanSlot> slots, Guid hall, IReadOnlyList<SessionPersonEntry> people)
    {
        var taken = slots.Where(slot => _finder.Put(new SessionEntry { Guid = _probe, Number = int.MaxValue, Start = slot.Start, Minutes = slot.Minutes, Hall = hall, People = people }).Count > 0).ToList();
        _finder.Take(_probe);
        return taken;
    }
}
