using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>A track as the form gives it. A blank slug: one is made of the name.</summary>
public sealed record TrackFacts(string Slug, LocalizedText Name, string? Colour = null);

/// <summary>Adds a track after the others.</summary>
public static class AddTrack
{
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="Track"/>.</exception>
    public static async Task<Track> Run(AppDb db, Actor actor, Id<Edition> edition, TrackFacts facts, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditProgramme, edition, cancellation);
        var others = await db.Tracks.Where(t => t.EditionId == edition).Select(t => new { t.Slug, t.Order }).ToListAsync(cancellation);
        var taken = others.Select(t => t.Slug).ToHashSet();
        if (taken.Contains(facts.Slug)) throw new Refusal("forums.slug_taken", ("slug", facts.Slug));
        var track = new Track(edition, facts.Slug.Length > 0 ? facts.Slug : Slug.Free(facts.Name.In("en").Text, "track", taken), facts.Name);
        track.Paint(facts.Colour);
        track.PlaceAt(others.Select(t => t.Order).DefaultIfEmpty().Max() + 1);
        db.Add(track);
        db.Record(actor, new EditionChanged(edition.Value, "track", track.Guid));
        await db.SaveChangesAsync(cancellation);
        return track;
    }
}

public static class ChangeTrack
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No track of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="Track"/>.</exception>
    public static async Task<Track> Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, TrackFacts facts, long version,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var track = await db.Tracks.SingleOrDefaultAsync(t => t.EditionId == edition && t.Guid == guid, cancellation) ?? throw new NotThere("track");
        var slug = facts.Slug.Length > 0 ? facts.Slug : track.Slug;
        if (await db.Tracks.AnyAsync(t => t.EditionId == edition && t.Slug == slug && t.Guid != guid, cancellation))
            throw new Refusal("forums.slug_taken", ("slug", slug));
        track.Rename(slug, facts.Name);
        track.Paint(facts.Colour);
        db.Expect(track, version);
        db.Record(actor, new EditionChanged(edition.Value, "track", guid));
        await db.SaveChangesAsync(cancellation);
        return track;
    }
}

public static class RemoveTrack
{
    /// <param name="version">The version the caller saw; null: whichever it is.</param>
    /// <exception cref="NotThere">No track of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>programme.track_in_use</c> with the <c>count</c> of its sessions.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long? version = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var track = await db.Tracks.SingleOrDefaultAsync(t => t.EditionId == edition && t.Guid == guid, cancellation) ?? throw new NotThere("track");
        if (await db.Sessions.CountAsync(s => s.TrackId == track.Id, cancellation) is > 0 and var count)
            throw new Refusal("programme.track_in_use", ("track", track.Name), ("count", count));
        if (version is { } seen) db.Expect(track, seen);
        db.Remove(track);
        db.Record(actor, new EditionChanged(edition.Value, "track", guid));
        await db.SaveChangesAsync(cancellation);
    }
}
