using Google.OrTools.Sat;
using Majlis.Meetings.Planning;

namespace Majlis.Planning;

/// <summary>A whole problem as Boolean constraints, objective and all: for problems small enough to write every meeting in every room and slot down.</summary>
sealed class ExactModel
{
    const int MostSpots = 20_000, MostPlaces = 80_000;

    readonly Board _board;
    readonly Problem _problem;
    readonly CpModel _model = new();
    readonly Dictionary<(int Request, int Slot, int Room), BoolVar> _at = [];
    readonly Dictionary<(int Request, int Slot, int Interpreter), BoolVar> _with = [];
    readonly Dictionary<(int Request, int Slot), BoolVar> _held = [];
    readonly List<(ILiteral Literal, long Points)> _points = [];
    readonly List<(IntVar Number, long Points)> _numbers = [];
    readonly int[] _rooms, _interpreters;
    long _base;

    /// <param name="board">With what is locked on it; what else is on it is taken as a hint.</param>
    public ExactModel(Board board)
    {
        (_board, _problem) = (board, board.Problem);
        _rooms = [.. Enumerable.Range(0, _problem.Rooms.Count)];
        _interpreters = [.. Enumerable.Range(0, _problem.Interpreters.Count)];
        PlaceMeetings();
        FillRooms();
        KeepOrders();
        for (var p = 0; p < _problem.People.Count; p++) Occupy(_board.RequestsOf[p].Where(r => !_board.IsVetoed[r]).Distinct().ToList(), p);
        foreach (var i in _interpreters) Employ(i);
        StayClose();
        _model.Maximize(LinearExpr.WeightedSum(_points.Select(p => p.Literal), _points.Select(p => p.Points)) + LinearExpr.WeightedSum(_numbers.Select(n => n.Number), _numbers.Select(n => n.Points)) + _base);
    }

    public static bool CanTake(Board board)
    {
        long spots = 0;
        for (var r = 0; r < board.RequestCount; r++)
            for (var s = 0; s < board.SlotCount; s++)
                if (board.IsAllowed(r, s)) spots += board.RoomsFor(r).Length + board.InterpretersFor(r).Length;
        return spots <= MostSpots && (long)board.Problem.People.Count * board.SlotCount * board.Problem.Rooms.Count <= MostPlaces;
    }

    /// <returns>The placements, null when none was found in time; and a bound that holds in any case.</returns>
    public (Spot[]? Spots, long? Bound) Solve(TimeSpan limit, int seed, Action<long, long> found, CancellationToken stop)
    {
        using var solver = new CpSolver();
        // Eight searches by turns on one thread find and prove as a portfolio does, and always in the same order. Deterministic seconds are about as long as real ones.
        solver.StringParameters = FormattableString.Invariant(
            $"num_workers:8 interleave_search:true random_seed:{seed} max_deterministic_time:{Math.Max(0.01, limit.TotalSeconds / 2)} max_time_in_seconds:{Math.Max(0.01, limit.TotalSeconds)}");
        using var _ = new SolverStop(solver, stop);
        using var watcher = new Watcher(found);
        var status = solver.Solve(_model, watcher);
        if (status == CpSolverStatus.ModelInvalid) throw new InvalidOperationException(_model.Validate());
        // Nothing but what is locked is always a plan.
        if (status is not (CpSolverStatus.Optimal or CpSolverStatus.Feasible)) return (null, null);
        var spots = new Spot[_board.RequestCount];
        Array.Fill(spots, Spot.None);
        foreach (var ((r, s, k), here) in _at)
            if (solver.BooleanValue(here)) spots[r] = new(s, k, _board.NeedsInterpreter[r] ? _interpreters.First(i => _with.TryGetValue((r, s, i), out var with) && solver.BooleanValue(with)) : -1);
        return (spots, (long)Math.Floor(solver.BestObjectiveBound + 1e-6));
    }

    sealed class Watcher(Action<long, long> found) : CpSolverSolutionCallback
    {
        public override void OnSolutionCallback() => found((long)ObjectiveValue(), (long)Math.Floor(BestObjectiveBound() + 1e-6));
    }

    void PlaceMeetings()
    {
        for (var r = 0; r < _board.RequestCount; r++)
        {
            var now = _board.At(r);
            for (var s = 0; s < _board.SlotCount; s++)
            {
                if (!_board.IsAllowed(r, s)) continue;
                var rooms = _board.RoomsFor(r).Where(k => _problem.Rooms[k].TablesIn(_problem.Slots[s].Id) > 0).ToList();
                var interpreters = _board.InterpretersFor(r).Where(i => !_problem.Interpreters[i].Away.Contains(_problem.Slots[s].Id)).ToList();
                if (rooms.Count == 0 || _board.NeedsInterpreter[r] && interpreters.Count == 0) continue;
                var held = _held[(r, s)] = Hinted(now.Slot == s);
                _points.Add((held, _board.Worth[r]));
                foreach (var k in rooms) _at[(r, s, k)] = Hinted(now.Slot == s && now.Room == k);
                _model.AddExactlyOne(rooms.Select(k => (ILiteral)_at[(r, s, k)]).Append(held.Not()));
                if (!_board.NeedsInterpreter[r]) continue;
                foreach (var i in interpreters) _with[(r, s, i)] = Hinted(now.Slot == s && now.Interpreter == i);
                _model.AddExactlyOne(interpreters.Select(i => (ILiteral)_with[(r, s, i)]).Append(held.Not()));
            }
            _model.AddAtMostOne(HeldIn(r, 0, _board.SlotCount));
            if (!_board.IsLocked[r]) continue;
            _model.AddBoolAnd([_at[(r, now.Slot, now.Room)]]);
            if (now.Interpreter >= 0) _model.AddBoolAnd([_with[(r, now.Slot, now.Interpreter)]]);
        }
    }

