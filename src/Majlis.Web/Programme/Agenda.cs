using System.Globalization;
using System.Text;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Html;
using NodaTime;

namespace Majlis.Web.Programme;

/// <summary>
/// A released programme as the reader of this request reads it: names in the language, times in the forum's zone, addresses in the edition.
/// Made once a request; names of halls and people that return in every row are written once.
/// </summary>
public sealed class Agenda(PublishedProgramme programme, Visit visit)
{
    readonly Dictionary<Guid, HtmlString> _people = [], _halls = [], _tracks = [], _types = [];
    readonly Dictionary<string, string> _languages = [];
    readonly Dictionary<Guid, int> _trackNumbers = programme.Programme.Tracks.Index().ToDictionary(t => t.Item.Guid, t => t.Index);

    public PublishedProgramme Published => programme;
    public ProgrammeSnapshot Programme => programme.Programme;
    public Visit Visit => visit;
    public Times Times { get; } = Times.Of(visit.Language);
    public Dates Dates => visit.Dates;

    /// <summary>The forum's wall clock.</summary>
    public LocalDateTime WallOf(Instant instant) => instant.InZone(programme.Zone).LocalDateTime;

    /// <summary>The zone by its city and its distance from UTC in the edition: "Moscow (UTC+03:00)".</summary>
    public string ZoneName
    {
        get
        {
            var offset = programme.Zone.GetUtcOffset(programme.InstantOf(Programme.Edition.First.AtMidnight().PlusHours(12)));
            var minutes = offset.Seconds / 60;
            // U+200E keeps sign and digits together in text that runs from the right.
            var told = string.Create(CultureInfo.InvariantCulture, $"\u200EUTC{(minutes < 0 ? '−' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}");
            return $"{ZoneNames.City(Programme.Edition.Zone, visit.Language)} ({told})";
        }
    }

    /// <summary>A wall time for machines: the instant, in UTC, to the minute.</summary>
    public string Iso(LocalDateTime wall) => programme.InstantOf(wall).ToString("uuuu'-'MM'-'dd'T'HH':'mm'Z'", CultureInfo.InvariantCulture);

    public HtmlString Time(LocalDateTime wall) => new($"<time datetime=\"{Iso(wall)}\">{Times.Say(wall.TimeOfDay)}</time>");

    /// <summary>10:00–10:50; the start only where the length is unknown; empty when unscheduled.</summary>
    public HtmlString Range(SessionEntry session) => session.Start is not { } start ? HtmlString.Empty
        : session.Minutes == 0 ? Time(start) : new($"{Time(start)}–{Time(session.End!.Value)}");

    public HtmlString Say(LocalizedText text) => visit.Show(text);

    /// <summary>The words without markup, for titles and attributes.</summary>
    public string Words(LocalizedText text) => Characters.Tame(visit.Say(text).Text);

    public HtmlString Hall(Guid hall) => Once(_halls, hall, () => Say(programme.Halls[hall].Name));
    public HtmlString Track(Guid track) => Once(_tracks, track, () => Say(programme.Tracks[track].Name));
    public HtmlString Type(Guid type) => Once(_types, type, () => Say(programme.Types[type].Name));
    public HtmlString Person(Guid person) => Once(_people, person, () => Say(programme.People[person].Name));

    public bool IsBreak(SessionEntry session) => session.Type is { } type && programme.Types[type].IsBreak;

    /// <summary>The class that colours a track, see <see cref="TrackColours"/>; empty without one.</summary>
    public string TrackClass(SessionEntry session) => session.Track is { } track ? string.Create(CultureInfo.InvariantCulture, $"t{_trackNumbers[track]}") : "";

    /// <summary>Where it is held, with words for "all halls"; empty when nobody knows.</summary>
    public HtmlString Place(SessionEntry session) =>
        session.AllHalls ? new(Markup.Encoder.Encode(visit.Texts["programme.all_halls"])) : session.Hall is { } hall ? Hall(hall) : HtmlString.Empty;

