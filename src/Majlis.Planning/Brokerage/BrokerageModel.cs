using Google.OrTools.Sat;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Brokerage;

/// <summary>
/// The question "is there a timetable with at most so many breaks?" as Boolean constraints. Encodings and implied constraints follow Bofill et al., JAIR 74 (2022), sections 4.4–4.6:
/// a participant with k meetings is busy in exactly k slots; an even number of participants is busy in a slot; tables are counted over clusters of meetings that exclude each other;
/// "has met by slot t" is a monotone chain, and a break is its reified end, sorted in unary for each participant so that fairness bounds it.
/// </summary>
sealed class BrokerageModel
{
    readonly BrokerageEvent _brokerage;
    readonly IReadOnlyList<int>[] _meetingsOf;
    readonly CpModel _model = new();
    readonly BoolVar?[,] _held;
    readonly BoolVar[,] _busy;
    readonly List<ILiteral> _breaks = [];

    /// <param name="mostBreaks">Of all participants together; null for any number.</param>
    public BrokerageModel(BrokerageEvent brokerage, int fairness, int? mostBreaks)
    {
        _brokerage = brokerage;
        _meetingsOf = brokerage.MeetingsOf();
        _held = new BoolVar?[brokerage.Meetings.Count, brokerage.Slots];
        _busy = new BoolVar[brokerage.Participants, brokerage.Slots];
        PlaceMeetings();
        KnowWhoIsBusy();
        CountTables();
        KeepOrders();
        CountBreaks(fairness, mostBreaks);
    }

