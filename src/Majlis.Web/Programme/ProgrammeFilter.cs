using System.Globalization;
using Majlis.Calendars;
using Majlis.Programme;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme;

/// <summary>
/// What a reader asked of the programme, as it stands in the address. Whatever the address says, the answer is a page: an unreadable value is no
/// value, and one that names nothing (a track that is gone) finds nothing.
/// </summary>
/// <param name="Day">One day; null with <paramref name="AllDays"/> or when none was asked for.</param>
/// <param name="Track">A track's slug.</param>
/// <param name="Hall">A hall's slug; sessions in all halls are found in each.</param>
/// <param name="Language">A tag, spoken from the floor or interpreted into.</param>
/// <param name="Type">A session type's slug.</param>
/// <param name="Words">As typed; empty for none.</param>
/// <param name="Cal">The word of the calendar to stand first, carried through links; null for none.</param>
public sealed record ProgrammeFilter(
    LocalDate? Day, bool AllDays, string? Track, string? Hall, string? Language, string? Type, string Words, bool IsGrid, string? Cal)
{
    public static readonly ProgrammeFilter None = new(null, false, null, null, null, null, "", false, null);

    /// <summary>Longer ones are cut: nobody types more, and each word costs a pass over every session.</summary>
    public const int MostLetters = 200;

    public static ProgrammeFilter Parse(IQueryCollection query)
    {
        string? One(string key) => query[key].ToString() is { Length: > 0 and <= 100 } value ? value : null;
        var words = query["q"].ToString().Trim();
        return new(
            LocalDatePattern.Iso.Parse(Digits.ToAscii(One("day") ?? "")) is { Success: true } day ? day.Value : null, One("day") == "all",
            One("track"), One("hall"), One("language"), One("type"),
            words.Length > MostLetters ? words[..MostLetters] : words, One("view") == "grid",
            One("cal") is { } cal && Shell.Visit.CalendarWords.Any(c => c.Word == cal) ? cal : null);
    }

    /// <summary>Whether anything but the day narrows the programme.</summary>
    public bool Narrows => Track is not null || Hall is not null || Language is not null || Type is not null || Words.Length > 0;

    /// <summary>The day to show, null for all: the one asked for when the programme has it, all when words are looked for, else the first.</summary>
    public LocalDate? DayOf(PublishedProgramme programme) =>
        Day is { } day && programme.Days.Contains(day) ? day
        : !IsGrid && (AllDays || Narrows && Day is null) ? null
        : programme.Days.FirstOrDefault(d => programme.ByDay.Contains(d), programme.Days[0]);

    /// <summary>The scheduled sessions of all days that the filter lets through, in reading order.</summary>
    public IReadOnlyList<SessionEntry> Apply(PublishedProgramme programme)
    {
        var track = Find(Track, programme.Programme.Tracks, t => t.Slug)?.Guid;
        var hall = Find(Hall, programme.Programme.Halls, h => h.Slug)?.Guid;
        var type = Find(Type, programme.Programme.Types, t => t.Slug)?.Guid;
        var words = SearchKey.Words(Words);
        return [.. programme.Sessions.Where(s => s.IsScheduled
            && (Track is null || track is not null && s.Track == track)
            && (Hall is null || hall is not null && (s.Hall == hall || s.AllHalls))
            && (Type is null || type is not null && s.Type == type)
            && (Language is null || s.FloorLanguages.Concat(s.OutputLanguages).Contains(Language, StringComparer.OrdinalIgnoreCase))
            && (words.Count == 0 || programme.Search.Matches(s, words)))];
    }

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked. Always in the same order, so that a page is cached once.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, string? value) => query = string.IsNullOrEmpty(value) ? query : query.Add(key, value);
            Add("view", IsGrid ? "grid" : null);
            Add("day", Day is { } day ? Iso(day) : AllDays ? "all" : null);
            Add("track", Track);
            Add("hall", Hall);
            Add("language", Language);
            Add("type", Type);
            Add("q", Words);
            Add("cal", Cal);
            return query.ToString();
        }
    }

    public static string Iso(LocalDate day) => day.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);

    static T? Find<T>(string? slug, IReadOnlyList<T> all, Func<T, string> slugOf) where T : class => slug is null ? null : all.FirstOrDefault(x => slugOf(x) == slug);
}
