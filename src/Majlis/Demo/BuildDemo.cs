using Majlis.Figures;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Demo;

/// <summary>How far the demonstration edition has come.</summary>
public enum DemoStage
{
    /// <summary>Announced; its programme is a draft that nobody outside sees.</summary>
    Invited,
    /// <summary>The programme was released twice, so that there is a list of changes.</summary>
    Released,
    /// <summary>As released; delegations are confirmed, and their people in all states of accreditation.</summary>
    Accredited,
    /// <summary>As released, with its dates moved so that its second day is today.</summary>
    Running,
    /// <summary>Over; the final figures are out.</summary>
    Closed,
}

/// <param name="Scale">Multiplies sessions, halls and people.</param>
/// <param name="Today">The second day of a running edition; null: today by the clock, in the edition's zone. Other stages keep the dates of 2021.</param>
public sealed record DemoOptions(int Scale = 1, DemoStage Stage = DemoStage.Released, int Seed = DemoProgramme.DefaultSeed, LocalDate? Today = null)
{
    /// <summary>Stages of later modules, named so that asking for one is answered rightly.</summary>
    static readonly string[] NotBuiltYet = ["planned"];

    /// <exception cref="Refusal"><c>demo.stage_unknown</c> with the stages there are, or <c>demo.stage_not_built</c> for one that is not built yet.</exception>
    public static DemoStage StageOf(string name)
    {
        var wanted = name.Trim().ToLowerInvariant();
        foreach (var stage in Enum.GetValues<DemoStage>())
            if (NameOf(stage) == wanted) return stage;
        throw NotBuiltYet.Contains(wanted)
            ? new Refusal("demo.stage_not_built", ("stage", wanted))
            : new Refusal("demo.stage_unknown", ("stage", name), ("stages", string.Join(", ", Enum.GetValues<DemoStage>().Select(NameOf))));
    }

    static string NameOf(DemoStage stage) => stage.ToString().ToLowerInvariant();
}

/// <param name="Sessions">Of the draft of the demonstration edition, the cancelled one among them.</param>
public sealed record DemoBuilt(string Slug, int Sessions, int Halls, int People, IReadOnlyList<DemoAccount> Accounts);

/// <summary>Writes the demonstration: the forum, its edition of 2021, the small one before it, accounts, roles and figures. All of it or nothing.</summary>
public static class BuildDemo
{
    /// <param name="hashPassword">Account and clear password to the hash that signing in checks.</param>
    /// <param name="progress">Told what is being made (<c>programme</c>, <c>edition</c>, <c>accounts</c>, <c>sessions</c>, <c>releases</c>,
    /// <c>done</c>), with steps done and steps in all.</param>
    /// <exception cref="Refusal"><c>demo.already_there</c> when an edition of the demonstration exists; <c>demo.scale</c>;
    /// <c>forums.slug_taken</c> when its forum exists.</exception>
    /// <exception cref="NotAllowed">Unless the installation itself or its operator acts.</exception>
    public static async Task<DemoBuilt> Run(AppDb db, Actor actor, DemoOptions options, Func<Account, string, string> hashPassword,
        IProgress<(int Done, int Total, string What)>? progress = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.RunInstallation, Guid.Empty);
        if (await db.Editions.FirstOrDefaultAsync(e => e.Slug == DemoProgramme.Slug || e.Slug == DemoProgramme.PastSlug, cancellation) is { } there)
            throw new Refusal("demo.already_there", ("slug", there.Slug));
        var done = 0;
        void Tell(string what) => progress?.Report((done++, Steps, what));