    /// <returns>By meeting its slot, null when there is none; <c>IsSettled</c> is false when the limit came first.</returns>
    public (int[]? Timetable, bool IsSettled) Solve(TimeSpan limit, int seed, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) return (null, false);
        // A linear relaxation costs more here than it prunes: every bound that it finds follows by propagation.
        using var solver = new CpSolver();
        solver.StringParameters = FormattableString.Invariant($"num_workers:1 linearization_level:0 random_seed:{seed} max_time_in_seconds:{Math.Max(0.001, limit.TotalSeconds)}");
        using var _ = new SolverStop(solver, stop);
        return solver.Solve(_model) switch
        {
            CpSolverStatus.Optimal or CpSolverStatus.Feasible => (Timetable(solver), true),
            CpSolverStatus.Infeasible => (null, true),
            CpSolverStatus.ModelInvalid => throw new InvalidOperationException(_model.Validate()),
            _ => (null, false),
        };
    }

    int[] Timetable(CpSolver solver) => [.. _brokerage.Meetings.Select((_, m) =>
        Enumerable.Range(0, _brokerage.Slots).First(s => _held[m, s] is { } held && solver.BooleanValue(held)))];

    void PlaceMeetings()
    {
        for (var m = 0; m < _brokerage.Meetings.Count; m++)
        {
            foreach (var s in _brokerage.Open(m).Slots()) _held[m, s] = _model.NewBoolVar("");
            _model.AddExactlyOne(HeldIn(m, 0, _brokerage.Slots));
        }
    }

    void KnowWhoIsBusy()
    {
        for (var p = 0; p < _brokerage.Participants; p++)
        {
            for (var s = 0; s < _brokerage.Slots; s++) _busy[p, s] = OneOf(_meetingsOf[p], s);
            _model.Add(LinearExpr.Sum(Slots(0, _brokerage.Slots).Select(s => _busy[p, s])) == _meetingsOf[p].Count);
            var morning = SlotSet.First(_brokerage.MorningSlots);
            var early = _meetingsOf[p].Count(m => _brokerage.Open(m).Without(morning).IsEmpty);
            var late = _meetingsOf[p].Count(m => _brokerage.Open(m).And(morning).IsEmpty);
            if (early + late == 0) continue;
            _model.Add(LinearExpr.Sum(Slots(0, _brokerage.MorningSlots).Select(s => _busy[p, s])) >= early);
            _model.Add(LinearExpr.Sum(Slots(_brokerage.MorningSlots, _brokerage.Slots).Select(s => _busy[p, s])) >= late);
        }
    }

    /// <summary>A literal that holds when one of meetings that exclude each other is held in the slot.</summary>
    BoolVar OneOf(IEnumerable<int> meetings, int slot)
    {
        var any = _model.NewBoolVar("");
        _model.AddExactlyOne(meetings.Select(m => _held[m, slot]).OfType<ILiteral>().Append(any.Not()));
        return any;
    }

    void CountTables()
    {
        var most = Math.Min(_brokerage.Tables, _brokerage.Participants / 2);
        var pairs = Slots(0, _brokerage.Slots).Select(_ => _model.NewIntVar(0, most, "")).ToList();
        foreach (var (s, count) in pairs.Index()) _model.Add(LinearExpr.Sum(Enumerable.Range(0, _brokerage.Participants).Select(p => _busy[p, s])) == 2 * count);
        _model.Add(LinearExpr.Sum(pairs) == _brokerage.Meetings.Count);
        var clusters = Clusters();
        for (var s = 0; s < _brokerage.Slots; s++)
            _model.Add(LinearExpr.Sum(clusters.Select(c => c.Meetings.Count == _meetingsOf[c.Participant].Count ? _busy[c.Participant, s] : OneOf(c.Meetings, s))) <= _brokerage.Tables);
    }

    /// <summary>Every meeting once, with others of one of its participants: whoever has most left comes first, so that there are few.</summary>
    List<(int Participant, List<int> Meetings)> Clusters()
    {
        var left = Enumerable.Range(0, _brokerage.Meetings.Count).ToHashSet();
        List<(int, List<int>)> clusters = [];
        while (left.Count > 0)
        {
            var most = Enumerable.Range(0, _brokerage.Participants).MaxBy(p => _meetingsOf[p].Count(left.Contains));
            var meetings = _meetingsOf[most].Where(left.Contains).ToList();
            left.ExceptWith(meetings);
            clusters.Add((most, meetings));
        }
        return clusters;
    }

    void KeepOrders()
    {
        foreach (var (first, then) in _brokerage.Orders)
            for (var s = 0; s < _brokerage.Slots; s++)
                _model.Add(LinearExpr.Sum(HeldIn(then, 0, s + 1)) <= LinearExpr.Sum(HeldIn(first, 0, s)));
    }

    void CountBreaks(int fairness, int? most)
    {
        var slots = _brokerage.Slots;
        // Somebody who cannot have a break holds everybody else to the fairness itself.
        var someHaveNone = _meetingsOf.Any(m => m.Count <= 1 || m.Count >= slots);
        var fewest = someHaveNone ? null : _model.NewIntVar(0, slots, "");
        for (var p = 0; p < _brokerage.Participants; p++)
        {
            var count = _meetingsOf[p].Count;
            if (count <= 1 || count >= slots) continue;
            var highest = Math.Min(count - 1, slots - count);
            if (someHaveNone) highest = Math.Min(highest, fairness);
            if (most is { } cap) highest = Math.Min(highest, cap);
            var sorted = Enumerable.Range(0, highest).Select(_ => _model.NewBoolVar("")).ToList();
            for (var i = 1; i < sorted.Count; i++) _model.AddImplication(sorted[i], sorted[i - 1]);
            _model.Add(LinearExpr.Sum(Ends(p)) == LinearExpr.Sum(sorted));
            _breaks.AddRange(sorted);
            if (fewest is null) continue;
            _model.Add(LinearExpr.Sum(sorted) >= fewest);
            _model.Add(LinearExpr.Sum(sorted) <= fewest + fairness);
        }
        if (most is { } all) _model.Add(LinearExpr.Sum(_breaks) <= all);
    }

    /// <summary>By slot from the third, whether a break of the participant ends as it begins.</summary>
    List<BoolVar> Ends(int p)
    {
        var met = Slots(0, _brokerage.Slots).Select(_ => _model.NewBoolVar("")).ToList();
        List<BoolVar> ends = [];
        for (var s = 0; s < met.Count; s++)
        {
            _model.AddImplication(_busy[p, s], met[s]);
            if (s == 0) _model.AddImplication(met[0], _busy[p, 0]);
            if (s == 0) continue;
            _model.AddImplication(met[s - 1], met[s]);
            _model.AddBoolOr([met[s].Not(), met[s - 1], _busy[p, s]]);
            if (s == 1) continue;
            var end = _model.NewBoolVar("");
            _model.AddBoolOr([end, _busy[p, s].Not(), _busy[p, s - 1], met[s - 1].Not()]);
            _model.AddImplication(end, _busy[p, s]);
            _model.AddImplication(end, _busy[p, s - 1].Not());
            _model.AddImplication(end, met[s - 1]);
            ends.Add(end);
        }
        return ends;
    }

    List<ILiteral> HeldIn(int meeting, int from, int until) => [.. Slots(from, until).Select(s => _held[meeting, s]).OfType<ILiteral>()];

    static IEnumerable<int> Slots(int from, int until) => Enumerable.Range(from, Math.Max(0, until - from));
}
