using System.Numerics;

namespace Majlis.Meetings.Planning;

/// <summary>Where a meeting is or could be, by index. <c>Interpreter</c> is -1 where none is needed.</summary>
readonly record struct Spot(int Slot, int Room, int Interpreter)
{
    public static readonly Spot None = new(-1, -1, -1);

    public bool IsNone => Slot < 0;
}

/// <summary>
/// The board on which planners move meetings about: the problem by index, what is placed where, and the worth of it all, kept up to date with every move. Only spots that hold are offered.
/// </summary>
sealed class Board
{
    readonly int _words, _days, _halves, _buildings;
    readonly int[] _day, _half, _starts, _ends, _dayFirst, _dayEnd;
    readonly int[][] _clashBefore, _clashAfter;
    readonly ulong[] _there, _allowed;
    readonly int[] _at, _dayCount, _halfCount, _mostADay, _mostAHalf, _gaps;
    readonly int[] _capacity, _used, _load, _building, _walk;
    readonly int[] _interpreterAt, _interpreterDay, _interpreterMost;
    readonly bool[] _interpreterAway;
    readonly int[][] _roomsOf, _interpretersOf;
    readonly (int Other, bool IsBefore)[][] _orders;
    readonly Spot[] _previous, _spots;
    readonly Weights _weights;
    readonly List<int>[] _inSlot;
    readonly int[] _placeInSlot;

    public Problem Problem { get; }

    /// <summary>By request, its people.</summary>
    public int[][] People { get; }

    /// <summary>By person, the requests that need them, without those that are vetoed.</summary>
    public int[][] RequestsOf { get; }

    /// <summary>By request, the points for holding it, without those for anybody's first meeting.</summary>
    public long[] Worth { get; }

    /// <summary>Whether it must stay where it is.</summary>
    public bool[] IsLocked { get; }

    public bool[] IsVetoed { get; }

    /// <summary>By person, how many meetings they have.</summary>
    public int[] MeetingsOf { get; }

    /// <summary>The objective of what is placed; see <see cref="PlanScore"/>.</summary>
    public long Total { get; private set; }

    public int SlotCount => _day.Length;

    public int RequestCount => People.Length;

