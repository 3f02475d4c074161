using Majlis.Platform;

namespace Majlis.Meetings.Planning;

/// <summary>What in a problem cannot be, whatever the plan: names that nobody bears, numbers out of range, locks that contradict one another or the people's time.</summary>
public static class ProblemFaults
{
    public const int MostSlots = 512, MostPeople = 200_000, MostRequests = 500_000, MostRooms = 10_000, MostMinutes = 1440;

    /// <summary>Empty when the problem can be planned.</summary>
    public static IReadOnlyList<Violation> Of(Problem problem)
    {
        var (slots, parties, people) = (Ids(problem.Slots, s => s.Id), Ids(problem.Parties, p => p.Id), Ids(problem.People, p => p.Id));
        var (rooms, interpreters, requests) = (Ids(problem.Rooms, r => r.Id), Ids(problem.Interpreters, i => i.Id), Ids(problem.Requests, r => r.Id));
        var sizes = Above("slots", problem.Slots.Count, MostSlots).Concat(Above("people", problem.People.Count, MostPeople)).Concat(Above("requests", problem.Requests.Count, MostRequests))
            .Concat(Above("rooms", problem.Rooms.Count + problem.Interpreters.Count, MostRooms)).ToList();
        if (sizes.Count > 0) return sizes;
        List<Violation> names =
        [
            .. Twice("slots", problem.Slots, s => s.Id), .. Twice("parties", problem.Parties, p => p.Id), .. Twice("people", problem.People, p => p.Id), .. Twice("rooms", problem.Rooms, r => r.Id),
            .. Twice("interpreters", problem.Interpreters, i => i.Id), .. Twice("requests", problem.Requests, r => r.Id), .. Twice("previous", problem.Previous, p => p.Request),
            .. Unknown("people.party", problem.People.Select(p => p.Party), parties), .. Unknown("people.away", problem.People.SelectMany(p => p.Away), slots),
            .. Unknown("rooms.closed", problem.Rooms.SelectMany(r => r.Closed), slots), .. Unknown("rooms.taken", problem.Rooms.SelectMany(r => r.Taken.Keys), slots), .. Unknown("interpreters.away", problem.Interpreters.SelectMany(i => i.Away), slots),
            .. Unknown("requests.party", problem.Requests.SelectMany(r => new[] { r.From.Party, r.To.Party }), parties), .. Unknown("requests.people", problem.Requests.SelectMany(r => r.People), people),
            .. Unknown("requests.slots", problem.Requests.SelectMany(r => r.Slots), slots), .. Unknown("orders", problem.Orders.SelectMany(o => new[] { o.First, o.Then }), requests),
        ];
        if (names.Count > 0) return names;
        List<Violation> sense =
        [
            .. Outside("slots.minutes", problem.Slots, s => s.Id, s => s.Minutes, 1, MostMinutes), .. Outside("people.level", problem.People, p => p.Id, p => p.Level, 1, 9),
            .. Outside("people.mostADay", problem.People, p => p.Id, p => p.MostADay ?? 0, 0, MostSlots), .. Outside("people.mostAHalfDay", problem.People, p => p.Id, p => p.MostAHalfDay ?? 0, 0, MostSlots),
            .. Outside("rooms.seats", problem.Rooms, r => r.Id, r => r.Seats, 0, 100_000), .. Outside("rooms.tables", problem.Rooms, r => r.Id, r => r.Tables, 0, 100_000),
            .. Outside("rooms.taken", problem.Rooms.SelectMany(r => r.Taken.Values.Select(tables => (r.Id, Tables: tables))), t => t.Id, t => t.Tables, 0, 100_000),
            .. Outside("interpreters.mostADay", problem.Interpreters, i => i.Id, i => i.MostADay ?? 0, 0, MostSlots), .. Outside("walks.minutes", problem.Walks, w => $"{w.A}–{w.B}", w => w.Minutes, 0, MostMinutes),
            .. Outside("turnaround", [problem], _ => "", p => p.Turnaround, 0, MostMinutes), .. Outside("defaultWalk", [problem], _ => "", p => p.DefaultWalk, 0, MostMinutes),
            .. Outside("weights", WeightsOf(problem.Weights), w => w.Name, w => w.Value, 0, 1_000_000),
            .. problem.Slots.Zip(problem.Slots.Skip(1)).Where(s => s.Second.Start < s.First.End).Select(s => new Violation("meetings.slots_overlap", [s.First.Id, s.Second.Id])),
            .. problem.Requests.Where(r => r.From.People.Count == 0 || r.To.People.Count == 0).Select(r => new Violation("meetings.side_empty", [r.Id])),
            .. problem.Requests.Where(r => r.People.Distinct().Count() < r.People.Count()).Select(r => new Violation("meetings.meets_itself", [r.Id])),
            .. problem.Requests.Where(r => r.Locked is { } l && l.Request != r.Id).Select(r => new Violation("meetings.lock_of_another", [r.Id])),
        ];
        return sense.Count > 0 ? sense : PlanRules.Check(problem, new([.. problem.Requests.Select(r => r.Locked).OfType<Placement>()]));
    }

    /// <exception cref="Refusal"><c>meetings.problem_faulty</c> with the first fault.</exception>
    public static void Refuse(Problem problem)
    {
        if (Of(problem) is [var fault, ..]) throw new Refusal("meetings.problem_faulty", ("why", fault.ToString()));
    }

    static HashSet<string> Ids<T>(IReadOnlyList<T> all, Func<T, string> id) => [.. all.Select(id)];

    static IEnumerable<Violation> Above(string kind, int count, int most) => count > most ? [new("meetings.too_many", [kind, $"{most}"])] : [];

    static IEnumerable<Violation> Twice<T>(string kind, IReadOnlyList<T> all, Func<T, string> id) =>
        all.GroupBy(id).Where(g => g.Count() > 1).Select(g => new Violation("meetings.id_twice", [kind, g.Key]));

    static IEnumerable<Violation> Unknown(string field, IEnumerable<string> named, HashSet<string> known) =>
        named.Where(n => !known.Contains(n)).Distinct().Select(n => new Violation("meetings.id_unknown", [field, n]));

    static IEnumerable<Violation> Outside<T>(string field, IEnumerable<T> all, Func<T, string> id, Func<T, int> number, int least, int most) =>
        all.Where(x => number(x) < least || number(x) > most).Select(x => new Violation("meetings.number_outside", [field, id(x), $"{least}", $"{most}"]));

    static IEnumerable<(string Name, int Value)> WeightsOf(Weights w) =>
    [
        ("must", w.Must), ("wish", w.Wish), ("willing", w.Willing), ("firstMeeting", w.FirstMeeting), ("level", w.Level), ("gap", w.Gap), ("unfairGap", w.UnfairGap),
        ("roomChange", w.RoomChange), ("moved", w.Moved), ("rehoused", w.Rehoused), ("dropped", w.Dropped),
    ];
}
