namespace Majlis.Meetings.Planning;

/// <summary>
/// A bound for problems of any size: what is scarce (each person's time, tables by class, interpreters by pair) gets a price, and no plan can be worth more than all that is scarce at its price,
/// plus what each request is worth above the prices of what it takes (Lagrangian duality). Any prices give a true bound; subgradient steps and exact steps for one person at a time make it small.
/// Who meets when is not looked at, nor what gaps and room changes cost: those can only make a plan worth less.
/// </summary>
sealed class PriceBound
{
    /// <summary>Prices are multiples of this, so that sums of them are exact.</summary>
    const double Grain = 1.0 / 1024;

    public const int Quick = 6, Thorough = 300;

    readonly Board _board;
    readonly double[] _worth;
    readonly bool[] _isOpen;
    readonly int[][] _uses;
    readonly double[] _prices;
    readonly double[] _supply;
    readonly int _people;
    readonly double _first, _base;

    PriceBound(Board board)
    {
        _board = board;
        var problem = board.Problem;
        _people = problem.People.Count;
        _first = problem.Weights.FirstMeeting;
        var inPrevious = problem.Previous.Select(p => p.Request).ToHashSet();
        _base = -(double)problem.Weights.Dropped * problem.Previous.Count;
        _worth = [.. board.Worth.Select((w, r) => (double)w + (inPrevious.Contains(problem.Requests[r].Id) ? problem.Weights.Dropped : 0))];
        _isOpen = [.. Enumerable.Range(0, board.RequestCount).Select(r => board.RoomsFor(r).Length > 0 && (!board.NeedsInterpreter[r] || board.InterpretersFor(r).Length > 0)
            && Enumerable.Range(0, board.SlotCount).Any(s => board.IsAllowed(r, s)))];
        var supply = Enumerable.Range(0, _people).Select(p => (double)board.Capacity(p)).ToList();
        int Add(double amount)
        {
            supply.Add(amount);
            return supply.Count - 1;
        }
        var tables = Add(Enumerable.Range(0, problem.Rooms.Count).Sum(board.RoomCapacity));
        var classes = problem.Rooms.Select(r => r.Class).Distinct().ToDictionary(c => c, c => Add(problem.Rooms.Index().Where(r => r.Item.Class == c).Sum(r => board.RoomCapacity(r.Index))));
        var pairs = problem.Requests.Select(r => r.Languages).OfType<LanguagePair>().Distinct()
            .ToDictionary(p => p, p => Add(problem.Interpreters.Index().Where(i => i.Item.Pairs.Contains(p)).Sum(i => (long)board.InterpreterCapacity(i.Index))));
        var interpreters = Add(problem.Interpreters.Index().Sum(i => (long)board.InterpreterCapacity(i.Index)));
        _uses = [.. problem.Requests.Select((r, i) =>
        {
            List<int> uses = [.. board.People[i], tables];
            if (r.RoomClass is { } needed && classes.TryGetValue(needed, out var c)) uses.Add(c);
            if (r.Languages is { } pair) uses.AddRange([pairs[pair], interpreters]);
            return uses.ToArray();
        })];
        _supply = [.. supply];
        _prices = new double[_supply.Length];
    }

    /// <returns>The bound, and by request what it is worth above the prices of what it takes.</returns>
    /// <param name="patience">Steps without a better bound before they become shorter: 6 is quick, 300 comes as low as prices can.</param>
    public static (long Bound, double[] Above) Of(Board board, CancellationToken stop, int patience = Quick)
    {
        var search = new PriceBound(board);
        var best = search.Value(null);
        var prices = search.Lower(patience, ref best, stop);
        prices.CopyTo(search._prices, 0);
        for (var round = 0; round < 20 && !stop.IsCancellationRequested; round++)
        {
            search.PolishPeople();
            var value = search.Value(null);
            var isDone = value > best - 1;
            best = Math.Min(best, value);
            if (isDone) break;
        }
        return ((long)Math.Floor(best + 1e-3), [.. Enumerable.Range(0, board.RequestCount).Select(search.Above)]);
    }

