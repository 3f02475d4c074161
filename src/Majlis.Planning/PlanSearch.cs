using Majlis.Meetings.Planning;

namespace Majlis.Planning;

/// <summary>Large-neighbourhood search on a board. A round takes a few meetings away, puts them and one that is not held where they are best, and is undone when what came of it is too bad.</summary>
sealed class PlanSearch
{
    /// <summary>Points that a round may lose with a chance of 1/e, in the beginning and at the end.</summary>
    const double Warm = 2.5, Cold = 0.3;

    const int SnapshotEvery = 5_000;

    /// <summary>By how much of the whole the work may be behind the clock before it goes by the clock.</summary>
    const double Behind = 0.1;

    readonly Board _board;
    readonly double[] _above;
    readonly List<(int Request, Spot Was)> _journal = [];
    readonly List<int> _loose = [];
    readonly List<int> _unmet = [];
    readonly int[] _placeInUnmet;
    readonly int[] _movable;
    ulong _chance;

    public PlanSearch(Board board, double[] above, int seed)
    {
        (_board, _above, Best) = (board, above, board.Total);
        _chance = (ulong)seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019;
        _placeInUnmet = new int[board.RequestCount];
        Array.Fill(_placeInUnmet, -1);
        // What can never be held is not tried again and again.
        for (var r = 0; r < board.RequestCount; r++)
            if (board.At(r).IsNone && !board.IsVetoed[r] && board.RoomsFor(r).Length > 0 && (!board.NeedsInterpreter[r] || board.InterpretersFor(r).Length > 0)
                && Enumerable.Range(0, board.SlotCount).Any(s => board.IsAllowed(r, s))) Miss(r);
        _movable = [.. Enumerable.Range(0, board.RequestCount).Where(r => !board.IsLocked[r] && (_placeInUnmet[r] >= 0 || !board.At(r).IsNone))];
    }

    public long Best { get; private set; }

    /// <summary>The machine was too slow for its rounds, and the search cooled down by the clock instead.</summary>
    public bool IsHurried { get; private set; }

    /// <returns>When the best plan was there; null when the first was the best. The board holds the best plan.</returns>
    /// <param name="report">Called about once a second; <see cref="Best"/> is then what there is.</param>
    /// <param name="time">In which the rounds should be done.</param>
    public TimeSpan? Run(long rounds, long bound, TimeSpan time, Action report, Func<TimeSpan> clock, CancellationToken stop)
    {
        if (_movable.Length == 0) return null;
        TimeSpan? when = null;
        var snapshot = _board.Snapshot();
        var (kept, told, began) = (Best, clock(), clock());
        var done = 0.0;
        for (var round = 0L; round < rounds && _board.Total < bound; round++)
        {
            if ((round & 127) == 0)
            {
                if (stop.IsCancellationRequested) break;
                var (work, spent) = ((double)round / rounds, (clock() - began) / time);
                IsHurried |= spent > work + Behind;
                done = IsHurried ? Math.Min(1, Math.Max(work, spent)) : work;
            }
            Round(Warm * Math.Pow(Cold / Warm, done));
            if (round % SnapshotEvery != SnapshotEvery - 1 && round != rounds - 1) continue;
            if (_board.Total > kept)
            {
                (snapshot, kept, Best, when) = (_board.Snapshot(), _board.Total, _board.Total, clock());
            }
            if (clock() - told < TimeSpan.FromSeconds(1)) continue;
            told = clock();
            report();
        }
        if (_board.Total >= kept) (Best, when) = (_board.Total, _board.Total > kept ? clock() : when);
        else _board.Restore(snapshot);
        return when;
    }

    void Round(double heat)
    {
        var before = _board.Total;
        _journal.Clear();
        _loose.Clear();
        var kind = Draw(10);
        if (_unmet.Count > 0 && kind < 3) PutIn();
        else if (kind < 6) TakeDayApart();
        else TakeApart();
        foreach (var r in Shuffled(_loose))
            if (_board.At(r).IsNone && _board.Best(r) is { Spot.IsNone: false, Gain: > 0 } best) Put(r, best.Spot);
        var loss = before - _board.Total;
        if (loss > 0 && Chance() >= Math.Exp(-loss / heat)) Undo();
    }

    /// <summary>One that is not held goes into a slot of its own, and whatever is in the way goes elsewhere if it can.</summary>
    void PutIn()
    {
        var r = _unmet[Draw(_unmet.Count)];
        // The better of two, by what it is worth above the price of what it takes.
        if (_unmet[Draw(_unmet.Count)] is var other && _above[other] > _above[r]) r = other;
        if (Draw(4) == 0 && _board.Best(r) is { Spot.IsNone: false, Gain: > 0 } open)
        {
            Put(r, open.Spot);
            return;
        }
        var slot = AllowedSlot(r);
        if (slot < 0 || !Clear(r, slot)) return;
        if (_board.AreFree(r, slot) && _board.BestIn(r, slot) is { Spot.IsNone: false } best) Put(r, best.Spot);
        else _loose.Add(r);
    }

