using Majlis.Meetings.Planning;
using NodaTime;

namespace Majlis.Planning.Tests;

/// <summary>A small forum for tests: one morning and one afternoon of three slots each, people a to f of parties of their own, two rooms in two buildings, an interpreter.</summary>
static class Forum
{
    public static readonly LocalDate Day = new(2026, 5, 20);

    public static Problem Small(params Request[] requests) => new()
    {
        Slots = [.. Enumerable.Range(0, 6).Select(s => new Slot($"s{s}", Day.At(new LocalTime(s < 3 ? 9 : 11, 0)).PlusMinutes(30 * s), 25, s < 3 ? DayHalf.Morning : DayHalf.Afternoon))],
        Parties = [.. "abcdef".Select(p => new Party(p.ToString().ToUpperInvariant(), p.ToString()))],
        People = [.. "abcdef".Select(p => new Principal(p.ToString(), p.ToString().ToUpperInvariant()))],
        Rooms = [new("hall", "table", "north", 4, 2), new("salon", "bilateral", "south", 6)],
        Interpreters = [new("i", [new("ru", "ar")])],
        DefaultWalk = 5,
        Requests = requests,
    };

    public static Request Ask(string id, string from, string to, Wish one = Wish.Wish, Wish other = Wish.Wish) =>
        new(id, new(from.ToUpperInvariant(), [from], one), new(to.ToUpperInvariant(), [to], other));

    public static Problem Change(this Problem problem, string person, Func<Principal, Principal> change) =>
        problem with { People = [.. problem.People.Select(p => p.Id == person ? change(p) : p)] };

    /// <summary>Placements told as <c>request slot room [interpreter]</c>.</summary>
    public static Plan Planned(params string[] told) => new([.. told.Select(t => t.Split(' ')).Select(w => new Placement(w[0], w[1], w[2], w.Length > 3 ? w[3] : null))]);

    /// <summary>Problems of any shape, small enough to try everything.</summary>
    public static readonly Gen<Problem> Tiny =
        from slots in Gen.Int[1, 4]
        from minutes in Gen.Int[10, 30]
        from turnaround in Gen.Int[0, 40]
        from walk in Gen.Int[0, 40]
        from limits in Gen.Int[0, 3].Array[4]
        from away in Gen.Int[0, 15].Array[4]
        from rooms in Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1], Gen.Int[2, 3], Gen.Int[0, 2], (kind, building, seats, tables) => (kind, building, seats, tables)).Array[1, 2]
        from requests in Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 5], (a, step, one, other, extra, slot) => (a, step, one, other, extra, slot)).Array[1, 4]
        from order in Gen.Int[0, 4]
        from previous in Gen.Int[0, 4]
        from weights in Gen.Int[0, 12].Array[6]
        select new Problem
        {
            Slots = [.. Enumerable.Range(0, slots).Select(s => new Slot($"s{s}", Day.PlusDays(s / 3).At(new LocalTime(9, 0)).PlusMinutes(30 * s), minutes, s % 3 == 0 ? DayHalf.Morning : DayHalf.Afternoon))],
            Parties = [.. Enumerable.Range(0, 4).Select(p => new Party($"P{p}", $"Party {p}"))],
            People = [.. Enumerable.Range(0, 4).Select(p => new Principal($"p{p}", $"P{p}", 1 + p * 2)
            {
                MostADay = limits[p] == 0 ? null : limits[p], MostAHalfDay = limits[p] == 1 ? 1 : null, Away = [.. Enumerable.Range(0, slots).Where(s => (away[p] & away[(p + 1) % 4]) >> s % 4 % 2 == 1).Select(s => $"s{s}")],
            })],
            Rooms = [.. rooms.Select((r, i) => new Room($"r{i}", r.kind == 0 ? "table" : "bilateral", r.building == 0 ? "north" : "south", r.seats, r.tables))],
            Interpreters = [new("i", [new("ru", "ar")]) { MostADay = 2 }],
            Turnaround = turnaround, DefaultWalk = walk,
            Requests = [.. requests.Select((r, i) => new Request($"q{i}", new($"P{r.a}", [$"p{r.a}"], (Wish)Math.Min(3, r.one)), new($"P{(r.a + r.step) % 4}", [$"p{(r.a + r.step) % 4}"], (Wish)Math.Clamp(r.other, 1, 3)))
            {
                RoomClass = r.extra == 0 ? "bilateral" : null, Languages = r.extra is 1 or 2 ? new("ar", "ru") : null, Slots = r.extra == 3 && r.slot < slots ? [$"s{r.slot}"] : [],
            })],
            Orders = order > 0 && order < requests.Length ? [new("q0", $"q{order}")] : [],
            Previous = [.. Enumerable.Range(0, Math.Min(previous, requests.Length)).Select(q => new Placement($"q{q}", $"s{q % slots}", "r0", requests[q].extra is 1 or 2 ? "i" : null))],
            PreviousStays = previous == 2,
            Weights = new() { Must = 20, Wish = 9, Willing = 4, FirstMeeting = weights[0], Gap = weights[1], UnfairGap = weights[2], RoomChange = weights[3], Moved = weights[4], Rehoused = weights[4] / 2, Dropped = weights[4] + weights[5], Level = 1 },
        };
}
