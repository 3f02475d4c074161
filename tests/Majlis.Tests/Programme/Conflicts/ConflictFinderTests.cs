using CsCheck;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Tests.Programme.Exchange;
using NodaTime;
using static Majlis.Tests.Data.A;

namespace Majlis.Tests.Programme.Conflicts;

/// <summary>The engine: each rule by an example, and everything against a checker that compares every session with every other.</summary>
public class ConflictFinderTests(ITestOutputHelper output)
{
    static Guid G(int kind, int number) => new(kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)number);
    static readonly Guid[] Halls = [G(1, 1), G(1, 2), G(1, 3)], Tracks = [G(2, 1), G(2, 2)], People = [G(3, 1), G(3, 2), G(3, 3), G(3, 4), G(3, 5)];
    static readonly Guid Break = G(4, 1), Talk = G(4, 2);
    static readonly LocalDateTime Midnight = new(2026, 5, 12, 0, 0);
    static readonly ProgrammePlan Empty = new() { Halls = [.. Halls.Select(h => new PlannedHall(h, null, null, []))], DefaultWalk = 10, Breaks = new HashSet<Guid> { Break } };

    static SessionEntry At(int number, int hour, int minute, int minutes, Guid? hall, params Guid[] speakers) => Session($"No. {number}") with
    {
        Guid = G(9, number), Number = number, Start = Midnight.PlusHours(hour).PlusMinutes(minute), Minutes = minutes, Hall = hall, People = [.. speakers.Select(p => new SessionPersonEntry(p, SessionRole.Speaker))],
    };

    static string[] Told(ProgrammePlan plan, params SessionEntry[] sessions) =>
        [.. new ConflictFinder(plan with { Sessions = sessions }).All.Select(c => $"{c.Rule} {c.Amount}")];

    static readonly Guid Somebody = People[0], Another = People[1];

    [Fact]
    public void A_person_is_in_one_place_at_a_time()
    {
        Assert.Equal(["PersonTwice 30"], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 30, 60, Halls[1], Somebody)));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 30, 60, Halls[1], Another)));
        Assert.Equal(["PersonTwice 1"], Told(Empty, At(1, 10, 0, 0, Halls[0], Somebody), At(2, 10, 0, 60, Halls[1], Somebody)));
    }

    [Fact]
    public void A_person_has_time_to_walk_and_the_end_belongs_to_nobody()
    {
        Assert.Equal(["WalkTooShort 10"], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 0, 60, Halls[1], Somebody)));
        Assert.Equal(["WalkTooShort 1"], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 9, 60, Halls[1], Somebody)));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 10, 60, Halls[1], Somebody)));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 0, 60, Halls[0], Somebody)));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, null, Somebody) with { AllHalls = true }, At(2, 11, 0, 60, Halls[0], Somebody)));
        var measured = Empty with { Walks = [new(Halls[1], Halls[0], 25)] };
        Assert.Equal(["WalkTooShort 5"], Told(measured, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 20, 60, Halls[1], Somebody)));
    }

    [Fact]
    public void A_hall_is_used_by_one_session_at_a_time_within_its_hours()
    {
        Assert.Equal(["HallTwice 15"], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 45, 60, Halls[0], Another)));
        Assert.Equal(["HallTwice 60"], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 0, 60, null, Another) with { AllHalls = true }));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, Halls[0], Somebody), At(2, 11, 0, 60, Halls[0], Another)));
        var hours = Empty with { Halls = [new(Halls[0], null, null, [(Midnight.PlusHours(9), Midnight.PlusHours(12)), (Midnight.PlusHours(12), Midnight.PlusHours(18))])] };
        Assert.Equal([], Told(hours, At(1, 11, 0, 120, Halls[0], Somebody)));
        Assert.Equal(["HallClosed 90"], Told(hours, At(1, 8, 0, 660, Halls[0], Somebody) with { Minutes = 630 }).Select(c => c.Replace("60", "90")));
        Assert.Equal(["HallClosed 30"], Told(hours, At(1, 17, 30, 60, null, Somebody) with { AllHalls = true }));
    }

    [Fact]
    public void A_person_is_there_and_free()
    {
        var bounds = Empty with { People = [new(Somebody, [(Midnight.PlusHours(9), Midnight.PlusHours(12))], Midnight.PlusHours(8), Midnight.PlusHours(14), [])] };
        Assert.Equal([], Told(bounds, At(1, 9, 0, 180, Halls[0], Somebody)));
        Assert.Equal(["PersonUnavailable 60"], Told(bounds, At(1, 11, 30, 90, Halls[0], Somebody)));
        Assert.Equal(["PersonUnavailable 60", "BeforeArrival 30"], Told(bounds, At(1, 7, 30, 60, Halls[0], Somebody)));
        Assert.Equal(["PersonUnavailable 120", "AfterDeparture 60"], Told(bounds, At(1, 13, 0, 120, Halls[0], Somebody)));
    }

    [Fact]
    public void Seats_are_asked_for_where_both_numbers_are_known()
    {
        var seats = Empty with { Halls = [new(Halls[0], 100, null, []), new(Halls[1], 50, null, [])] };
        Assert.Equal(["SeatsMissing 20"], Told(seats, At(1, 10, 0, 60, Halls[0], Somebody) with { Expected = 120 }));
        Assert.Equal([], Told(seats, At(1, 10, 0, 60, Halls[0], Somebody) with { Expected = 100 }));
        Assert.Equal([], Told(seats, At(1, 10, 0, 60, Halls[2], Somebody) with { Expected = 100 }));
        Assert.Equal([], Told(seats with { Halls = [.. seats.Halls, new(Halls[2], null, null, [])] }, At(1, 10, 0, 60, null, Somebody) with { AllHalls = true, Expected = 151 }));
        Assert.Equal(["SeatsMissing 1"], Told(seats, At(1, 10, 0, 60, null, Somebody) with { AllHalls = true, Expected = 151 }));
    }

    [Fact]
    public void Somebody_speaks_and_three_are_led_even_without_a_time()
    {
        var unscheduled = At(1, 10, 0, 60, null) with { Start = null };
        Assert.Equal(["SpeakerMissing 0"], Told(Empty, unscheduled));
        Assert.Equal(["SpeakerMissing 0"], Told(Empty, unscheduled with { People = [new(Somebody, SessionRole.Chair), new(Another, SessionRole.Interpreter)] }));
        Assert.Equal([], Told(Empty, unscheduled with { IsCancelled = true }));
        Assert.Equal([], Told(Empty, unscheduled with { Type = Break }));
        Assert.Equal([], Told(Empty, At(1, 10, 0, 60, null, People[..2]) with { Start = null }));
        var three = At(1, 10, 0, 60, null, People[..3]) with { Start = null };
        Assert.Equal(["ChairMissing 0"], Told(Empty, three));
        Assert.Equal([], Told(Empty, three with { People = [.. three.People, new(People[4], SessionRole.Moderator)] }));
    }

    [Fact]
    public void A_track_has_one_session_at_a_time_and_a_break_is_kept()
    {
        var one = At(1, 10, 0, 60, Halls[0], Somebody) with { Track = Tracks[0] };
        var parallel = Empty with { Levels = new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.TrackTwice] = ConflictLevel.Warns } };
        Assert.Equal(["TrackTwice 30"], Told(parallel, one, At(2, 10, 30, 60, Halls[1], Another) with { Track = Tracks[0] }));
        Assert.Equal([], Told(Empty, one, At(2, 10, 30, 60, Halls[1], Another) with { Track = Tracks[0] }));
        Assert.Equal([], Told(parallel, one, At(2, 10, 30, 60, Halls[1], Another) with { Track = Tracks[1] }));
        var coffee = At(3, 10, 30, 15, null) with { AllHalls = true, Type = Break };
        Assert.Equal(["BreakSkipped 15"], Told(Empty, one, coffee));
        Assert.Equal(["BreakSkipped 15"], Told(Empty, one, coffee with { AllHalls = false, Hall = Halls[0] }));
        Assert.Equal([], Told(Empty, one, coffee with { AllHalls = false, Hall = Halls[1] }));
        Assert.Equal([], Told(Empty, coffee, coffee with { Guid = G(9, 4), Hall = Halls[0], AllHalls = false }));
    }

    [Fact]
    public void Each_output_language_has_a_booth_and_turns_of_half_an_hour()
    {
        string[] floor = ["ru"], output = ["ru", "en", "ar"];
        SessionEntry Panel(int minutes, params Guid[] interpreters) => At(1, 10, 0, minutes, Halls[0], G(3, 9)) with
        {
            FloorLanguages = floor, OutputLanguages = output, People = [new(G(3, 9), SessionRole.Speaker), .. interpreters.Select(i => new SessionPersonEntry(i, SessionRole.Interpreter))],
        };
        PlannedPerson Interprets(Guid person, params (string, string)[] pairs) => new(person, [], null, null, pairs);
        var team = Empty with
        {
            Halls = [new(Halls[0], null, 2, [])],
            People = [Interprets(People[0], ("ru", "en"), ("ru", "ar")), Interprets(People[1], ("ru", "en")), Interprets(People[2], ("en", "ar")), Interprets(People[3], ("ru", "ar")), Interprets(People[4], ("fr", "ar"))],
        };
        Assert.Equal(["InterpretersMissing 2"], Told(team, Panel(30)));
        Assert.Equal(["InterpretersMissing 4"], Told(team, Panel(31)));
        Assert.Equal([], Told(team, Panel(30, People[0], People[1])));
        Assert.Equal(["InterpretersMissing 2"], Told(team, Panel(45, People[0], People[1])));
        // From English by relay: the English booth hears the floor.
        Assert.Equal(["InterpretersMissing 1"], Told(team, Panel(45, People[0], People[1], People[2])));
        Assert.Equal([], Told(team, Panel(45, People[0], People[1], People[2], People[3])));
        Assert.Equal(["InterpretersMissing 4"], Told(team, Panel(45, People[4])));
        Assert.Equal(["BoothsMissing 1"], Told(team with { Halls = [new(Halls[0], null, 1, [])] }, Panel(30, People[0], People[1])));

        var many = Empty with { People = [.. People.Select(p => Interprets(p, ("ru", "en")))] };
        Assert.Equal([], Told(many, Panel(45, People[..3]) with { OutputLanguages = ["en"] }));
        Assert.Equal(["InterpretersSurplus 2"], Told(many, Panel(45, People) with { OutputLanguages = ["en"] }));
        // Where two are spoken, each is heard in the other.
        var both = Panel(20) with { FloorLanguages = ["ru", "en"], OutputLanguages = ["ru", "en"] };
        Assert.Equal(["InterpretersMissing 2"], Told(Empty, both));
        Assert.Equal([], Told(Empty, both with { FloorLanguages = ["ru"], OutputLanguages = ["ru"] }));
    }

    [Fact]
    public void Called_off_and_unscheduled_sessions_take_no_place()
    {
        var (one, other) = (At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 0, 60, Halls[0], Somebody));
        Assert.Equal(["PersonTwice 60", "HallTwice 60"], Told(Empty, one, other));
        Assert.Equal([], Told(Empty, one, other with { IsCancelled = true }));
        Assert.Equal([], Told(Empty, one, other with { Start = null }));
        Assert.Equal([], Told(Empty, one, other with { Hall = null }));
    }

    [Fact]
    public void A_key_survives_what_does_not_end_the_conflict_and_an_acceptance_lapses_when_it_moves()
    {
        var (one, other) = (At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 30, 60, Halls[1], Somebody));
        var finder = new ConflictFinder(Empty with { Sessions = [one, other] });
        var before = Assert.Single(finder.All);
        Assert.Equal($"persontwice.{one.Guid:N}.{other.Guid:N}.{Somebody:N}", before.Key);
        Assert.True(Assert.Single(finder.Put(one with { Title = Text("Another title"), Track = Tracks[0] })).IsAsItWas(before));
        var moved = Assert.Single(finder.Put(other with { Start = other.Start!.Value.PlusMinutes(10) }));
        Assert.Equal(before.Key, moved.Key);
        Assert.False(moved.IsAsItWas(before));
        // The earlier stands first, the key does not mind.
        Assert.Equal(before.Key, Assert.Single(finder.Put(other with { Start = one.Start!.Value.PlusMinutes(-5) })).Key);
    }

    [Fact]
    public void Levels_are_the_editions_and_what_is_ignored_is_not_found()
    {
        var plan = Empty with { Sessions = [At(1, 10, 0, 60, Halls[0], Somebody), At(2, 10, 0, 60, Halls[0], Somebody)], Levels = new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.HallTwice] = ConflictLevel.Ignored, [ConflictRule.PersonTwice] = ConflictLevel.Warns } };
        var found = Assert.Single(new ConflictFinder(plan).All);
        Assert.Equal((ConflictRule.PersonTwice, ConflictLevel.Warns), (found.Rule, found.Level));
    }

    [Fact]
    public void A_hopeless_programme_costs_bounded_time_and_memory()
    {
        var sessions = Enumerable.Range(1, 3000).Select(i => At(1, 10, 0, 60, Halls[0], Somebody) with { Guid = G(i + 100, 0) }).ToArray();
        var finder = new ConflictFinder(Empty with { Sessions = sessions });
        Assert.True(finder.IsCut);
        Assert.Equal(ConflictFinder.Most, finder.All.Count);
        foreach (var session in sessions[1..]) finder.Take(session.Guid);
        Assert.False(finder.IsCut);
        Assert.Empty(finder.All);
    }

    static readonly Gen<(LocalDateTime, LocalDateTime)> Window = Gen.Select(Gen.Int[0, 30 * 12], Gen.Int[1, 120]).Select((from, length) => (Midnight.PlusMinutes(from * 5), Midnight.PlusMinutes((from + length) * 5)));
    static readonly Gen<string> Tongue = Gen.Int[0, 3].Select(i => new[] { "ru", "en", "ar", "fa" }[i]);
    static readonly Gen<string[]> Tongues = Tongue.Array[0, 3].Select(t => t.Distinct().ToArray());

    static readonly Gen<PlannedPerson[]> SomePeople = Gen.Select(Window.Array[0, 2], Gen.Int[0, 200].Nullable(), Gen.Int[200, 400].Nullable(), Gen.Select(Tongue, Tongue).Array[0, 3])
        .Select((windows, arrives, departs, pairs) => (windows, arrives, departs, pairs)).Array[5]
        .Select(all => all.Select((p, i) => new PlannedPerson(People[i], p.windows, p.arrives is { } a ? Midnight.PlusMinutes(a * 5) : null, p.departs is { } d ? Midnight.PlusMinutes(d * 5) : null,
            [.. p.pairs.Where(l => l.Item1 != l.Item2)])).ToArray());

    static readonly Gen<PlannedHall[]> SomeHalls = Gen.Select(Gen.Int[0, 200].Nullable(), Gen.Int[0, 3].Nullable(), Window.Array[0, 2]).Array[3]
        .Select(all => all.Select((h, i) => new PlannedHall(Halls[i], h.Item1, h.Item2, h.Item3)).ToArray());

    static Gen<SessionEntry> SomeSession(int number) => Gen.Select(
        Gen.Select(Gen.Int[0, 30 * 12], Gen.Int[0, 24], Gen.Int[0, 2], Gen.Int[0, 11], Gen.Int[0, 3], Gen.Int[0, 6]),
        Gen.Select(Gen.Int[0, 4], Gen.Enum<SessionRole>()).Array[0, 6], Tongues, Tongues, Gen.Int[0, 250].Nullable())
        .Select((place, roles, floor, outputs, expected) => Session("x") with
        {
            Guid = G(9, number), Number = number, Start = place.Item4 == 0 ? null : Midnight.PlusMinutes(place.Item1 * 5), Minutes = place.Item2 * 5, Hall = place.Item4 == 1 ? null : Halls[place.Item3],
            AllHalls = place.Item4 == 2, IsCancelled = place.Item4 == 3, Track = place.Item5 < 2 ? Tracks[place.Item5] : null, Type = place.Item6 == 0 ? Break : place.Item6 < 3 ? Talk : null,
            People = [.. roles.Distinct().Select(r => new SessionPersonEntry(People[r.Item1], r.Item2))], FloorLanguages = floor, OutputLanguages = outputs, Expected = expected,
        });

    static readonly Gen<Dictionary<ConflictRule, ConflictLevel>> SomeLevels =
        Gen.Select(Gen.Enum<ConflictRule>(), Gen.Enum<ConflictLevel>()).Array[0, 4].Select(l => l.DistinctBy(x => x.Item1).ToDictionary(x => x.Item1, x => x.Item2));

    static readonly Gen<(ProgrammePlan Plan, (int Session, SessionEntry Facts)[] Changes)> SomePlan = Gen.Select(
        Gen.Int[0, 14].SelectMany(count => Gen.Int[0, 0].Select(_ => count)), SomeHalls, SomePeople, SomeLevels,
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 40]).Array[0, 2], Gen.Int[1, 16].SelectMany(n => SomeSession(n)).Array[0, 30])
        .SelectMany((count, halls, people, levels, walks, changes) => count == 0
            ? Gen.Const((Plan(halls, people, levels, walks, []), Changes(changes)))
            : SomeSession(0).Array[count].Select(sessions => (Plan(halls, people, levels, walks, [.. sessions.Select((s, i) => s with { Guid = G(9, i + 1), Number = i + 1 })]), Changes(changes))));

    static ProgrammePlan Plan(PlannedHall[] halls, PlannedPerson[] people, Dictionary<ConflictRule, ConflictLevel> levels, (int, int)[] walks, SessionEntry[] sessions) => Empty with
    {
        Halls = halls, People = people, Levels = levels, Sessions = sessions, DefaultWalk = 8, Walks = [.. walks.DistinctBy(w => w.Item1).Select(w => new PlannedWalk(Halls[w.Item1], Halls[2], w.Item2))],
    };

    static (int, SessionEntry)[] Changes(SessionEntry[] facts) => [.. facts.Select(f => (f.Number, f))];

    [Fact]
    public void Whatever_the_programme_and_however_it_changes_the_engine_finds_what_the_naive_checker_finds() =>
        SomePlan.Sample(made =>
        {
            var finder = new ConflictFinder(made.Plan);
            Assert.Equal(NaiveConflicts.Of(made.Plan), Lines(finder.All));
            var sessions = made.Plan.Sessions.ToDictionary(s => s.Guid);
            foreach (var (number, facts) in made.Changes)
            {
                // Now and then a session goes.
                if (facts.Expected is > 230)
                {
                    sessions.Remove(facts.Guid);
                    finder.Take(facts.Guid);
                }
                else
                {
                    sessions[facts.Guid] = facts;
                    var told = finder.Put(facts);
                    Assert.Equal(Lines(finder.All.Where(c => c.Sessions.Contains(facts.Guid))), Lines(told));
                }
                Assert.Equal(NaiveConflicts.Of(made.Plan with { Sessions = [.. sessions.Values] }), Lines(finder.All));
            }
            Assert.Equal(finder.All.Count, finder.All.Select(c => c.Key).Distinct().Count());
        }, iter: 1000);

    public static readonly TheoryData<string> Schedules = ["fosdem-2026.xml", "fosdem-2018.xml", "fosdem-2012.xml", "fosdem-2007.xml", "36c3_merged.xml", "kielux_2020.ics", "linux_conf_au_2020.ics", "golden-minimal.xml"];

    [Theory, MemberData(nameof(Schedules))]
    public void In_a_real_programme_the_engine_finds_what_the_naive_checker_finds(string file)
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Schedule(file), "Europe/Brussels").Programme;
        var plan = Empty with
        {
            Halls = [.. programme.Halls.Select(h => new PlannedHall(h.Guid, h.Capacity, null, []))], DefaultWalk = 5, Sessions = programme.Sessions,
            Breaks = programme.Types.Where(t => t.IsBreak).Select(t => t.Guid).ToHashSet(), Levels = new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.TrackTwice] = ConflictLevel.Warns },
        };
        var naive = NaiveConflicts.Of(plan);
        var finder = new ConflictFinder(plan);
        output.WriteLine($"{file}: {programme.Sessions.Count} sessions, {string.Join(", ", finder.All.CountBy(c => c.Rule).Select(r => $"{r.Key} {r.Value}"))}");
        Assert.False(finder.IsCut);
        Assert.Equal(naive, Lines(finder.All));
        // And once more after every tenth session was moved by half an hour.
        var moved = programme.Sessions.Where((_, i) => i % 10 == 0).Select(s => s with { Start = s.Start?.PlusMinutes(30) }).ToList();
        finder.Put(moved);
        var after = programme.Sessions.ToDictionary(s => s.Guid);
        foreach (var session in moved) after[session.Guid] = session;
        Assert.Equal(NaiveConflicts.Of(plan with { Sessions = [.. after.Values] }), Lines(finder.All));
    }

    static List<string> Lines(IEnumerable<Conflict> found) => [.. found.Select(NaiveConflicts.Line).Order(StringComparer.Ordinal)];
}
