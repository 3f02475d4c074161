using System.Text;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Programme;

public sealed class SessionFileTests(TestDatabases databases) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-files-").FullName;

    FolderFiles Files => new(_folder);

    int OnDisk => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Count();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static MemoryStream Pdf(string words = "words") => new(Encoding.UTF8.GetBytes("%PDF-1.4 " + words));

    Task<StoredFile> Attach(TestDatabase database, Stage stage, Session session, string name, Stream content, Id<StoredFile>? instead = null, long? version = null) => database.Do(async db =>
        await AttachFile.Run(db, Files, stage.Programmer, stage.Id, session.Guid, version ?? await db.Sessions.Where(s => s.Guid == session.Guid).Select(s => s.Version).SingleAsync(), name, content, instead));

    static Task<IReadOnlyList<MaterialEntry>> Materials(TestDatabase database, Session session) =>
        database.Do(async db => (await db.Sessions.AsNoTracking().SingleAsync(s => s.Guid == session.Guid)).Details.Materials);

    [Theory, OnEveryDatabase]
    public async Task A_file_is_kept_replaced_in_its_place_and_taken_out(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Talk") with { Materials = [new(MaterialKind.Link, "https://example.org", "Site")] }));
        var first = await Attach(database, stage, session, "slides.pdf", Pdf());
        var second = await Attach(database, stage, session, "notes.txt", new MemoryStream("Notes"u8.ToArray()));
        Assert.Equal(("application/pdf", "text/plain", 14), (first.MediaType, second.MediaType, first.Bytes));
        var third = await Attach(database, stage, session, "slides v2.pdf", Pdf("other"), first.Id);
        Assert.Equal(["https://example.org", third.Address, second.Address], (await Materials(database, session)).Select(m => m.Href));
        Assert.Equal(["Site", "slides v2.pdf", "notes.txt"], (await Materials(database, session)).Select(m => m.Label));

        await Assert.ThrowsAsync<NotThere>(() => Attach(database, stage, session, "x.pdf", Pdf(), first.Id));
        await database.Do(async db => await DetachFile.Run(db, stage.Programmer, stage.Id, session.Guid, (await db.Sessions.SingleAsync(s => s.Guid == session.Guid)).Version, second.Id));
        Assert.Equal(["https://example.org", third.Address], (await Materials(database, session)).Select(m => m.Href));
        Assert.Equal(3, OnDisk);
    }

    [Theory, OnEveryDatabase]
    public async Task What_is_refused_leaves_no_bytes(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Talk")));
        async Task Refused(string code, Stream content) => Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(() => Attach(database, stage, session, "x.pdf", content))).Code);
        await Refused("files.empty", new MemoryStream());
        await Refused("files.too_large", new MemoryStream(new byte[AttachFile.MostBytes + 1]));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Attach(database, stage, session, "x.pdf", Pdf(), version: session.Version + 5));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AttachFile.Run(db, Files, A.Member(stage.Edition, Role.Press), stage.Id, session.Guid, session.Version, "x.pdf", Pdf())));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => AttachFile.Run(db, Files, stage.Programmer, stage.Id, stage.SecretSession.Guid, 0, "x.pdf", Pdf())));
        Assert.Equal((0, 0), (OnDisk, await database.Do(db => db.Files.CountAsync())));
    }

    [Theory, OnEveryDatabase]
    public async Task Files_of_a_session_that_is_not_for_everybody_are_not_released(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        foreach (var access in Enum.GetValues<SessionAccess>())
        {
            var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled(access.ToString(), 9 + 2 * (int)access) with { Access = access, Materials = [new(MaterialKind.Link, "https://example.org", "Site")] }));
            await Attach(database, stage, session, "x.pdf", Pdf());
        }
        var release = await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", LocalizedText.Empty));
        Assert.Equal([("ByCategory", 2), ("ByInvitation", 1), ("Closed", 1), ("Open", 2)],
            release.Open().Sessions.Select(s => (s.Title.In("en").Text, s.Materials.Count)).OrderBy(s => s.Text, StringComparer.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task Exports_give_the_whole_address_and_an_import_knows_the_file_again(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Talk")));
        var file = await Attach(database, stage, session, "x.pdf", Pdf());
        var options = new WritingOptions { BaseAddress = new("https://forum.example/"), Published = Instant.FromUtc(2026, 5, 1, 0, 0) };
        foreach (var format in new[] { ProgrammeFormat.ScheduleXml, ProgrammeFormat.ScheduleJson, ProgrammeFormat.ICalendar })
        {
            var written = new MemoryStream();
            var draft = await database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)));
            ProgrammeWriter.Write(format, draft, written, options);
            Assert.Contains($"https://forum.example{file.Address}", Encoding.UTF8.GetString(written.ToArray()).Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            if (format == ProgrammeFormat.ICalendar) continue;
            written.Position = 0;
            var plan = await database.Do(db => ImportProgramme.Run(db, stage.Programmer, stage.Id,
                ProgrammeReader.Read(written, $"x.{format}", new() { EditionSlug = stage.Edition.Slug, Existing = draft })));
            Assert.DoesNotContain("materials", plan.Lines.SelectMany(l => l.Fields));
            Assert.Equal([file.Address], (await Materials(database, session)).Select(m => m.Href));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Files_that_nothing_names_go_after_a_week_and_released_ones_never(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Talk")));
        var released = await Attach(database, stage, session, "released.pdf", Pdf());
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", LocalizedText.Empty));
        var loose = await Attach(database, stage, session, "loose.pdf", Pdf(), released.Id);
        var kept = await Attach(database, stage, session, "kept.pdf", Pdf(), loose.Id);
        await database.Do(db => new ForgetFiles(Files).Forget(db, default));
        Assert.Equal(3, OnDisk);
        database.Clock.AdvanceDays(8);
        await database.Do(db => new ForgetFiles(Files).Forget(db, default));
        Assert.Equal(new[] { released.Id, kept.Id }.Order(), (await database.Do(db => db.Files.Select(f => f.Id).ToListAsync())).Order());
        Assert.Equal((2, true), (OnDisk, await Files.Open(loose.Id, TestContext.Current.CancellationToken) is null));
    }

    [Theory, OnEveryDatabase]
    public async Task Spent_links_sign_ins_and_jobs_go_and_living_ones_stay(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        await database.Do(async db =>
        {
            var account = await MakeAccount.Run(db, A.Operator, "a@example.org", "A", "en", default);
            MakeSignInLink.Run(db, account, null, Duration.FromMinutes(15));
            MakeSignInLink.Run(db, account, null, Duration.FromDays(30));
            await OpenSignIn.Run(db, account, "link", false, "", "", default);
            foreach (var end in new[] { "done", "failed", "waiting" })
            {
                var job = new Job(end, "{}", db.Clock.GetCurrentInstant());
                if (end == "done") job.Done(db.Clock.GetCurrentInstant());
                for (var i = 0; end == "failed" && i < Job.MostTries; i++) job.Claim(db.Clock.GetCurrentInstant());
                if (end == "failed") job.Failed("no", db.Clock.GetCurrentInstant());
                db.Add(job);
            }
            await db.SaveChangesAsync();
        });
        async Task<(int Links, int SignIns, string Jobs)> After(int days)
        {
            database.Clock.AdvanceDays(days);
            foreach (var spent in new ISpentRows[] { new ForgetLinks(), new ForgetJobs() }) await database.Do(db => spent.Forget(db, default));
            return await database.Do(async db => (await db.MagicLinks.CountAsync(), await db.SignIns.CountAsync(), string.Join(' ', await db.Jobs.Select(j => j.Kind).OrderBy(k => k).ToListAsync())));
        }
        Assert.Equal((2, 1, "done failed waiting"), await After(1));
        Assert.Equal((1, 1, "failed waiting"), await After(9));
        Assert.Equal((0, 0, "failed waiting"), await After(40));
        Assert.Equal((0, 0, "waiting"), await After(60));
    }

    [Theory, OnEveryDatabase]
    public async Task A_release_carries_the_walks_and_an_old_one_tells_none(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Green.Guid, stage.Blue.Guid, 12)]));
        var third = await database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, A.Hall("Red")));
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Talk")));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", LocalizedText.Empty));
        var published = (await database.Do(db => Published.Load(db, stage.Id)))!;
        Assert.Equal((12, 12, 5, 0), (published.WalkBetween(stage.Blue.Guid, stage.Green.Guid), published.WalkBetween(stage.Green.Guid, stage.Blue.Guid), published.WalkBetween(third.Guid, stage.Blue.Guid), published.WalkBetween(third.Guid, third.Guid)));
        var old = new PublishedProgramme(published.Programme with { Walks = [], Edition = published.Programme.Edition with { DefaultWalk = null } }, 1, "0.9", published.ReleasedAt);
        Assert.Null(old.WalkBetween(stage.Blue.Guid, stage.Green.Guid));
    }
}
