using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

/// <summary>
/// Adds a party to the installation's. Whoever may edit parties of any edition may: they are shared, and what is frozen in a snapshot stays as it was.
/// </summary>
public static class AddParty
{
    /// <param name="edition">Whose desk it is done from.</param>
    /// <exception cref="Refusal"><c>parties.code_taken</c>, <c>parties.group_unknown</c>, and those of <see cref="Party.Take"/>.</exception>
    public static async Task<Party> Run(AppDb db, Actor actor, Id<Edition> edition, PartyFacts facts, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        await PartyRows.Check(db, facts, null, cancellation);
        var party = new Party(Slug.Free(facts.Short.In("en").Text, "party", await db.Parties.Select(p => p.Slug).ToHashSetAsync(cancellation)), facts);
        db.Add(party);
        db.Record(actor, new PartyChanged(edition.Value, party.Id.Value, "added"));
        await db.SaveChangesAsync(cancellation);
        return party;
    }
}

public static class ChangeParty
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No party has the slug.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">As for <see cref="AddParty"/>.</exception>
    public static async Task<Party> Run(AppDb db, Actor actor, Id<Edition> edition, string slug, PartyFacts facts, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditParties, edition.Value);
        var party = await PartyRows.Open(db, slug, cancellation);
        await PartyRows.Check(db, facts, party, cancellation);
        party.Take(facts);
        db.Expect(party, version);
        db.Record(actor, new PartyChanged(edition.Value, party.Id.Value, "changed"));
        await db.SaveChangesAsync(cancellation);
        return party;
    }
}

/// <summary>Removes a party that is at no edition. Snapshots keep what they have of it.</summary>
public static class RemoveParty
{
    /// <exception cref="NotThere">No party has the slug.</exception>
    /// <exception cref="Refusal"><c>parties.takes_part</c> with the <c>count</c> of editions it is at.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string slug, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditParties, edition.Value);
        var party = await PartyRows.Open(db, slug, cancellation);
        if (await db.Participations.CountAsync(p => p.PartyId == party.Id, cancellation) is > 0 and var count) throw new Refusal("parties.takes_part", ("party", party.Short), ("count", count));
        db.Remove(party);
        db.Record(actor, new PartyChanged(edition.Value, party.Id.Value, "removed"));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Replaces a party's flag, or gives it back the one of its code.</summary>
public static class ReplaceFlag
{
    /// <summary>Bytes of a flag.</summary>
    public const int MostBytes = 512 * 1024;
    /// <summary>Pixels of a side.</summary>
    public const int MostPixels = 2000;

    /// <param name="picture">PNG, JPEG or WebP; null: the flag of its code, where there is one.</param>
    /// <exception cref="NotThere">No party has the slug.</exception>
    /// <exception cref="Refusal"><c>files.too_large</c>, <c>files.not_a_picture</c>, <c>files.too_many_pixels</c>.</exception>
    public static async Task Run(AppDb db, IFileService files, Actor actor, Id<Edition> edition, string slug, byte[]? picture, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditParties, edition.Value);
        var party = await PartyRows.Open(db, slug, cancellation);
        if (picture is null) party.Fly(null);
        else
        {
            if (picture.Length > MostBytes) throw new Refusal("files.too_large", ("limit", MostBytes));
            var read = Picture.Read(picture) ?? throw new Refusal("files.not_a_picture");
            if (read.Width > MostPixels || read.Height > MostPixels) throw new Refusal("files.too_many_pixels", ("most", MostPixels));
            var id = Id<StoredFile>.New();
            var (bytes, sha256) = await files.Keep(id, new MemoryStream(picture), MostBytes, cancellation);
            db.Add(new StoredFile(id, Guid.Empty, party.Slug + read.Extension, read.MediaType, bytes, sha256, db.Clock.GetCurrentInstant()));
            db.Add(new PartyFlag(id, party.Id));
            party.Fly(id);
        }
        db.Record(actor, new PartyChanged(edition.Value, party.Id.Value, "flag"));
        await db.SaveChangesAsync(cancellation);
    }
}

static class PartyRows
{
    public static async Task<Party> Open(AppDb db, string slug, CancellationToken cancellation) =>
        await db.Parties.SingleOrDefaultAsync(p => p.Slug == slug, cancellation) ?? throw new NotThere("party");

    public static async Task Check(AppDb db, PartyFacts facts, Party? self, CancellationToken cancellation)
    {
        if (facts.Code is { } code && await db.Parties.Where(p => p.Code == code).Select(p => new { p.Id, p.Short }).FirstOrDefaultAsync(cancellation) is { } other && other.Id != self?.Id)
            throw new Refusal("parties.code_taken", ("code", code), ("party", other.Short));
        if (facts.Groups.Count == 0) return;
        var groups = await db.PartyGroups.AsNoTracking().ToDictionaryAsync(g => g.Id.Value, cancellation);
        if (facts.Groups.Any(m => !groups.TryGetValue(m.Group, out var group) || group.Kinds.All(k => k.Key != m.Kind))) throw new Refusal("parties.group_unknown");
    }
}
