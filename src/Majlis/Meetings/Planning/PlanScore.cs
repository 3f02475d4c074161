namespace Majlis.Meetings.Planning;

/// <summary>What a plan is worth, counted from the problem alone and without any planner.</summary>
public static class PlanScore
{
    /// <param name="plan">One that holds; see <see cref="PlanRules"/>.</param>
    public static Objective Of(Problem problem, Plan plan)
    {
        var w = problem.Weights;
        var requests = problem.Requests.ToDictionary(r => r.Id);
        var people = problem.People.ToDictionary(p => p.Id);
        var slots = problem.Slots.Index().ToDictionary(s => s.Item.Id, s => s.Index);
        var held = plan.Meetings.Select(m => (Request: requests[m.Request], Slot: slots[m.Slot], m.Room)).ToList();
        var days = held.SelectMany(h => h.Request.People.Select(p => (Person: p, h.Slot, h.Room))).GroupBy(h => (h.Person, problem.Slots[h.Slot].Day))
            .Select(g => (g.Key.Person, Meetings: g.OrderBy(h => h.Slot).ToList())).ToList();
        var gaps = days.Select(d => (d.Person, Gaps: d.Meetings.Zip(d.Meetings.Skip(1)).Count(pair => Waits(problem, people[d.Person], pair.First.Slot, pair.Second.Slot)))).ToList();
        return new(
            held.Sum(h => (long)w.Of(h.Request.From.Wish) + w.Of(h.Request.To.Wish)),
            (long)w.FirstMeeting * days.Select(d => d.Person).Distinct().Count(),
            held.Sum(h => (long)w.Level * (Above(h.Request.From) + Above(h.Request.To))),
            -(long)w.Gap * gaps.Sum(g => g.Gaps),
            -(long)w.UnfairGap * gaps.GroupBy(g => g.Person).Sum(g => Math.Max(0, g.Sum(d => d.Gaps) - 1)),
            -(long)w.RoomChange * days.Sum(d => d.Meetings.Zip(d.Meetings.Skip(1)).Count(pair => pair.First.Room != pair.Second.Room)),
            -Distance(problem, plan));

        int Above(Side side) => Math.Max(0, 6 - side.People.Min(p => people[p].Level));
    }

    /// <summary>Whether the person is there in a slot between the two.</summary>
    static bool Waits(Problem problem, Principal person, int one, int next) =>
        Enumerable.Range(one + 1, next - one - 1).Any(s => !person.Away.Contains(problem.Slots[s].Id));

    static long Distance(Problem problem, Plan plan)
    {
        var now = plan.Meetings.ToDictionary(m => m.Request);
        return problem.Previous.Sum(before => !now.TryGetValue(before.Request, out var after) ? problem.Weights.Dropped
            : after.Slot != before.Slot ? problem.Weights.Moved : after.Room != before.Room ? problem.Weights.Rehoused : 0L);
    }
}