    /// <summary>What is locked is placed, and what stays of the previous plan; nothing else.</summary>
    public Board(Problem problem)
    {
        Problem = problem;
        _weights = problem.Weights;
        var slots = problem.Slots;
        _words = (slots.Count + 63) / 64;
        var days = slots.Select(s => s.Day).Distinct().ToList();
        var halves = slots.Select(s => (s.Day, s.Half)).Distinct().ToList();
        (_days, _halves) = (days.Count, halves.Count);
        _day = [.. slots.Select(s => days.IndexOf(s.Day))];
        _half = [.. slots.Select(s => halves.IndexOf((s.Day, s.Half)))];
        var origin = slots.Count > 0 ? slots[0].Day.AtMidnight() : default;
        int Minute(NodaTime.LocalDateTime time) => (int)NodaTime.Period.Between(origin, time, NodaTime.PeriodUnits.Minutes).Minutes;
        _starts = [.. slots.Select(s => Minute(s.Start))];
        _ends = [.. slots.Select(s => Minute(s.End))];
        _dayFirst = [.. slots.Select(s => slots.TakeWhile(t => t.Day != s.Day).Count())];
        _dayEnd = [.. slots.Select((s, i) => _dayFirst[i] + slots.Count(t => t.Day == s.Day))];
        bool Clash(int one, int next) => one < next && _starts[next] - _ends[one] < problem.Turnaround;
        _clashBefore = [.. slots.Select((_, s) => Enumerable.Range(0, s).Where(t => Clash(t, s)).ToArray())];
        _clashAfter = [.. slots.Select((_, s) => Enumerable.Range(s + 1, slots.Count - s - 1).Where(t => Clash(s, t)).ToArray())];
        var slotIndex = slots.Index().ToDictionary(s => s.Item.Id, s => s.Index);

        var people = problem.People;
        var personIndex = people.Index().ToDictionary(p => p.Item.Id, p => p.Index);
        _there = new ulong[people.Count * _words];
        for (var p = 0; p < people.Count; p++)
        {
            for (var s = 0; s < slots.Count; s++) _there[p * _words + s / 64] |= 1UL << s % 64;
            foreach (var away in people[p].Away) _there[p * _words + slotIndex[away] / 64] &= ~(1UL << slotIndex[away] % 64);
        }
        _at = new int[people.Count * slots.Count];
        Array.Fill(_at, -1);
        _dayCount = new int[people.Count * _days];
        _halfCount = new int[people.Count * _halves];
        _mostADay = [.. people.Select(p => p.MostADay ?? int.MaxValue)];
        _mostAHalf = [.. people.Select(p => p.MostAHalfDay ?? int.MaxValue)];
        _gaps = new int[people.Count];
        MeetingsOf = new int[people.Count];

        var rooms = problem.Rooms;
        var roomIndex = rooms.Index().ToDictionary(r => r.Item.Id, r => r.Index);
        _capacity = [.. rooms.SelectMany(r => slots.Select(s => r.TablesIn(s.Id)))];
        _used = new int[_capacity.Length];
        _load = new int[_capacity.Length];
        var buildings = rooms.Select(r => r.Building).Concat(problem.Walks.SelectMany(w => new[] { w.A, w.B })).Distinct().Index().ToDictionary(b => b.Item, b => b.Index);
        _buildings = buildings.Count;
        _building = [.. rooms.Select(r => buildings[r.Building])];
        _walk = [.. Enumerable.Range(0, _buildings * _buildings).Select(i => i / _buildings == i % _buildings ? 0 : problem.DefaultWalk)];
        foreach (var (a, b, minutes) in problem.Walks.Reverse().Where(w => w.A != w.B))
            _walk[buildings[a] * _buildings + buildings[b]] = _walk[buildings[b] * _buildings + buildings[a]] = minutes;

        var interpreters = problem.Interpreters;
        var interpreterIndex = interpreters.Index().ToDictionary(i => i.Item.Id, i => i.Index);
        _interpreterAt = new int[interpreters.Count * slots.Count];
        Array.Fill(_interpreterAt, -1);
        _interpreterAway = [.. interpreters.SelectMany(i => slots.Select(s => i.Away.Contains(s.Id)))];
        _interpreterDay = new int[interpreters.Count * _days];
        _interpreterMost = [.. interpreters.Select(i => i.MostADay ?? int.MaxValue)];

        var requests = problem.Requests;
        var requestIndex = requests.Index().ToDictionary(r => r.Item.Id, r => r.Index);
        People = [.. requests.Select(r => r.People.Select(p => personIndex[p]).ToArray())];
        IsVetoed = [.. requests.Select(r => r.From.Wish == Wish.Veto || r.To.Wish == Wish.Veto)];
        RequestsOf = new int[people.Count][];
        var lists = people.Select(_ => new List<int>()).ToArray();
        for (var r = 0; r < requests.Count; r++)
            if (!IsVetoed[r])
                foreach (var p in People[r]) lists[p].Add(r);
        for (var p = 0; p < people.Count; p++) RequestsOf[p] = [.. lists[p]];
        int Above(Side side) => Math.Max(0, 6 - side.People.Min(p => people[personIndex[p]].Level));
        Worth = [.. requests.Select(r => (long)_weights.Of(r.From.Wish) + _weights.Of(r.To.Wish) + (long)_weights.Level * (Above(r.From) + Above(r.To)))];
        var kinds = new Dictionary<(string?, int), int[]>();
        _roomsOf = [.. requests.Select(r => (r.RoomClass, Seats: r.Seats ?? r.People.Count())).Select(kind =>
        {
            if (!kinds.TryGetValue(kind, out var fit))
                kinds[kind] = fit = [.. rooms.Index().Where(x => (kind.RoomClass is null || x.Item.Class == kind.RoomClass) && x.Item.Seats >= kind.Seats && x.Item.Tables > 0).Select(x => x.Index)];
            return fit;
        })];
        var pairs = new Dictionary<LanguagePair, int[]>();
        foreach (var pair in requests.Select(r => r.Languages).OfType<LanguagePair>().Distinct())
            pairs[pair] = [.. interpreters.Index().Where(i => i.Item.Pairs.Contains(pair)).OrderBy(i => i.Item.Pairs.Count).Select(i => i.Index)];
        _interpretersOf = [.. requests.Select(r => r.Languages is { } pair ? pairs[pair] : [])];
        NeedsInterpreter = [.. requests.Select(r => r.Languages is not null)];
        _allowed = new ulong[requests.Count * _words];
        for (var r = 0; r < requests.Count; r++)
        {
            var own = _allowed.AsSpan(r * _words, _words);
            if (IsVetoed[r]) continue;
            if (requests[r].Slots.Count == 0) own.Fill(ulong.MaxValue);
            foreach (var s in requests[r].Slots) own[slotIndex[s] / 64] |= 1UL << slotIndex[s] % 64;
            foreach (var p in People[r])
                for (var word = 0; word < _words; word++) own[word] &= _there[p * _words + word];
        }
        var orders = requests.Select(_ => new List<(int, bool)>()).ToArray();
        foreach (var (first, then) in problem.Orders)
        {
            orders[requestIndex[then]].Add((requestIndex[first], true));
            orders[requestIndex[first]].Add((requestIndex[then], false));
        }
        _orders = [.. orders.Select(o => o.ToArray())];

        Spot SpotOf(Placement p) => new(slotIndex[p.Slot], roomIndex[p.Room], p.Interpreter is null ? -1 : interpreterIndex[p.Interpreter]);
        _spots = new Spot[requests.Count];
        Array.Fill(_spots, Spot.None);
        _previous = [.. _spots];
        foreach (var before in problem.Previous)
        {
            if (!requestIndex.TryGetValue(before.Request, out var r)) continue;
            // A room or slot that is gone cannot be kept, but the meeting was there: what is not held has been dropped.
            _previous[r] = new(slotIndex.GetValueOrDefault(before.Slot, int.MaxValue), roomIndex.GetValueOrDefault(before.Room, -1), before.Interpreter is null ? -1 : interpreterIndex.GetValueOrDefault(before.Interpreter, -1));
        }
        _inSlot = [.. slots.Select(_ => new List<int>())];
        _placeInSlot = new int[requests.Count];
        Total = -_weights.Dropped * (long)problem.Previous.Count;
        IsLocked = [.. requests.Select(r => r.Locked is not null)];
        for (var r = 0; r < requests.Count; r++)
            if (requests[r].Locked is { } locked) Place(r, SpotOf(locked));
        for (var r = 0; problem.PreviousStays && r < requests.Count; r++)
        {
            if (IsLocked[r] || Before(r) is not { IsNone: false } before || !Fits(r, before)) continue;
            Place(r, before);
            IsLocked[r] = true;
        }
    }