    double Above(int request)
    {
        var above = _worth[request];
        foreach (var use in _uses[request]) above -= _prices[use];
        return above;
    }

    /// <summary>The bound at these prices; counts how often each thing would be taken.</summary>
    double Value(int[]? taken)
    {
        var value = _base;
        if (taken is not null) Array.Clear(taken);
        for (var r = 0; r < _uses.Length; r++)
        {
            if (!_isOpen[r] || Above(r) is not (> 0 and var above)) continue;
            value += above;
            if (taken is null) continue;
            foreach (var use in _uses[r]) taken[use]++;
        }
        for (var i = 0; i < _prices.Length; i++) value += Rent(i);
        return value;
    }

    /// <summary>What a thing earns at its price. A negative price pays a person for a first meeting, out of the points for it.</summary>
    double Rent(int thing)
    {
        var price = _prices[thing];
        if (thing >= _people) return price * _supply[thing];
        // Somebody whom nobody asks for, or who is never there, has no first meeting.
        if (_board.RequestsOf[thing].Length == 0 || _supply[thing] == 0) return Math.Max(0, price) * _supply[thing];
        return price >= 0 ? price * _supply[thing] + _first : price + _first;
    }

    double[] Lower(int patience, ref double best, CancellationToken stop)
    {
        var bestPrices = (double[])_prices.Clone();
        var taken = new int[_prices.Length];
        var steps = new double[_prices.Length];
        var (scale, since) = (patience <= Quick ? 0.02 : 1.0, 0);
        for (var round = 0; round < 60 * patience && scale > 1e-7 && !stop.IsCancellationRequested; round++)
        {
            var value = Value(taken);
            if (value < best - 1e-4 * Math.Abs(best) * scale)
            {
                (best, since) = (value, 0);
                _prices.CopyTo(bestPrices, 0);
            }
            else if (++since > patience)
            {
                (scale, since) = (scale / 2, 0);
                bestPrices.CopyTo(_prices, 0);
                Value(taken);
            }
            var length = 0.0;
            for (var i = 0; i < _prices.Length; i++)
            {
                var excess = i >= _people ? taken[i] - _supply[i]
                    : _prices[i] > 0 ? taken[i] - _supply[i] : _prices[i] < 0 ? taken[i] - 1 : taken[i] > _supply[i] ? taken[i] - _supply[i] : Math.Min(0, taken[i] - 1);
                if (i < _people && (_board.RequestsOf[i].Length == 0 || _supply[i] == 0) && _prices[i] <= 0) excess = Math.Max(0, excess);
                if (i >= _people && _prices[i] == 0) excess = Math.Max(0, excess);
                steps[i] = excess;
                length += excess * excess;
            }
            if (length == 0) break;
            var step = scale * Math.Abs(best) / length;
            for (var i = 0; i < _prices.Length; i++)
            {
                // A person's price must not jump over 0, where it means something else.
                var price = _prices[i] + step * steps[i];
                if (i < _people && price * _prices[i] < 0) price = 0;
                _prices[i] = Math.Round(Math.Max(i < _people ? -_first : 0, price) / Grain) * Grain;
            }
        }
        return bestPrices;
    }

    /// <summary>Gives each person in turn the price that is best while the others stay.</summary>
    void PolishPeople()
    {
        for (var p = 0; p < _people; p++)
        {
            var offers = _board.RequestsOf[p].Where(r => _isOpen[r]).Select(r => Above(r) + _prices[p]).OrderDescending().ToList();
            if (offers.Count == 0) continue;
            var cap = (int)_supply[p];
            _prices[p] = cap == 0 ? Math.Max(0, offers[0]) : offers.Count > cap && offers[cap] > 0 ? offers[cap] : offers[0] >= 0 ? 0 : Math.Max(-_first, offers[0]);
        }
    }
}
