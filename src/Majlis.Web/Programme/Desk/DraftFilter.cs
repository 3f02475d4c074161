using Majlis.Calendars;
using Majlis.Programme;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>What is asked of the list of sessions, as it stands in the address. An unreadable value is no value.</summary>
/// <param name="Sort"><c>time</c>, <c>number</c>, <c>title</c>, <c>hall</c>, <c>track</c> or <c>people</c>; with a minus before it, backwards.</param>
public sealed record DraftFilter(string Words, LocalDate? Day, string? Hall, string? Track, string? Type, DraftState? State, string Sort)
{
    public const int MostLetters = 200;
    static readonly string[] Sorts = ["time", "number", "title", "hall", "track", "people"];

    public static DraftFilter Parse(IQueryCollection query)
    {
        string? One(string key) => query[key].ToString() is { Length: > 0 and <= 100 } value ? value : null;
        var words = query["q"].ToString().Trim();
        var sort = One("sort") ?? "time";
        return new(words.Length > MostLetters ? words[..MostLetters] : words,
            LocalDatePattern.Iso.Parse(Digits.ToAscii(One("day") ?? "")) is { Success: true } day ? day.Value : null,
            One("hall"), One("track"), One("type"),
            Enum.GetValues<DraftState>().Select(s => (DraftState?)s).FirstOrDefault(s => string.Equals(s.ToString(), One("state"), StringComparison.OrdinalIgnoreCase)),
            Sorts.Contains(sort.TrimStart('-')) ? sort : "time");
    }

    public bool Narrows => Words.Length > 0 || Day is not null || Hall is not null || Track is not null || Type is not null || State is not null;

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, string? value) => query = string.IsNullOrEmpty(value) ? query : query.Add(key, value);
            Add("q", Words);
            Add("day", Day is { } day ? LocalDatePattern.Iso.Format(day) : null);
            Add("hall", Hall);
            Add("track", Track);
            Add("type", Type);
            Add("state", State?.ToString().ToLowerInvariant());
            Add("sort", Sort == "time" ? null : Sort);
            return query.ToString();
        }
    }

    public IReadOnlyList<SessionEntry> Apply(DeskProgramme programme, Language language)
    {
        var words = SearchKey.Words(Words);
        var found = programme.Draft.Sessions.Where(s =>
            (Day is null || programme.DayOf(s) == Day)
            && (Hall is null || s.AllHalls || s.Hall is { } hall && programme.Halls[hall].Slug == Hall)
            && (Track is null || s.Track is { } track && programme.Tracks[track].Slug == Track)
            && (Type is null || s.Type is { } type && programme.Types[type].Slug == Type)
            && (State is null || programme.StatesOf(s).Contains(State.Value))
            && (words.Count == 0 || SearchKey.Matches(Key(s, programme), words)));
        var languages = programme.Draft.Edition.Languages;
        string Say(Platform.LocalizedText? text) => text?.In(language.Tag, languages).Text ?? "";
        var byTime = found.OrderBy(s => s.Start is null).ThenBy(s => s.Start).ThenBy(s => s.Number);
        IEnumerable<SessionEntry> sorted = Sort.TrimStart('-') switch
        {
            "number" => found.OrderBy(s => s.Number),
            "title" => byTime.OrderBy(s => Say(s.Title), language.Comparer),
            "hall" => byTime.OrderBy(s => s.Hall is { } hall ? Say(programme.Halls[hall].Name) : "", language.Comparer),
            "track" => byTime.OrderBy(s => s.Track is { } track ? Say(programme.Tracks[track].Name) : "", language.Comparer),
            "people" => byTime.OrderBy(s => s.People.Count),
            _ => byTime,
        };
        return [.. Sort.StartsWith('-') ? sorted.Reverse() : sorted];
    }

    static string Key(SessionEntry session, DeskProgramme programme) => SearchKey.Of(
        [.. session.Title.Wordings.Select(w => w.Value), .. session.Subtitle.Wordings.Select(w => w.Value), session.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        .. session.People.SelectMany(p => programme.People[p.Person].Name.Wordings).Select(w => w.Value)]);
}
