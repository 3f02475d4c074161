namespace Majlis.Parties;

/// <summary>A seat as seen from above, the podium or the head on top. Its unit is one seat's width.</summary>
/// <param name="Number">From 1, by order of precedence.</param>
/// <param name="Party">Null: nobody sits here.</param>
public sealed record Seat(int Number, double X, double Y, SnapshotLine? Party);

/// <summary>The seats of a plan, and who found none.</summary>
public sealed record SeatedPlan(IReadOnlyList<Seat> Seats, IReadOnlyList<SnapshotLine> WithoutSeat, double Width, double Height);

/// <summary>Where seats stand and in which order they are filled. A hall does not turn around with the language that its plan is read in.</summary>
public static class Seating
{
    public static bool UsesRows(TableShape shape) => shape is TableShape.Rows or TableShape.U or TableShape.HollowSquare;

    /// <param name="rows">At most 2000, as are the seats.</param>
    public static int Count(TableShape shape, int rows, int seats) => shape switch
    {
        TableShape.Rows => rows * seats, TableShape.U => seats + 2 * rows, TableShape.HollowSquare => 2 * (seats + rows), TableShape.Round => seats, _ => 2 * seats,
    };

    public static SeatedPlan Fill(SeatingPlan plan, OrderSnapshot snapshot)
    {
        var places = Places(plan.Shape, plan.Rows, plan.Seats, plan.Order);
        var parties = snapshot.Lines.Where(l => plan.Classes.Count == 0 || l.Class is { } key && plan.Classes.Contains(key)).ToList();
        var seated = new SnapshotLine?[places.Count];
        for (var i = 0; i < Math.Min(seated.Length, parties.Count); i++) seated[i] = parties[i];
        foreach (var swap in plan.Swaps) (seated[swap.One - 1], seated[swap.Other - 1]) = (seated[swap.Other - 1], seated[swap.One - 1]);
        return new([.. places.Select((p, i) => new Seat(i + 1, p.X, p.Y, seated[i]))], [.. parties.Skip(seated.Length)], places.Max(p => p.X) + 1, places.Max(p => p.Y) + 1);
    }

    /// <summary>The places in the order in which they are filled.</summary>
    static IReadOnlyList<(double X, double Y)> Places(TableShape shape, int rows, int seats, SeatOrder order) => shape switch
    {
        // Everybody looks to the podium on top: the first sits in the middle by honour, at the plan's left in turn.
        TableShape.Rows => [.. Enumerable.Range(0, rows).SelectMany(row => order == SeatOrder.InTurn ? [.. Row(seats, 0, row)] : Outwards(Row(seats, 0, row), Middle(seats), 1, isRound: false))],
        TableShape.TwoSides when order == SeatOrder.ByHonour => Facing(seats),
        TableShape.TwoSides => InTurn([.. Row(seats, 0, 0), .. Row(seats, 0, 2).Reverse()], Middle(seats)),
        // From the foot of the wing at the plan's left, over the head, to the foot of the other.
        TableShape.U => Ordered([.. Column(rows, 0, 1).Reverse(), .. Row(seats, 1, 0), .. Column(rows, seats + 1, 1)], order, rows + Middle(seats)),
        TableShape.HollowSquare => Ordered(
            [.. Column(rows, 0, 1).Reverse(), .. Row(seats, 1, 0), .. Column(rows, seats + 1, 1), .. Row(seats, 1, rows + 1).Reverse()], order, rows + Middle(seats)),
        _ => Ordered(Circle(seats), order, 0),
    };

    /// <param name="head">Where the head sits, looking down the plan.</param>
    static IReadOnlyList<(double, double)> Ordered(IReadOnlyList<(double X, double Y)> places, SeatOrder order, int head) =>
        order == SeatOrder.InTurn ? InTurn(places, head) : Outwards(places, head, -1, isRound: true);

    static IReadOnlyList<(double, double)> InTurn(IReadOnlyList<(double, double)> places, int head) => [.. places.Skip(head), .. places.Take(head)];

    /// <summary>The head, its right, its left, and so on; round the table where there is one.</summary>
    /// <param name="right">−1: the head's right hand is the place before it, because it looks down the plan; 1: the place after it.</param>
    static List<(double, double)> Outwards(IReadOnlyList<(double, double)> places, int head, int right, bool isRound)
    {
        var (filled, taken) = (new List<(double, double)>(places.Count), new HashSet<int>());
        for (var step = 0; filled.Count < places.Count; step++)
            foreach (var at in new[] { head + right * step, head - right * step })
            {
                var place = isRound ? (at % places.Count + places.Count) % places.Count : at;
                if (place >= 0 && place < places.Count && taken.Add(place)) filled.Add(places[place]);
            }
        return filled;
    }

    /// <summary>The first opposite the second, then the right hand of each, then the left hand of each.</summary>
    static IReadOnlyList<(double, double)> Facing(int seats)
    {
        var (upper, lower) = (Outwards(Row(seats, 0, 0), Middle(seats), -1, isRound: false), Outwards(Row(seats, 0, 2), Middle(seats), 1, isRound: false));
        return [.. upper.Zip(lower).SelectMany(pair => new[] { pair.First, pair.Second })];
    }

    static int Middle(int seats) => (seats - 1) / 2;

    static (double X, double Y)[] Row(int seats, double x, double y) => [.. Enumerable.Range(0, seats).Select(i => (x + i, y))];

    static (double X, double Y)[] Column(int seats, double x, double y) => [.. Enumerable.Range(0, seats).Select(i => (x, y + i))];

    static (double X, double Y)[] Circle(int seats)
    {
        var radius = Math.Max(1, seats / (2 * Math.PI) * 1.1);
        return [.. Enumerable.Range(0, seats).Select(i => 2 * Math.PI * i / seats).Select(angle => (radius + radius * Math.Sin(angle), radius - radius * Math.Cos(angle)))];
    }
}

/// <summary>The flags of a snapshot: one height, one size, staffs of their own.</summary>
public static class FlagOrder
{
    /// <summary>In the order they are raised: the host's first, then as the snapshot has them. They are lowered the other way round, so that the host's comes down last.</summary>
    /// <param name="kinds">Whose flags fly; empty: all that have one.</param>
    public static IReadOnlyList<SnapshotLine> Raised(OrderSnapshot snapshot, IReadOnlyCollection<PartyKind> kinds) =>
        [.. snapshot.Lines.Where(l => kinds.Count == 0 || kinds.Contains(l.Kind)).OrderBy(l => l.Capacity != PartyCapacity.Host)];
}
