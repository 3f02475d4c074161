using System.Text;
using System.Text.Json;
using Ical.Net;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using Calendar = Ical.Net.Calendar;

namespace Majlis.Tests.Programme;

public class ReleaseLettersTests(TestDatabases databases)
{
    /// <summary>A stage with two speakers whose addresses are known, and the post.</summary>
    sealed class Post(TestDatabase database, Stage stage, Person omar) : IDbContextFactory<AppDb>
    {
        public Stage Stage => stage;
        public Person Omar => omar;
        public TestDatabase Database => database;

        public static async Task<Post> Open(TestDatabase database)
        {
            var stage = await A.Stage(database);
            var omar = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Omar")));
            await database.Do(db => KeepDossier.Run(db, stage.Owner, stage.Id, stage.Layla.Guid, new("layla@example.org", "fa", null), null));
            await database.Do(db => KeepDossier.Run(db, stage.Owner, stage.Id, omar.Guid, new("omar@example.org", null, null), null));
            // Somebody of another edition who must never hear of this one.
            await database.Do(db => KeepDossier.Run(db, A.Operator, stage.Secret.Id, stage.SecretPerson.Guid, new("secret@example.org", null, null), null));
            return new(database, stage, omar);
        }

        public AppDb CreateDbContext() => database.Open();

