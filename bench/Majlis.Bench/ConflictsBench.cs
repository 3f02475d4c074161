using System.Diagnostics;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Tests;
using NodaTime;

namespace Majlis.Bench;

/// <summary>The conflict engine on a thousand sessions in forty halls over three days, beside the checker that compares every session with every other.</summary>
static class ConflictsBench
{
    const string Name = "conflicts";
    const int Sessions = 1000, Halls = 40, People = 1500, Samples = 60;

    public static IEnumerable<Figure> Run()
    {
        var plan = Programme();
        for (var i = 0; i < 20; i++) GC.KeepAlive(new ConflictFinder(plan).All);
        var finder = new ConflictFinder(plan);
        Console.Error.WriteLine($"{Sessions} sessions, {finder.All.Count} findings: {string.Join(", ", finder.All.CountBy(c => c.Rule).Select(r => $"{r.Key} {r.Value}"))}");
        if (!finder.All.Select(NaiveConflicts.Line).Order(StringComparer.Ordinal).SequenceEqual(NaiveConflicts.Of(plan))) throw new InvalidOperationException("The engine and the naive checker disagree.");

        var random = new Random(7);
        var moves = Enumerable.Range(0, 2000).Select(_ => plan.Sessions[random.Next(Sessions)] with { Start = Start(random), Hall = plan.Halls[random.Next(Halls)].Guid }).ToList();
        foreach (var move in moves.Take(500)) finder.Put(move);
        var (all, one, naive) = (Times(Samples, () => GC.KeepAlive(new ConflictFinder(plan).All)), Times(1500, i => finder.Put(moves[500 + i])), Times(5, () => GC.KeepAlive(NaiveConflicts.Of(plan))));
        yield return new(Name, $"all conflicts of {Sessions} sessions from nothing", all.Median(), "ms", "naive checker", naive.Median());
        yield return new(Name, $"all conflicts of {Sessions} sessions from nothing: slowest of {Samples}", all.Max(), "ms");
        yield return new(Name, "conflicts after one move", one.Median(), "ms", "naive checker", naive.Median());
        yield return new(Name, "conflicts after one move: p99 of 1,500", one.Order().ElementAt(one.Count * 99 / 100), "ms");
    }

    static List<double> Times(int count, Action what) => Times(count, _ => what());

    static List<double> Times(int count, Action<int> what)
    {
        var times = new List<double>(count);
        for (var i = 0; i < count; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            what(i);
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }
        return times;
    }

    static LocalDateTime Start(Random random) => new LocalDateTime(2026, 5, 12, 9, 0).PlusDays(random.Next(3)).PlusMinutes(random.Next(0, 40) * 15);

    static ProgrammePlan Programme()
    {
        var random = new Random(1400);
        static Guid G(int kind, int number) => new(kind, (short)(number >> 16), (short)number, 0, 0, 0, 0, 0, 0, 0, 1);
        var first = new LocalDateTime(2026, 5, 12, 0, 0);
        string[] languages = ["ru", "en", "ar", "fa"];
        return new()
        {
            DefaultWalk = 5, Breaks = new HashSet<Guid> { G(4, 1) },
            Halls = [.. Enumerable.Range(0, Halls).Select(h => new PlannedHall(G(1, h), 60 + random.Next(400), random.Next(4), [.. Enumerable.Range(0, 3).Select(d => (first.PlusDays(d).PlusHours(8), first.PlusDays(d).PlusHours(20)))]))],
            Walks = [.. Enumerable.Range(1, Halls - 1).Select(h => new PlannedWalk(G(1, 0), G(1, h), 2 + random.Next(12)))],
            People = [.. Enumerable.Range(0, People).Select(p => new PlannedPerson(G(3, p), p % 5 == 0 ? [(first.PlusHours(9), first.PlusDays(1).PlusHours(22))] : [], p % 7 == 0 ? first.PlusHours(11) : null,
                p % 11 == 0 ? first.PlusDays(2).PlusHours(16) : null, p % 10 == 0 ? [("ru", "en"), ("en", "ru"), ("ru", "ar")] : []))],
            Sessions = [.. Enumerable.Range(0, Sessions).Select(s => new SessionEntry
            {
                Guid = G(9, s), Number = s + 1, Title = LocalizedText.Of("en", "x"), Start = Start(random), Minutes = 30 + random.Next(5) * 15, Hall = s % 50 == 0 ? null : G(1, random.Next(Halls)), AllHalls = s % 50 == 0,
                Track = G(2, random.Next(12)), Type = s % 25 == 0 ? G(4, 1) : null, Expected = 40 + random.Next(300), FloorLanguages = ["ru"], OutputLanguages = s % 4 == 0 ? languages[1..3] : [],
                People = [.. Enumerable.Range(0, 5).Select(_ => random.Next(People)).Distinct().Select((p, i) => new SessionPersonEntry(G(3, p), i == 0 ? SessionRole.Moderator : p % 10 == 0 ? SessionRole.Interpreter : SessionRole.Speaker))],
            })],
        };
    }
}
