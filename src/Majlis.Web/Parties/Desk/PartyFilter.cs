using Majlis.Calendars;
using Majlis.Parties;
using Majlis.Platform;

namespace Majlis.Web.Parties.Desk;

/// <summary>A party as the desk lists it.</summary>
/// <param name="Version">Of what it is at the edition; null: it is not at it.</param>
public sealed record DeskParty(Party Party, ParticipationFacts? Here, long? Version);

/// <summary>What is asked of the list of parties, as it stands in the address. An unreadable value is no value.</summary>
/// <param name="At"><c>here</c>: at the edition; <c>none</c>: not at it; or a status; null: all.</param>
public sealed record PartyFilter(string Words, PartyKind? Kind, string? Group, string? At)
{
    public const int MostLetters = 200;

    public static PartyFilter Parse(IQueryCollection query)
    {
        var words = query["q"].ToString().Trim();
        var at = query["status"].ToString().ToLowerInvariant();
        return new(words.Length > MostLetters ? words[..MostLetters] : words, Of<PartyKind>(query["kind"].ToString()),
            query["group"].ToString() is { Length: > 0 and <= 100 } group ? group : null, at is "here" or "none" || Of<PartyStatus>(at) is not null ? at : null);
    }

    static T? Of<T>(string word) where T : struct, Enum => Enum.GetValues<T>().Select(k => (T?)k).FirstOrDefault(k => string.Equals(k.ToString(), word, StringComparison.OrdinalIgnoreCase));

    public bool Narrows => Words.Length > 0 || Kind is not null || Group is not null || At is not null;

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, string? value) => query = string.IsNullOrEmpty(value) ? query : query.Add(key, value);
            Add("q", Words);
            Add("kind", Kind?.ToString().ToLowerInvariant());
            Add("group", Group);
            Add("status", At);
            return query.ToString();
        }
    }

    public IReadOnlyList<DeskParty> Apply(IEnumerable<DeskParty> parties, IReadOnlyList<PartyGroup> groups, Language language, Func<LocalizedText, string> say)
    {
        var words = SearchKey.Words(Words);
        var group = groups.FirstOrDefault(g => g.Slug == Group)?.Id.Value;
        return [.. parties.Where(p => (Kind is null || p.Party.Kind == Kind)
                && (Group is null || p.Party.Groups.Any(m => m.Group == group))
                && (At switch { null => true, "here" => p.Here is not null, "none" => p.Here is null, var status => p.Here is { } here && string.Equals(here.Status.ToString(), status, StringComparison.OrdinalIgnoreCase) })
                && (words.Count == 0 || SearchKey.Matches(SearchKey.Of([p.Party.Code, p.Party.Slug, .. Texts(p.Party)]), words)))
            .OrderBy(p => say(p.Party.Short), language.Comparer).ThenBy(p => p.Party.Slug, StringComparer.Ordinal)];
    }

    static IEnumerable<string> Texts(Party party) => party.Short.Wordings.Concat(party.Formal.Wordings).Concat(party.Plate.Wordings).Select(w => w.Value);
}
