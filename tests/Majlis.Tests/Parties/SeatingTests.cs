using Majlis.Parties;
using Majlis.Platform;
using Majlis.Tests.Data;
using NodaTime;

namespace Majlis.Tests.Parties;

public class SeatingTests
{
    static OrderSnapshot Snapshot(int parties, string? hostAt = null) => new(default, 1, "S", "en", [.. Enumerable.Range(1, parties).Select(i => Line(i, hostAt == $"P{i}"))], [], "Amina", Instant.MinValue);

    static SnapshotLine Line(int i, bool isHost = false) => new(new Guid(i, 0, 0, new byte[8]), $"p{i}", PartyKind.State, null, A.Text($"P{i}"), LocalizedText.Empty, LocalizedText.Empty, null,
        isHost ? PartyCapacity.Host : PartyCapacity.Member, PartyStatus.Present, i > 3 ? "others" : "first", LocalizedText.Empty, [], null);

    static SeatingPlan Plan(TableShape shape, int rows, int seats, SeatOrder order, params string[] classes)
    {
        var plan = new SeatingPlan(default, 1);
        plan.Take(new("Plan", 1, null, shape, rows, seats, order, classes), Id<OrderSnapshot>.New(), null);
        return plan;
    }

    /// <summary>The plan as letters seen from above: 1, 2, … are parties, a dot is a free seat.</summary>
    static string Drawn(SeatingPlan plan, int parties)
    {
        var seated = Seating.Fill(plan, Snapshot(parties));
        var lines = Enumerable.Range(0, (int)Math.Ceiling(seated.Height)).Select(_ => Enumerable.Repeat(' ', (int)Math.Ceiling(seated.Width)).ToArray()).ToArray();
        foreach (var seat in seated.Seats) lines[(int)Math.Round(seat.Y)][(int)Math.Round(seat.X)] = seat.Party is { } party ? party.Short["en"]![^1] : '.';
        return string.Join('/', lines.Select(l => new string(l).TrimEnd()));
    }

    [Theory]
    [InlineData(TableShape.Rows, 2, 5, SeatOrder.ByHonour, 7, "53124/..67.")]
    [InlineData(TableShape.Rows, 2, 5, SeatOrder.InTurn, 7, "12345/67...")]
    [InlineData(TableShape.TwoSides, 1, 3, SeatOrder.ByHonour, 6, "315//624")]
    [InlineData(TableShape.TwoSides, 1, 3, SeatOrder.InTurn, 6, "612//543")]
    [InlineData(TableShape.U, 2, 3, SeatOrder.ByHonour, 7, " 213/4   5/6   7")]
    [InlineData(TableShape.U, 2, 3, SeatOrder.InTurn, 7, " 712/6   3/5   4")]
    [InlineData(TableShape.HollowSquare, 1, 3, SeatOrder.ByHonour, 8, " 213/4   5/ 687")]
    public void Seats_are_filled_from_the_head(TableShape shape, int rows, int seats, SeatOrder order, int parties, string drawn)
    {
        Assert.Equal(drawn, Drawn(Plan(shape, rows, seats, order), parties));
    }

    [Fact]
    public void A_round_table_is_round()
    {
        var seats = Seating.Fill(Plan(TableShape.Round, 1, 8, SeatOrder.ByHonour), Snapshot(8)).Seats;
        var (x, y) = (seats.Average(s => s.X), seats.Average(s => s.Y));
        double Far(Seat seat) => Math.Sqrt((seat.X - x) * (seat.X - x) + (seat.Y - y) * (seat.Y - y));
        Assert.Equal(8, seats.Count(s => Math.Abs(Far(s) - Far(seats[0])) < 0.001));
        Assert.True(seats[0].Y < seats.Skip(1).Min(s => s.Y) && seats[1].X < x && seats[2].X > x, "The head sits on top, its right hand to the plan's left.");
    }

    [Fact]
    public void Who_finds_no_seat_is_told_and_swaps_are_about_seats()
    {
        var plan = Plan(TableShape.Rows, 1, 4, SeatOrder.InTurn);
        Assert.Equal(["P5", "P6"], Seating.Fill(plan, Snapshot(6)).WithoutSeat.Select(l => l.Short["en"]));
        plan.Swap(new(1, 4, "Agreed", "Amina", Instant.MinValue));
        Assert.Equal("4231", Drawn(plan, 6));
        plan.Swap(new(4, 2, "Agreed", "Amina", Instant.MinValue));
        Assert.Equal("4132", Drawn(plan, 6));
        plan.Unswap();
        Assert.Equal("4231", Drawn(plan, 6));
        foreach (var (one, other) in new[] { (1, 1), (0, 1), (1, 5), (-1, 2) })
            Assert.Equal("parties.seat_unknown", Assert.Throws<Refusal>(() => plan.Swap(new(one, other, "x", "", Instant.MinValue))).Code);
        plan.Take(new("Other", 1, null, TableShape.Rows, 1, 4, SeatOrder.InTurn, []), plan.SnapshotId, null);
        Assert.Single(plan.Swaps);
        plan.Take(new("Other", 1, null, TableShape.Rows, 1, 5, SeatOrder.InTurn, []), plan.SnapshotId, null);
        Assert.Empty(plan.Swaps);
        Assert.Equal("45", Drawn(Plan(TableShape.Rows, 1, 2, SeatOrder.InTurn, "others"), 6));
    }

    [Theory]
    [InlineData(TableShape.Rows, int.MaxValue, int.MaxValue)]
    [InlineData(TableShape.Rows, 0, 5)]
    [InlineData(TableShape.Round, 1, 0)]
    [InlineData(TableShape.HollowSquare, 2000, 2000)]
    [InlineData(TableShape.TwoSides, -1, 1001)]
    public void A_hall_has_its_bounds(TableShape shape, int rows, int seats) => Assert.Equal("parties.seats", Assert.Throws<Refusal>(() => Plan(shape, rows, seats, SeatOrder.InTurn)).Code);

    [Fact]
    public void The_hosts_flag_is_raised_first_wherever_it_stands() =>
        Assert.Equal(["P3", "P1", "P2", "P4"], FlagOrder.Raised(Snapshot(4, hostAt: "P3"), []).Select(l => l.Short["en"]));
}