    public bool[] NeedsInterpreter { get; }

    public Spot At(int request) => _spots[request];

    /// <summary>Where the request was in the previous plan; none when it was not in it, or its place is gone.</summary>
    public Spot Before(int request) => _previous[request] is var spot && spot.Slot < SlotCount && spot.Room >= 0 ? spot : Spot.None;

    /// <summary>The slots of the day that a slot belongs to, without the end.</summary>
    public (int First, int End) DayOf(int slot) => (_dayFirst[slot], _dayEnd[slot]);

    public bool IsAllowed(int request, int slot) => (_allowed[request * _words + slot / 64] >> slot % 64 & 1) != 0;

    public bool IsThere(int person, int slot) => (_there[person * _words + slot / 64] >> slot % 64 & 1) != 0;

    public int GapsOf(int person) => _gaps[person];

    /// <summary>The request that a person meets for in a slot, or -1.</summary>
    public int MeetingAt(int person, int slot) => _at[person * SlotCount + slot];

    /// <summary>By index, sorted; the same list for requests that need the same.</summary>
    public int[] RoomsFor(int request) => _roomsOf[request];

    public int[] InterpretersFor(int request) => _interpretersOf[request];

    /// <summary>Meetings that a person can have at most, by their time and limits.</summary>
    public int Capacity(int person)
    {
        var total = 0;
        for (var s = 0; s < SlotCount;)
        {
            var (day, inDay, end) = (_day[s], 0, _dayEnd[s]);
            while (s < end)
            {
                var (half, inHalf) = (_half[s], 0);
                for (; s < end && _half[s] == half; s++) inHalf += IsThere(person, s) ? 1 : 0;
                inDay += Math.Min(inHalf, _mostAHalf[person]);
            }
            total += Math.Min(inDay, _mostADay[person]);
        }
        return total;
    }