    int AllowedSlot(int r)
    {
        var (from, count) = (Draw(_board.SlotCount), _board.SlotCount);
        for (var i = 0; i < count; i++)
        {
            var slot = from + i < count ? from + i : from + i - count;
            if (_board.IsAllowed(r, slot)) return slot;
        }
        return -1;
    }

    bool Clear(int r, int slot)
    {
        foreach (var p in _board.People[r])
        {
            if (_board.MeetingAt(p, slot) is >= 0 and var busy && !Loosen(busy)) return false;
            for (var tries = 0; _board.IsFull(p, slot) && tries < 8; tries++)
                if (_board.MeetingAt(p, SameDay(slot)) is >= 0 and var one) Loosen(one);
            if (_board.IsFull(p, slot)) return false;
        }
        foreach (var other in _board.OutOfOrder(r, slot).ToList())
            if (!Loosen(other)) return false;
        if (!_board.BestIn(r, slot).Spot.IsNone) return true;
        // The room or the interpreter is what lacks: one of those in the slot who have what it needs must go.
        var (here, cheapest) = (_board.HeldIn(slot), -1);
        var rooms = _board.RoomsFor(r);
        var interpreters = _board.InterpretersFor(r);
        for (var i = 0; i < 24 && here.Count > 0; i++)
        {
            var m = here[Draw(here.Count)];
            if (_board.IsLocked[m] || !(interpreters.Length > 0 ? interpreters.Contains(_board.At(m).Interpreter) : rooms.Contains(_board.At(m).Room))) continue;
            if (cheapest < 0 || _above[m] < _above[cheapest]) cheapest = m;
        }
        return cheapest >= 0 && Loosen(cheapest);
    }

    int SameDay(int slot)
    {
        var (first, end) = _board.DayOf(slot);
        return first + Draw(end - first);
    }

    /// <summary>All that one person has on one day goes away, and comes back in another order.</summary>
    void TakeDayApart()
    {
        var (m, p) = SomebodyWaiting();
        if (_board.At(m) is not { IsNone: false } spot) return;
        var (first, end) = _board.DayOf(spot.Slot);
        for (var s = first; s < end && _loose.Count < 6; s++)
            if (_board.MeetingAt(p, s) is >= 0 and var one) Loosen(one);
    }

    /// <summary>One meeting goes away, with another of one of its people.</summary>
    void TakeApart()
    {
        var (m, p) = SomebodyWaiting();
        if (_board.At(m).IsNone || !Loosen(m)) return;
        var other = _board.RequestsOf[p][Draw(_board.RequestsOf[p].Length)];
        if (other != m && !_board.At(other).IsNone) Loosen(other);
    }

    /// <summary>A meeting and one of its people: of a few draws the first whose person has a gap.</summary>
    (int Meeting, int Person) SomebodyWaiting()
    {
        var (m, p) = (0, 0);
        for (var tries = 0; tries < 6; tries++)
        {
            m = _movable[Draw(_movable.Length)];
            p = _board.People[m][Draw(_board.People[m].Length)];
            if (_board.GapsOf(p) > 0) break;
        }
        return (m, p);
    }

    bool Loosen(int r)
    {
        if (_board.IsLocked[r]) return false;
        _journal.Add((r, _board.At(r)));
        _board.Remove(r);
        Miss(r);
        _loose.Add(r);
        return true;
    }

    void Put(int r, Spot spot)
    {
        _journal.Add((r, Spot.None));
        _board.Place(r, spot);
        Meet(r);
    }

    void Undo()
    {
        for (var i = _journal.Count - 1; i >= 0; i--)
        {
            var (r, was) = _journal[i];
            if (was.IsNone)
            {
                _board.Remove(r);
                Miss(r);
            }
            else
            {
                _board.Place(r, was);
                Meet(r);
            }
        }
    }

    void Miss(int r)
    {
        _placeInUnmet[r] = _unmet.Count;
        _unmet.Add(r);
    }

    void Meet(int r)
    {
        var (place, last) = (_placeInUnmet[r], _unmet[^1]);
        _unmet[place] = last;
        _placeInUnmet[last] = place;
        _unmet.RemoveAt(_unmet.Count - 1);
        _placeInUnmet[r] = -1;
    }

    List<int> Shuffled(List<int> all)
    {
        for (var i = all.Count - 1; i > 0; i--)
        {
            var j = Draw(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }
        return all;
    }

    int Draw(int below) => (int)(Next() % (ulong)below);

    double Chance() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Splitmix64: the same on every machine and in every version.</summary>
    ulong Next()
    {
        var z = _chance += 0x9E3779B97F4A7C15;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
