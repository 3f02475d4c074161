using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Programme.SessionActsTests;

namespace Majlis.Tests.Programme;

public class ImportProgrammeTests(TestDatabases databases)
{
    static readonly Guid Hall = Of(1), Track = Of(2), Type = Of(3), Speaker = Of(4), Talk = Of(5), Keynote = Of(6);

    static Guid Of(byte n) => new(n, 0, 0, new byte[8]);

    /// <summary>What a file might say: one hall, one speaker, a talk and a keynote of all halls.</summary>
    static ProgrammeSnapshot File => new()
    {
        Edition = new()
        {
            Slug = "file", Title = A.Text("From a file"), First = new(2026, 5, 12), Last = new(2026, 5, 13), Zone = "Europe/Moscow", DayChange = new(6, 0), Url = "javascript:x",
        },
        Days = [new(new(2026, 5, 12), new(2026, 5, 12, 9, 0), new(2026, 5, 13, 2, 0)), new(new(2026, 5, 13), new(2026, 5, 13, 6, 0), new(2026, 5, 14, 6, 0))],
        Halls = [new() { Guid = Hall, Slug = "hall-1", Name = A.Text("Hall 1") }],
        Tracks = [new() { Guid = Track, Slug = "main", Name = A.Text("Main") }],
        Types = [new() { Guid = Type, Slug = "talk", Name = A.Text("Talk") }],
        People = [new() { Guid = Speaker, Number = 70, Name = A.Text("Ibrahim Musa") }],
        Sessions =
        [
            new() { Guid = Talk, Number = 100, Title = A.Text("A talk"), Hall = Hall, Track = Track, Type = Type, Start = new(2026, 5, 12, 10, 0), Minutes = 45, People = [new(Speaker, SessionRole.Speaker)] },
            new() { Guid = Keynote, Number = 101, Title = A.Text("Keynote"), AllHalls = true, Start = new LocalDateTime(2026, 5, 13, 1, 30), Minutes = 30 },
        ],
    };