    /// <summary>Meetings that can be at the tables of a room, or with an interpreter, at most.</summary>
    public long RoomCapacity(int room) => _capacity.AsSpan(room * SlotCount, SlotCount).ToArray().Sum(c => (long)c);

    public int InterpreterCapacity(int interpreter) => Enumerable.Range(0, SlotCount).Where(s => !_interpreterAway[interpreter * SlotCount + s]).GroupBy(s => _day[s])
        .Sum(g => Math.Min(g.Count(), _interpreterMost[interpreter]));

    public void Place(int request, Spot spot)
    {
        Total += Gain(request, spot.Slot, spot.Room);
        _spots[request] = spot;
        foreach (var p in People[request])
        {
            _gaps[p] += GapsMade(p, spot.Slot);
            Mark(p, spot.Slot, request, 1);
        }
        Take(request, spot, 1);
        _placeInSlot[request] = _inSlot[spot.Slot].Count;
        _inSlot[spot.Slot].Add(request);
    }

    public void Remove(int request)
    {
        var spot = _spots[request];
        foreach (var p in People[request])
        {
            Mark(p, spot.Slot, -1, -1);
            _gaps[p] -= GapsMade(p, spot.Slot);
        }
        Take(request, spot, -1);
        var (here, last) = (_inSlot[spot.Slot], _inSlot[spot.Slot][^1]);
        here[_placeInSlot[request]] = last;
        _placeInSlot[last] = _placeInSlot[request];
        here.RemoveAt(here.Count - 1);
        _spots[request] = Spot.None;
        Total -= Gain(request, spot.Slot, spot.Room);
    }

    void Mark(int p, int slot, int request, int by)
    {
        _at[p * SlotCount + slot] = request;
        _dayCount[p * _days + _day[slot]] += by;
        _halfCount[p * _halves + _half[slot]] += by;
        MeetingsOf[p] += by;
    }

    void Take(int request, Spot spot, int by)
    {
        var row = spot.Room * SlotCount;
        _used[row + spot.Slot] += by;
        _load[row + spot.Slot] += by;
        foreach (var later in _clashAfter[spot.Slot]) _load[row + later] += by;
        if (spot.Interpreter < 0) return;
        _interpreterAt[spot.Interpreter * SlotCount + spot.Slot] = by > 0 ? request : -1;
        _interpreterDay[spot.Interpreter * _days + _day[spot.Slot]] += by;
    }

    /// <summary>What the objective gains by placing a request that is not placed.</summary>
    public long Gain(int request, int slot, int room)
    {
        var gain = Worth[request];
        foreach (var p in People[request])
        {
            if (MeetingsOf[p] == 0) gain += _weights.FirstMeeting;
            var (before, after) = Neighbours(p, slot);
            var gaps = GapsMade(p, slot, before, after);
            gain -= (long)_weights.Gap * gaps + (long)_weights.UnfairGap * (Math.Max(0, _gaps[p] + gaps - 1) - Math.Max(0, _gaps[p] - 1));
            var (left, right) = (before < 0 ? -1 : _spots[MeetingAt(p, before)].Room, after < 0 ? -1 : _spots[MeetingAt(p, after)].Room);
            var changes = (left >= 0 && left != room ? 1 : 0) + (right >= 0 && right != room ? 1 : 0) - (left >= 0 && right >= 0 && left != right ? 1 : 0);
            gain -= (long)_weights.RoomChange * changes;
        }
        if (_previous[request] is { IsNone: false } was) gain += _weights.Dropped - (was.Slot != slot ? _weights.Moved : was.Room != room ? _weights.Rehoused : 0);
        return gain;
    }

    /// <summary>The slots of a person's meetings of the day before and after a slot; -1 for none.</summary>
    (int Before, int After) Neighbours(int p, int slot)
    {
        var row = p * SlotCount;
        if (_dayCount[p * _days + _day[slot]] == 0) return (-1, -1);
        var (before, after) = (slot - 1, slot + 1);
        while (before >= _dayFirst[slot] && _at[row + before] < 0) before--;
        while (after < _dayEnd[slot] && _at[row + after] < 0) after++;
        return (before < _dayFirst[slot] ? -1 : before, after >= _dayEnd[slot] ? -1 : after);
    }

