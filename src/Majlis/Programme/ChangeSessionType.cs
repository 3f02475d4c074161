using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Programme;

/// <summary>A session type as the form gives it. A blank slug: one is made of the name.</summary>
public sealed record SessionTypeFacts(string Slug, LocalizedText Name, bool IsBreak = false);

/// <summary>Adds a session type after the others.</summary>
public static class AddSessionType
{
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="SessionType"/>.</exception>
    public static async Task<SessionType> Run(AppDb db, Actor actor, Id<Edition> edition, SessionTypeFacts facts, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditProgramme, edition, cancellation);
        var others = await db.SessionTypes.Where(t => t.EditionId == edition).Select(t => new { t.Slug, t.Order }).ToListAsync(cancellation);
        var taken = others.Select(t => t.Slug).ToHashSet();
        if (taken.Contains(facts.Slug)) throw new Refusal("forums.slug_taken", ("slug", facts.Slug));
        var slug = facts.Slug.Length > 0 ? facts.Slug : Slug.Free(facts.Name.In("en").Text, "type", taken);
        var type = new SessionType(edition, slug, facts.Name, facts.IsBreak);
        type.PlaceAt(others.Select(t => t.Order).DefaultIfEmpty().Max() + 1);
        db.Add(type);
        db.Record(actor, new EditionChanged(edition.Value, "type", type.Guid));
        await db.SaveChangesAsync(cancellation);
        return type;
    }
}

public static class ChangeSessionType
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No session type of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, and those of <see cref="SessionType"/>.</exception>
    public static async Task<SessionType> Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, SessionTypeFacts facts, long version,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var type = await db.SessionTypes.SingleOrDefaultAsync(t => t.EditionId == edition && t.Guid == guid, cancellation)
            ?? throw new NotThere("session type");
        var slug = facts.Slug.Length > 0 ? facts.Slug : type.Slug;
        if (await db.SessionTypes.AnyAsync(t => t.EditionId == edition && t.Slug == slug && t.Guid != guid, cancellation))
            throw new Refusal("forums.slug_taken", ("slug", slug));
        type.Rename(slug, facts.Name, facts.IsBreak);
        db.Expect(type, version);
        db.Record(actor, new EditionChanged(edition.Value, "type", guid));
        await db.SaveChangesAsync(cancellation);
        return type;
    }
}

public static class RemoveSessionType
{
    /// <param name="version">The version the caller saw; null: whichever it is.</param>
    /// <exception cref="NotThere">No session type of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>programme.type_in_use</c> with the <c>count</c> of its sessions.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, long? version = null, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var type = await db.SessionTypes.SingleOrDefaultAsync(t => t.EditionId == edition && t.Guid == guid, cancellation)
            ?? throw new NotThere("session type");
        if (await db.Sessions.CountAsync(s => s.TypeId == type.Id, cancellation) is > 0 and var count)
            throw new Refusal("programme.type_in_use", ("type", type.Name), ("count", count));
        if (version is { } seen) db.Expect(type, seen);
        db.Remove(type);
        db.Record(actor, new EditionChanged(edition.Value, "type", guid));
        await db.SaveChangesAsync(cancellation);
    }
}
