using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>The operator founds a forum; its editions follow.</summary>
public static class FoundForum
{
    /// <exception cref="Refusal"><c>forums.slug</c>, <c>forums.name_missing</c>, <c>forums.slug_taken</c>.</exception>
    public static async Task<Forum> Run(AppDb db, Actor actor, string slug, LocalizedText name, CancellationToken cancellation = default)
    {
        actor.Require(Permission.RunInstallation, Guid.Empty);
        if (await db.Forums.AnyAsync(f => f.Slug == slug, cancellation)) throw new Refusal("forums.slug_taken", ("slug", slug));
        var forum = new Forum(slug, name);
        db.Add(forum);
        db.Record(actor, new ForumFounded(null, forum.Id.Value, forum.Slug));
        await db.SaveChangesAsync(cancellation);
        return forum;
    }
}
