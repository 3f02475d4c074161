using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

/// <summary>A party as an edition has it: what lists, orders and snapshots are made of.</summary>
public sealed record PresentParty(Party Party, ParticipationFacts Facts, long Version)
{
    public Guid Id => Party.Id.Value;
}

/// <summary>One line of the protocol order.</summary>
/// <param name="Class">Null: no class of the table takes it; such parties come last.</param>
/// <param name="Override">What put it here by hand; null: the rules did.</param>
public sealed record OrderedParty(PresentParty Present, OrderClass? Class, PlaceOverride? Override);

/// <summary>The protocol order of parties.</summary>
public static class OrderOfParties
{
    /// <summary>The edition's parties, unordered.</summary>
    public static async Task<IReadOnlyList<PresentParty>> Present(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var rows = await db.Participations.AsNoTracking().Where(p => p.EditionId == edition).Join(db.Parties.AsNoTracking(), p => p.PartyId, p => p.Id, (p, party) => new { p, party }).ToListAsync(cancellation);
        return [.. rows.Select(r => new PresentParty(r.party, r.p.Facts, r.p.Version))];
    }

    /// <summary>The edition's rules; before anybody set any, the usual ones in its first language.</summary>
    public static async Task<ProtocolOrder> Rules(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.ProtocolOrders.AsNoTracking().SingleOrDefaultAsync(o => o.EditionId == edition, cancellation) ?? await Unwritten(db, edition, cancellation);

    internal static async Task<ProtocolOrder> Unwritten(AppDb db, Id<Edition> edition, CancellationToken cancellation)
    {
        var languages = await db.Editions.Where(e => e.Id == edition).Select(e => e.Languages).SingleAsync(cancellation);
        return new(edition, languages.FirstOrDefault(OrderLanguage.All.Contains) ?? "en");
    }

    /// <summary>Classes in the order of the table; in a class by alphabet or year of foundation, from the lot where the class begins with it; then what was decided by hand.</summary>
    public static IReadOnlyList<OrderedParty> Arrange(ProtocolOrder rules, IEnumerable<PresentParty> present)
    {
        var byClass = present.ToLookup(p => ClassOf(rules, p)?.Key);
        return [.. rules.Classes.Select(c => (OrderClass?)c).Append(null).SelectMany(c => Of(rules, c, byClass[c?.Key]))];
    }

    public static OrderClass? ClassOf(ProtocolOrder rules, PresentParty party) =>
        rules.Classes.FirstOrDefault(c => c.Key == party.Facts.Class) ?? rules.Classes.FirstOrDefault(c => c.Takes(party.Party.Kind, party.Facts.Capacity));

    /// <summary>Those the lot is drawn among, in the order in which <see cref="Lot.Draw"/> counts them.</summary>
    public static IReadOnlyList<PresentParty> InLot(ProtocolOrder rules, IEnumerable<PresentParty> present) =>
        [.. Sorted(rules.Language, null, present.Where(p => ClassOf(rules, p) is { FromLot: true }))];

    static IEnumerable<OrderedParty> Of(ProtocolOrder rules, OrderClass? @class, IEnumerable<PresentParty> parties)
    {
        var order = Sorted(rules.Language, @class, parties).ToList();
        if (@class is { FromLot: true, By: ClassOrder.Alphabet } && rules.Lot is { } lot)
        {
            var first = order.FindIndex(p => p.Id == lot.First);
            if (first > 0) order = [.. order[first..], .. order[..first]];
        }
        var byHand = new Dictionary<Guid, PlaceOverride>();
        foreach (var place in rules.Overrides)
        {
            // What cannot be followed any more (a party left, or is of another class now) is left alone: it holds again when that changes back.
            if (order.Find(p => p.Id == place.Party) is not { } party || place.After is { } known && order.TrueForAll(p => p.Id != known)) continue;
            order.Remove(party);
            order.Insert(place.After is { } after ? order.FindIndex(p => p.Id == after) + 1 : 0, party);
            byHand[place.Party] = place;
        }
        return order.Select(p => new OrderedParty(p, @class, byHand.GetValueOrDefault(p.Id)));
    }

    static IEnumerable<PresentParty> Sorted(string language, OrderClass? @class, IEnumerable<PresentParty> parties)
    {
        var comparer = OrderLanguage.Comparer(language);
        var keyed = parties.Select(p => (Party: p, Key: OrderLanguage.KeyOf(language, p.Party.SortKeys, p.Party.Short), Name: OrderLanguage.KeyOf("en", p.Party.SortKeys, p.Party.Short)));
        var sorted = @class is { By: ClassOrder.Foundation } ? keyed.OrderBy(p => p.Party.Party.Founded ?? int.MaxValue).ThenBy(p => p.Key, comparer) : keyed.OrderBy(p => p.Key, comparer);
        return sorted.ThenBy(p => p.Name, OrderLanguage.Comparer("en")).ThenBy(p => p.Party.Party.Slug, StringComparer.Ordinal).Select(p => p.Party);
    }
}
