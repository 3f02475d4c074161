using Majlis.Calendars;
using Majlis.Meetings;

namespace Majlis.Web.Meetings.Desk;

/// <summary>A request as the desk lists it.</summary>
public sealed record DeskRequest(MeetingRequest Request, MeetingSide From, SideName FromName, MeetingSide To, SideName ToName);

/// <summary>What is asked of the list of requests, as it stands in the address. An unreadable value is no value.</summary>
public sealed record RequestFilter(string Words, RequestState? State, MeetingLevel? Level, SideCategory? Category, string? Side)
{
    public const int MostLetters = 200;

    public static RequestFilter Parse(IQueryCollection query)
    {
        var words = query["q"].ToString().Trim();
        return new(words.Length > MostLetters ? words[..MostLetters] : words, Of<RequestState>(query["state"].ToString()), Of<MeetingLevel>(query["level"].ToString()), Of<SideCategory>(query["category"].ToString()),
            query["side"].ToString() is { Length: > 0 and <= 100 } side ? side : null);
    }

    static T? Of<T>(string word) where T : struct, Enum => Enum.GetValues<T>().Select(k => (T?)k).FirstOrDefault(k => string.Equals(k.ToString(), word, StringComparison.OrdinalIgnoreCase));

    public bool Narrows => Words.Length > 0 || State is not null || Level is not null || Category is not null || Side is not null;

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, string? value) => query = string.IsNullOrEmpty(value) ? query : query.Add(key, value);
            Add("q", Words);
            Add("state", State?.ToString().ToLowerInvariant());
            Add("level", Level?.ToString().ToLowerInvariant());
            Add("category", Category?.ToString().ToLowerInvariant());
            Add("side", Side);
            return query.ToString();
        }
    }

    public IReadOnlyList<DeskRequest> Apply(IEnumerable<DeskRequest> requests)
    {
        var words = SearchKey.Words(Words);
        return [.. requests.Where(r => (State is null || r.Request.State == State) && (Level is null || r.Request.Terms.Level == Level)
                && (Category is null || r.From.Category == Category || r.To.Category == Category) && (Side is null || r.From.Slug == Side || r.To.Slug == Side)
                && (words.Count == 0 || SearchKey.Matches(SearchKey.Of([.. Digits(r.Request.Number), r.Request.Purpose, .. Texts(r.FromName), .. Texts(r.ToName)]), words)))
            .OrderByDescending(r => r.Request.ChangedAt).ThenByDescending(r => r.Request.Number)];
    }

    static IEnumerable<string> Digits(int number) => [number.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    static IEnumerable<string> Texts(SideName name) => name.Name.Wordings.Concat(name.Organisation.Wordings).Select(w => w.Value);
}
