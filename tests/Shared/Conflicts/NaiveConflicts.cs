using Majlis.Programme;
using Majlis.Programme.Conflicts;
using NodaTime;

namespace Majlis.Tests;

/// <summary>
/// The rules said over again as plainly as can be, every session against every other: what the engine is held against, and measured beside. It shares no code with it
/// and gives its findings as lines of text.
/// </summary>
public static class NaiveConflicts
{
    public static List<string> Of(ProgrammePlan plan)
    {
        var lines = new List<string>();
        var live = plan.Sessions.Where(s => !s.IsCancelled).ToList();
        var placed = live.Where(s => s.Start != null && (s.Hall != null || s.AllHalls)).Select(s => new Placed(s, Begin(s), End(s))).ToList();
        foreach (var s in live) Roles(plan, s, lines);
        foreach (var (s, _, _) in placed) Alone(plan, s, lines);
        for (var i = 0; i < placed.Count; i++)
            for (var j = i + 1; j < placed.Count; j++)
                Pair(plan, placed[i], placed[j], lines);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    sealed record Placed(SessionEntry Session, LocalDateTime From, LocalDateTime Until);

    /// <summary>What the engine found, in the same words.</summary>
    public static string Line(Conflict c) =>
        Line(c.Rule, c.Level, c.Sessions, c.Halls, c.People, c.Languages, c.From, c.Until, c.Amount);

    static string Line(ConflictRule rule, ConflictLevel level, IEnumerable<Guid> sessions, IEnumerable<Guid> halls, IEnumerable<Guid> people, IEnumerable<string> languages, LocalDateTime? from, LocalDateTime? until, int amount) =>
        $"{rule} {level} sessions {string.Join(' ', sessions)} halls {string.Join(' ', halls)} people {string.Join(' ', people)} languages {string.Join(' ', languages)} {from:uuuu-MM-dd HH:mm}–{until:uuuu-MM-dd HH:mm} {amount}";

    static void Tell(ProgrammePlan plan, List<string> lines, ConflictRule rule, Guid[] sessions, Guid[] halls, Guid[] people, string[] languages, LocalDateTime? from, LocalDateTime? until, int amount)
    {
        var level = plan.Levels.TryGetValue(rule, out var set) ? set : rule.DefaultLevel();
        if (level != ConflictLevel.Ignored) lines.Add(Line(rule, level, sessions, halls, people, languages, from, until, amount));
    }

    static LocalDateTime Begin(SessionEntry s) => s.Start!.Value.Date.At(new LocalTime(s.Start.Value.Hour, s.Start.Value.Minute));
    static LocalDateTime End(SessionEntry s) => Begin(s).PlusMinutes(s.Minutes < 1 ? 1 : s.Minutes);
    static int Between(LocalDateTime a, LocalDateTime b) => (int)Period.Between(a, b, PeriodUnits.Minutes).Minutes;
    static LocalDateTime Earlier(LocalDateTime a, LocalDateTime b) => a < b ? a : b;
    static LocalDateTime Later(LocalDateTime a, LocalDateTime b) => a < b ? b : a;
    static bool IsBreak(ProgrammePlan plan, SessionEntry s) => s.Type is { } type && plan.Breaks.Contains(type);
    static Guid[] HallOf(SessionEntry s) => s.AllHalls ? [] : [s.Hall!.Value];

    static void Roles(ProgrammePlan plan, SessionEntry s, List<string> lines)
    {
        if (IsBreak(plan, s)) return;
        var speak = s.People.Where(p => p.Role is SessionRole.Speaker or SessionRole.Keynote or SessionRole.Panellist or SessionRole.Rapporteur).Select(p => p.Person).ToHashSet();
        var lead = s.People.Any(p => p.Role == SessionRole.Chair || p.Role == SessionRole.Moderator);
        if (speak.Count == 0) Tell(plan, lines, ConflictRule.SpeakerMissing, [s.Guid], [], [], [], null, null, 0);
        if (speak.Count >= 3 && !lead) Tell(plan, lines, ConflictRule.ChairMissing, [s.Guid], [], [], [], null, null, 0);
    }

    static int Outside(SessionEntry s, IReadOnlyList<(LocalDateTime From, LocalDateTime Until)> windows)
    {
        if (windows.Count == 0) return 0;
        if (windows.Any(w => w.From <= Begin(s) && End(s) <= w.Until)) return 0;
        var outside = 0;
        for (var minute = Begin(s); minute < End(s); minute = minute.PlusMinutes(1))
            if (!windows.Any(w => w.From <= minute && minute < w.Until)) outside++;
        return outside;
    }

    static void Alone(ProgrammePlan plan, SessionEntry s, List<string> lines)
    {
        var (from, until) = (Begin(s), End(s));
        void One(ConflictRule rule, Guid[] halls, Guid[] people, int amount, params string[] languages) => Tell(plan, lines, rule, [s.Guid], halls, people, languages, from, until, amount);
        var hall = plan.Halls.FirstOrDefault(h => h.Guid == s.Hall);

        var closed = s.AllHalls ? plan.Halls.Count == 0 ? 0 : plan.Halls.Min(h => Outside(s, h.Hours)) : hall is null ? 0 : Outside(s, hall.Hours);
        if (closed > 0) One(ConflictRule.HallClosed, HallOf(s), [], closed);

        var seats = s.AllHalls ? plan.Halls.Count > 0 && plan.Halls.All(h => h.Capacity != null) ? plan.Halls.Sum(h => h.Capacity) : null : hall?.Capacity;
        if (s.Expected > seats) One(ConflictRule.SeatsMissing, HallOf(s), [], s.Expected!.Value - seats!.Value);

        foreach (var person in plan.People.Where(p => s.People.Any(x => x.Person == p.Guid)))
        {
            if (Outside(s, person.Available) is > 0 and var busy) One(ConflictRule.PersonUnavailable, [], [person.Guid], busy);
            if (person.Arrives is { } arrives && arrives > from) One(ConflictRule.BeforeArrival, [], [person.Guid], Between(from, Earlier(until, arrives)));
            if (person.Departs is { } departs && departs < until) One(ConflictRule.AfterDeparture, [], [person.Guid], Between(Later(from, departs), until));
        }

        var booths = s.OutputLanguages.Where(o => !(s.FloorLanguages.Count > 0 && s.FloorLanguages.All(f => f == o))).ToArray();
        var there = s.AllHalls ? plan.Halls.Max(h => h.Booths) : hall?.Booths;
        if (booths.Length > there) One(ConflictRule.BoothsMissing, HallOf(s), [], booths.Length - there!.Value, booths);

        // Hall's marriage theorem over every set of booths, instead of the engine's paths.
        var pairs = s.People.Where(p => p.Role == SessionRole.Interpreter).Select(p => plan.People.FirstOrDefault(x => x.Guid == p.Person)?.Interprets ?? []).ToList();
        var heard = s.FloorLanguages.ToHashSet();
        for (var round = 0; round < booths.Length; round++)
            foreach (var (f, t) in pairs.SelectMany(p => p))
                if (booths.Contains(t) && heard.Contains(f)) heard.Add(t);
        bool Suits(int i, string booth) => pairs[i].Any(p => p.To == booth && p.From != booth && (s.FloorLanguages.Count == 0 || heard.Contains(p.From)));
        int Lacking(int count, int each) => Enumerable.Range(0, 1 << count).Max(set =>
        {
            var chosen = Enumerable.Range(0, count).Where(b => (set >> b & 1) == 1).Select(b => booths[b]).ToList();
            return each * chosen.Count - Enumerable.Range(0, pairs.Count).Count(i => chosen.Any(b => Suits(i, b)));
        });
        var need = s.Minutes <= 30 ? 1 : 2;
        var missing = Lacking(booths.Length, need);
        if (missing > 0) One(ConflictRule.InterpretersMissing, [], [], missing, [.. booths.Where((_, k) => Lacking(k + 1, need) > Lacking(k, need))]);
        var surplus = Enumerable.Range(0, pairs.Count).Count(i => booths.Any(b => Suits(i, b))) - (3 * booths.Length - Lacking(booths.Length, 3));
        if (surplus > 0) One(ConflictRule.InterpretersSurplus, [], [], surplus);
    }

    static void Pair(ProgrammePlan plan, Placed one, Placed two, List<string> lines)
    {
        if ((two.From, two.Session.Guid).CompareTo((one.From, one.Session.Guid)) < 0) (one, two) = (two, one);
        var (a, b) = (one.Session, two.Session);
        Guid[] both = [a.Guid, b.Guid];
        var (from, until) = (Later(one.From, two.From), Earlier(one.Until, two.Until));
        if (from < until)
        {
            var shared = Between(from, until);
            var breaks = (IsBreak(plan, a) ? 1 : 0) + (IsBreak(plan, b) ? 1 : 0);
            if ((a.AllHalls || b.AllHalls || a.Hall == b.Hall) && breaks < 2)
                Tell(plan, lines, breaks == 1 ? ConflictRule.BreakSkipped : ConflictRule.HallTwice, both, a.AllHalls ? HallOf(b) : HallOf(a), [], [], from, until, shared);
            if (breaks == 0 && a.Track != null && a.Track == b.Track) Tell(plan, lines, ConflictRule.TrackTwice, both, [], [], [], from, until, shared);
        }
        foreach (var person in a.People.Where(p => b.People.Any(o => o.Person == p.Person)).Select(p => p.Person).Distinct())
        {
            if (from < until) Tell(plan, lines, ConflictRule.PersonTwice, both, [], [person], [], from, until, Between(from, until));
            else if (!a.AllHalls && !b.AllHalls && a.Hall != b.Hall)
            {
                var walk = plan.Walks.LastOrDefault(w => (w.One == a.Hall && w.Other == b.Hall) || (w.One == b.Hall && w.Other == a.Hall))?.Minutes ?? plan.DefaultWalk;
                var gap = Between(one.Until, two.From);
                if (gap < walk) Tell(plan, lines, ConflictRule.WalkTooShort, both, [a.Hall!.Value, b.Hall!.Value], [person], [], one.Until, two.From, walk - gap);
            }
        }
    }
}
