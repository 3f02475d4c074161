using Majlis.Calendars;
using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Accreditation;

/// <summary>A part of the venue to which some categories have access.</summary>
/// <param name="Key">As those of categories.</param>
public sealed record AccessZone(string Key, LocalizedText Name);

/// <summary>In what capacity people are admitted, and what is looked at before they are.</summary>
/// <param name="Key">Lower-case Latin letters, digits and hyphens; unique in the edition.</param>
/// <param name="Colour">Of the badge, <c>#RRGGBB</c>.</param>
/// <param name="Zones">Keys of <see cref="AccessZone"/>.</param>
/// <param name="Checks">Those that are made; at least one.</param>
public sealed record AccreditationCategory(string Key, LocalizedText Name, string Colour, IReadOnlyList<string> Zones, IReadOnlyList<CheckKind> Checks)
{
    /// <summary>How many may be approved; null: any number.</summary>
    public int? Places { get; init; }
    /// <summary>Without a photo nobody of it is approved. Heads of State and their spouses are asked for none.</summary>
    public bool NeedsPhoto { get; init; } = true;
    /// <summary>Journalists, who come for an outlet.</summary>
    public bool IsMedia { get; init; }
    /// <summary>Members of delegations in these roles are of it, before <see cref="Members"/> is asked.</summary>
    public IReadOnlyList<MemberRole> Roles { get; init; } = [];
    /// <summary>Members of delegations in these categories of theirs are of it: keys of <see cref="MemberCategory"/>.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];
}

/// <summary>How an edition admits people.</summary>
public sealed record AccreditationTerms
{
    public IReadOnlyList<AccessZone> Zones { get; init; } = [];
    public IReadOnlyList<AccreditationCategory> Categories { get; init; } = [];
    /// <summary>The person is written to when the application becomes one of these.</summary>
    public IReadOnlyList<ApplicationState> Letters { get; init; } = [ApplicationState.Approved, ApplicationState.Rejected, ApplicationState.Returned];
    /// <summary>Of media; a type that is not here has no bound.</summary>
    public IReadOnlyList<OutletPlaces> Outlets { get; init; } = [];
    /// <summary>Wall time in the edition's zone from which media may hand in nothing any more; null: no such time.</summary>
    public NodaTime.LocalDateTime? MediaUntil { get; init; }
    /// <summary>To whom batches go unless another is said.</summary>
    public string? Authority { get; init; }
    /// <summary>Days after the last day until travel documents are deleted.</summary>
    public int KeepDocuments { get; init; } = 30;

    public AccreditationCategory? Category(string key) => Categories.FirstOrDefault(c => c.Key == key);

    /// <summary>Of a member of a delegation: the first whose roles name theirs, else the first whose categories do, else the first that is neither for media nor without security.</summary>
    public AccreditationCategory For(MemberRole role, string category) => Categories.FirstOrDefault(c => c.Roles.Contains(role)) ?? Categories.FirstOrDefault(c => c.Members.Contains(category))
        ?? Categories.FirstOrDefault(c => !c.IsMedia && c.Checks.Contains(CheckKind.Security)) ?? Categories[0];

    /// <summary>What holds before anybody set anything.</summary>
    public static AccreditationTerms Usual { get; } = new()
    {
        Zones = [.. new[] { "plenary", "delegates", "press", "vip", "service" }.Select(z => new AccessZone(z, Words($"accreditation.zone.{z}")))],
        Categories =
        [
            Category("vip", "#8A1538", ["plenary", "delegates", "press", "vip"], [CheckKind.Protocol]) with { NeedsPhoto = false },
            Category("delegate", "#0D5C63", ["plenary", "delegates"], [CheckKind.Substantive, CheckKind.Protocol, CheckKind.Security]) with { Members = ["official"] },
            Category("support", "#56605C", ["delegates"], [CheckKind.Substantive, CheckKind.Protocol, CheckKind.Security]) with { Members = ["support"] },
            Category("security", "#1D2321", ["plenary", "delegates", "vip"], [CheckKind.Substantive, CheckKind.Protocol, CheckKind.Security]) with { Members = ["security"], Roles = [MemberRole.Security] },
            Category("media", "#B36B00", ["plenary", "press"], [CheckKind.Substantive, CheckKind.Security]) with { Members = ["press"], Roles = [MemberRole.Media], IsMedia = true },
            Category("guest", "#5B4B8A", ["plenary"], [CheckKind.Substantive, CheckKind.Security]),
        ],
    };