    /// <summary>Names parted by commas, with the role after those who are not simply speakers. Interpreters are named on the session's own page only.</summary>
    public HtmlString People(SessionEntry session)
    {
        if (session.People.Count == 0) return HtmlString.Empty;
        var said = new StringBuilder();
        var separator = Lists.Of(visit.Language).Separator;
        foreach (var (person, role) in session.People)
        {
            if (role == SessionRole.Interpreter) continue;
            if (said.Length > 0) said.Append(separator);
            said.Append(Person(person).Value);
            if (role != SessionRole.Speaker) said.Append(" (").Append(Markup.Encoder.Encode(visit.Texts.Of(role))).Append(')');
        }
        return new(said.ToString());
    }

    public string LanguageName(string tag) => _languages.TryGetValue(tag, out var name) ? name : _languages[tag] = LanguageNames.Name(tag, visit.Language);

    /// <summary>Floor languages, and after an arrow what is interpreted into, where there is interpretation; empty when nobody told.</summary>
    public string LanguagesOf(SessionEntry session)
    {
        var list = Lists.Of(visit.Language);
        var floor = string.Join(list.Separator, session.FloorLanguages.Select(LanguageName));
        var output = string.Join(list.Separator, session.OutputLanguages.Except(session.FloorLanguages, StringComparer.OrdinalIgnoreCase).Select(LanguageName));
        return output.Length == 0 ? floor : $"{floor} {(visit.Language.IsRightToLeft ? '←' : '→')} {output}".Trim();
    }

    /// <summary>Whether most sessions are in one same language: then rows need not say so.</summary>
    public bool IsUsualLanguage(SessionEntry session) => session.OutputLanguages.Count == 0 && session.FloorLanguages.SequenceEqual(Usual);

    IReadOnlyList<string> Usual => field ??= programme.Sessions.GroupBy(s => string.Join(',', s.FloorLanguages)).MaxBy(g => g.Count())?.First().FloorLanguages ?? [];

    public string AddressOf(SessionEntry session) => visit.To("programme", "session", session.Number);

    /// <summary>What is on at the instant, breaks left out; cancelled ones, too.</summary>
    public IEnumerable<SessionEntry> OnAt(Instant instant)
    {
        var wall = WallOf(instant);
        return programme.Sessions.Where(s => s.IsScheduled && !s.IsCancelled && s.Start <= wall && wall < s.End);
    }

    /// <summary>What begins after the instant, in reading order.</summary>
    public IEnumerable<SessionEntry> After(Instant instant)
    {
        var wall = WallOf(instant);
        return programme.Sessions.Where(s => s.IsScheduled && !s.IsCancelled && s.Start > wall);
    }

    static HtmlString Once(Dictionary<Guid, HtmlString> kept, Guid key, Func<HtmlString> write)
    {
        if (!kept.TryGetValue(key, out var said)) kept[key] = said = write();
        return said;
    }
}

/// <summary>A list of sessions as every page shows it, for the part <c>_Sessions</c>.</summary>
/// <param name="DayHeadings">Days above the times: for lists over several days.</param>
/// <param name="TimeHeadings">Grouped by the time of start; without, each row stands alone.</param>
/// <param name="Changed">Each row says when its session last changed, for the script that marks what is new to the reader.</param>
public sealed record SessionList(Agenda Agenda, IEnumerable<SessionEntry> Sessions, bool DayHeadings = false, bool TimeHeadings = true, bool Changed = false);

/// <summary>Changes between releases as readers see them, for the part <c>_ChangeLines</c>.</summary>
public sealed record ChangeLines(Agenda Agenda, IReadOnlyList<ProgrammeChange> Changes)
{
    /// <summary>When a session was at one time, in words.</summary>
    public string Place(SessionEntry session) => session.Start is not { } start ? Agenda.Visit.Texts["programme.unscheduled"]
        : $"{Agenda.Dates.MonthDay(start.Date, Agenda.Dates.Calendars[0])} {Agenda.Times.Say(start.TimeOfDay)}";

    /// <summary>The hall's name as the current programme has it; a hall that is gone is "—".</summary>
    public string HallOf(SessionEntry session) => session.AllHalls ? Agenda.Visit.Texts["programme.all_halls"]
        : session.Hall is { } hall && Agenda.Published.Halls.TryGetValue(hall, out var there) ? Agenda.Words(there.Name) : "—";
}
