using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>A hall as the form gives it. A blank slug: one is made of the name.</summary>
public sealed record HallFacts
{
    public string Slug { get; init; } = "";
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    public LocalizedText Building { get; init; } = LocalizedText.Empty;
    public int? Capacity { get; init; }
    public int? Booths { get; init; }
    public IReadOnlyList<HallHours> Hours { get; init; } = [];

    public static HallFacts Of(Hall h) => new() { Slug = h.Slug, Name = h.Name, Building = h.Building, Capacity = h.Capacity, Booths = h.Booths, Hours = h.Hours };
}

/// <summary>Adds a hall after the others.</summary>
public static class AddHall
{
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="Hall"/>.</exception>
    public static async Task<Hall> Run(AppDb db, Actor actor, Id<Edition> edition, HallFacts facts, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditEdition, edition, cancellation);
        var others = await db.Halls.Where(h => h.EditionId == edition).Select(h => new { h.Slug, h.Order }).ToListAsync(cancellation);
        var taken = others.Select(h => h.Slug).ToHashSet();
        if (taken.Contains(facts.Slug)) throw new Refusal("forums.slug_taken", ("slug", facts.Slug));
        var slug = facts.Slug.Length > 0 ? facts.Slug : Slug.Free(facts.Name.In("en").Text, "hall", taken);
        var hall = new Hall(edition, slug, facts.Name);
        hall.Equip(facts.Building, facts.Capacity);
        hall.Furnish(facts.Booths);
        hall.OpenAt(facts.Hours);
        hall.PlaceAt(others.Select(h => h.Order).DefaultIfEmpty().Max() + 1);
        db.Add(hall);
        db.Record(actor, new EditionChanged(edition.Value, "hall", hall.Guid));
        await db.SaveChangesAsync(cancellation);
        return hall;
    }
}

/// <summary>Changes a hall; its guid stays, so calendars and apps know it again.</summary>
public static class ChangeHall
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No hall of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="Hall"/>.</exception>
    public static async Task<Hall> Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, HallFacts facts, long version,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditEdition, edition.Value);
        var hall = await db.Halls.SingleOrDefaultAsync(h => h.EditionId == edition && h.Guid == guid, cancellation) ?? throw new NotThere("hall");
        var slug = facts.Slug.Length > 0 ? facts.Slug : hall.Slug;
        if (await db.Halls.AnyAsync(h => h.EditionId == edition && h.Slug == slug && h.Guid != guid, cancellation))
            throw new Refusal("forums.slug_taken", ("slug", slug));
        hall.Rename(slug, facts.Name);
        hall.Equip(facts.Building, facts.Capacity);
        hall.Furnish(facts.Booths);
        hall.OpenAt(facts.Hours);
        db.Expect(hall, version);
        db.Record(actor, new EditionChanged(edition.Value, "hall", guid));
        await db.SaveChangesAsync(cancellation);
        return hall;
    }
}

/// <summary>Puts the halls in this order everywhere: halls not named keep theirs, after the named.</summary>
public static class OrderHalls
{
    /// <exception cref="Refusal"><c>forums.hall_unknown</c>: a guid is of no hall of this edition.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<Guid> order, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditEdition, edition, cancellation);
        var halls = await db.Halls.Where(h => h.EditionId == edition).OrderBy(h => h.Order).ThenBy(h => h.Slug).ToListAsync(cancellation);
        if (order.Except(halls.Select(h => h.Guid)).Any()) throw new Refusal("forums.hall_unknown");
        var places = order.Distinct().Index().ToDictionary(o => o.Item, o => o.Index);
        foreach (var (place, hall) in halls.OrderBy(h => places.GetValueOrDefault(h.Guid, int.MaxValue)).Index()) hall.PlaceAt(place + 1);
        if (!db.ChangeTracker.HasChanges()) return;
        db.Record(actor, new EditionChanged(edition.Value, "hall", null));
        await db.SaveChangesAsync(cancellation);
    }
}
