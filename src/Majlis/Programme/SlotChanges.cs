using Majlis.Platform;

namespace Majlis.Programme;

public enum SlotChangeKind { Given, Moved, Cancelled, Left }

/// <summary>What became of one person's slot in one session.</summary>
/// <param name="Session">As it is now; as it was, where the person or the session is no longer in the programme.</param>
/// <param name="Was">As it was before; null for a slot that is given.</param>
public sealed record SlotChange(SlotChangeKind Kind, Guid Person, SessionRole Role, SessionEntry Session, SessionEntry? Was)
{
    public bool IsOff => Kind is SlotChangeKind.Cancelled or SlotChangeKind.Left;
}

/// <summary>What the people of a programme must be told when it replaces another.</summary>
public static class SlotChanges
{
    /// <summary>In the order of the sessions' times. A session that is cancelled in both, or only worded otherwise, is no news to anybody.</summary>
    /// <param name="before">What the people were told last; null: nothing yet.</param>
    public static IReadOnlyList<SlotChange> Between(ProgrammeSnapshot? before, ProgrammeSnapshot after)
    {
        var old = Held(before);
        var now = Held(after);
        var afterwards = after.Sessions.ToDictionary(s => s.Guid);
        var changes = new List<SlotChange>();
        foreach (var (slot, (session, role)) in now)
            if (!old.TryGetValue(slot, out var was)) changes.Add(new(SlotChangeKind.Given, slot.Person, role, session, null));
            else if (was.Session.Start != session.Start || was.Session.Minutes != session.Minutes || was.Session.Hall != session.Hall || was.Session.AllHalls != session.AllHalls)
                changes.Add(new(SlotChangeKind.Moved, slot.Person, role, session, was.Session));
        foreach (var (slot, (was, role)) in old)
            if (!now.ContainsKey(slot))
            {
                var there = afterwards.GetValueOrDefault(was.Guid);
                changes.Add(there is { IsCancelled: false }
                    ? new(SlotChangeKind.Left, slot.Person, role, was with { Sequence = there.Sequence }, was)
                    : new(SlotChangeKind.Cancelled, slot.Person, role, there ?? was with { IsCancelled = true, Sequence = was.Sequence + 1 }, was));
            }
        return [.. changes.OrderBy(c => c.Session.Start).ThenBy(c => c.Session.Number).ThenBy(c => c.Person)];
    }

    /// <summary>Who has a slot where, in which role first named.</summary>
    static Dictionary<(Guid Person, Guid Session), (SessionEntry Session, SessionRole Role)> Held(ProgrammeSnapshot? programme)
    {
        var held = new Dictionary<(Guid, Guid), (SessionEntry, SessionRole)>();
        foreach (var session in programme?.Sessions ?? [])
            if (session is { IsScheduled: true, IsCancelled: false })
                foreach (var (person, role) in session.People) held.TryAdd((person, session.Guid), (session, role));
        return held;
    }
}
