using Majlis.Calendars;
using Majlis.Platform;

namespace Majlis.People;

/// <summary>
/// Who comes before whom: by rank, the unranked last; of equal rank, people of States in the order of States, then those of organisations by the organisation's name; at last by their own
/// names, as the agreed language sorts. A person's country decides whether they are of a State.
/// </summary>
/// <param name="ranks">Of people, by their guids.</param>
public sealed class Precedence(ProtocolFacts protocol, IReadOnlyDictionary<Guid, Guid> ranks) : IComparer<PersonEntry>
{
    readonly Language _language = Language.Of(protocol.Language);
    readonly Dictionary<Guid, int> _levels = protocol.Ranks.Index().ToDictionary(r => r.Item.Guid, r => r.Index);
    readonly Dictionary<string, int> _states = States(protocol);

    /// <summary>Null for somebody without one.</summary>
    public Rank? RankOf(Guid person) => ranks.TryGetValue(person, out var rank) && _levels.TryGetValue(rank, out var level) ? protocol.Ranks[level] : null;

    public int Compare(PersonEntry? x, PersonEntry? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        var by = LevelOf(x).CompareTo(LevelOf(y));
        if (by == 0) by = StateOf(x).CompareTo(StateOf(y));
        if (by == 0) by = Compare(x.Organisation, y.Organisation);
        if (by == 0) by = Compare(x.Name, y.Name);
        return by == 0 ? x.Number.CompareTo(y.Number) : by;
    }

    int LevelOf(PersonEntry person) => ranks.TryGetValue(person.Guid, out var rank) ? _levels.GetValueOrDefault(rank, int.MaxValue) : int.MaxValue;

    int StateOf(PersonEntry person) => person.Country is { } country ? _states.GetValueOrDefault(country, int.MaxValue - 1) : int.MaxValue;

    int Compare(LocalizedText one, LocalizedText other) => _language.Comparer.Compare(one.In(_language.Tag, "en").Text, other.In(_language.Tag, "en").Text);

    /// <summary>The codes of all countries in the agreed order.</summary>
    public static IReadOnlyList<string> OrderOfStates(ProtocolFacts protocol)
    {
        var language = Language.Of(protocol.Language);
        var sorted = Countries.Codes.OrderBy(c => protocol.FiledUnder.TryGetValue(c, out var word) ? word : Countries.FiledUnder(c, language), language.Comparer).ThenBy(c => c, StringComparer.Ordinal).ToList();
        var first = protocol.BeginsWith is { } begins ? sorted.IndexOf(begins) : 0;
        return first <= 0 ? sorted : [.. sorted.Skip(first), .. sorted.Take(first)];
    }

    static Dictionary<string, int> States(ProtocolFacts protocol) => OrderOfStates(protocol).Index().ToDictionary(c => c.Item, c => c.Index);
}