    [Theory, OnEveryDatabase]
    public async Task A_file_makes_its_edition_and_forum(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (edition, plan) = await database.Do(db => ImportProgramme.MakeEdition(db, A.Operator, A.Reading(File), "summit-2026"));
        Assert.Equal((1, "summit-2026", new LocalDate(2026, 5, 12), new LocalDate(2026, 5, 13), null, null), (edition.Number, edition.Slug, edition.First, edition.Last, edition.AnnouncedAt, edition.Url));
        Assert.Equal(["summit"], await database.Do(db => db.Forums.Select(f => f.Slug).ToListAsync()));
        Assert.Equal(2, plan.Count(ImportedNoun.Session, ImportedAs.Added));
        var draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync()));
        Assert.Equal(Json(File.Sessions), Json(draft.Sessions));
        Assert.Equal(Json(File.People), Json(draft.People));
        Assert.Equal(Json(File.Halls), Json(draft.Halls));
        Assert.Equal(Json(File.Days), Json(draft.Days));
        Assert.Equal(["ForumFounded", "EditionChanged", "SessionChanged", "SessionChanged", "ProgrammeImported"], await database.Events());
        await Refused("forums.slug_taken", () => database.Do(db => ImportProgramme.MakeEdition(db, A.Operator, A.Reading(File), "summit-2026")));
        var (next, _) = await database.Do(db => ImportProgramme.MakeEdition(db, A.Operator, A.Reading(File), "summit-2027", announce: true));
        Assert.Equal((2, edition.ForumId, database.Clock.GetCurrentInstant()), (next.Number, next.ForumId, next.AnnouncedAt));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => ImportProgramme.MakeEdition(db, A.Member(edition, Role.Owner), A.Reading(File), "summit-2028")));
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_file_again_changes_nothing_and_tells_nobody(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var before = await Load(database, stage);
        var preview = await database.Do(db => ImportProgramme.Preview(db, stage.Programmer, stage.Id, A.Reading(File)));
        Assert.Equal(Json(before), Json(await Load(database, stage)));
        var done = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File)));
        Assert.Equal(Json(preview.Lines), Json(done.Lines));
        var events = await database.Events();
        var draft = Json(await Load(database, stage));
        var again = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File)));
        Assert.True(again.ChangesNothing);
        Assert.Empty(again.Lines);
        Assert.Equal(events, await database.Events());
        Assert.Equal(draft, Json(await Load(database, stage)));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_the_same_import_twice_at_once_nothing_is_doubled(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var plans = await Task.WhenAll(Enumerable.Range(1, 2).Select(_ => Task.Run(() =>
            database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File))))));
        Assert.Equal([true, false], plans.Select(p => p.ChangesNothing).OrderDescending());
        var draft = await Load(database, stage);
        Assert.Equal((3, 2, 2, 2, 2), (draft.Halls.Count, draft.Tracks.Count, draft.Types.Count, draft.People.Count, draft.Sessions.Count));
    }

    [Theory, OnEveryDatabase]
    public async Task Things_are_known_by_guid_then_slug_then_name_and_people_by_number_and_name(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var file = File with
        {
            Halls = [new() { Guid = Hall, Slug = "blue", Name = LocalizedText.Of("ru", "Синий") }],
            Tracks = [new() { Guid = Track, Slug = "something", Name = A.Text("Finance") }],
            Types = [new() { Guid = stage.Type.Guid, Slug = "other", Name = A.Text("Debate") }],
            People = [new() { Guid = Speaker, Number = 1, Name = A.Text("Layla Haddad"), Country = "JO" }],
            Sessions = [File.Sessions[0] with { Type = stage.Type.Guid }],
        };
        var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)));
        Assert.Equal([(ImportedNoun.Hall, "name"), (ImportedNoun.Type, "name"), (ImportedNoun.Person, "country"), (ImportedNoun.Session, "")],
            plan.Lines.Select(l => (l.Noun, string.Join(',', l.Fields))));
        var draft = await Load(database, stage);
        Assert.Equal(A.Text("Blue").With("ru", "Синий"), draft.Halls.Single(h => h.Guid == stage.Blue.Guid).Name);
        Assert.Equal(("panel", "Debate"), (draft.Types.Single().Slug, draft.Types.Single().Name["en"]));
        var session = draft.Sessions.Single();
        Assert.Equal((stage.Blue.Guid, stage.Track.Guid, stage.Layla.Guid), (session.Hall, session.Track, session.People.Single().Person));
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)))).ChangesNothing);
    }

    [Theory, OnEveryDatabase]
    public async Task Numbers_stay_and_none_is_taken_from_another(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var mine = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session("Mine")));
        var file = File with
        {
            Sessions = [File.Sessions[0] with { Number = mine.Number }, File.Sessions[1] with { Number = int.MaxValue }, File.Sessions[1] with { Guid = Of(7), Number = 40 }],
        };
        var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)));
        Assert.Equal([("number_taken", FindingKind.Repaired), ("number_taken", FindingKind.Repaired)], plan.Findings.Select(f => (f.Code, f.Kind)));
        Assert.Equal([(mine.Guid, 1), (Of(7), 40), (Talk, 41), (Keynote, 42)], (await Load(database, stage)).Sessions.Select(s => (s.Guid, s.Number)));
        var renumbered = File with { Sessions = [File.Sessions[0] with { Number = 999 }] };
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(renumbered)))).ChangesNothing);
        var added = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session("Next")));
        Assert.True(added.Number > 42);
    }

    [Theory, OnEveryDatabase]
    public async Task What_the_file_leaves_blank_or_does_not_have_is_kept(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File)));
        var talk = (await Load(database, stage)).Sessions.Single(s => s.Guid == Talk);
        await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, talk with
        {
            Title = talk.Title.With("fa", "سخنرانی"), Abstract = A.Text("Written at the desk"), Access = SessionAccess.ByInvitation, Stream = "https://example.org/live",
        }, 0));
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File)))).ChangesNothing);
        var moved = File with { Sessions = [File.Sessions[0] with { Start = new(2026, 5, 12, 16, 0), Title = A.Text("A better talk") }] };
        var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(moved)));
        Assert.Equal([(ImportedAs.Changed, "title,start"), (ImportedAs.Kept, "")], plan.Lines.Select(l => (l.As, string.Join(',', l.Fields))));
        var now = (await Load(database, stage)).Sessions.Single(s => s.Guid == Talk);
        Assert.Equal(("A better talk", "سخنرانی", "Written at the desk", SessionAccess.ByInvitation), (now.Title["en"], now.Title["fa"], now.Abstract["en"], now.Access));
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_missing_goes_only_when_told_and_is_called_off_when_public(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File)));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1", LocalizedText.Empty));
        var hidden = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Hidden")));
        var shorter = File with { Sessions = [File.Sessions[0]] };
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(shorter)))).ChangesNothing);
        var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(shorter), new() { RemoveMissing = true, File = "a.xml" }));
        Assert.Equal([(Keynote, ImportedAs.Cancelled), (hidden.Guid, ImportedAs.Removed)], plan.Lines.Select(l => (l.Guid, l.As)).OrderBy(l => l.As == ImportedAs.Removed));
        Assert.Equal([(Talk, false), (Keynote, true)], (await Load(database, stage)).Sessions.Select(s => (s.Guid, s.IsCancelled)));
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(shorter), new() { RemoveMissing = true }))).ChangesNothing);
    }

    [Theory, OnEveryDatabase]
    public async Task What_cannot_be_taken_is_mended_or_reported(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var bad = File with
        {
            People = [.. File.People, new() { Guid = Of(8), Number = 5 }, new() { Guid = Of(9), Number = -1, Name = A.Text("X"), Country = "xx" }],
            Sessions =
            [
                File.Sessions[0] with { Start = new LocalDateTime(2026, 6, 12, 10, 0), Stream = "javascript:x", Minutes = -5, Uid = "a\0b",
                    People = [new(Speaker, SessionRole.Chair), new(Speaker, SessionRole.Chair), new(Of(8), SessionRole.Chair)] },
                File.Sessions[1] with { Title = LocalizedText.Empty },
            ],
        };
        var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(bad)));
        Assert.Equal([("person_unnamed", FindingKind.Refused), ("outside_edition", FindingKind.Unscheduled), ("address_dropped", FindingKind.Repaired), ("title_missing", FindingKind.Refused)],
            plan.Findings.Select(f => (f.Code, f.Kind)));
        var session = (await Load(database, stage)).Sessions.Single();
        Assert.Equal((null, 0, null, "ab", 1), (session.Start, session.Minutes, session.Stream, session.Uid, session.People.Count));
        Assert.False(session.IsScheduled);
        Assert.True((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(bad)))).ChangesNothing);
    }

    [Theory, OnEveryDatabase]
    public async Task Only_who_edits_this_programme_imports_into_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Secret.Id, A.Reading(File))));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => ImportProgramme.Preview(db, stage.Programmer, stage.Secret.Id, A.Reading(File))));
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_rule_forbids_to_place_is_kept_unscheduled_and_told(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => SetRuleLevels.Run(db, stage.Owner, stage.Id, new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.HallTwice] = ConflictLevel.ForbidsPlacing, [ConflictRule.ChairMissing] = ConflictLevel.ForbidsPlacing }));
        SessionEntry Late(byte n, int hour, int minute) => File.Sessions[0] with { Guid = Of(n), Number = 200 + n, Title = A.Text($"Late {n}"), Start = new LocalDateTime(2026, 5, 12, hour, minute), People = [] };
        var file = File with { Sessions = [.. File.Sessions, Late(7, 10, 30), Late(8, 10, 45)] };
        var preview = await database.Do(db => ImportProgramme.Preview(db, stage.Programmer, stage.Id, A.Reading(file)));
        // Of two that do not go together the later one is named; the one after it finds the place free.
        var finding = Assert.Single(preview.Findings);
        Assert.Equal((FindingKind.Unscheduled, "Late 7", "placing_forbidden"), (finding.Kind, finding.Item, finding.Code));
        Assert.Matches("Hall 1.*A talk.*Late 7.*This edition forbids to place it so; the session is kept without a time\\.$", Texts.Of(Language.English).Say("import.placing_forbidden", finding.Values).ToString());
        Assert.DoesNotContain(preview.Conflicts!.Found, f => f.Conflict.Level == ConflictLevel.ForbidsPlacing);

        var done = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)));
        Assert.Equal(Json(preview.Lines), Json(done.Lines));
        async Task<SessionEntry> Now(byte n) => (await Load(database, stage)).Sessions.Single(s => s.Guid == Of(n));
        Assert.Equal((null, Hall, true, true), ((await Now(7)).Start, (await Now(7)).Hall, (await Now(8)).Start is not null, (await Now(5)).Start is not null));
        var again = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)));
        Assert.Equal((true, 1), (again.ChangesNothing, again.Findings.Count));

        // What stays where it is keeps its place against what is moved onto it; what is there already can still be edited.
        var moved = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(File with { Sessions = [File.Sessions[0] with { Subtitle = A.Text("Still here") }, Late(8, 9, 30)] })));
        Assert.Equal(["Late 8"], moved.Findings.Select(f => f.Item));
        Assert.Equal((null, "Still here"), ((await Now(8)).Start, (await Now(5)).Subtitle.In("en").Text));
        await database.Do(db => SetRuleLevels.Run(db, stage.Owner, stage.Id, new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.HallTwice] = ConflictLevel.Warns }));
        Assert.Empty((await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file)))).Findings);
        Assert.Equal(new LocalDateTime(2026, 5, 12, 10, 30), (await Now(7)).Start);
        await database.Do(db => SetRuleLevels.Run(db, stage.Owner, stage.Id, new Dictionary<ConflictRule, ConflictLevel> { [ConflictRule.HallTwice] = ConflictLevel.ForbidsPlacing }));
        var grandfathered = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id, A.Reading(file with { Sessions = [.. file.Sessions.Select(s => s with { Subtitle = A.Text("Edited") })] })));
        Assert.Equal((0, 4), (grandfathered.Findings.Count, grandfathered.Count(ImportedNoun.Session, ImportedAs.Changed)));
    }
}
