using Google.OrTools.Sat;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Brokerage;

/// <summary>
/// A bound from below that looks at when participants are busy and not with whom: participants who have as many meetings and may be busy in the same slots are one class, and a class
/// counts how many follow each pattern of busy slots. That removes the symmetry that keeps Boolean search from proving anything about a nearly full day.
/// </summary>
static class ProfileBound
{
    /// <summary>More patterns than this are not written down; the bound is then 0.</summary>
    const int MostPatterns = 40_000;

    /// <returns>No timetable has fewer breaks; null when there is no timetable at all.</returns>
    public static int? Of(BrokerageEvent brokerage, int fairness, TimeSpan limit, int seed, CancellationToken stop)
    {
        if (brokerage.Slots > 14) return 0;
        var model = new CpModel();
        var perSlot = Enumerable.Range(0, brokerage.Slots).Select(_ => new List<IntVar>()).ToArray();
        List<(IntVar Count, int Breaks)> cost = [];
        var classes = Classes(brokerage);
        // Where everybody meets at least twice, all may have breaks, and fairness says nothing of the number of one.
        var most = classes.Any(c => c.Busy is 0 or 1) ? fairness : brokerage.Slots;
        foreach (var (size, busy, open, must) in classes.Where(c => c.Busy > 0))
        {
            List<IntVar> patterns = [];
            for (var bits = 0UL; bits < 1UL << brokerage.Slots; bits++)
            {
                var pattern = new SlotSet(bits);
                if (pattern.Count != busy || !pattern.Without(open).IsEmpty || !must.Without(pattern).IsEmpty || pattern.Blocks - 1 > most) continue;
                var count = model.NewIntVar(0, size, "");
                patterns.Add(count);
                cost.Add((count, pattern.Blocks - 1));
                foreach (var s in pattern.Slots()) perSlot[s].Add(count);
            }
            if (cost.Count > MostPatterns) return 0;
            model.Add(LinearExpr.Sum(patterns) == size);
        }
        var tables = Math.Min(brokerage.Tables, brokerage.Participants / 2);
        foreach (var counts in perSlot) model.Add(LinearExpr.Sum(counts) == 2 * model.NewIntVar(0, tables, ""));
        model.Minimize(LinearExpr.WeightedSum(cost.Select(c => c.Count), cost.Select(c => (long)c.Breaks)));
        using var solver = new CpSolver();
        solver.StringParameters = FormattableString.Invariant($"num_workers:1 random_seed:{seed} max_time_in_seconds:{Math.Max(0.001, limit.TotalSeconds)}");
        using var _ = new SolverStop(solver, stop);
        return solver.Solve(model) switch
        {
            CpSolverStatus.Infeasible => null,
            CpSolverStatus.Optimal or CpSolverStatus.Feasible => (int)Math.Ceiling(solver.BestObjectiveBound - 1e-6),
            _ => 0,
        };
    }

    static List<(int Size, int Busy, SlotSet Open, SlotSet Must)> Classes(BrokerageEvent brokerage) =>
        [.. brokerage.MeetingsOf().Select(meetings => (
                Busy: meetings.Count,
                Open: meetings.Aggregate(default(SlotSet), (all, m) => all.With(brokerage.Open(m))),
                Must: meetings.Where(m => brokerage.Meetings[m].At is not null).Aggregate(default(SlotSet), (all, m) => all.With(brokerage.Open(m)))))
            .GroupBy(c => c).Select(g => (g.Count(), g.Key.Busy, g.Key.Open, g.Key.Must))];
}
