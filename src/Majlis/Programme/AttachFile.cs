using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>
/// Keeps a file as material of a session of the draft, or in place of another one. The bytes of a file never change: what replaces it is another file, and what
/// a release names stays as it was released.
/// </summary>
public static class AttachFile
{
    /// <summary>Of one file.</summary>
    public const long MostBytes = 25 * 1024 * 1024;
    /// <summary>Of all files of an edition.</summary>
    public const long MostBytesOfEdition = 4L * 1024 * 1024 * 1024;
    /// <summary>Links and files of one session.</summary>
    public const int MostMaterials = 50;

    /// <param name="version">The version the form was shown.</param>
    /// <param name="name">As the giver calls it; see <see cref="FileKind.NameFor"/>.</param>
    /// <param name="instead">The file it takes the place of; null: it comes after the others.</param>
    /// <exception cref="NotThere">No such session, or <paramref name="instead"/> is no file of it.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved the session since; the file is not kept.</exception>
    /// <exception cref="Refusal"><c>files.too_large</c>, <c>files.empty</c>, <c>files.too_many</c>, <c>files.edition_full</c>.</exception>
    public static async Task<StoredFile> Run(AppDb db, IFileService files, Actor actor, Id<Edition> edition, Guid guid, long version, string name, Stream content,
        Id<StoredFile>? instead = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var session = await Sessions.Open(db, edition, guid, cancellation);
        var materials = session.Details.Materials.ToList();
        var place = instead is { } old ? materials.FindIndex(m => m.Href == StoredFile.AddressOf(old)) : materials.Count;
        if (place < 0) throw new NotThere("file");
        if (place == MostMaterials) throw new Refusal("files.too_many", ("most", MostMaterials));
        if (await db.Files.Where(f => f.Edition == edition.Value).SumAsync(f => f.Bytes, cancellation) >= MostBytesOfEdition) throw new Refusal("files.edition_full");
        var id = Id<StoredFile>.New();
        try
        {
            var (bytes, sha256) = await files.Keep(id, content, MostBytes, cancellation);
            if (bytes == 0) throw new Refusal("files.empty");
            var kind = await KindOf(files, id, cancellation);
            var file = new StoredFile(id, edition.Value, kind.NameFor(name), kind.MediaType, bytes, sha256, db.Clock.GetCurrentInstant());
            var material = new MaterialEntry(MaterialKind.Attachment, file.Address, file.Name);
            if (instead is null) materials.Add(material);
            else materials[place] = material;
            session.Show(materials);
            db.Add(file);
            db.Expect(session, version);
            db.Record(actor, new SessionChanged(edition.Value, guid, session.Number, "changed"));
            await db.SaveChangesAsync(cancellation);
            return file;
        }
        catch
        {
            // Also when the giver has gone: nobody would ever ask for these bytes.
            await files.Drop(id, CancellationToken.None);
            throw;
        }
    }

    static async Task<FileKind> KindOf(IFileService files, Id<StoredFile> id, CancellationToken cancellation)
    {
        await using var kept = await files.Open(id, cancellation) ?? throw new NotThere("file");
        var head = new byte[FileKind.Head];
        return FileKind.Of(head.AsSpan(0, await kept.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation)));
    }
}

/// <summary>Takes a file from the materials of a session of the draft. Its bytes go some days later, unless a release names it: see <see cref="ForgetFiles"/>.</summary>
public static class DetachFile
{
    /// <exception cref="NotThere">No such session, or the file is not of it.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved the session since.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long version, Id<StoredFile> file, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var session = await Sessions.Open(db, edition, guid, cancellation);
        var left = session.Details.Materials.Where(m => m.Href != StoredFile.AddressOf(file)).ToList();
        if (left.Count == session.Details.Materials.Count) throw new NotThere("file");
        session.Show(left);
        db.Expect(session, version);
        db.Record(actor, new SessionChanged(edition.Value, guid, session.Number, "changed"));
        await db.SaveChangesAsync(cancellation);
    }
}
