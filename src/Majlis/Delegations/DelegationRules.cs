using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>A kind of members that places are counted by: the official delegation, support, press that travels with it.</summary>
/// <param name="Key">Lower-case Latin letters, digits and hyphens; unique in the edition.</param>
/// <param name="Places">What a new delegation begins with.</param>
/// <param name="Overflow">Places beyond these, for people who have access and do not speak for the party.</param>
public sealed record MemberCategory(string Key, LocalizedText Name, int Places, int Overflow);

/// <summary>What an edition asks of all delegations.</summary>
public sealed record DelegationTerms
{
    /// <summary>Wall time in the edition's zone from which focal points enter names, included; null: from the beginning.</summary>
    public LocalDateTime? NominationFrom { get; init; }
    /// <summary>From here on they enter no new names; null: no such time.</summary>
    public LocalDateTime? NominationUntil { get; init; }
    /// <summary>From here on they confirm, replace and correct nothing; null: no such time.</summary>
    public LocalDateTime? ConfirmationUntil { get; init; }
    public IReadOnlyList<MemberCategory> Categories { get; init; } = [];
    /// <summary>Days before the reply-by date on which an invitation without an answer is reminded of; 0: on that date.</summary>
    public IReadOnlyList<int> ReminderDays { get; init; } = [7, 1];

    /// <summary>What holds before anybody set anything.</summary>
    public static DelegationTerms Usual { get; } = new()
    {
        Categories = [Category("official", 10, 2), Category("support", 10, 5), Category("press", 5, 0), Category("security", 2, 0)],
    };

    static MemberCategory Category(string key, int places, int overflow) =>
        new(key, LocalizedText.Of(Language.All.Select(l => KeyValuePair.Create(l.Tag, Texts.Of(l)[$"delegation.category.{key}"]))), places, overflow);
}

/// <summary>The edition's <see cref="DelegationTerms"/>, once somebody set them.</summary>
public sealed class DelegationRules : IVersioned
{
    DelegationRules() { }

    public DelegationRules(Id<Edition> edition) => EditionId = edition;

    public const int MostCategories = 12, MostPlaces = 10_000;

    public Id<Edition> EditionId { get; private set; }
    public DelegationTerms Terms { get; private set; } = DelegationTerms.Usual;
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>delegations.windows</c>, <c>delegations.categories</c>, <c>delegations.places</c>, <c>delegations.reminders</c>.</exception>
    public void Take(DelegationTerms terms)
    {
        if (terms.NominationFrom >= terms.NominationUntil || terms.NominationUntil > terms.ConfirmationUntil || terms.NominationFrom >= terms.ConfirmationUntil) throw new Refusal("delegations.windows");
        if (terms.Categories.Count is 0 or > MostCategories || terms.Categories.DistinctBy(c => c.Key).Count() < terms.Categories.Count || terms.Categories.Any(c => c.Name.IsEmpty || !IsKey(c.Key)))
            throw new Refusal("delegations.categories", ("most", MostCategories));
        if (terms.Categories.Any(c => c.Places is < 0 or > MostPlaces || c.Overflow is < 0 or > MostPlaces)) throw new Refusal("delegations.places", ("most", MostPlaces));
        if (terms.ReminderDays.Count > 10 || terms.ReminderDays.Any(d => d is < 0 or > 365)) throw new Refusal("delegations.reminders");
        Terms = terms with { ReminderDays = [.. terms.ReminderDays.Distinct().OrderDescending()] };
    }

    static bool IsKey(string key) => key.Length is > 0 and <= 32 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>What holds in the edition, and its version: null while it is the usual.</summary>
    public static async Task<(DelegationTerms Terms, long? Version)> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.DelegationRules.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == edition, cancellation) is { } rules ? (rules.Terms, rules.Version) : (DelegationTerms.Usual, null);

    internal sealed class Map : IEntityTypeConfiguration<DelegationRules>
    {
        public void Configure(EntityTypeBuilder<DelegationRules> table)
        {
            table.HasKey(r => r.EditionId);
            table.HasOne<Edition>().WithOne().HasForeignKey<DelegationRules>(r => r.EditionId);
            table.Property(r => r.Terms).AsJson();
        }
    }
}

/// <summary>Sets what an edition asks of delegations. Delegations that are there keep their places; a new category gets its own.</summary>
public static class SetDelegationRules
{
    /// <param name="version">The version the form was shown; null when nothing was set yet.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>delegations.category_in_use</c>, and those of <see cref="DelegationRules.Take"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, DelegationTerms terms, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        var rules = await db.DelegationRules.SingleOrDefaultAsync(r => r.EditionId == edition, cancellation);
        if (rules is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("other rules by now"));
        var before = rules?.Terms ?? DelegationTerms.Usual;
        if (rules is null) db.Add(rules = new(edition));
        else db.Expect(rules, version!.Value);
        rules.Take(terms);
        var gone = before.Categories.Where(c => terms.Categories.All(n => n.Key != c.Key)).ToList();
        var goneKeys = gone.Select(c => c.Key).ToList();
        if (goneKeys.Count > 0 && await db.Members.Where(m => m.EditionId == edition && m.Step != MemberStep.Left && goneKeys.Contains(m.Category)).Select(m => m.Category).FirstOrDefaultAsync(cancellation) is { } used)
            throw new Refusal("delegations.category_in_use", ("category", gone.First(c => c.Key == used).Name));
        var delegations = await db.Delegations.Where(d => d.EditionId == edition).Select(d => d.Id).ToListAsync(cancellation);
        var have = (await db.Quotas.Where(q => delegations.Contains(q.DelegationId)).Select(q => new { q.DelegationId, q.Category, q.IsOverflow }).ToListAsync(cancellation)).ToHashSet();
        foreach (var delegation in delegations)
            foreach (var category in terms.Categories)
                foreach (var over in (bool[])[false, true])
                    if (!have.Contains(new { DelegationId = delegation, Category = category.Key, IsOverflow = over })) db.Add(new Quota(delegation, category.Key, over, over ? category.Overflow : category.Places));
        db.Record(actor, new EditionChanged(edition.Value, "delegation rules", null));
        await db.SaveFirst(cancellation);
    }
}
