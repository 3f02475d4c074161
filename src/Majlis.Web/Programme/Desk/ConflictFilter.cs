using Majlis.Calendars;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>Where a finding stands.</summary>
public enum FindingState
{
    Open, Accepted,
    /// <summary>Accepted as it was, and changed since.</summary>
    Lapsed,
}

/// <summary>What is asked of the list of findings, as it stands in the address. An unreadable value is no value.</summary>
/// <param name="Hall">A slug.</param>
/// <param name="Person">A number.</param>
/// <param name="Session">A number.</param>
/// <param name="ByDay">Grouped by day instead of by rule.</param>
public sealed record ConflictFilter(ConflictRule? Rule = null, ConflictLevel? Level = null, FindingState? State = null, LocalDate? Day = null, string? Hall = null, int? Person = null, int? Session = null, bool ByDay = false)
{
    public static ConflictFilter Parse(IQueryCollection query)
    {
        string? One(string key) => query[key].ToString() is { Length: > 0 and <= 100 } value ? value : null;
        T? Named<T>(string key) where T : struct, Enum => One(key) is { } name ? Enum.GetValues<T>().Select(v => (T?)v).FirstOrDefault(v => string.Equals(v.ToString(), name, StringComparison.OrdinalIgnoreCase)) : null;
        int? Number(string key) => int.TryParse(Digits.ToAscii(One(key) ?? ""), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
        return new(Named<ConflictRule>("rule"), Named<ConflictLevel>("level"), Named<FindingState>("state"),
            LocalDatePattern.Iso.Parse(Digits.ToAscii(One("day") ?? "")) is { Success: true } day ? day.Value : null, One("hall"), Number("person"), Number("session"), One("by") == "day");
    }

    public bool Narrows => this with { ByDay = false } != new ConflictFilter();

    /// <summary>The query that asks for this, with its question mark; empty when nothing is asked.</summary>
    public string Query
    {
        get
        {
            var query = new QueryString();
            void Add(string key, object? value) => query = value is null ? query : query.Add(key, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!.ToLowerInvariant());
            Add("rule", Rule);
            Add("level", Level);
            Add("state", State);
            Add("day", Day is { } day ? LocalDatePattern.Iso.Format(day) : null);
            Add("hall", Hall);
            Add("person", Person);
            Add("session", Session);
            Add("by", ByDay ? "day" : null);
            return query.ToString();
        }
    }

    public static FindingState StateOf(FoundConflict found) => found.IsAccepted ? FindingState.Accepted : found.HasLapsed ? FindingState.Lapsed : FindingState.Open;

    public IEnumerable<FoundConflict> Apply(CheckedProgramme check)
    {
        var programme = check.Programme;
        var sessions = programme.Sessions.ToDictionary(s => s.Guid);
        Guid? hall = Hall is null ? null : programme.Halls.FirstOrDefault(h => h.Slug == Hall)?.Guid ?? Guid.Empty;
        Guid? person = Person is null ? null : programme.People.FirstOrDefault(p => p.Number == Person)?.Guid ?? Guid.Empty;
        return check.Found.Where(f => f.Conflict is var c && (Rule is null || c.Rule == Rule) && (Level is null || c.Level == Level) && (State is null || StateOf(f) == State)
            && c.Sessions.Select(s => sessions[s]) is var about
            && (Day is null || about.Any(s => s.Start is { } start && programme.DayOf(start) == Day))
            && (hall is null || c.Halls.Contains(hall.Value) || about.Any(s => s.Hall == hall))
            && (person is null || c.People.Contains(person.Value) || about.Any(s => s.People.Any(p => p.Person == person)))
            && (Session is null || about.Any(s => s.Number == Session)));
    }
}
