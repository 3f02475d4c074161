using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

public static class AddGroup
{
    /// <exception cref="Refusal">Those of <see cref="PartyGroup.Take"/>.</exception>
    public static async Task<PartyGroup> Run(AppDb db, Actor actor, Id<Edition> edition, LocalizedText name, IReadOnlyList<GroupKind> kinds, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        var group = new PartyGroup(Slug.Free(name.In("en").Text, "group", await db.PartyGroups.Select(g => g.Slug).ToHashSetAsync(cancellation)), name, kinds);
        db.Add(group);
        db.Record(actor, new PartyChanged(edition.Value, group.Id.Value, "added"));
        await db.SaveChangesAsync(cancellation);
        return group;
    }
}

public static class ChangeGroup
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No group has the slug.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>parties.group_kind_in_use</c> when a kind goes that parties have, and those of <see cref="PartyGroup.Take"/>.</exception>
    public static async Task<PartyGroup> Run(AppDb db, Actor actor, Id<Edition> edition, string slug, LocalizedText name, IReadOnlyList<GroupKind> kinds, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditParties, edition.Value);
        var group = await db.PartyGroups.SingleOrDefaultAsync(g => g.Slug == slug, cancellation) ?? throw new NotThere("group");
        var gone = group.Kinds.Select(k => k.Key).Except(kinds.Select(k => k.Key)).ToHashSet();
        if (gone.Count > 0 && (await Members(db, group, cancellation)).Count(m => gone.Contains(m.Kind)) is > 0 and var count) throw new Refusal("parties.group_kind_in_use", ("count", count));
        group.Take(name, kinds);
        db.Expect(group, version);
        db.Record(actor, new PartyChanged(edition.Value, group.Id.Value, "changed"));
        await db.SaveChangesAsync(cancellation);
        return group;
    }

    internal static async Task<IReadOnlyList<PartyMembership>> Members(AppDb db, PartyGroup group, CancellationToken cancellation) =>
        [.. (await db.Parties.Select(p => p.Groups).ToListAsync(cancellation)).SelectMany(g => g).Where(m => m.Group == group.Id.Value)];
}

public static class RemoveGroup
{
    /// <exception cref="NotThere">No group has the slug.</exception>
    /// <exception cref="Refusal"><c>parties.group_in_use</c> with the <c>count</c> of its parties.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string slug, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditParties, edition.Value);
        var group = await db.PartyGroups.SingleOrDefaultAsync(g => g.Slug == slug, cancellation) ?? throw new NotThere("group");
        if ((await ChangeGroup.Members(db, group, cancellation)).Count is > 0 and var count) throw new Refusal("parties.group_in_use", ("group", group.Name), ("count", count));
        db.Remove(group);
        db.Record(actor, new PartyChanged(edition.Value, group.Id.Value, "removed"));
        await db.SaveChangesAsync(cancellation);
    }
}