    int GapsMade(int p, int slot)
    {
        var (before, after) = Neighbours(p, slot);
        return GapsMade(p, slot, before, after);
    }

    int GapsMade(int p, int slot, int before, int after) => Gap(p, before, slot) + Gap(p, slot, after) - Gap(p, before, after);

    int Gap(int p, int one, int next)
    {
        if (one < 0 || next < 0) return 0;
        for (var s = one + 1; s < next; s++)
            if (IsThere(p, s)) return 1;
        return 0;
    }

    /// <summary>Whether the people can meet in the slot: allowed, free, within their limits and in order.</summary>
    public bool AreFree(int request, int slot)
    {
        if (!IsAllowed(request, slot)) return false;
        foreach (var p in People[request])
            if (_at[p * SlotCount + slot] >= 0 || IsFull(p, slot)) return false;
        return IsInOrder(request, slot);
    }

    public bool IsFull(int p, int slot) => _dayCount[p * _days + _day[slot]] >= _mostADay[p] || _halfCount[p * _halves + _half[slot]] >= _mostAHalf[p];

    public bool IsInOrder(int request, int slot)
    {
        foreach (var (other, isBefore) in _orders[request])
            if (_spots[other] is { IsNone: false } there && (isBefore ? there.Slot >= slot : there.Slot <= slot)) return false;
        return true;
    }

    public IEnumerable<int> OutOfOrder(int request, int slot) =>
        _orders[request].Where(o => _spots[o.Other] is { IsNone: false } there && (o.IsBefore ? there.Slot >= slot : there.Slot <= slot)).Select(o => o.Other);

    public bool HasTable(int room, int slot)
    {
        var row = room * SlotCount;
        if (_load[row + slot] >= _capacity[row + slot]) return false;
        foreach (var later in _clashAfter[slot])
            if (_used[row + later] > 0 && _load[row + later] >= _capacity[row + later]) return false;
        return true;
    }

    /// <summary>Whether everybody of the request gets to the room in time, and on to their next.</summary>
    public bool CanWalk(int request, int slot, int room)
    {
        if (_buildings <= 1) return true;
        foreach (var p in People[request])
        {
            var (before, after) = Neighbours(p, slot);
            if (before >= 0 && !CanWalk(before, _spots[MeetingAt(p, before)].Room, slot, room) || after >= 0 && !CanWalk(slot, room, after, _spots[MeetingAt(p, after)].Room)) return false;
        }
        return true;
    }

    public int WalkMinutes(int from, int to) => _walk[_building[from] * _buildings + _building[to]];

    bool CanWalk(int one, int from, int next, int to) => _starts[next] - _ends[one] >= WalkMinutes(from, to);

    /// <summary>An interpreter who is free and gets there; -1 when none is needed, -2 when none is to be had.</summary>
    public int FreeInterpreter(int request, int slot, int room)
    {
        if (!NeedsInterpreter[request]) return -1;
        foreach (var i in _interpretersOf[request])
            if (IsFree(i, slot, room)) return i;
        return -2;
    }

    bool IsFree(int interpreter, int slot, int room)
    {
        var row = interpreter * SlotCount;
        if (_interpreterAt[row + slot] >= 0 || _interpreterAway[row + slot] || _interpreterDay[interpreter * _days + _day[slot]] >= _interpreterMost[interpreter]) return false;
        if (_buildings <= 1) return true;
        for (var s = slot - 1; s >= _dayFirst[slot]; s--)
        {
            if (_interpreterAt[row + s] is not (>= 0 and var other)) continue;
            if (!CanWalk(s, _spots[other].Room, slot, room)) return false;
            break;
        }
        for (var s = slot + 1; s < _dayEnd[slot]; s++)
            if (_interpreterAt[row + s] is >= 0 and var other) return CanWalk(slot, room, s, _spots[other].Room);
        return true;
    }

