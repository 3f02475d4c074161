using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>Changes what an edition says of itself. Its slug and number stay: they are in addresses. Hours of days that are no longer part of it are forgotten.</summary>
public static class ChangeEdition
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="Edition"/>.</exception>
    public static async Task<Edition> Run(AppDb db, Actor actor, Id<Edition> id, EditionFacts facts, long version, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditEdition, id, cancellation);
        facts.Onto(edition);
        db.Expect(edition, version);
        db.RemoveRange(await db.Days.Where(d => d.EditionId == id && (d.Date < facts.First || d.Date > facts.Last)).ToListAsync(cancellation));
        db.Record(actor, new EditionChanged(id.Value, "edition", id.Value));
        await db.SaveChangesAsync(cancellation);
        return edition;
    }
}

/// <summary>Puts the edition on the public site. Its programme is seen once it is released.</summary>
public static class AnnounceEdition
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> id, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditEdition, id, cancellation);
        if (edition.AnnouncedAt is not null) return;
        edition.Announce(db.Clock.GetCurrentInstant());
        db.Record(actor, new EditionAnnounced(id.Value, edition.Slug));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes the edition off the public site.</summary>
public static class WithdrawEdition
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> id, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.EditEdition, id, cancellation);
        if (edition.AnnouncedAt is null) return;
        edition.Withdraw();
        db.Record(actor, new EditionWithdrawn(id.Value, edition.Slug));
        await db.SaveChangesAsync(cancellation);
    }
}
