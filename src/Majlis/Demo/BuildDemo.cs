using Majlis.Figures;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
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
    static readonly string[] NotBuiltYet = ["accredited", "planned"];

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
    /// <param name="progress">Told what is being made, in English, with steps done and steps in all.</param>
    /// <exception cref="Refusal"><c>demo.already_there</c> when an edition of the demonstration exists; <c>demo.scale</c>.</exception>
    /// <exception cref="NotAllowed">Unless the installation itself or its operator acts.</exception>
    public static async Task<DemoBuilt> Run(AppDb db, Actor actor, DemoOptions options, Func<Account, string, string> hashPassword,
        IProgress<(int Done, int Total, string What)>? progress = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.RunInstallation, Guid.Empty);
        if (await db.Editions.FirstOrDefaultAsync(e => e.Slug == DemoProgramme.Slug || e.Slug == DemoProgramme.PastSlug, cancellation) is { } there)
            throw new Refusal("demo.already_there", ("slug", there.Slug));
        var now = db.Clock.GetCurrentInstant();

        progress?.Report((0, 5, "programme"));
        var first = DemoProgramme.Make(options.Scale, options.Seed);
        if (options.Stage == DemoStage.Running)
            first = DemoProgramme.MovedTo(first, (options.Today ?? now.InZone(DateTimeZoneProviders.Tzdb[first.Edition.Zone]).Date).PlusDays(-1));
        var revised = options.Stage == DemoStage.Invited ? first : DemoProgramme.Revise(first, options.Seed);

        progress?.Report((1, 5, "edition"));
        var forum = new Forum("russia-islamic-world", DemoTexts.Text(DemoTexts.Edition.Forum));
        db.Forums.Add(forum);
        db.Record(actor, new ForumFounded(null, forum.Id.Value, forum.Slug));
        var past = DemoProgramme.Past(options.Seed);
        var eleventh = Write(db, actor, forum, 11, past, now);
        Release(db, actor, eleventh, 1, past, now);
        var twelfth = Write(db, actor, forum, 12, revised, now);

        progress?.Report((2, 5, "releases"));
        if (options.Stage != DemoStage.Invited)
        {
            Release(db, actor, twelfth, 1, first, now);
            Release(db, actor, twelfth, 2, revised, now, first);
        }

        progress?.Report((3, 5, "accounts"));
        await Accounts(db, actor, [eleventh, twelfth], hashPassword, now, cancellation);
        foreach (var stage in FiguresAt(options.Stage))
            foreach (var (metric, value) in DemoFigures.At(stage))
                db.Figures.Add(new(twelfth.Id, metric, stage, value, DemoFigures.Source(stage), now));
        db.Figures.Add(new(eleventh.Id, "sessions", FigureStage.Final, past.Sessions.Count, DemoFigures.Source(FigureStage.Final), now));

        progress?.Report((4, 5, "database"));
        await db.SaveChangesAsync(cancellation);
        progress?.Report((5, 5, "database"));
        return new(twelfth.Slug, revised.Sessions.Count, revised.Halls.Count, revised.People.Count, DemoAccounts.All);
    }

    static FigureStage[] FiguresAt(DemoStage stage) => stage switch
    {
        DemoStage.Running => [FigureStage.Announced, FigureStage.Opening],
        DemoStage.Closed => [FigureStage.Announced, FigureStage.Opening, FigureStage.Final],
        _ => [FigureStage.Announced],
    };

    static Edition Write(AppDb db, Actor actor, Forum forum, int number, ProgrammeSnapshot programme, Instant now)
    {
        var facts = programme.Edition;
        var edition = new Edition(forum.Id, number, facts.Slug, facts.Title, facts.First, facts.Last, facts.Zone, facts.Languages);
        edition.Describe(facts.Title, facts.Subtitle, facts.City, facts.Venue);
        edition.Schedule(facts.First, facts.Last, facts.Zone, facts.DayChange);
        edition.Link(facts.Url, facts.BaseUrl, facts.Logo, facts.SlotMinutes);
        edition.SawNumbers(programme.Sessions.Max(s => s.Number), programme.People.Max(p => p.Number));
        edition.Announce(now);
        db.Editions.Add(edition);
        db.Record(actor, new EditionAnnounced(edition.Id.Value, edition.Slug));

        var halls = programme.Halls.Index().ToDictionary(h => h.Item.Guid, h =>
        {
            var hall = new Hall(edition.Id, h.Item.Slug, h.Item.Name, h.Item.Guid);
            hall.Equip(h.Item.Building, h.Item.Capacity);
            hall.PlaceAt(h.Index);
            return hall;
        });
        var tracks = programme.Tracks.Index().ToDictionary(t => t.Item.Guid, t =>
        {
            var track = new Track(edition.Id, t.Item.Slug, t.Item.Name, t.Item.Guid);
            track.Paint(t.Item.Colour);
            track.PlaceAt(t.Index);
            return track;
        });
        var types = programme.Types.Index().ToDictionary(t => t.Item.Guid, t =>
        {
            var type = new SessionType(edition.Id, t.Item.Slug, t.Item.Name, t.Item.IsBreak, t.Item.Guid);
            type.PlaceAt(t.Index);
            return type;
        });
        var people = programme.People.ToDictionary(p => p.Guid, p =>
        {
            var person = new Person(edition.Id, p.Number, p.Guid);
            person.Take(p);
            return person;
        });
        db.Halls.AddRange(halls.Values);
        db.Tracks.AddRange(tracks.Values);
        db.SessionTypes.AddRange(types.Values);
        db.Persons.AddRange(people.Values);
        foreach (var (i, one) in programme.Halls.Index())
            foreach (var other in programme.Halls.Skip(i + 1))
                db.Walks.Add(new(edition.Id, halls[one.Guid].Id, halls[other.Guid].Id, DemoProgramme.WalkMinutes(one, other)));
        foreach (var item in programme.Sessions)
        {
            var session = new Session(edition.Id, item.Number, item.Guid);
            session.Take(item,
                item.Hall is { } hall ? halls[hall].Id : null,
                item.Track is { } track ? tracks[track].Id : null,
                item.Type is { } type ? types[type].Id : null,
                item.People.Select(p => (people[p.Person].Id, p.Role)));
            db.Sessions.Add(session);
        }
        db.Record(actor, new ProgrammeImported(edition.Id.Value, "demo", programme.Sessions.Count, 0, 0));
        return edition;
    }

    /// <param name="before">The release before, to know what moved; null for the first.</param>
    static void Release(AppDb db, Actor actor, Edition edition, int number, ProgrammeSnapshot programme, Instant now, ProgrammeSnapshot? before = null)
    {
        var earlier = before?.Sessions.ToDictionary(s => s.Guid) ?? [];
        var name = FormattableString.Invariant($"{number}.0");
        var frozen = programme with
        {
            Edition = programme.Edition with { Version = name },
            Sessions = [.. programme.Sessions.Select(s => s with
            {
                Changed = now,
                Sequence = earlier.TryGetValue(s.Guid, out var old) && (old.Start, old.Hall, old.IsCancelled) != (s.Start, s.Hall, s.IsCancelled) ? 1 : 0,
            })],
        };
        var release = new Release(edition.Id, number, name, DemoTexts.Text(DemoTexts.Edition.Notes[number - 1]), frozen, actor.Account, actor.Name, now);
        db.Releases.Add(release);
        db.Record(actor, new ProgrammeReleased(edition.Id.Value, release.Id.Value, number, name));
    }

    static async Task Accounts(AppDb db, Actor actor, Edition[] editions, Func<Account, string, string> hashPassword, Instant now, CancellationToken cancellation)
    {
        foreach (var demo in DemoAccounts.All)
        {
            var normalized = demo.Email.ToUpperInvariant();
            var account = await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation);
            if (account is null)
            {
                account = new(demo.Email, demo.Name, demo.Language, now) { EmailConfirmed = true };
                account.PasswordHash = hashPassword(account, DemoAccounts.Password);
                db.Accounts.Add(account);
            }
            foreach (var edition in editions)
            {
                db.Memberships.Add(new(edition.Id, account.Id.Value, demo.Role));
                db.Record(actor, new RoleGiven(edition.Id.Value, account.Id.Value, demo.Role));
            }
        }
    }
}
