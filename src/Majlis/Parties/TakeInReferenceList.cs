using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

public enum TakenAs { Added, Changed, Kept }

/// <summary>What becomes of one entry of a list.</summary>
/// <param name="Slug">Of the party it is, or null when it is a new one.</param>
/// <param name="Edited">People wrote something of it otherwise; that stays.</param>
public sealed record TakenIn(string Key, LocalizedText Name, PartyKind Kind, TakenAs As, string? Slug, bool Edited);

/// <summary>
/// Takes a reference list into the installation's parties, as often as one likes: the same list again changes nothing, and what people wrote stays as they wrote it.
/// A party is known again by its key in the list, else by its code.
/// </summary>
public static class TakeInReferenceList
{
    /// <summary>What <see cref="Run"/> would do with the whole list now. Writes nothing.</summary>
    public static async Task<IReadOnlyList<TakenIn>> Preview(AppDb db, Actor actor, Id<Edition> edition, ReferenceSource source, CancellationToken cancellation = default)
    {
        var lines = await Take(db, actor, edition, source, null, cancellation);
        db.ChangeTracker.Clear();
        return lines;
    }

    /// <param name="chosen">Keys of the entries to take; null: all.</param>
    /// <returns>What it did, entry by entry.</returns>
    public static async Task<IReadOnlyList<TakenIn>> Run(AppDb db, Actor actor, Id<Edition> edition, ReferenceSource source, IReadOnlySet<string>? chosen, CancellationToken cancellation = default)
    {
        var lines = await Take(db, actor, edition, source, chosen, cancellation);
        if (lines.All(l => l.As == TakenAs.Kept)) return lines;
        db.Record(actor, new PartiesTakenIn(edition.Value, source.ToString(), lines.Count(l => l.As == TakenAs.Added), lines.Count(l => l.As == TakenAs.Changed)));
        await ChangeOrder.Save(db, cancellation);
        return lines;
    }

    static async Task<IReadOnlyList<TakenIn>> Take(AppDb db, Actor actor, Id<Edition> edition, ReferenceSource source, IReadOnlySet<string>? chosen, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, Permission.EditParties, edition, cancellation);
        var entries = ReferenceList.Of(source).Where(p => chosen?.Contains(p.Key) ?? true).ToList();
        var groups = await Groups(db, entries.SelectMany(e => e.Groups).Select(g => g.Group).ToHashSet(), cancellation);
        var parties = await db.Parties.ToListAsync(cancellation);
        var slugs = parties.Select(p => p.Slug).ToHashSet();
        var byKey = parties.Where(p => p.Reference is not null).ToDictionary(p => p.Reference!);
        var byCode = parties.Where(p => p.Code is not null).ToDictionary(p => p.Code!);
        var lines = new List<TakenIn>();
        foreach (var entry in entries)
        {
            // A kind of belonging that people took away from a group is not brought back by the list.
            var facts = entry.Facts with
            {
                Groups = [.. entry.Groups.Where(g => groups[g.Group].Kinds.Any(k => k.Key == g.Kind)).Select(g => new PartyMembership(groups[g.Group].Id.Value, g.Kind))],
            };
            var party = byKey.GetValueOrDefault(entry.Key) ?? (facts.Code is { } code ? byCode.GetValueOrDefault(code) : null);
            if (party is null)
            {
                party = new(Slug.Free(facts.Short.In("en").Text, "party", slugs), facts, entry.Key);
                slugs.Add(party.Slug);
                db.Add(party);
                lines.Add(new(entry.Key, facts.Short, facts.Kind, TakenAs.Added, null, false));
                continue;
            }
            var changed = party.TakeIn(facts);
            lines.Add(new(entry.Key, party.Short, party.Kind, changed ? TakenAs.Changed : TakenAs.Kept, party.Slug, party.Facts with { Groups = [] } != facts with { Groups = [] }));
        }
        return lines;
    }

    static async Task<Dictionary<string, PartyGroup>> Groups(AppDb db, HashSet<string> wanted, CancellationToken cancellation)
    {
        var groups = await db.PartyGroups.ToDictionaryAsync(g => g.Slug, cancellation);
        foreach (var group in ReferenceList.Groups.Where(g => wanted.Contains(g.Key) && !groups.ContainsKey(g.Key))) db.Add(groups[group.Key] = new(group.Key, group.Name, group.Kinds));
        return groups;
    }
}
