using System.Text;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Programme.Conflicts;

public class ConflictActsTests(TestDatabases databases)
{
    static Task<CheckedProgramme> Check(TestDatabase database, Stage stage) => database.Do(db => ConflictCheck.Of(db, stage.Id));

    static async Task<string[]> Told(TestDatabase database, Stage stage) => [.. (await Check(database, stage)).Found.Select(f => $"{f.Conflict.Rule} {f.Conflict.Amount}{(f.IsAccepted ? " accepted" : f.HasLapsed ? " lapsed" : "")}")];

    static Task Levels(TestDatabase database, Stage stage, ConflictRule rule, ConflictLevel level) =>
        database.Do(db => SetRuleLevels.Run(db, stage.Owner, stage.Id, new Dictionary<ConflictRule, ConflictLevel> { [rule] = level }));

    /// <summary>Two sessions with one speaker at once, in two halls.</summary>
    static async Task<(Session One, Session Other)> Twice(TestDatabase database, Stage stage)
    {
        var one = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        return (one, await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Other") with { Hall = stage.Green.Guid, Start = new LocalDateTime(2026, 5, 12, 10, 30) })));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_known_of_halls_people_and_sessions_is_looked_at(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => ChangeHall.Run(db, stage.Owner, stage.Id, stage.Blue.Guid, HallFacts.Of(stage.Blue) with { Capacity = 100, Booths = 0, Hours = [new(new(2026, 5, 12, 9, 0), new(2026, 5, 12, 10, 45))] }, stage.Blue.Version));
        var there = new Presence
        {
            Arrives = new(2026, 5, 12, 10, 10), Departs = new(2026, 5, 12, 10, 50), Available = [new(new(2026, 5, 12, 10, 30), new(2026, 5, 12, 18, 0))], Interprets = [new("ru", "en"), new("ru", "en")],
        };
        var known = A.Person("Layla Haddad") with { Guid = stage.Layla.Guid };
        var layla = await database.Do(db => ChangePerson.Run(db, stage.Programmer, stage.Id, known, stage.Layla.Version, there));
        Assert.Equal([new LanguagePair("ru", "en")], layla.Presence.Interprets);
        // A change that says nothing of it keeps it.
        await database.Do(db => ChangePerson.Run(db, stage.Programmer, stage.Id, known, layla.Version));
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One") with
        {
            Expected = 130, FloorLanguages = ["ru"], OutputLanguages = ["en"], Minutes = 60, People = [new(stage.Layla.Guid, SessionRole.Speaker), new(stage.Layla.Guid, SessionRole.Interpreter)],
        }));
        Assert.Equal(["PersonUnavailable 30", "BeforeArrival 10", "AfterDeparture 10", "HallClosed 15", "SeatsMissing 30", "BoothsMissing 1", "InterpretersMissing 1"], await Told(database, stage));
    }

    [Theory, OnEveryDatabase]
    public async Task Wrong_facts_are_refused(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task Be(Presence presence) => database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("x"), presence));
        var noon = new LocalDateTime(2026, 5, 12, 12, 0);
        await Refused("people.stay", () => Be(new() { Arrives = noon, Departs = noon }));
        await Refused("people.available", () => Be(new() { Available = [new(noon, noon)] }));
        await Refused("people.available", () => Be(new() { Available = [new(noon, noon.PlusHours(2)), new(noon.PlusHours(1), noon.PlusHours(3))] }));
        foreach (var (from, to) in new[] { ("ru", "ru"), ("ru", "RU"), ("", "en"), ("ru en", "ar"), ("ru", "<b>"), ("ru-", "en") }) await Refused("people.interprets", () => Be(new() { Interprets = [new(from, to)] }));
        await Refused("people.too_many", () => Be(new() { Interprets = [.. Enumerable.Repeat(new LanguagePair("ru", "en"), 101)] }));
        await Refused("forums.booths", () => database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, A.Hall("x") with { Booths = -1 })));
        await Refused("programme.expected", () => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session("x") with { Expected = -1 })));
        Assert.Equal(0, await database.Do(db => db.Persons.CountAsync(p => p.EditionId == stage.Id && p.Id != stage.Layla.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_conflict_is_accepted_with_a_reason_which_lapses_when_it_changes_and_can_be_taken_back(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (_, other) = await Twice(database, stage);
        var key = Assert.Single((await Check(database, stage)).Found).Conflict.Key;
        Task Accept(Actor actor, string reason, string? wanted = null) => database.Do(db => AcceptConflicts.Run(db, actor, stage.Id, [wanted ?? key], reason));
        await Refused("programme.conflict_reason", () => Accept(stage.Programmer, "  "));
        await Refused("programme.conflict_reason_long", () => Accept(stage.Programmer, new('x', 501)));
        await Assert.ThrowsAsync<NotThere>(() => Accept(stage.Programmer, "why", "halltwice.nothing"));
        await Assert.ThrowsAsync<NotAllowed>(() => Accept(A.Member(stage.Edition, Role.Press), "why"));
        await Assert.ThrowsAsync<NotAllowed>(() => Accept(A.Member(stage.Secret, Role.Owner), "why"));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => TakeBackAcceptance.Run(db, stage.Programmer, stage.Id, key)));

        await Accept(stage.Programmer, " She speaks by video. ");
        Assert.Equal(["PersonTwice 30 accepted"], await Told(database, stage));
        var accepted = Assert.Single((await Check(database, stage)).Found).Acceptance!;
        Assert.Equal(("She speaks by video.", "Amina", database.Clock.GetCurrentInstant()), (accepted.Reason, accepted.By, accepted.At));

        // What has nothing to do with it keeps it.
        var facts = stage.Scheduled("Renamed") with { Guid = other.Guid, Hall = stage.Green.Guid, Start = other.Start, Abstract = A.Text("New words") };
        other = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, facts, other.Version));
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Third", 15)));
        Assert.Equal(["PersonTwice 30 accepted"], await Told(database, stage));

        // Another time is another conflict to answer for.
        other = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, facts with { Start = new LocalDateTime(2026, 5, 12, 10, 20) }, other.Version));
        Assert.Equal(["PersonTwice 40 lapsed"], await Told(database, stage));
        await Accept(stage.Programmer, "Still by video.");
        Assert.Equal(["PersonTwice 40 accepted"], await Told(database, stage));

        // What is repaired is gone, and what comes back as it was is accepted as it was.
        await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, other.Guid, other.Version));
        Assert.Equal(key, Assert.Single((await Check(database, stage)).Gone).Key);
        await database.Do(db => TakeBackAcceptance.Run(db, stage.Programmer, stage.Id, key));
        Assert.Empty((await Check(database, stage)).Gone);
        Assert.Equal(["ConflictAccepted", "ConflictAccepted", "ConflictAcceptanceTakenBack"], (await database.Events()).Where(e => e.StartsWith("Conflict", StringComparison.Ordinal)));
        Assert.Equal(1, await database.Do(db => db.Events.CountAsync(e => e.Kind == "ConflictAccepted" && e.Payload.Contains("She speaks by video.") && e.ActorName == "Amina")));
    }

    [Theory, OnEveryDatabase]
    public async Task Nothing_is_released_over_a_conflict_that_forbids_it_unless_somebody_answers_for_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Twice(database, stage);
        Task Release(string name) => database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, name, A.Text("")));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Release("1.0"));
        Assert.Equal(("programme.release_conflicts", 1), (refusal.Code, refusal.Values.Single().Value));
        Assert.Equal(0, await database.Do(db => db.Releases.CountAsync()));
        var check = await Check(database, stage);
        await database.Do(db => AcceptConflicts.Run(db, stage.Programmer, stage.Id, [.. check.AgainstRelease.Select(c => c.Key)], "By video."));
        await Release("1.0");

        // A rule that only warns, and one about what is not released, hold nothing up.
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session("Unscheduled")));
        await Levels(database, stage, ConflictRule.SpeakerMissing, ConflictLevel.ForbidsRelease);
        await Levels(database, stage, ConflictRule.HallTwice, ConflictLevel.Warns);
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Third") with { People = [new(stage.Layla.Guid, SessionRole.Speaker)], Start = new LocalDateTime(2026, 5, 13, 9, 0) }));
        var omar = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Omar")));
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Fourth") with { People = [new(omar.Guid, SessionRole.Speaker)], Start = new LocalDateTime(2026, 5, 13, 9, 0) }));
        await Release("2.0");
        Assert.Empty((await Check(database, stage)).AgainstRelease);
    }

    [Theory, OnEveryDatabase]
    public async Task What_forbids_placing_is_refused_when_the_change_makes_it_and_never_locks_a_session(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (one, other) = await Twice(database, stage);
        await Levels(database, stage, ConflictRule.PersonTwice, ConflictLevel.ForbidsPlacing);
        await Levels(database, stage, ConflictRule.HallTwice, ConflictLevel.ForbidsPlacing);
        SessionEntry Facts(int hour, int minute) => stage.Scheduled("Other") with { Guid = other.Guid, Hall = stage.Green.Guid, Start = new LocalDateTime(2026, 5, 12, hour, minute) };
        async Task Move(Session session, LocalDateTime start, Guid? hall = null)
        {
            var version = await database.Do(db => db.Sessions.Where(s => s.Guid == session.Guid).Select(s => s.Version).SingleAsync());
            await database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [new(session.Guid, version, start, 60, hall ?? stage.Green.Guid, false, stage.Track.Guid, false)]));
        }

        // It is there already: words may change, and it may shrink, not grow.
        other = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, Facts(10, 30) with { Title = A.Text("Renamed") }, other.Version));
        await Refused("programme.placing_forbidden", () => database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, Facts(10, 15), other.Version)));
        other = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, Facts(10, 45), other.Version));
        await Move(other, new(2026, 5, 12, 12, 0));
        Assert.Empty(await Told(database, stage));

        // Now that it is repaired it may not come back, by any act.
        await Refused("programme.placing_forbidden", () => Move(other, new(2026, 5, 12, 10, 45)));
        await Refused("programme.placing_forbidden", () => Move(other, new(2026, 5, 12, 10, 45), stage.Blue.Guid));
        await Refused("programme.placing_forbidden", () => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Third"))));
        var omar = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Omar")));
        var third = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Third") with { Hall = stage.Green.Guid, People = [new(omar.Guid, SessionRole.Speaker)] }));
        await Refused("programme.placing_forbidden", () => database.Do(db => ChangeSessions.Run(db, stage.Programmer, stage.Id, new Dictionary<Guid, long> { [third.Guid] = third.Version }, new SessionsChange.ToHall(stage.Blue.Guid))));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Third") with { Guid = third.Guid, Hall = stage.Green.Guid }, third.Version)));
        Assert.Equal("Not saved, because this edition forbids it. \u2068Layla Haddad\u2069 is in “\u2068One\u2069” and “\u2068Third\u2069” at once: \u206812 May 2026 10:00–11:00\u2069. ",
            Texts.Of(Language.English).Say("refusal.programme.placing_forbidden", [.. refusal.Values]));
        Assert.Equal(2, await database.Do(db => db.Events.CountAsync(e => e.Kind == "SessionChanged" && e.Payload.Contains(third.Guid.ToString()) || e.Kind == "SessionChanged" && e.Payload.Contains(one.Guid.ToString()))));
    }

    [Theory, OnEveryDatabase]
    public async Task Editors_who_save_in_the_same_instant_make_no_conflict_that_is_forbidden(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Levels(database, stage, ConflictRule.HallTwice, ConflictLevel.ForbidsPlacing);
        await Levels(database, stage, ConflictRule.PersonTwice, ConflictLevel.ForbidsPlacing);
        const int editors = 6;
        var cancellation = TestContext.Current.CancellationToken;
        for (var round = 0; round < 5; round++)
        {
            var at = new LocalDateTime(2026, 5, 13, 9 + round, 0);
            var waiting = new List<Session>();
            for (var i = 0; i < editors; i++) waiting.Add(await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session($"Talk {round} {i}"))));
            using var start = new Barrier(editors);
            // Every way to place a session, all into one hall at one time.
            var saves = await Task.WhenAll(waiting.Select((session, i) => Task.Run(async () =>
            {
                await using var db = database.Open();
                await db.RuleLevels.CountAsync(cancellation);
                start.SignalAndWait();
                return await Record.ExceptionAsync(() => (i % 3) switch
                {
                    0 => MoveSessions.Run(db, stage.Programmer, stage.Id, [new(session.Guid, session.Version, at, 60, stage.Blue.Guid, false, null, false)], cancellation),
                    1 => ChangeSession.Run(db, stage.Programmer, stage.Id, A.Session("Changed") with { Guid = session.Guid, Start = at, Hall = stage.Blue.Guid }, session.Version, cancellation),
                    _ => AddSession.Run(db, stage.Programmer, stage.Id, A.Session("Added") with { Start = at, Hall = stage.Blue.Guid }, cancellation),
                });
            })));
            Assert.Single(saves, e => e is null);
            Assert.All(saves.Where(e => e is not null), e => Assert.Equal("programme.placing_forbidden", Assert.IsType<Refusal>(e).Code));
            Assert.Equal(1, await database.Do(db => db.Sessions.CountAsync(s => s.EditionId == stage.Id && s.Start == at)));
        }
        Assert.DoesNotContain((await Check(database, stage)).Found, f => f.Conflict.Level == ConflictLevel.ForbidsPlacing);
        // A save that had to look again counts as one change.
        Assert.All(await database.Do(db => db.Sessions.Where(s => s.EditionId == stage.Id && s.Start != null).Select(s => s.Version).ToListAsync()), v => Assert.InRange(v, 0, 1));
    }

    [Theory, OnEveryDatabase]
    public async Task Who_sets_levels_while_others_place_is_not_turned_away(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Levels(database, stage, ConflictRule.HallTwice, ConflictLevel.ForbidsPlacing);
        var sessions = new List<Session>();
        for (var i = 0; i < 4; i++) sessions.Add(await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session($"Talk {i}"))));
        await Task.WhenAll(
        [
            .. sessions.Select((s, i) => Task.Run(() => database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [new(s.Guid, s.Version, new(2026, 5, 12, 9 + i, 0), 60, stage.Blue.Guid, false, null, false)])))),
            .. Enumerable.Range(0, 3).Select(i => Task.Run(() => Levels(database, stage, ConflictRule.HallTwice, i == 1 ? ConflictLevel.ForbidsRelease : ConflictLevel.ForbidsPlacing))),
        ]);
        Assert.Equal(4, await database.Do(db => db.Sessions.CountAsync(s => s.EditionId == stage.Id && s.Start != null)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_roll_back_is_looked_at_like_any_release(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", A.Text("")));
        await database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [new(session.Guid, session.Version, new(2026, 5, 12, 15, 0), 60, stage.Blue.Guid, false, null, false)]));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "2.0", A.Text("")));
        // By now the hall is closed when the session was held at first.
        await database.Do(db => ChangeHall.Run(db, stage.Owner, stage.Id, stage.Blue.Guid, HallFacts.Of(stage.Blue) with { Hours = [new(new(2026, 5, 12, 14, 0), new(2026, 5, 12, 18, 0))] }, stage.Blue.Version));

        Task<Release> Back(string name, int despite = 0) => database.Do(db => RollBack.Run(db, stage.Programmer, stage.Id, 1, name, A.Text(""), LettersTo.Nobody, false, despite));
        var (_, _, check) = await database.Do(db => RollBack.Preview(db, stage.Programmer, stage.Id, 1));
        Assert.Equal(ConflictRule.HallClosed, Assert.Single(check.AgainstRelease).Rule);
        Assert.Empty((await Check(database, stage)).AgainstRelease);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Back("3.0"));
        Assert.Equal(("programme.roll_back_conflicts", 1), (refusal.Code, refusal.Values.Single().Value));
        await Refused("programme.roll_back_conflicts", () => Back("3.0", 2));
        Assert.Equal(2, await database.Do(db => db.Releases.CountAsync()));
        await Back("3.0", 1);
        Assert.Equal(1, await database.Do(db => db.Events.CountAsync(e => e.Kind == "ProgrammeReleased" && e.Payload.Contains("\"despite\":1"))));
    }

    [Theory, OnEveryDatabase]
    public async Task Moves_say_what_they_would_make_and_write_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (one, other) = await Twice(database, stage);
        var before = (await database.Events()).Count;
        SessionMove there = new(one.Guid, 0, one.Start, 60, stage.Green.Guid, false, stage.Track.Guid, false);
        Task<string[]> IfMoved(params SessionMove[] moves) => database.Do(async db => (await ConflictCheck.IfMoved(db, stage.Id, moves)).Found.Select(f => $"{f.Conflict.Rule} {f.Conflict.Amount}").Order().ToArray());
        Assert.Equal(["HallTwice 30", "PersonTwice 30"], await IfMoved(there));
        Assert.Empty(await IfMoved(there with { Start = new LocalDateTime(2026, 5, 13, 10, 0) }));
        Assert.Empty(await IfMoved(there with { IsCancelled = true }));
        Assert.Equal(["WalkTooShort 5"], await IfMoved(there with { Minutes = 30 }, new(other.Guid, 0, other.Start, 60, stage.Blue.Guid, false, null, false)));
        await Refused("programme.hall_unknown", () => IfMoved(there with { Hall = stage.SecretHall.Guid }));
        await Refused("programme.moved_twice", () => IfMoved(there, there));
        await Refused("programme.moved_twice", () => database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [there, there])));
        await Assert.ThrowsAsync<NotThere>(() => IfMoved(there with { Session = stage.SecretSession.Guid }));
        Assert.Equal(before, (await database.Events()).Count);
        Assert.Equal(["PersonTwice 30"], await Told(database, stage));
    }

    [Theory, OnEveryDatabase]
    public async Task Levels_belong_to_one_edition_and_to_whoever_edits_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Twice(database, stage);
        await Levels(database, stage, ConflictRule.PersonTwice, ConflictLevel.Ignored);
        Assert.Empty(await Told(database, stage));
        await Levels(database, stage, ConflictRule.PersonTwice, ConflictLevel.ForbidsRelease);
        Assert.Equal(["PersonTwice 30"], await Told(database, stage));
        Assert.Equal(["SpeakerMissing"], (await database.Do(db => ConflictCheck.Of(db, stage.Secret.Id))).Found.Select(f => f.Conflict.Rule.ToString()));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => SetRuleLevels.Run(db, stage.Programmer, stage.Id, new Dictionary<ConflictRule, ConflictLevel>())));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => SetRuleLevels.Run(db, stage.Owner, stage.Secret.Id, new Dictionary<ConflictRule, ConflictLevel>())));
    }

    [Theory, OnEveryDatabase]
    public async Task What_the_desk_knows_of_people_halls_and_expectations_is_in_no_release_and_no_export(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => ChangeHall.Run(db, stage.Owner, stage.Id, stage.Blue.Guid, HallFacts.Of(stage.Blue) with { Booths = 73 }, stage.Blue.Version));
        await database.Do(db => ChangePerson.Run(db, stage.Programmer, stage.Id, A.Person("Layla Haddad") with { Guid = stage.Layla.Guid }, stage.Layla.Version,
            new() { Arrives = new(2026, 5, 11, 23, 17), Departs = new(2026, 5, 14, 23, 17), Available = [new(new(2026, 5, 12, 8, 13), new(2026, 5, 12, 22, 47))], Interprets = [new("tlh", "qya")] }));
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One") with { Expected = 98765 }));
        var draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)));
        Assert.Equal(98765, draft.Sessions.Single().Expected);
        var release = await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", A.Text("")));
        var programme = release.Open();
        Assert.Null(programme.Sessions.Single().Expected);
        // And it is no change to the public when only that changes.
        Assert.Empty(ProgrammeChanges.Between(programme, draft));

        string[] secrets = ["98765", "expected", "23:17", "08:13", "22:47", "tlh", "qya", "interprets", "booths", "presence"];
        var told = new List<string> { System.Text.Json.JsonSerializer.Serialize(programme, Json.Stored) };
        foreach (var format in Enum.GetValues<ProgrammeFormat>())
        {
            using var stream = new MemoryStream();
            ProgrammeWriter.Write(format, programme, stream, new() { BaseAddress = new("https://forum.example.org"), Language = "en", Published = database.Clock.GetCurrentInstant() });
            if (format == ProgrammeFormat.Xlsx)
            {
                using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(stream.ToArray()));
                foreach (var entry in zip.Entries) told.Add(await new StreamReader(entry.Open()).ReadToEndAsync(TestContext.Current.CancellationToken));
            }
            else told.Add(Encoding.UTF8.GetString(stream.ToArray()));
        }
        foreach (var text in told)
            Assert.DoesNotContain(secrets, s => text.Contains(s, StringComparison.OrdinalIgnoreCase));
    }
}
