namespace Majlis.Meetings.Planning;

/// <summary>Why what is not on the board is not there, and what would be cheapest to give up for it.</summary>
sealed class UnmetReasons
{
    const string Busy = "meetings.people_busy";

    /// <summary>Of a request, how many slots are looked into: those where least would be lost.</summary>
    const int MostTries = 8;

    readonly Board _board;
    readonly Dictionary<(int Slot, int[] Rooms), int> _cheapestTaker = [];

    UnmetReasons(Board board) => _board = board;

    /// <param name="isCutShort">Whether the planner was stopped before it was done.</param>
    public static IReadOnlyList<Unmet> Of(Board board, bool isCutShort)
    {
        var reasons = new UnmetReasons(board);
        return [.. Enumerable.Range(0, board.RequestCount).Where(r => board.At(r).IsNone).Select(r => reasons.Of(r, isCutShort))];
    }

    Unmet Of(int r, bool isCutShort)
    {
        var board = _board;
        var request = board.Problem.Requests[r];
        Unmet Never(string code, params IEnumerable<string> of) => new(request.Id, code, [.. of], [], null);
        if (board.IsVetoed[r]) return Never("meetings.vetoed", new[] { request.From, request.To }.Where(s => s.Wish == Wish.Veto).Select(s => s.Party));
        var common = Enumerable.Range(0, board.SlotCount).Where(s => board.IsAllowed(r, s)).ToList();
        if (common.Count == 0) return Never("meetings.no_common_slot", request.People);
        if (board.RoomsFor(r).Length == 0) return Never("meetings.no_room", [request.RoomClass ?? ""]);
        if (board.NeedsInterpreter[r] && board.InterpretersFor(r).Length == 0) return Never("meetings.no_interpreter", [request.Languages.ToString()!]);
        if (board.Best(r) is { Spot.IsNone: false } open)
            return new(request.Id, isCutShort || open.Gain > 0 ? "meetings.not_tried" : "meetings.not_worth", [], [], new(board.Placement(r, open.Spot), [], open.Gain));

        var blocked = common.Select(slot => (Slot: slot, By: Blocked(r, slot))).ToList();
        var cheapest = new Unmet(request.Id, blocked[0].By.Code, blocked[0].By.Of, [], null);
        foreach (var (slot, (code, of, give)) in blocked.Where(b => b.By.Give is not null).OrderBy(b => b.By.Give!.Sum(m => board.Worth[m])).Take(MostTries))
        {
            if (Try(board, r, slot, give!) is not { } change) continue;
            // Of two that cost the same, the one that is not only a matter of the hour says more.
            if (cheapest.Cheapest is { } known && (change.Gain < known.Gain || change.Gain == known.Gain && (cheapest.Code != Busy || code == Busy))) continue;
            cheapest = new(request.Id, code, of, change.Drop, change);
        }
        return cheapest;
    }

    /// <summary>What stands in the way in one slot, and the requests that would have to go; null when they cannot.</summary>
    (string Code, IReadOnlyList<string> Of, List<int>? Give) Blocked(int r, int slot)
    {
        var board = _board;
        var problem = board.Problem;
        var request = problem.Requests[r];
        var give = new List<int>();
        var busy = board.People[r].Where(p => board.MeetingAt(p, slot) >= 0).ToList();
        give.AddRange(busy.Select(p => board.MeetingAt(p, slot)).Distinct());
        var full = board.People[r].Except(busy).Where(p => board.IsFull(p, slot)).ToList();
        foreach (var p in full)
        {
            // One of the same half-day makes room under either limit.
            var other = Enumerable.Range(0, board.SlotCount).Where(s => problem.Slots[s].Day == problem.Slots[slot].Day && problem.Slots[s].Half == problem.Slots[slot].Half)
                .Select(s => board.MeetingAt(p, s)).Where(m => m >= 0 && !board.IsLocked[m]).OrderBy(m => board.Worth[m]).Cast<int?>().FirstOrDefault()
                ?? Enumerable.Range(0, board.SlotCount).Where(s => problem.Slots[s].Day == problem.Slots[slot].Day).Select(s => board.MeetingAt(p, s)).Where(m => m >= 0).OrderBy(m => board.Worth[m]).Cast<int?>().FirstOrDefault();
            if (other is { } one && !give.Contains(one)) give.Add(one);
        }
        var disorder = board.OutOfOrder(r, slot).ToList();
        give.AddRange(disorder.Except(give));
        var (code, of) = busy.Count > 0 ? (Busy, [.. busy.Select(p => problem.People[p].Id)])
            : full.Count > 0 ? ("meetings.limit_reached", [.. full.Select(p => problem.People[p].Id)])
            : disorder.Count > 0 ? ("meetings.order_unmet", [.. disorder.Select(o => problem.Requests[o].Id)])
            : ("", (IReadOnlyList<string>)[]);
        if (give.Any(m => board.IsLocked[m])) return (code, of, null);
        if (code.Length > 0) return (code, of, give);
        var rooms = board.RoomsFor(r);
        if (!rooms.Any(room => board.HasTable(room, slot)))
        {
            if (!_cheapestTaker.TryGetValue((slot, rooms), out var taker))
                _cheapestTaker[(slot, rooms)] = taker = board.CheapestIn(slot, m => Array.BinarySearch(rooms, board.At(m).Room) >= 0);
            return ("meetings.rooms_taken", [request.RoomClass ?? "", problem.Slots[slot].Id], taker < 0 ? null : [taker]);
        }
        if (!rooms.Any(room => board.HasTable(room, slot) && board.CanWalk(r, slot, room))) return ("meetings.too_far", [.. request.People], null);
        var interpreters = board.InterpretersFor(r);
        var holder = board.CheapestIn(slot, m => interpreters.Contains(board.At(m).Interpreter));
        return ("meetings.interpreters_taken", [request.Languages.ToString()!, problem.Slots[slot].Id], holder < 0 ? null : [holder]);
    }

    /// <summary>Gives those up, looks whether the request fits, and puts everything back.</summary>
    static Change? Try(Board board, int r, int slot, List<int> give)
    {
        var before = board.Total;
        var spots = give.ConvertAll(board.At);
        give.ForEach(board.Remove);
        Change? change = null;
        if (board.AreFree(r, slot) && board.BestIn(r, slot) is { Spot.IsNone: false } found)
            change = new(board.Placement(r, found.Spot), [.. give.Select(m => board.Problem.Requests[m].Id)], board.Total + found.Gain - before);
        for (var i = give.Count - 1; i >= 0; i--) board.Place(give[i], spots[i]);
        return change;
    }
}
