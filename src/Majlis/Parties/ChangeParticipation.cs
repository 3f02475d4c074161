using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

/// <summary>Says what a party is at an edition; it need not have been at it before.</summary>
public static class SetParticipation
{
    /// <param name="facts">Null: the party is not at the edition any more.</param>
    /// <param name="version">The version the form was shown; null: it was shown none.</param>
    /// <exception cref="NotThere">No party has the slug.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>parties.class_unknown</c>; <c>parties.place_needs_protocol</c>: the class may be set by those only who may edit the order.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string slug, ParticipationFacts? facts, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        var party = await PartyRows.Open(db, slug, cancellation);
        var known = await db.Participations.SingleOrDefaultAsync(p => p.EditionId == edition && p.PartyId == party.Id, cancellation);
        if (known is null && version is not null) throw new EditedMeanwhile(new InvalidOperationException("It was taken out."));
        if (facts?.Class != known?.Class && facts is not null)
        {
            if (!actor.May(Permission.EditPrecedence, edition.Value)) throw new Refusal("parties.place_needs_protocol");
            if (facts.Class is { } key && (await OrderOfParties.Rules(db, edition, cancellation)).Classes.All(c => c.Key != key)) throw new Refusal("parties.class_unknown");
        }
        if (known is null && facts is null) return;
        if (known is null) db.Add(new PartyParticipation(edition, party.Id, facts!));
        else
        {
            if (facts is not null) known.Take(facts);
            // Shown none, and there is one by now: somebody was first.
            db.Expect(known, version ?? -1);
            if (facts is null) db.Remove(known);
        }
        db.Record(actor, new ParticipationChanged(edition.Value, [party.Id.Value], facts is null ? "removed" : known is null ? "added" : "changed"));
        await ChangeOrder.Save(db, cancellation);
    }
}

/// <summary>What many parties may be changed in at once.</summary>
public abstract record PartiesChange
{
    /// <summary>Parties that are not at the edition yet come to it.</summary>
    public sealed record ToStatus(PartyStatus Status) : PartiesChange;
    public sealed record ToCapacity(PartyCapacity Capacity) : PartiesChange;
    public sealed record ToPublic(bool IsPublic) : PartiesChange;
    public sealed record IntoGroup(Guid Group, string Kind) : PartiesChange;
    public sealed record OutOfGroup(Guid Group) : PartiesChange;
    /// <summary>They are not at the edition any more.</summary>
    public sealed record OutOfEdition : PartiesChange;
}

/// <summary>Changes many parties in one fact: all of them or, when anything stands against it, none.</summary>
public static class ChangeParties
{
    /// <param name="parties">By slug, the version each was shown in: of the participation (null: it had none), or of the party for a change of groups.</param>
    /// <returns>How many became different.</returns>
    /// <exception cref="NotThere">A slug is no party's.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since.</exception>
    /// <exception cref="Refusal"><c>parties.group_unknown</c>; <c>parties.not_here</c> for a party that is not at the edition.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyDictionary<string, long?> parties, PartiesChange change, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        var slugs = parties.Keys.ToList();
        var found = await db.Parties.Where(p => slugs.Contains(p.Slug)).OrderBy(p => p.Slug).ToListAsync(cancellation);
        if (found.Count != slugs.Count) throw new NotThere("party");
        var changed = change is PartiesChange.IntoGroup or PartiesChange.OutOfGroup
            ? await Group(db, found, parties, change, cancellation) : await Take(db, edition, found, parties, change, cancellation);
        if (changed.Count == 0) return 0;
        db.Record(actor, new ParticipationChanged(edition.Value, [.. changed.Select(p => p.Id.Value)], change switch
        {
            PartiesChange.ToStatus => "status", PartiesChange.ToCapacity => "capacity", PartiesChange.ToPublic => "public", PartiesChange.OutOfEdition => "removed", _ => "group",
        }));
        await ChangeOrder.Save(db, cancellation);
        return changed.Count;
    }

    static async Task<List<Party>> Take(AppDb db, Id<Edition> edition, List<Party> found, IReadOnlyDictionary<string, long?> shown, PartiesChange change, CancellationToken cancellation)
    {
        var ids = found.Select(p => p.Id).ToList();
        var here = await db.Participations.Where(p => p.EditionId == edition && ids.Contains(p.PartyId)).ToDictionaryAsync(p => p.PartyId, cancellation);
        var changed = new List<Party>();
        foreach (var party in found)
        {
            var known = here.GetValueOrDefault(party.Id);
            if (known is null && shown[party.Slug] is not null) throw new EditedMeanwhile(new InvalidOperationException("It was taken out."));
            if (known is null)
            {
                if (change is not PartiesChange.ToStatus come) throw new Refusal("parties.not_here", ("party", party.Short));
                db.Add(new PartyParticipation(edition, party.Id, new(come.Status)));
                changed.Add(party);
                continue;
            }
            var facts = change switch
            {
                PartiesChange.ToStatus to => known.Facts with { Status = to.Status }, PartiesChange.ToCapacity to => known.Facts with { Capacity = to.Capacity },
                PartiesChange.ToPublic to => known.Facts with { IsPublic = to.IsPublic }, _ => null,
            };
            if (facts == known.Facts) continue;
            changed.Add(party);
            if (facts is not null) known.Take(facts);
            db.Expect(known, shown[party.Slug] ?? -1);
            if (facts is null) db.Remove(known);
        }
        return changed;
    }

    static async Task<List<Party>> Group(AppDb db, List<Party> found, IReadOnlyDictionary<string, long?> shown, PartiesChange change, CancellationToken cancellation)
    {
        var changed = new List<Party>();
        foreach (var party in found)
        {
            IReadOnlyList<PartyMembership> groups = change switch
            {
                PartiesChange.IntoGroup into => [.. party.Groups.Where(g => g.Group != into.Group), new(into.Group, into.Kind)],
                PartiesChange.OutOfGroup from => [.. party.Groups.Where(g => g.Group != from.Group)],
                _ => party.Groups,
            };
            if (groups.Count == party.Groups.Count && groups.All(party.Groups.Contains)) continue;
            var facts = party.Facts with { Groups = groups };
            if (changed.Count == 0) await PartyRows.Check(db, facts with { Code = null }, party, cancellation);
            party.Take(facts);
            db.Expect(party, shown[party.Slug] ?? -1);
            changed.Add(party);
        }
        return changed;
    }
}