        public Task<Session> Add(SessionEntry facts) => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, facts));

        public async Task<Session> Change(Session session, Func<SessionEntry, SessionEntry> change)
        {
            var draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)));
            return await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, change(draft.Sessions.Single(s => s.Guid == session.Guid)), session.Version));
        }

        public async Task<Release> Release(string name, LettersTo to = LettersTo.Speakers, string note = "")
        {
            database.Clock.AdvanceHours(1);
            var release = await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, name, LocalizedText.Of("en", note), to));
            await Tell();
            return release;
        }

        /// <summary>What the outbox and a node do: subscribers hear, then the job runs, here twice.</summary>
        public async Task Tell()
        {
            await database.Do(async db =>
            {
                foreach (var happened in await db.Events.Where(e => e.Position == null).OrderBy(e => e.Number).ToListAsync())
                {
                    happened.PlaceAt(happened.Number);
                    await new ReleaseLetters().Handle(happened, db, default);
                }
                await db.SaveChangesAsync();
            });
            foreach (var payload in await database.Do(db => db.Jobs.Where(j => j.Kind == WriteReleaseLetters.JobKind).Select(j => j.Payload).ToListAsync()))
                for (var i = 0; i < 2; i++) await Write(payload);
            await database.Do(db => db.Jobs.Where(j => j.Kind == WriteReleaseLetters.JobKind).ExecuteDeleteAsync());
        }

        public Task Write(string payload) => new WriteReleaseLetters(this, new("https://forum.example.org/"), new("Forum", "desk@example.org")).Run(payload, default);

        /// <summary>Takes the letters out of the post.</summary>
        public async Task<List<Letter>> Letters()
        {
            var jobs = await database.Do(db => db.Jobs.Where(j => j.Kind == SendLetter.JobKind && j.DoneAt == null && j.FailedAt == null).ToListAsync());
            await database.Do(db => db.Jobs.Where(j => j.Kind == SendLetter.JobKind && j.FailedAt == null).ExecuteUpdateAsync(s => s.SetProperty(j => j.DoneAt, database.Clock.GetCurrentInstant())));
            return [.. jobs.Select(j => JsonSerializer.Deserialize<Letter>(j.Payload, Json.Stored)!).OrderBy(l => l.ToAddress, StringComparer.Ordinal).ThenBy(l => l.Enclosures.Select(e => e.Name).FirstOrDefault(), StringComparer.Ordinal)];
        }
    }

    static List<Calendar> Calendars(Letter letter) => [.. letter.Enclosures.Select(e => Calendar.Load(e.Content)!)];

    [Theory, OnEveryDatabase]
    public async Task Each_speaker_gets_one_letter_with_one_invitation_for_each_session(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var one = await post.Add(stage.Scheduled("Opening, \"grand\"; all") with { People = [new(stage.Layla.Guid, SessionRole.Speaker), new(post.Omar.Guid, SessionRole.Chair)] });
        await post.Add(stage.Scheduled("Second", 14));
        var release = await post.Release("1.0", note: "Welcome to https://forum.example.org");
        var letters = await post.Letters();
        Assert.Equal([("layla@example.org", "fa", "session-1.ics"), ("layla@example.org", "fa", "session-2.ics"), ("omar@example.org", "en", "session-1.ics")],
            letters.Select(l => (l.ToAddress, l.Language, l.Enclosures.Single().Name)));
        // Each is about its session and no other, and is told apart in a list of letters.
        Assert.Equal([(true, false), (false, true)], letters.Take(2).Select(l => (l.Text.Contains("grand", StringComparison.Ordinal), l.Text.Contains("Second", StringComparison.Ordinal))));
        Assert.Contains("\u2068Opening, \"grand\"; all\u2069", letters[2].Subject, StringComparison.Ordinal);
        Assert.Equal(3, letters.Select(l => l.Key).Distinct().Count());
        Assert.Contains("\u2068Opening, \"grand\"; all\u2069", letters[2].Text, StringComparison.Ordinal);
        Assert.Contains("Welcome to https://forum.example.org", letters[2].Text, StringComparison.Ordinal);
        Assert.Contains("https://forum.example.org/en/kazan-2026/programme/session/1", letters[2].Text, StringComparison.Ordinal);
        Assert.All(letters, l => Assert.DoesNotContain('{', l.Text + l.Subject));

        var enclosure = letters[2].Enclosures[0];
        Assert.Equal(("session-1.ics", "text/calendar; method=REQUEST"), (enclosure.Name, enclosure.MediaType));
        var calendar = Calendars(letters[2]).Single();
        var happening = calendar.Events.Single();
        Assert.Equal(("REQUEST", one.Guid + "@majlis", 0, "CONFIRMED"), (calendar.Method, happening.Uid, happening.Sequence, happening.Status));
        Assert.Equal(("mailto:desk@example.org", "Kazan Forum"), (happening.Organizer!.Value!.OriginalString, happening.Organizer.CommonName));
        Assert.Equal([("mailto:omar@example.org", "Omar")], happening.Attendees.Select(a => (a.Value!.OriginalString, a.CommonName!)));
        Assert.Equal(new DateTime(2026, 5, 12, 7, 0, 0), happening.Start!.AsUtc);
        Assert.Equal(release.At.ToDateTimeUtc(), happening.DtStamp!.AsUtc);
        Assert.All(letters.SelectMany(l => l.Enclosures), e =>
        {
            Assert.EndsWith("\r\n", e.Content, StringComparison.Ordinal);
            Assert.All(e.Content.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\n', StringComparison.Ordinal), line));
        });
        Assert.Equal([LetterKind.SlotReleased, LetterKind.SlotReleased, LetterKind.SlotReleased], (await database.Do(db => Notices.Of(db, stage.Id, 1))).Select(n => n.Kind));
    }

    [Theory, OnEveryDatabase]
    public async Task Moves_count_and_what_is_over_is_taken_out_of_calendars(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var both = stage.Scheduled("Both") with { People = [new(stage.Layla.Guid, SessionRole.Speaker), new(post.Omar.Guid, SessionRole.Speaker)] };
        var (moved, cancelled, left, reworded) = (await post.Add(both), await post.Add(stage.Scheduled("Off", 12)),
            await post.Add(both with { Title = A.Text("Left"), Start = new LocalDateTime(2026, 5, 12, 14, 0) }), await post.Add(stage.Scheduled("Same", 16)));
        await post.Release("1.0");
        await post.Letters();

        await post.Change(reworded, s => s with { Abstract = A.Text("Other words"), Title = A.Text("Other title") });
        await post.Release("1.1");
        Assert.Empty(await post.Letters());

        moved = await post.Change(moved, s => s with { Start = new LocalDateTime(2026, 5, 12, 11, 0), Hall = stage.Green.Guid });
        await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, cancelled.Guid, cancelled.Version));
        await post.Change(left, s => s with { People = [new(post.Omar.Guid, SessionRole.Speaker)] });
        await post.Release("1.2");
        var letters = await post.Letters();
        Assert.Equal([("layla@example.org", "REQUEST", "Both", 1, "CONFIRMED"), ("layla@example.org", "CANCEL", "Off", 1, "CANCELLED"), ("layla@example.org", "CANCEL", "Left", 0, null), ("omar@example.org", "REQUEST", "Both", 1, "CONFIRMED")],
            letters.Select(l => (l.ToAddress, Calendars(l).Single())).Select(l => (l.ToAddress, l.Item2.Method!, l.Item2.Events.Single().Summary!, l.Item2.Events.Single().Sequence, l.Item2.Events.Single().Status)));
        Assert.Equal([LetterKind.SlotChanged, LetterKind.SlotCancelled, LetterKind.SlotCancelled, LetterKind.SlotChanged],
            (await database.Do(db => Notices.Of(db, stage.Id, 3))).OrderBy(n => n.Recipient == post.Omar.Guid).ThenBy(n => n.Session != moved.Guid).ThenBy(n => n.Session != cancelled.Guid).Select(n => n.Kind));

        // What was not written about is told with the next letter.
        moved = await post.Change(moved, s => s with { Start = new LocalDateTime(2026, 5, 12, 15, 0) });
        await post.Release("1.3", LettersTo.Nobody);
        Assert.Empty(await post.Letters());
        await post.Change(moved, s => s with { Title = A.Text("Both!") });
        await post.Release("1.4");
        Assert.Equal([("Both!", 2), ("Both!", 2)], (await post.Letters()).Select(l => (Calendars(l)[0].Events[0]!.Summary!, Calendars(l)[0].Events[0]!.Sequence)));
    }

    [Theory, OnEveryDatabase]
    public async Task Written_by_many_at_once_each_letter_is_there_once(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        await post.Add(post.Stage.Scheduled("One") with { People = [new(post.Stage.Layla.Guid, SessionRole.Speaker), new(post.Omar.Guid, SessionRole.Speaker)] });
        var release = await database.Do(db => ReleaseProgramme.Run(db, post.Stage.Programmer, post.Stage.Id, "1", LocalizedText.Empty, LettersTo.Speakers));
        var payload = JsonSerializer.Serialize(release.Id.Value, Json.Stored);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                await post.Write(payload);
            }
            catch (Refusal taken) when (taken.Code == "platform.taken")
            {
                // As a job it is tried again, and finds everything written.
            }
        })));
        await post.Write(payload);
        Assert.Equal(["layla@example.org", "omar@example.org"], (await post.Letters()).Select(l => l.ToAddress));
    }

    [Theory, OnEveryDatabase]
    public async Task What_failed_or_was_left_out_is_sent_when_asked_for_and_only_of_the_last_release(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var late = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Late")));
        var session = await post.Add(stage.Scheduled("One") with { People = [new(stage.Layla.Guid, SessionRole.Speaker), new(post.Omar.Guid, SessionRole.Speaker), new(late.Guid, SessionRole.Speaker)] });
        var programme = (await database.Do(db => ReleaseProgramme.Preview(db, stage.Programmer, stage.Id))).Programme;
        var count = await database.Do(db => ReleaseLetters.Count(db, stage.Id, programme));
        Assert.Equal((2, late.Guid, 0, 0), (count.Speakers, count.Unreachable.Single(), count.Stars, count.Readers));
        await post.Release("1");
        Task Ask(int number, LettersTo to = LettersTo.Speakers) => database.Do(db => SendLetters.Run(db, stage.Programmer, stage.Id, number, to));
        Assert.Equal([NoticeState.Waiting, NoticeState.Waiting], (await database.Do(db => Notices.Of(db, stage.Id, 1))).Select(n => n.State));
        await database.Do(async db =>
        {
            var jobs = await db.Jobs.Where(j => j.Kind == SendLetter.JobKind).ToListAsync();
            foreach (var job in jobs)
                if (job.Payload.Contains("omar@", StringComparison.Ordinal)) job.Done(database.Clock.GetCurrentInstant());
                else
                {
                    for (var i = 0; i < Job.MostTries; i++) job.Claim(database.Clock.GetCurrentInstant());
                    job.Failed("No such mailbox", database.Clock.GetCurrentInstant());
                }
            await db.SaveChangesAsync();
        });
        Assert.Equal([(NoticeState.Failed, "No such mailbox"), (NoticeState.Sent, null)], (await database.Do(db => Notices.Of(db, stage.Id, 1))).OrderBy(n => n.Why is null).Select(n => (n.State, n.Why)));

        await database.Do(db => KeepDossier.Run(db, stage.Owner, stage.Id, late.Guid, new("late@example.org", "ru", null), null));
        var dossier = await database.Do(db => db.Dossiers.SingleAsync(d => d.PersonId == stage.Layla.Id));
        await database.Do(db => KeepDossier.Run(db, stage.Owner, stage.Id, stage.Layla.Guid, dossier.Facts with { Email = "layla.new@example.org" }, dossier.Version));
        await Ask(1);
        await post.Tell();
        Assert.Equal(["late@example.org", "layla.new@example.org"], (await post.Letters()).Select(l => l.ToAddress));

        await post.Change(session, s => s with { Title = A.Text("Renamed") });
        await post.Release("2");
        await Refused("programme.letters_of_old_release", () => Ask(1));
        await Assert.ThrowsAsync<NotThere>(() => Ask(9));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => SendLetters.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, 2, LettersTo.Speakers)));
        Assert.Empty(await database.Do(db => Notices.Of(db, stage.Secret.Id, 1)));
    }

    [Theory, OnEveryDatabase]
    public async Task Who_marked_a_session_hears_of_it_in_their_language_if_they_agreed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var (marked, other) = (await post.Add(stage.Scheduled("Marked") with { People = [] }), await post.Add(stage.Scheduled("Other", 12) with { People = [] }));
        await post.Release("1", LettersTo.Stars);
        var programme = (await database.Do(db => Published.Load(db, stage.Id)))!;
        async Task<Account> Reader(string name, bool stars, bool releases, Guid session)
        {
            var account = await database.Do(db => MakeAccount.Run(db, A.Operator, $"{name}@example.org", name, "tr", default));
            await database.Do(db => db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.WantsStarLetters, stars).SetProperty(a => a.WantsReleaseLetters, releases)));
            await database.Do(db => StarSession.Run(db, new(account.Id.Value, name, false, Array.Empty<Role>().ToLookup(_ => Guid.Empty)), stage.Id, programme, session));
            return account;
        }
        await Reader("agreed", true, true, marked.Guid);
        await Reader("silent", false, false, marked.Guid);
        await Reader("elsewhere", true, false, other.Guid);
        await Reader("reads", false, true, other.Guid);
        await post.Change(marked, s => s with { Start = new LocalDateTime(2026, 5, 12, 17, 0) });
        await post.Release("2", LettersTo.Stars | LettersTo.Readers, "Note");
        var letters = await post.Letters();
        Assert.Equal([("agreed@example.org", "tr"), ("reads@example.org", "tr")], letters.Select(l => (l.ToAddress, l.Language)));
        Assert.Contains("\u2068Marked\u2069", letters[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Other", letters[0].Text, StringComparison.Ordinal);
        Assert.All(letters, l => Assert.Contains("Note", l.Text, StringComparison.Ordinal));
        Assert.Equal([LetterKind.StarredChanged, LetterKind.ReleaseNote], (await database.Do(db => Notices.Of(db, stage.Id, 2))).Select(n => n.Kind).Order());
    }

    [Theory, OnEveryDatabase]
    public async Task Hostile_names_begin_no_line_in_a_calendar_and_no_header(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var evil = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Eve\":mailto:x@evil.example\r\nATTENDEE:mailto:all@example.org\r\n {note} https://evil.example")));
        await database.Do(db => KeepDossier.Run(db, stage.Owner, stage.Id, evil.Guid, new("eve@example.org", null, null), null));
        await post.Add(stage.Scheduled("A\r\nEND:VEVENT\r\nBEGIN:VEVENT {name}") with { People = [new(evil.Guid, SessionRole.Speaker)] });
        await post.Release("1");
        var letter = Assert.Single(await post.Letters());
        var happening = Calendars(letter)[0].Events.Single();
        Assert.Equal(["mailto:eve@example.org"], happening.Attendees.Select(a => a.Value!.OriginalString));
        Assert.DoesNotContain("https://evil", letter.Text, StringComparison.Ordinal);
        Assert.Contains("{note}", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', letter.Subject);
    }

    [Theory, OnEveryDatabase]
    public async Task A_release_that_is_rolled_back_is_a_new_one_and_the_draft_stays(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var post = await Post.Open(database);
        var stage = post.Stage;
        var (first, gone) = (await post.Add(stage.Scheduled("First")), await post.Add(stage.Scheduled("Gone", 12) with { People = [new(post.Omar.Guid, SessionRole.Speaker)] }));
        await post.Release("1");
        first = await post.Change(first, s => s with { Start = new LocalDateTime(2026, 5, 12, 18, 0), Title = A.Text("Renamed") });
        gone = await post.Change(gone, s => s with { People = [], Start = null, Hall = null });
        await database.Do(db => RemovePerson.Run(db, stage.Programmer, stage.Id, post.Omar.Guid));
        var later = await post.Add(stage.Scheduled("Later", 16));
        await post.Release("2");
        var draft = await Draft2();

        var (seen, last, _) = await database.Do(db => RollBack.Preview(db, stage.Programmer, stage.Id, 1));
        Assert.Equal([(ProgrammeChangeKind.Moved, 1), (ProgrammeChangeKind.Retitled, 1), (ProgrammeChangeKind.Restored, 2), (ProgrammeChangeKind.Cancelled, later.Number)],
            ProgrammeChanges.Between(last, seen).OrderBy(c => c.Number).ThenBy(c => c.Kind).Select(c => (c.Kind, c.Number)));
        await Refused("programme.release_name_taken", () => Back("1", false));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RollBack.Run(db, stage.Programmer, stage.Id, 7, "x", LocalizedText.Empty, LettersTo.Nobody, false)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => RollBack.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, 1, "x", LocalizedText.Empty, LettersTo.Nobody, false)));
        database.Clock.AdvanceHours(1);
        var release = await Back("3", false);
        Assert.Equal((3, draft), (release.Number, await Draft2()));
        var shown = (await database.Do(db => Published.Load(db, stage.Id)))!;
        Assert.Equal([(1, "First", 2, false), (2, "Gone", 2, false), (3, "Later", 1, true)], shown.Programme.Sessions.OrderBy(s => s.Number).Select(s => (s.Number, s.Title["en"]!, s.Sequence, s.IsCancelled)));
        Assert.DoesNotContain(post.Omar.Guid, shown.People.Keys);
        await Refused("programme.release_is_same", () => Back("4", false));

        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "5", LocalizedText.Empty));
        await Back("6", true);
        var back = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)));
        Assert.Equal([("First", false), ("Gone", false), ("Later", true)], back.Sessions.Select(s => (s.Title["en"]!, s.IsCancelled)));

        Task<Release> Back(string name, bool draftToo) => database.Do(db => RollBack.Run(db, stage.Programmer, stage.Id, 1, name, LocalizedText.Empty, LettersTo.Nobody, draftToo));
        Task<string> Draft2() => database.Do(async db => JsonSerializer.Serialize(await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)), Json.Stored));
    }

    [Fact]
    public void A_session_gone_after_its_fortnight_leaves_calendars_once()
    {
        var person = Guid.CreateVersion7();
        var session = A.Session("S") with { Guid = Guid.CreateVersion7(), Number = 1, Hall = Guid.CreateVersion7(), Start = new LocalDateTime(2026, 5, 12, 10, 0), People = [new(person, SessionRole.Speaker)], Sequence = 3 };
        var edition = new EditionEntry { Slug = "e", First = new(2026, 5, 12), Last = new(2026, 5, 12), Zone = "UTC" };
        var (with, without) = (new ProgrammeSnapshot { Edition = edition, Sessions = [session] }, new ProgrammeSnapshot { Edition = edition });
        var change = Assert.Single(SlotChanges.Between(with, without));
        Assert.Equal((SlotChangeKind.Cancelled, 4, true), (change.Kind, change.Session.Sequence, change.Session.IsCancelled));
        Assert.Empty(SlotChanges.Between(with with { Sessions = [session with { IsCancelled = true }] }, without));
        Assert.Empty(SlotChanges.Between(with, with));
    }
}