        Tell("programme");
        var first = DemoProgramme.Make(options.Scale, options.Seed);
        if (options.Stage == DemoStage.Running)
        {
            var today = options.Today ?? db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[first.Edition.Zone]).Date;
            first = DemoProgramme.MovedTo(first, today.PlusDays(-1));
        }
        var past = DemoProgramme.Past(options.Seed);

        await using var whole = await db.Database.BeginTransactionAsync(cancellation);
        Tell("edition");
        var forum = await FoundForum.Run(db, actor, "russia-islamic-world", DemoTexts.Text(DemoTexts.Edition.Forum), cancellation);
        var eleventh = await Create(db, actor, forum, 11, past, cancellation);
        var twelfth = await Create(db, actor, forum, 12, first, cancellation);
        foreach (var stage in FiguresAt(options.Stage))
            foreach (var (metric, value) in DemoFigures.At(stage))
                await PublishFigure.Run(db, actor, twelfth, metric, stage, value, DemoFigures.Source(stage), cancellation);
        await PublishFigure.Run(db, actor, eleventh, "sessions", FigureStage.Final, past.Sessions.Count, DemoFigures.Source(FigureStage.Final), cancellation);

        Tell("accounts");
        await AddAccounts(db, actor, [eleventh, twelfth], hashPassword, cancellation);

        Tell("parties");
        await DemoParties.Make(db, actor, twelfth, options.Stage, cancellation);
        db.ChangeTracker.Clear();

        Tell("sessions");
        await Import(db, actor, eleventh, past, cancellation);
        await Release(db, actor, eleventh, 1, cancellation);
        await Import(db, actor, twelfth, first, cancellation);
        var sessions = first.Sessions.Count;
        if (options.Stage != DemoStage.Invited)
        {
            Tell("releases");
            await Release(db, actor, twelfth, 1, cancellation);
            var revised = DemoProgramme.Revise(first, options.Seed);
            await DemoProtocol.Mark(db, twelfth, first, revised, DemoAccounts.All.First(a => a.Role == Role.Participant).Email, cancellation);
            await Import(db, actor, twelfth, revised, cancellation);
            await Release(db, actor, twelfth, 2, cancellation);
            sessions = revised.Sessions.Count;
        }
        await DemoProtocol.Run(db, actor, twelfth, cancellation);
        foreach (var (edition, programme) in new[] { (eleventh, past), (twelfth, first) })
            await SetWalk.Run(db, actor, edition, [.. Walks(programme.Halls)], cancellation);
        await DemoParties.Order(db, actor, twelfth, options.Stage, cancellation);
        await DemoDesk.Furnish(db, actor, twelfth, cancellation);
        await DemoMeetings.Run(db, actor, twelfth, options.Stage, cancellation);
        await DemoMeetingRooms.Run(db, twelfth, cancellation);
        await DemoDelegations.Make(db, actor, eleventh, twelfth, options.Stage, options.Seed, cancellation);
        await DemoAccreditation.Run(db, actor, twelfth, options.Stage, cancellation);
        await whole.CommitAsync(cancellation);
        progress?.Report((Steps, Steps, "done"));
        return new(DemoProgramme.Slug, sessions, first.Halls.Count, first.People.Count, DemoAccounts.All);
    }

    const int Steps = 6;

    static FigureStage[] FiguresAt(DemoStage stage) => stage switch
    {
        DemoStage.Running => [FigureStage.Announced, FigureStage.Opening],
        DemoStage.Closed => [FigureStage.Announced, FigureStage.Opening, FigureStage.Final],
        _ => [FigureStage.Announced],
    };

    static async Task<Id<Edition>> Create(AppDb db, Actor actor, Forum forum, int number, ProgrammeSnapshot programme, CancellationToken cancellation)
    {
        var e = programme.Edition;
        var edition = await CreateEdition.Run(db, actor, forum.Id, number, e.Slug, new()
        {
            Title = e.Title, Subtitle = e.Subtitle, City = e.City, Venue = e.Venue, First = e.First, Last = e.Last, Zone = e.Zone, DayChange = e.DayChange,
            Languages = e.Languages, SecondCalendar = ForumCalendar.SolarHijri, SlotMinutes = e.SlotMinutes, DefaultWalk = DemoProgramme.WalkMinutes(null, null),
        }, cancellation);
        await AnnounceEdition.Run(db, actor, edition.Id, cancellation);
        return edition.Id;
    }

    static async Task Import(AppDb db, Actor actor, Id<Edition> edition, ProgrammeSnapshot programme, CancellationToken cancellation)
    {
        var plan = await ImportProgramme.Run(db, actor, edition, new ProgrammeReading(programme, []), new() { File = "demo" }, cancellation);
        if (plan.Findings.Count > 0) throw new InvalidOperationException($"The demonstration has a fault: {plan.Findings[0].Item}, {plan.Findings[0].Code}.");
        // Thousands of rows that no later step needs would be compared at each of its saves.
        db.ChangeTracker.Clear();
    }

    static async Task Release(AppDb db, Actor actor, Id<Edition> edition, int number, CancellationToken cancellation)
    {
        await ReleaseProgramme.Run(db, actor, edition, FormattableString.Invariant($"{number}.0"), DemoTexts.Text(DemoTexts.Edition.Notes[number - 1]),
            cancellation);
        db.ChangeTracker.Clear();
    }

    static IEnumerable<WalkFacts> Walks(IReadOnlyList<HallEntry> halls) =>
        from one in halls.Index()
        from other in halls.Skip(one.Index + 1)
        select new WalkFacts(one.Item.Guid, other.Guid, DemoProgramme.WalkMinutes(one.Item, other));

    static async Task AddAccounts(AppDb db, Actor actor, Id<Edition>[] editions, Func<Account, string, string> hashPassword, CancellationToken cancellation)
    {
        foreach (var demo in DemoAccounts.All)
        {
            var normalized = demo.Email.ToUpperInvariant();
            var account = await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation);
            if (account is null)
            {
                account = new(demo.Email, demo.Name, demo.Language, db.Clock.GetCurrentInstant()) { EmailConfirmed = true, IsOperator = demo.Role == Role.Owner };
                account.PasswordHash = hashPassword(account, DemoAccounts.Password);
                db.Accounts.Add(account);
                await db.SaveChangesAsync(cancellation);
            }
            foreach (var edition in editions) await GiveRole.Run(db, actor, edition, account.Id, demo.Role, cancellation);
        }
    }
}
