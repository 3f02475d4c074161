using Majlis.Calendars;
using Majlis.Parties;
using Majlis.Platform;

namespace Majlis.People;

/// <summary>
/// Who comes before whom: by rank, the unranked last; of equal rank, people of parties in the protocol order of parties, then people of other countries by the country's name, then the others
/// by their organisation's; at last by their own names. The names sort as in the order's language. Whoever speaks for no party stands with the party of their country, where it has one.
/// </summary>
/// <param name="ranks">Of people, by their guids.</param>
public sealed class Precedence(ProtocolFacts protocol, IReadOnlyDictionary<Guid, Guid> ranks, StandingOrder order) : IComparer<PersonEntry>
{
    readonly Language _language = Language.TryOf(order.Language) ?? Language.English;
    readonly Dictionary<Guid, int> _levels = protocol.Ranks.Index().ToDictionary(r => r.Item.Guid, r => r.Index);
    readonly Dictionary<Guid, int> _parties = order.Parties.Index().ToDictionary(p => p.Item.Party, p => p.Index);
    readonly Dictionary<string, int> _countries = order.Parties.Index().Where(p => p.Item.Code is not null).ToDictionary(p => p.Item.Code!, p => p.Index);

    const int OtherCountry = int.MaxValue - 1, NoCountry = int.MaxValue;

    /// <summary>Null for somebody without one.</summary>
    public Rank? RankOf(Guid person) => ranks.TryGetValue(person, out var rank) && _levels.TryGetValue(rank, out var level) ? protocol.Ranks[level] : null;

    public int Compare(PersonEntry? x, PersonEntry? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var by = LevelOf(x).CompareTo(LevelOf(y));
        if (by == 0) by = PlaceOf(x).CompareTo(PlaceOf(y));
        if (by == 0 && PlaceOf(x) == OtherCountry) by = _language.Comparer.Compare(Countries.FiledUnder(x.Country!, _language), Countries.FiledUnder(y.Country!, _language));
        if (by == 0) by = Compare(x.Organisation, y.Organisation);
        if (by == 0) by = Compare(x.Name, y.Name);
        return by == 0 ? x.Number.CompareTo(y.Number) : by;
    }

    int LevelOf(PersonEntry person) => ranks.TryGetValue(person.Guid, out var rank) ? _levels.GetValueOrDefault(rank, int.MaxValue) : int.MaxValue;

    int PlaceOf(PersonEntry person) =>
        person.Party is { } party && _parties.TryGetValue(party, out var place) || person.Country is { } country && _countries.TryGetValue(country, out place) ? place
        : person.Country is null ? NoCountry : OtherCountry;

    int Compare(LocalizedText one, LocalizedText other) => _language.Comparer.Compare(one.In(_language.Tag, "en").Text, other.In(_language.Tag, "en").Text);
}
