using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>Puts the tracks in the order of lists and filters.</summary>
public static class OrderTracks
{
    /// <param name="order">Guids, first to last; tracks that are not named follow in their old order, guids that are no track's are skipped.</param>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<Guid> order, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var tracks = await db.Tracks.Where(t => t.EditionId == edition).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(cancellation);
        var places = order.Distinct().Index().ToDictionary(o => o.Item, o => o.Index);
        foreach (var (place, track) in tracks.OrderBy(t => places.GetValueOrDefault(t.Guid, int.MaxValue)).Index()) track.PlaceAt(place + 1);
        if (!db.ChangeTracker.HasChanges()) return;
        db.Record(actor, new EditionChanged(edition.Value, "track", null));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Puts the session types in the order of lists and filters.</summary>
public static class OrderSessionTypes
{
    /// <param name="order">As for <see cref="OrderTracks"/>.</param>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<Guid> order, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var types = await db.SessionTypes.Where(t => t.EditionId == edition).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync(cancellation);
        var places = order.Distinct().Index().ToDictionary(o => o.Item, o => o.Index);
        foreach (var (place, type) in types.OrderBy(t => places.GetValueOrDefault(t.Guid, int.MaxValue)).Index()) type.PlaceAt(place + 1);
        if (!db.ChangeTracker.HasChanges()) return;
        db.Record(actor, new EditionChanged(edition.Value, "type", null));
        await db.SaveChangesAsync(cancellation);
    }
}
