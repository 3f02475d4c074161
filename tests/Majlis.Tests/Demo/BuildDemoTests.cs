using System.Diagnostics;
using System.Text.Json;
using Majlis.Accreditation;
using Majlis.Database;
using Majlis.Demo;
using Majlis.Figures;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Tests.Demo;

/// <summary>Each test on a SQLite file of its own.</summary>
public sealed class BuildDemoTests : IAsyncLifetime
{
    static readonly Actor Installation = Actor.Installation("majlis demo");
    static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 12, 0);
    readonly string _file = Path.Combine(Path.GetTempPath(), $"majlis-demo-{Id<BuildDemoTests>.New()}.db");

    SqliteAppDb Open() => new(new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite($"Data Source={_file}").AddInterceptors(new SqlitePragmas()).Options,
        new FakeClock(Now), new SilentBell());

    public async ValueTask InitializeAsync()
    {
        await using var db = Open();
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*")) File.Delete(file);
        return default;
    }

    async Task<DemoBuilt> Build(DemoOptions? options = null, IProgress<(int, int, string)>? progress = null)
    {
        await using var db = Open();
        return await BuildDemo.Run(db, Installation, options ?? new(), (account, password) => $"{account.Email}|{password}", progress,
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Builds_both_editions_accounts_and_figures()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var built = await Build();
        Assert.Equal(("kazan-2021", 93, 9, 310), (built.Slug, built.Sessions, built.Halls, built.People));
        await using var db = Open();
        Assert.Equal([(11, "kazan-2019"), (12, "kazan-2021")],
            (await db.Editions.OrderBy(e => e.Number).ToListAsync(cancellation)).Select(e => (e.Number, e.Slug)));
        Assert.Equal(93 + 12, await db.Sessions.CountAsync(cancellation));
        Assert.Equal(36 + 3, await db.Walks.CountAsync(cancellation));
        var accounts = await db.Accounts.OrderBy(a => a.Email).ToListAsync(cancellation);
        Assert.Equal(DemoAccounts.All.Select(a => (a.Email, a.Name, a.Language)).Order(), accounts.Select(a => (a.Email, a.Name, a.Language)).Order());
        Assert.Equal(accounts.Select(a => $"{a.Email}|{DemoAccounts.Password}"), accounts.Select(a => a.PasswordHash));
        Assert.Equal(Enum.GetValues<Role>(), DemoAccounts.All.Select(a => a.Role).Order());
        Assert.Equal(2 * 10, await db.Memberships.CountAsync(cancellation));
        Assert.Equal([48L], await db.Figures.Where(f => f.Metric == "states").Select(f => f.Value).ToListAsync(cancellation));
    }

    [Fact]
    public async Task The_public_sees_the_second_release_and_what_it_changed()
    {
        await Build();
        var (edition, releases) = await Releases("kazan-2021");
        Assert.Equal(["1.0", "2.0"], releases.Select(r => r.Name));
        Assert.Equal(new Sizes(Held: 88, All: 88), Count(releases[0]));
        Assert.Equal(new Sizes(Held: 88, All: 89), Count(releases[1]));
        var (first, second) = (releases[0].Open(), releases[1].Open());
        var before = first.Sessions.ToDictionary(s => s.Guid);
        Assert.Equal(3, second.Sessions.Count(s => s.Sequence == 1));
        Assert.Equal(2, second.Sessions.Count(s => s.Sequence == 1 && !s.IsCancelled && s.Start != before[s.Guid].Start));
        Assert.Equal([(6, "2021-07-28", "2021-07-30")],
            new[] { (edition.Languages.Count, edition.First.ToString("uuuu-MM-dd", null), edition.Last.ToString("uuuu-MM-dd", null)) });
    }

    [Theory]
    [InlineData(DemoStage.Released, PartyStatus.Accepted, 48, 25)]
    [InlineData(DemoStage.Closed, PartyStatus.Present, 64, 38)]
    public async Task States_and_regions_come_as_the_figures_say(DemoStage stage, PartyStatus came, int states, int regions)
    {
        await Build(new() { Stage = stage });
        await using var db = Open();
        var parties = await OrderOfParties.Present(db, await db.Editions.Where(e => e.Slug == "kazan-2021").Select(e => e.Id).SingleAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal((72, states), (parties.Count(p => p.Party.Kind == PartyKind.State), parties.Count(p => p.Party.Kind == PartyKind.State && p.Facts.Status == came)));
        Assert.Equal((38, regions, 9), (parties.Count(p => p.Party.Kind == PartyKind.Region), parties.Count(p => p.Party.Kind == PartyKind.Region && p.Facts.Status == came), parties.Count(p => p.Party.Kind == PartyKind.Igo)));
        Assert.Equal(420, parties.Count(p => p.Party.Kind is PartyKind.Business or PartyKind.Science or PartyKind.Ngo or PartyKind.Religious or PartyKind.Media));
    }

    [Fact]
    public async Task The_draft_is_the_programme_that_was_made()
    {
        await Build();
        await using var db = Open();
        var edition = await db.Editions.SingleAsync(e => e.Slug == "kazan-2021", TestContext.Current.CancellationToken);
        var draft = await Draft.Load(db, edition, TestContext.Current.CancellationToken);
        Assert.Equal(8, draft.Sessions.Count(s => s.Expected is not null));
        Assert.Equal(Text(DemoProgramme.Revise(DemoProgramme.Make())), Text(draft with
        {
            // What is added around the programme: how far halls are apart, and how many are expected.
            Edition = draft.Edition with { DefaultWalk = null }, Walks = [], Sessions = [.. draft.Sessions.Select(s => s with { Expected = null })],
            People = [.. draft.People.Select(p => p with { Party = null })],
        }));
        Assert.InRange(draft.People.Count(p => p.Party is not null), 50, 200);

        var check = await ConflictCheck.Of(db, edition.Id, TestContext.Current.CancellationToken);
        Assert.Empty(check.AgainstRelease);
        Assert.True(check.Found.Select(f => f.Conflict.Rule).Distinct().Count() >= 4);
        Assert.Single(check.Found, f => f.IsAccepted);

        static string Text(ProgrammeSnapshot programme) =>
            JsonSerializer.Serialize(programme with { Sessions = [.. programme.Sessions.OrderBy(s => s.Number)] }, Json.Stored);
    }

    [Fact]
    public async Task Is_built_once()
    {
        await Build();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => Build(new(Stage: DemoStage.Closed)));
        Assert.Equal("demo.already_there", refusal.Code);
        await using var db = Open();
        Assert.Equal(2, await db.Editions.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Writes_nothing_when_it_fails()
    {
        await using (var db = Open())
            await Assert.ThrowsAsync<InvalidOperationException>(() => BuildDemo.Run(db, Installation, new(),
                (account, _) => account.Email.StartsWith("press", StringComparison.Ordinal) ? throw new InvalidOperationException() : "hash",
                cancellation: TestContext.Current.CancellationToken));
        await using var after = Open();
        Assert.Equal((0, 0, 0), (await after.Forums.CountAsync(TestContext.Current.CancellationToken),
            await after.Releases.CountAsync(TestContext.Current.CancellationToken), await after.Events.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Is_the_installations_to_build()
    {
        await using var db = Open();
        await Assert.ThrowsAsync<NotAllowed>(() => BuildDemo.Run(db, Actor.Public, new(), (_, _) => "", cancellation: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(DemoStage.Invited, 0, "Announced")]
    [InlineData(DemoStage.Released, 2, "Announced")]
    [InlineData(DemoStage.Running, 2, "Announced Opening")]
    [InlineData(DemoStage.Closed, 2, "Announced Final Opening")]
    public async Task Each_stage_has_its_releases_and_figures(DemoStage stage, int releases, string figures)
    {
        await Build(new(Stage: stage));
        var (edition, made) = await Releases("kazan-2021");
        Assert.Equal(releases, made.Count);
        Assert.NotNull(edition.AnnouncedAt);
        Assert.Equal(stage == DemoStage.Running ? new(2026, 11, 22) : new LocalDate(2021, 7, 28), edition.First);
        Assert.Single((await Releases("kazan-2019")).Made);
        await using var db = Open();
        var stages = await db.Figures.Where(f => f.EditionId == edition.Id).Select(f => f.Stage).Distinct().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(figures, string.Join(' ', stages.Select(s => s.ToString()).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_running_edition_has_its_second_day_on_the_day_given()
    {
        await Build(new(Stage: DemoStage.Running, Today: new(2027, 1, 1)));
        var (edition, releases) = await Releases("kazan-2021");
        Assert.Equal((new LocalDate(2026, 12, 31), new LocalDate(2027, 1, 2)), (edition.First, edition.Last));
        Assert.Equal(edition.First, releases[1].Open().Sessions.Where(s => s.IsScheduled).Min(s => s.Start!.Value.Date));
    }

    [Fact]
    public async Task People_of_an_accredited_edition_are_in_every_state_that_needs_no_photo()
    {
        await Build(new(Stage: DemoStage.Accredited));
        await using var db = Open();
        var states = await db.Applications.GroupBy(a => a.State).Select(g => g.Key).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([ApplicationState.Submitted, ApplicationState.Pending, ApplicationState.PreApproved, ApplicationState.Approved, ApplicationState.Modified, ApplicationState.OnHold, ApplicationState.Returned, ApplicationState.Rejected, ApplicationState.Revoked],
            states.Order());
        Assert.Equal(1, await db.VettingBatches.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory, InlineData("released", DemoStage.Released), InlineData(" Closed ", DemoStage.Closed), InlineData("accredited", DemoStage.Accredited)]
    public void Reads_a_stage_by_its_name(string name, DemoStage stage) => Assert.Equal(stage, DemoOptions.StageOf(name));

    [Theory, InlineData("planned")]
    public void Says_which_stages_are_not_built_yet(string name) =>
        Assert.Equal("demo.stage_not_built", Assert.Throws<Refusal>(() => DemoOptions.StageOf(name)).Code);

    [Theory, InlineData("over"), InlineData(""), InlineData("1")]
    public void Refuses_an_unknown_stage_and_lists_those_there_are(string name)
    {
        var refusal = Assert.Throws<Refusal>(() => DemoOptions.StageOf(name));
        Assert.Equal("demo.stage_unknown", refusal.Code);
        Assert.Contains(("stages", "invited, released, accredited, running, closed"), refusal.Values);
    }

    [Fact]
    public async Task Builds_a_multiple_and_tells_how_far_it_is()
    {
        var told = new List<(int Done, int Total)>();
        var watch = Stopwatch.StartNew();
        var built = await Build(new(Scale: 10), new Told(told));
        TestContext.Current.TestOutputHelper?.WriteLine($"scale 10: {watch.ElapsedMilliseconds} ms");
        Assert.Equal((921, 90, 3100), (built.Sessions, built.Halls, built.People));
        Assert.Equal(told.OrderBy(t => t.Done), told);
        Assert.Equal(told[^1].Total, told[^1].Done);
    }

    sealed class Told(List<(int, int)> told) : IProgress<(int Done, int Total, string What)>
    {
        public void Report((int Done, int Total, string What) value) => told.Add((value.Done, value.Total));
    }

    sealed record Sizes(int Held, int All);

    static Sizes Count(Release release)
    {
        var sessions = release.Open().Sessions;
        return new(sessions.Count(s => !s.IsCancelled), sessions.Count);
    }

    async Task<(Majlis.Forums.Edition Edition, List<Release> Made)> Releases(string slug)
    {
        await using var db = Open();
        var edition = await db.Editions.SingleAsync(e => e.Slug == slug, TestContext.Current.CancellationToken);
        return (edition, await db.Releases.Where(r => r.EditionId == edition.Id).OrderBy(r => r.Number).ToListAsync(TestContext.Current.CancellationToken));
    }
}