    static AccreditationCategory Category(string key, string colour, string[] zones, CheckKind[] checks) => new(key, Words($"accreditation.category.{key}"), colour, zones, checks);

    static LocalizedText Words(string key) => LocalizedText.Of(Language.All.Select(l => KeyValuePair.Create(l.Tag, Texts.Of(l)[key])));
}

/// <summary>The edition's <see cref="AccreditationTerms"/>, once somebody set them.</summary>
public sealed class AccreditationRules : IVersioned
{
    AccreditationRules() { }

    public AccreditationRules(Id<Edition> edition) => EditionId = edition;

    public const int MostCategories = 30, MostZones = 30;

    public Id<Edition> EditionId { get; private set; }
    public AccreditationTerms Terms { get; private set; } = AccreditationTerms.Usual;
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>accreditation.categories</c>, <c>accreditation.zones</c>, <c>accreditation.zone_unknown</c>, <c>accreditation.colour</c>, <c>accreditation.checks_missing</c>,
    /// <c>accreditation.places</c>, <c>accreditation.keep_days</c>.</exception>
    public void Take(AccreditationTerms terms)
    {
        if (terms.Zones.Count > MostZones || terms.Zones.DistinctBy(z => z.Key).Count() < terms.Zones.Count || terms.Zones.Any(z => !IsKey(z.Key) || z.Name.IsEmpty)) throw new Refusal("accreditation.zones", ("most", MostZones));
        if (terms.Categories.Count is 0 or > MostCategories || terms.Categories.DistinctBy(c => c.Key).Count() < terms.Categories.Count || terms.Categories.Any(c => !IsKey(c.Key) || c.Name.IsEmpty))
            throw new Refusal("accreditation.categories", ("most", MostCategories));
        if (terms.Categories.Any(c => c.Zones.Any(z => terms.Zones.All(k => k.Key != z)))) throw new Refusal("accreditation.zone_unknown");
        if (terms.Categories.Any(c => c.Colour is not ['#', .. { Length: 6 } hex] || !hex.All(char.IsAsciiHexDigit))) throw new Refusal("accreditation.colour");
        if (terms.Categories.Any(c => c.Checks.Count == 0 || !c.Checks.All(Enum.IsDefined))) throw new Refusal("accreditation.checks_missing");
        if (terms.Categories.Any(c => c.Places is < 0 or > 1_000_000)) throw new Refusal("accreditation.places");
        if (terms.Outlets.Any(o => o.Most is < 0 or > 10_000) || terms.Outlets.DistinctBy(o => o.Type).Count() < terms.Outlets.Count) throw new Refusal("accreditation.places");
        if (terms.KeepDocuments is < 0 or > 3650) throw new Refusal("accreditation.keep_days");
        Terms = terms;
    }

    static bool IsKey(string key) => key.Length is > 0 and <= 32 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>What holds in the edition, and its version: null while it is the usual.</summary>
    public static async Task<(AccreditationTerms Terms, long? Version)> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.AccreditationRules.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == edition, cancellation) is { } rules ? (rules.Terms, rules.Version) : (AccreditationTerms.Usual, null);

    internal sealed class Map : IEntityTypeConfiguration<AccreditationRules>
    {
        public void Configure(EntityTypeBuilder<AccreditationRules> table)
        {
            table.HasKey(r => r.EditionId);
            table.HasOne<Edition>().WithOne().HasForeignKey<AccreditationRules>(r => r.EditionId);
            table.Property(r => r.Terms).AsJson();
        }
    }
}

/// <summary>
/// How many of a category, or of a media outlet, are approved, and how many may be. As with the places of delegations the database refuses one too many: the count goes up by a conditional update only.
/// </summary>
public sealed class AccreditationPlace
{
    AccreditationPlace() { }

    public AccreditationPlace(Id<Edition> edition, string category, int most, int taken) => (EditionId, Category, Most, Taken) = (edition, category, most, taken);

    public Id<Edition> EditionId { get; private set; }
    public string Category { get; private set; } = "";
    public int Most { get; private set; }
    public int Taken { get; private set; }