    /// <summary>Whether a request that is not placed could be at a spot.</summary>
    public bool Fits(int request, Spot spot) => AreFree(request, spot.Slot) && _roomsOf[request].Contains(spot.Room) && HasTable(spot.Room, spot.Slot) && CanWalk(request, spot.Slot, spot.Room)
        && (NeedsInterpreter[request] ? spot.Interpreter >= 0 && _interpretersOf[request].Contains(spot.Interpreter) && IsFree(spot.Interpreter, spot.Slot, spot.Room) : spot.Interpreter < 0);

    /// <summary>The best spot for a request that is not placed, in one slot, and what it gains; none when there is none.</summary>
    public (Spot Spot, long Gain) BestIn(int request, int slot)
    {
        var best = (Spot.None, Gain: long.MinValue);
        void Try(int room)
        {
            if (!HasTable(room, slot) || !CanWalk(request, slot, room)) return;
            var gain = Gain(request, slot, room);
            if (gain <= best.Gain) return;
            var interpreter = FreeInterpreter(request, slot, room);
            if (interpreter == -2) return;
            best = (new(slot, room, interpreter), gain);
        }
        var rooms = _roomsOf[request];
        if (rooms.Length == 0) return best;
        // Where its people are before and after, and where it was, costs least.
        if (_previous[request] is { IsNone: false, Room: >= 0 and var was } && Array.IndexOf(rooms, was) >= 0) Try(was);
        foreach (var p in People[request])
        {
            var (before, after) = Neighbours(p, slot);
            if (before >= 0 && _spots[MeetingAt(p, before)].Room is var left && Array.BinarySearch(rooms, left) >= 0) Try(left);
            if (after >= 0 && _spots[MeetingAt(p, after)].Room is var right && Array.BinarySearch(rooms, right) >= 0) Try(right);
        }
        // Else any room does as well as another; beginning where the person begins keeps people at home.
        var from = (int)((uint)People[request][0] * 2654435761u % (uint)rooms.Length);
        for (var i = 0; i < rooms.Length; i++)
        {
            var room = rooms[from + i < rooms.Length ? from + i : from + i - rooms.Length];
            if (!HasTable(room, slot)) continue;
            var known = best.Gain;
            Try(room);
            if (best.Gain > known || known > long.MinValue) break;
        }
        return best;
    }

    /// <summary>The best spot for a request that is not placed, of all; none when there is none.</summary>
    public (Spot Spot, long Gain) Best(int request)
    {
        var best = (Spot: Spot.None, Gain: long.MinValue);
        for (var word = 0; word < _words; word++)
        {
            for (var open = FreeSlots(request, word); open != 0; open &= open - 1)
            {
                var slot = word * 64 + BitOperations.TrailingZeroCount(open);
                if (!AreFree(request, slot)) continue;
                var found = BestIn(request, slot);
                if (found.Gain > best.Gain) best = found;
            }
        }
        return best;
    }

    ulong FreeSlots(int request, int word) => _allowed[request * _words + word];

    /// <summary>The meetings that are held in a slot, in no order.</summary>
    public IReadOnlyList<int> HeldIn(int slot) => _inSlot[slot];

    /// <summary>The meeting in a slot that is worth least, of those asked for and not locked; -1 when there is none.</summary>
    public int CheapestIn(int slot, Func<int, bool> isAsked) =>
        _inSlot[slot].Where(m => !IsLocked[m] && isAsked(m)).OrderBy(m => Worth[m]).ThenBy(m => m).Cast<int?>().FirstOrDefault() ?? -1;

    public Plan ToPlan() => new([.. Enumerable.Range(0, RequestCount).Where(r => !_spots[r].IsNone).Select(r => Placement(r, _spots[r]))]);

    public Placement Placement(int request, Spot spot) => new(Problem.Requests[request].Id, Problem.Slots[spot.Slot].Id, Problem.Rooms[spot.Room].Id, spot.Interpreter < 0 ? null : Problem.Interpreters[spot.Interpreter].Id);

    public Spot[] Snapshot() => [.. _spots];

    /// <summary>Puts everything where a snapshot had it.</summary>
    public void Restore(Spot[] snapshot)
    {
        for (var r = 0; r < snapshot.Length; r++)
            if (!_spots[r].IsNone && _spots[r] != snapshot[r]) Remove(r);
        for (var r = 0; r < snapshot.Length; r++)
            if (_spots[r].IsNone && !snapshot[r].IsNone) Place(r, snapshot[r]);
    }
}
