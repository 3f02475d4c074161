using Majlis.Meetings.Planning;
using NodaTime;

namespace Majlis.Planning;

/// <summary>Makes a forum that looks like one, of any size and always the same from the same seed: three days, people who come and go, a few whom everybody wants to meet, rooms and interpreters for less than all.</summary>
public static class ForumGenerator
{
    static readonly string[] Languages = ["ar", "en", "fa", "fr", "ru", "tr"];

    public static Problem Make(int people, int requests, int seed = 1)
    {
        var chance = new Random(seed);
        var slots = Slots();
        var parties = Math.Max(2, people / 6);
        var who = Enumerable.Range(0, people).Select(p => Person(p, parties, slots, chance)).ToList();
        var asked = Requests(who, requests, slots, chance);
        var tablesNeeded = Math.Max(1, requests / slots.Count);
        var interpreted = asked.Where(r => r.Languages is not null).GroupBy(r => r.Languages!.Value).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).ToList();
        return new()
        {
            Slots = slots, Parties = [.. Enumerable.Range(0, parties).Select(p => new Party($"party-{p}", $"Party {p}"))], People = who, Requests = asked, Turnaround = 5, DefaultWalk = 5,
            Walks = [new("north", "south", 10)],
            // Tables for nine tenths of what is asked, bilateral rooms for two thirds of it.
            Rooms =
            [
                .. Enumerable.Range(0, 4).Select(h => new Room($"hall-{h}", "table", h % 2 == 0 ? "north" : "south", 6, Math.Max(1, (int)(tablesNeeded * 0.8 * 0.95 / 4)))),
                .. Enumerable.Range(0, Math.Max(1, (int)(tablesNeeded * 0.2 * 0.7))).Select(r => new Room($"room-{r}", "bilateral", r % 2 == 0 ? "north" : "south", 12)),
            ],
            Interpreters = [.. interpreted.SelectMany(g => Enumerable.Range(0, Math.Max(1, (int)(g.Count() * 0.7 / 36))).Select(i => new Interpreter($"{g.Key.A}-{g.Key.B}-{i}", [g.Key]) { MostADay = 12 }))],
        };
    }

    /// <summary>Three days of sixteen: eight before lunch and eight after it, of 25 minutes each.</summary>
    static List<Slot> Slots() =>
    [
        .. from day in Enumerable.Range(0, 3)
           from slot in Enumerable.Range(0, 16)
           let start = new LocalDate(2026, 5, 20).PlusDays(day) + (slot < 8 ? new LocalTime(9, 0) : new LocalTime(14, 0)).PlusMinutes(30 * (slot % 8))
           select new Slot($"{day + 1}-{slot + 1}", start, 25, slot < 8 ? DayHalf.Morning : DayHalf.Afternoon),
    ];

    static Principal Person(int p, int parties, List<Slot> slots, Random chance)
    {
        // Most stay for all days; some come late, leave early, or sit in a session for part of a half-day.
        var (from, until) = (chance.Next(4) == 0 ? chance.Next(16) : 0, chance.Next(4) == 0 ? 48 - chance.Next(16) : 48);
        var (session, length) = (chance.Next(48), chance.Next(2) == 0 ? chance.Next(2, 5) : 0);
        return new($"person-{p}", $"party-{(p < parties ? p : chance.Next(parties))}", p % 97 == 0 ? 2 : p % 13 == 0 ? 4 : 6)
        {
            Away = [.. slots.Where((_, s) => s < from || s >= until || s >= session && s < session + length).Select(s => s.Id)], MostADay = 8, MostAHalfDay = 5,
        };
    }

    static List<Request> Requests(List<Principal> people, int count, List<Slot> slots, Random chance)
    {
        var pairs = new HashSet<(int, int)>();
        List<Request> all = [];
        for (var tries = 0; all.Count < count && tries < 20 * count; tries++)
        {
            // A power of a uniform draw: a few are wanted by many.
            var (a, b) = (chance.Next(people.Count), (int)(people.Count * Math.Pow(chance.NextDouble(), 1.8)));
            if (people[a].Party == people[b].Party || !pairs.Add((Math.Min(a, b), Math.Max(a, b)))) continue;
            var isBilateral = chance.Next(5) == 0;
            var seconds = isBilateral && chance.Next(3) == 0 ? chance.Next(people.Count) : -1;
            var with = seconds >= 0 && seconds != a && seconds != b && people[seconds].Party == people[a].Party;
            all.Add(new($"request-{all.Count}", new(people[a].Party, with ? [people[a].Id, people[seconds].Id] : [people[a].Id], chance.Next(12) == 0 ? Wish.Must : Wish.Wish),
                new(people[b].Party, [people[b].Id], chance.Next(20) switch { 0 => Wish.Must, < 9 => Wish.Wish, _ => Wish.Willing }))
            {
                RoomClass = isBilateral ? "bilateral" : "table",
                Languages = chance.Next(7) == 0 ? new(Languages[chance.Next(3)], Languages[3 + chance.Next(3)]) : null,
                Slots = chance.Next(10) == 0 ? [.. slots.Where(s => s.Day.Day == 20 + chance.Next(3)).Select(s => s.Id)] : [],
            });
        }
        return all;
    }
}
