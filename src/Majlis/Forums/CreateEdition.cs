using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>
/// Makes the next edition of a forum, unannounced. Allowed to the operator and to whoever edits another edition of the forum.
/// An account that makes one becomes its owner.
/// </summary>
public static class CreateEdition
{
    /// <param name="number">Null: one more than the highest.</param>
    /// <exception cref="Refusal"><c>forums.slug_taken</c>, <c>forums.number_taken</c>, and those of <see cref="Edition"/>.</exception>
    public static async Task<Edition> Run(AppDb db, Actor actor, Id<Forum> forum, int? number, string slug, EditionFacts facts,
        CancellationToken cancellation = default)
    {
        var edition = await Prepare(db, actor, forum, number, slug, facts, cancellation);
        await db.SaveChangesAsync(cancellation);
        return edition;
    }

    /// <summary>Adds the edition, its maker's role and the event; the caller saves.</summary>
    internal static async Task<Edition> Prepare(AppDb db, Actor actor, Id<Forum> forum, int? number, string slug, EditionFacts facts,
        CancellationToken cancellation)
    {
        var others = await db.Editions.Where(e => e.ForumId == forum).Select(e => new { e.Id, e.Number }).ToListAsync(cancellation);
        if (!others.Any(e => actor.May(Permission.EditEdition, e.Id.Value))) actor.Require(Permission.RunInstallation, Guid.Empty);
        if (!await db.Forums.AnyAsync(f => f.Id == forum, cancellation)) throw new NotThere("forum");
        if (await db.Editions.AnyAsync(e => e.Slug == slug, cancellation)) throw new Refusal("forums.slug_taken", ("slug", slug));
        var wanted = number ?? others.Select(e => e.Number).DefaultIfEmpty().Max() + 1;
        if (others.Any(e => e.Number == wanted)) throw new Refusal("forums.number_taken", ("number", wanted));

        var edition = new Edition(forum, wanted, slug, facts.Title, facts.First, facts.Last, facts.Zone, facts.Languages);
        facts.Onto(edition);
        db.Add(edition);
        if (actor.Account is { } account) db.Add(new Membership(edition.Id, account, Role.Owner));
        db.Record(actor, new EditionChanged(edition.Id.Value, "created", edition.Id.Value));
        return edition;
    }
}