    BoolVar Hinted(bool value)
    {
        var variable = _model.NewBoolVar("");
        _model.AddHint(variable, value);
        return variable;
    }

    IEnumerable<ILiteral> HeldIn(int request, int from, int until) =>
        Enumerable.Range(from, until - from).Select(s => _held.GetValueOrDefault((request, s))).OfType<ILiteral>();

    /// <summary>A table is taken until the turnaround is over.</summary>
    void FillRooms()
    {
        foreach (var k in _rooms)
        {
            for (var s = 0; s < _board.SlotCount; s++)
            {
                var taking = Enumerable.Range(0, s + 1).Where(t => t == s || NodaTime.Period.Between(_problem.Slots[t].End, _problem.Slots[s].Start, NodaTime.PeriodUnits.Minutes).Minutes < _problem.Turnaround)
                    .SelectMany(t => Enumerable.Range(0, _board.RequestCount).Select(r => _at.GetValueOrDefault((r, t, k)))).OfType<BoolVar>().ToList();
                // Where no meeting may be, the tables that others have are no bound on those before.
                var tables = _problem.Rooms[k].TablesIn(_problem.Slots[s].Id) is > 0 and var left ? left : _problem.Rooms[k].Tables;
                if (taking.Count > tables) _model.Add(LinearExpr.Sum(taking) <= tables);
            }
        }
    }

    void KeepOrders()
    {
        var index = _problem.Requests.Index().ToDictionary(r => r.Item.Id, r => r.Index);
        foreach (var (first, then) in _problem.Orders)
            for (var s = 0; s < _board.SlotCount; s++)
                _model.AddAtMostOne(HeldIn(index[then], 0, s + 1).Concat(HeldIn(index[first], s, _board.SlotCount)));
    }

    /// <summary>One person: one meeting at a time, limits, walks, and what the objective counts of them.</summary>
    void Occupy(List<int> requests, int p)
    {
        var (person, weights) = (_problem.People[p], _problem.Weights);
        if (requests.Count == 0) return;
        var busy = Enumerable.Range(0, _board.SlotCount).Select(s => OneOf(requests.Select(r => _held.GetValueOrDefault((r, s))).OfType<ILiteral>())).ToList();
        var days = Enumerable.Range(0, busy.Count).GroupBy(s => _problem.Slots[s].Day).Select(g => g.ToList()).ToList();
        foreach (var day in days)
        {
            if (person.MostADay is { } most) _model.Add(LinearExpr.Sum(day.Select(s => busy[s])) <= most);
            foreach (var half in day.GroupBy(s => _problem.Slots[s].Half))
                if (person.MostAHalfDay is { } few) _model.Add(LinearExpr.Sum(half.Select(s => busy[s])) <= few);
        }
        var first = _model.NewBoolVar("");
        _model.AddBoolOr(busy.Append<ILiteral>(first.Not()));
        _points.Add((first, weights.FirstMeeting));
        var inRoom = Rooms(busy.Count, (s, k) => requests.Select(r => _at.GetValueOrDefault((r, s, k))));
        Walk(days, busy, inRoom);
        var ends = days.SelectMany(day => Gaps(day, busy, p)).ToList();
        _points.AddRange(ends.Select(g => ((ILiteral)g, -(long)weights.Gap)));
        var unfair = _model.NewIntVar(0, busy.Count, "");
        _model.Add(unfair >= LinearExpr.Sum(ends) - 1);
        _numbers.Add((unfair, -weights.UnfairGap));
        _points.AddRange(days.SelectMany(day => Changes(day, busy, inRoom)).Select(c => ((ILiteral)c, -(long)weights.RoomChange)));
    }

    void Employ(int i)
    {
        var here = _with.Where(w => w.Key.Interpreter == i).ToLookup(w => w.Key.Slot);
        if (here.Count == 0) return;
        var busy = Enumerable.Range(0, _board.SlotCount).Select(s => OneOf(here[s].Select(w => (ILiteral)w.Value))).ToList();
        var days = Enumerable.Range(0, busy.Count).GroupBy(s => _problem.Slots[s].Day).Select(g => g.ToList()).ToList();
        if (_problem.Interpreters[i].MostADay is { } most)
            foreach (var day in days) _model.Add(LinearExpr.Sum(day.Select(s => busy[s])) <= most);
        if (_problem.Rooms.Select(r => r.Building).Distinct().Count() <= 1) return;
        var inRoom = new Dictionary<(int, int), BoolVar>();
        foreach (var s in Enumerable.Range(0, busy.Count))
        {
            foreach (var (key, with) in here[s])
            {
                foreach (var k in _rooms)
                {
                    if (!_at.TryGetValue((key.Request, s, k), out var at)) continue;
                    if (!inRoom.TryGetValue((s, k), out var there)) inRoom[(s, k)] = there = _model.NewBoolVar("");
                    _model.AddBoolOr([with.Not(), at.Not(), there]);
                }
            }
        }
        Walk(days, busy, inRoom);
    }

