using Google.OrTools.Sat;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Bench;

/// <summary>The model that one writes first, as a baseline: a Boolean for each meeting and slot, breaks as starts of blocks, minimised by CP-SAT with its own portfolio on two workers.</summary>
static class PlainModel
{
    public static (string Status, double? Breaks, double Bound, double Seconds) Solve(BrokerageEvent brokerage, int fairness, double seconds)
    {
        var model = new CpModel();
        var slots = brokerage.Slots;
        var at = new BoolVar[brokerage.Meetings.Count, slots];
        var meetingsOf = brokerage.MeetingsOf();
        for (var m = 0; m < brokerage.Meetings.Count; m++)
        {
            for (var s = 0; s < slots; s++)
            {
                at[m, s] = model.NewBoolVar("");
                if (!brokerage.Open(m).Has(s)) model.Add(at[m, s] == 0);
            }
            model.AddExactlyOne(Enumerable.Range(0, slots).Select(s => at[m, s]));
        }
        for (var s = 0; s < slots; s++) model.Add(LinearExpr.Sum(Enumerable.Range(0, brokerage.Meetings.Count).Select(m => at[m, s])) <= brokerage.Tables);
        foreach (var (first, then) in brokerage.Orders)
            model.Add(LinearExpr.WeightedSum(Enumerable.Range(0, slots).Select(s => at[first, s]), Enumerable.Range(0, slots).Select(s => (long)s))
                + 1 <= LinearExpr.WeightedSum(Enumerable.Range(0, slots).Select(s => at[then, s]), Enumerable.Range(0, slots).Select(s => (long)s)));
        List<LinearExpr> breaks = [];
        var fewest = model.NewIntVar(0, slots, "");
        for (var p = 0; p < brokerage.Participants; p++)
        {
            if (meetingsOf[p].Count == 0)
            {
                model.Add(fewest == 0);
                continue;
            }
            var busy = Enumerable.Range(0, slots).Select(_ => model.NewBoolVar("")).ToList();
            for (var s = 0; s < slots; s++) model.Add(LinearExpr.Sum(meetingsOf[p].Select(m => at[m, s])) == busy[s]);
            var starts = busy.Select((b, s) =>
            {
                var start = model.NewBoolVar("");
                if (s == 0) model.Add(start == b);
                else model.Add(start >= b - busy[s - 1]);
                return start;
            }).ToList();
            var own = LinearExpr.Sum(starts) - 1;
            breaks.Add(own);
            model.Add(own >= fewest);
            model.Add(own <= fewest + fairness);
        }
        model.Minimize(LinearExpr.Sum(breaks));
        using var solver = new CpSolver();
        solver.StringParameters = FormattableString.Invariant($"num_workers:2 max_time_in_seconds:{seconds}");
        var status = solver.Solve(model);
        return (status.ToString(), status is CpSolverStatus.Optimal or CpSolverStatus.Feasible ? solver.ObjectiveValue : null, solver.BestObjectiveBound, solver.WallTime());
    }
}
