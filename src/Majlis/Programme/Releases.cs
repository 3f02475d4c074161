using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Programme;

/// <summary>What the public sees.</summary>
public static class Published
{
    /// <summary>The last release of an announced edition; null when it is not announced, nothing is released or there is no such edition. One query.</summary>
    public static Task<PublishedProgramme?> Load(AppDb db, string editionSlug, CancellationToken cancellation = default) =>
        Load(db, db.Editions.Where(e => e.Slug == editionSlug), cancellation);

    /// <inheritdoc cref="Load(AppDb, string, CancellationToken)"/>
    public static Task<PublishedProgramme?> Load(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        Load(db, db.Editions.Where(e => e.Id == edition), cancellation);

    static async Task<PublishedProgramme?> Load(AppDb db, IQueryable<Edition> editions, CancellationToken cancellation) =>
        await Releases.Last(db, editions.Where(e => e.AnnouncedAt != null), cancellation) is { } last ? new(last.Programme, last.Number, last.Name, last.At) : null;
}

/// <summary>A release with its programme unpacked.</summary>
public sealed record OpenedRelease(ProgrammeSnapshot Programme, int Number, string Name, Instant At);

/// <summary>One release in a list.</summary>
/// <param name="By">The name of who made it; for the desk only.</param>
/// <param name="LettersTo">Who was or is written to; for the desk only.</param>
public sealed record ReleaseLine(int Number, string Name, LocalizedText Note, string By, Instant At, LettersTo LettersTo);

/// <summary>A release and what it changed. Null changes: it was the first, and everything in it was new.</summary>
public sealed record ReleaseWithChanges(ReleaseLine Release, IReadOnlyList<ProgrammeChange>? Changes);

public static class Releases
{
    /// <summary>The edition's releases, newest first, without their programmes. The caller has asked for the permission.</summary>
    public static Task<List<ReleaseLine>> List(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        db.Releases.AsNoTracking().Where(r => r.EditionId == edition).OrderByDescending(r => r.Number)
            .Select(r => new ReleaseLine(r.Number, r.Name, r.Note, r.By, r.At, r.LettersTo)).ToListAsync(cancellation);

    /// <summary>
    /// The newest releases of an announced edition, each with what it changed since the one before; empty as <see cref="Published"/> is null.
    /// All of it was public once.
    /// </summary>
    /// <param name="most">How many releases; each costs the opening of a programme.</param>
    public static async Task<IReadOnlyList<ReleaseWithChanges>> Changes(AppDb db, string editionSlug, int most, CancellationToken cancellation = default)
    {
        var releases = await db.Editions.Where(e => e.Slug == editionSlug && e.AnnouncedAt != null).Join(db.Releases, e => e.Id, r => r.EditionId, (e, r) => r)
            .AsNoTracking().OrderByDescending(r => r.Number).Take(most + 1).ToListAsync(cancellation);
        var opened = releases.Select(r => (Line: new ReleaseLine(r.Number, r.Name, r.Note, r.By, r.At, r.LettersTo), Programme: r.Open())).ToList();
        return [.. opened.Take(most).Select((r, i) => new ReleaseWithChanges(r.Line,
            i + 1 < opened.Count ? ProgrammeChanges.Between(opened[i + 1].Programme, r.Programme) : null))];
    }

    /// <summary>The last released programme, announced or not; null when there is none.</summary>
    public static async Task<ProgrammeSnapshot?> Last(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        (await Last(db, db.Editions.Where(e => e.Id == edition), cancellation))?.Programme;

    /// <summary>The last release of the one edition that the query finds, announced or not, so not for the public; null when there is none. One query.</summary>
    public static async Task<OpenedRelease?> Last(AppDb db, IQueryable<Edition> editions, CancellationToken cancellation = default)
    {
        var last = await editions.Join(db.Releases, e => e.Id, r => r.EditionId, (e, r) => r)
            .OrderByDescending(r => r.Number).Select(r => new { r.Number, r.Name, r.At, r.Packed }).FirstOrDefaultAsync(cancellation);
        return last is null ? null : new(Release.Unpack(last.Packed), last.Number, last.Name, last.At);
    }
}
