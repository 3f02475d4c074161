namespace Majlis.Meetings.Planning.Brokerage;

/// <summary>Whether a timetable of a brokerage event holds, found out from the event alone and without any planner.</summary>
public static class BrokerageRules
{
    /// <summary>
    /// What is broken; empty when the timetable holds.
    /// </summary>
    /// <param name="timetable">By meeting, its slot.</param>
    /// <param name="fairness">By how much the breaks of any two participants may differ.</param>
    public static IReadOnlyList<Violation> Check(BrokerageEvent brokerage, int fairness, IReadOnlyList<int> timetable)
    {
        if (timetable.Count != brokerage.Meetings.Count) return [new("meetings.not_all_held", [$"{timetable.Count}", $"{brokerage.Meetings.Count}"])];
        List<Violation> found = [];
        var busy = new SlotSet[brokerage.Participants];
        var held = new int[brokerage.Slots];
        foreach (var (m, meeting) in brokerage.Meetings.Index())
        {
            var slot = timetable[m];
            if (slot < 0 || slot >= brokerage.Slots)
            {
                found.Add(new("meetings.slot_unknown", [Meeting(m)]));
                continue;
            }
            if (!brokerage.Open(m).Has(slot)) found.Add(new("meetings.slot_not_allowed", [Meeting(m), Slot(slot)]));
            foreach (var p in new[] { meeting.A, meeting.B })
            {
                if (busy[p].Has(slot)) found.Add(new("meetings.person_twice", [$"participant {p + 1}", Slot(slot)]));
                busy[p] = busy[p].With(SlotSet.One(slot));
            }
            held[slot]++;
        }
        found.AddRange(held.Index().Where(s => s.Item > brokerage.Tables).Select(s => new Violation("meetings.room_full", [Slot(s.Index)])));
        found.AddRange(brokerage.Orders.Where(o => timetable[o.First] >= timetable[o.Then]).Select(o => new Violation("meetings.order", [Meeting(o.First), Meeting(o.Then)])));
        var breaks = busy.Select(Breaks).ToList();
        if (breaks.Count > 0 && breaks.Max() - breaks.Min() > fairness) found.Add(new("meetings.unfair_breaks", [$"{breaks.Min()}", $"{breaks.Max()}"]));
        return found;
    }

    /// <summary>The breaks of all participants together: runs of idle slots between two meetings of one, however long.</summary>
    public static int Breaks(BrokerageEvent brokerage, IReadOnlyList<int> timetable)
    {
        var busy = new SlotSet[brokerage.Participants];
        foreach (var (m, meeting) in brokerage.Meetings.Index())
        {
            busy[meeting.A] = busy[meeting.A].With(SlotSet.One(timetable[m]));
            busy[meeting.B] = busy[meeting.B].With(SlotSet.One(timetable[m]));
        }
        return busy.Sum(Breaks);
    }

    static int Breaks(SlotSet busy) => Math.Max(0, busy.Blocks - 1);

    static string Meeting(int m) => $"meeting {m + 1}";

    static string Slot(int s) => $"slot {s + 1}";
}
