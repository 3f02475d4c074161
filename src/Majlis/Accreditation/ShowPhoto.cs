using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

/// <summary>Gives an applicant a photo, in place of the one there was. By the desk, the person, and the focal points of their party.</summary>
public static class ShowPhoto
{
    /// <param name="crop">Null: the middle.</param>
    /// <exception cref="NotThere">No such applicant, or not the actor's.</exception>
    /// <exception cref="Refusal">Those of <see cref="IPhotoService"/>; <c>accreditation.places_full</c> where the photo was all that an approval waited for.</exception>
    public static async Task Run(AppDb db, IPhotoService photos, IFileService files, Actor actor, Id<Edition> edition, int number, ReadOnlyMemory<byte> picture, PhotoCrop? crop, CancellationToken cancellation = default)
    {
        var (person, application) = await Applicants.Open(db, actor, edition, number, Permission.Accredit, cancellation);
        var jpeg = photos.Make(picture, crop);
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        var category = terms.Category(application.Category) ?? throw new Refusal("accreditation.category_unknown");
        var (id, before, now) = (Id<StoredFile>.New(), application.Photo, db.Clock.GetCurrentInstant());
        var (bytes, sha256) = await files.Keep(id, new MemoryStream(jpeg), jpeg.Length, cancellation);
        try
        {
            await using var turn = await db.InTurn(cancellation);
            // Of no edition: such files are kept by whoever refers to them.
            db.Add(new StoredFile(id, Guid.Empty, "photo.jpg", "image/jpeg", bytes, sha256, now));
            application.Show(id, now);
            if (before is not null && application.ChangePapers(person, now)) ApplicationRows.Tell(db, actor, application, "expired", CheckKind.Security);
            await ApplicationRows.Settle(db, actor, application, category, "photographed", null, cancellation);
            if (before is { } old) db.RemoveRange(await db.Files.Where(f => f.Id == old).ToListAsync(cancellation));
            await db.SaveChangesAsync(cancellation);
            await turn.Done();
        }
        catch
        {
            await files.Drop(id, CancellationToken.None);
            throw;
        }
        if (before is { } gone) await files.Drop(gone, CancellationToken.None);
    }
}

/// <summary>What a journalist hands in: whom they work for, the editor's letter, the press card.</summary>
public static class HandIn
{
    public const long MostBytes = 10 * 1024 * 1024;

    /// <exception cref="NotThere">No such applicant, or not the actor's.</exception>
    /// <exception cref="Refusal"><c>accreditation.outlet</c>, <c>accreditation.media_closed</c>, <c>accreditation.not_media</c>, <c>accreditation.outlet_fixed</c>.</exception>
    public static async Task Outlet(AppDb db, Actor actor, Id<Edition> edition, int number, string? outlet, OutletType? type, CancellationToken cancellation = default)
    {
        var application = await Open(db, actor, edition, number, cancellation);
        // Its place is counted with the outlet it was approved for.
        if (application.HasPlace) throw new Refusal("accreditation.outlet_fixed");
        application.WorkFor(outlet, type, db.Clock.GetCurrentInstant());
        ApplicationRows.Tell(db, actor, application, "papers");
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>A PDF, JPEG or PNG; takes the place of the one there was.</summary>
    /// <exception cref="Refusal"><c>accreditation.paper_kind</c>, <c>files.too_large</c>, <c>accreditation.media_closed</c>, <c>accreditation.not_media</c>.</exception>
    public static async Task Paper(AppDb db, IFileService files, Actor actor, Id<Edition> edition, int number, MediaPaperKind kind, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation = default)
    {
        var application = await Open(db, actor, edition, number, cancellation);
        var file = FileKind.Of(content.Span[..Math.Min(content.Length, FileKind.Head)]);
        if (file.MediaType is not ("application/pdf" or "image/jpeg" or "image/png") || file.MediaType.StartsWith("image/", StringComparison.Ordinal) && Picture.Read(content.Span) is null) throw new Refusal("accreditation.paper_kind");
        var (id, now) = (Id<StoredFile>.New(), db.Clock.GetCurrentInstant());
        var (bytes, sha256) = await files.Keep(id, new MemoryStream(content.ToArray()), MostBytes, cancellation);
        var known = await db.MediaPapers.SingleOrDefaultAsync(p => p.ApplicationId == application.Id && p.Kind == kind, cancellation);
        var before = known?.File;
        db.Add(new StoredFile(id, Guid.Empty, file.NameFor(name), file.MediaType, bytes, sha256, now));
        if (known is null) db.Add(new MediaPaper(application, kind, id, now));
        else known.Take(id, now);
        if (before is { } old) db.RemoveRange(await db.Files.Where(f => f.Id == old).ToListAsync(cancellation));
        ApplicationRows.Tell(db, actor, application, "papers");
        await db.SaveFirst(cancellation);
        if (before is { } gone) await files.Drop(gone, CancellationToken.None);
    }

    static async Task<Application> Open(AppDb db, Actor actor, Id<Edition> edition, int number, CancellationToken cancellation)
    {
        var (_, application) = await Applicants.Open(db, actor, edition, number, Permission.Accredit, cancellation);
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        if (terms.Category(application.Category) is not { IsMedia: true }) throw new Refusal("accreditation.not_media");
        if (terms.MediaUntil is { } until && !actor.May(Permission.Accredit, edition.Value))
        {
            var zone = await db.Editions.Where(e => e.Id == edition).Select(e => e.Zone).SingleAsync(cancellation);
            if (NodaTime.DateTimeZoneProviders.Tzdb[zone] is var there && db.Clock.GetCurrentInstant() >= there.AtLeniently(until).ToInstant()) throw new Refusal("accreditation.media_closed");
        }
        return application;
    }
}