    /// <summary>Takes a place, in the caller's transaction.</summary>
    /// <param name="key">Of a category, or an <see cref="Application.OutletKey"/>: that has a slash, which no category has.</param>
    /// <param name="most">Null: any number.</param>
    /// <returns>False: there is none.</returns>
    internal static async Task<bool> Take(AppDb db, Id<Edition> edition, string key, int? most, CancellationToken cancellation)
    {
        var places = db.AccreditationPlaces.Where(p => p.EditionId == edition && p.Category == key);
        Task<int> Up() => places.Where(p => p.Taken < p.Most).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken + 1), cancellation);
        if (await Up() == 1) return true;
        if (await places.AnyAsync(cancellation)) return false;
        // The first of its category. Who else makes the row at this moment waits for our transaction, and is told that somebody was first.
        var taken = await db.Applications.CountAsync(a => a.EditionId == edition && (a.Category == key || a.OutletKey == key) && a.HasPlace, cancellation);
        db.Add(new AccreditationPlace(edition, key, Math.Max(most ?? int.MaxValue, taken), taken));
        await db.SaveFirst(cancellation);
        return await Up() == 1;
    }

    internal static Task Free(AppDb db, Id<Edition> edition, string category, CancellationToken cancellation) =>
        db.AccreditationPlaces.Where(p => p.EditionId == edition && p.Category == category && p.Taken > 0).ExecuteUpdateAsync(set => set.SetProperty(p => p.Taken, p => p.Taken - 1), cancellation);

    internal static async Task<bool> Set(AppDb db, Id<Edition> edition, string category, int? most, CancellationToken cancellation)
    {
        var (places, number) = (db.AccreditationPlaces.Where(p => p.EditionId == edition && p.Category == category), most ?? int.MaxValue);
        return await places.Where(p => p.Taken <= number).ExecuteUpdateAsync(set => set.SetProperty(p => p.Most, number), cancellation) == 1 || !await places.AnyAsync(cancellation);
    }

    internal sealed class Map : IEntityTypeConfiguration<AccreditationPlace>
    {
        public void Configure(EntityTypeBuilder<AccreditationPlace> table)
        {
            table.ToTable(t => t.HasCheckConstraint("CK_AccreditationPlaces_Taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Most\""));
            table.HasKey(p => new { p.EditionId, p.Category });
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
            table.Property(p => p.Category).HasMaxLength(120);
        }
    }
}

/// <summary>Sets how an edition admits people. Applications of a category whose checks change are asked for the new ones; what was decided stays.</summary>
public static class SetAccreditationRules
{
    /// <param name="version">The version the form was shown; null when nothing was set yet.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>accreditation.category_in_use</c>, <c>accreditation.places_taken</c>, and those of <see cref="AccreditationRules.Take"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, AccreditationTerms terms, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var rules = await db.AccreditationRules.SingleOrDefaultAsync(r => r.EditionId == edition, cancellation);
        if (rules is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("other rules by now"));
        var before = rules?.Terms ?? AccreditationTerms.Usual;
        if (rules is null) db.Add(rules = new(edition));
        else db.Expect(rules, version!.Value);
        rules.Take(terms);
        await using var turn = await db.InTurn(cancellation);
        var gone = before.Categories.Where(c => terms.Category(c.Key) is null).ToList();
        var goneKeys = gone.Select(c => c.Key).ToList();
        if (goneKeys.Count > 0 && await db.Applications.Where(a => a.EditionId == edition && goneKeys.Contains(a.Category)).Select(a => a.Category).FirstOrDefaultAsync(cancellation) is { } used)
            throw new Refusal("accreditation.category_in_use", ("category", gone.First(c => c.Key == used).Name));
        foreach (var category in terms.Categories)
        {
            if (!await AccreditationPlace.Set(db, edition, category.Key, category.Places, cancellation)) throw new Refusal("accreditation.places_taken", ("category", category.Name));
            if (before.Category(category.Key) is not { } was || was.NeedsPhoto == category.NeedsPhoto && was.Checks.Order().SequenceEqual(category.Checks.Order())) continue;
            foreach (var application in await db.Applications.Where(a => a.EditionId == edition && a.Category == category.Key).ToListAsync(cancellation))
            {
                application.Enter(category, db.Clock.GetCurrentInstant());
                await ApplicationRows.Settle(db, actor, application, category, "asked", null, cancellation);
            }
        }
        // Outlets that have more by now keep them.
        foreach (var type in Enum.GetValues<OutletType>())
        {
            var (prefix, most) = ($"{type}/", terms.Outlets.FirstOrDefault(o => o.Type == type)?.Most ?? int.MaxValue);
            await db.AccreditationPlaces.Where(p => p.EditionId == edition && p.Category.StartsWith(prefix)).ExecuteUpdateAsync(set => set.SetProperty(p => p.Most, p => p.Taken > most ? p.Taken : most), cancellation);
        }
        db.Record(actor, new EditionChanged(edition.Value, "accreditation rules", null));
        await db.SaveFirst(cancellation);
        await turn.Done();
    }
}