    BoolVar OneOf(IEnumerable<ILiteral> literals)
    {
        var any = _model.NewBoolVar("");
        _model.AddExactlyOne(literals.Append(any.Not()));
        return any;
    }

    Dictionary<(int Slot, int Room), BoolVar> Rooms(int slots, Func<int, int, IEnumerable<BoolVar?>> at)
    {
        Dictionary<(int, int), BoolVar> all = [];
        for (var s = 0; s < slots; s++)
        {
            foreach (var k in _rooms)
                if (at(s, k).OfType<ILiteral>().ToList() is { Count: > 0 } here) all[(s, k)] = OneOf(here);
        }
        return all;
    }

    /// <summary>From one meeting to the next there is time to walk; what lies between two that are too far apart must not be empty.</summary>
    void Walk(List<List<int>> days, List<BoolVar> busy, Dictionary<(int Slot, int Room), BoolVar> inRoom)
    {
        foreach (var day in days)
        {
            foreach (var s in day)
            {
                foreach (var t in day.Where(t => t > s))
                {
                    var minutes = NodaTime.Period.Between(_problem.Slots[s].End, _problem.Slots[t].Start, NodaTime.PeriodUnits.Minutes).Minutes;
                    foreach (var (from, to) in from one in _rooms from two in _rooms where _board.WalkMinutes(one, two) > minutes select (one, two))
                        if (inRoom.TryGetValue((s, from), out var here) && inRoom.TryGetValue((t, to), out var there))
                            _model.AddBoolOr([here.Not(), there.Not(), .. Enumerable.Range(s + 1, t - s - 1).Select(m => busy[m])]);
                }
            }
        }
    }

    List<BoolVar> Gaps(List<int> day, List<BoolVar> busy, int p)
    {
        List<BoolVar> ends = [];
        BoolVar? met = null, waited = null;
        foreach (var s in day)
        {
            if (waited is not null)
            {
                var end = _model.NewBoolVar("");
                _model.AddBoolOr([busy[s].Not(), waited.Not(), end]);
                ends.Add(end);
            }
            if (met is not null)
            {
                var waits = _model.NewBoolVar("");
                if (_board.IsThere(p, s)) _model.AddBoolOr([met.Not(), busy[s], waits]);
                if (waited is not null) _model.AddBoolOr([waited.Not(), busy[s], waits]);
                waited = waits;
            }
            var now = _model.NewBoolVar("");
            _model.AddImplication(busy[s], now);
            if (met is not null) _model.AddImplication(met, now);
            met = now;
        }
        return ends;
    }

    List<BoolVar> Changes(List<int> day, List<BoolVar> busy, Dictionary<(int Slot, int Room), BoolVar> inRoom)
    {
        List<BoolVar> changes = [];
        if (_problem.Weights.RoomChange == 0 || _rooms.Length < 2) return changes;
        var last = new Dictionary<int, BoolVar>();
        foreach (var s in day)
        {
            if (last.Count > 0)
            {
                var change = _model.NewBoolVar("");
                foreach (var (k, was) in last) _model.AddBoolOr(inRoom.TryGetValue((s, k), out var stays) ? [was.Not(), busy[s].Not(), stays, change] : [was.Not(), busy[s].Not(), change]);
                changes.Add(change);
            }
            var next = new Dictionary<int, BoolVar>();
            foreach (var k in _rooms)
            {
                var here = inRoom.GetValueOrDefault((s, k));
                var was = last.GetValueOrDefault(k);
                if (here is null && was is null) continue;
                next[k] = _model.NewBoolVar("");
                if (here is not null) _model.AddImplication(here, next[k]);
                if (was is not null) _model.AddBoolOr([was.Not(), busy[s], next[k]]);
            }
            last = next;
        }
        return changes;
    }

    void StayClose()
    {
        var weights = _problem.Weights;
        _base = -(long)weights.Dropped * _problem.Previous.Count;
        var index = _problem.Requests.Index().ToDictionary(r => r.Item.Id, r => r.Index);
        foreach (var before in _problem.Previous)
        {
            if (!index.TryGetValue(before.Request, out var r)) continue;
            foreach (var ((_, s, k), here) in _at.Where(a => a.Key.Request == r))
                _points.Add((here, weights.Dropped - (_problem.Slots[s].Id != before.Slot ? weights.Moved : _problem.Rooms[k].Id != before.Room ? weights.Rehoused : 0)));
        }
    }
}
