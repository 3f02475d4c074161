using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Html;
using NodaTime;

namespace Majlis.Web.Programme;

/// <summary>Where a session stands at the moment a screen tells of. The words are the classes of its row.</summary>
public enum SignState
{
    /// <summary>Over.</summary>
    Past,
    On,
    /// <summary>The first that follows on the day shown; several when they begin together.</summary>
    Next,
    Later,
    /// <summary>On another day than the one shown.</summary>
    Away,
}

/// <summary>
/// The released programme as a screen in the venue tells it at one moment: a sign at a hall's door, or the board of all halls. It tells of one day: that of
/// the first session that is not over, so that in the evening the next morning is announced. The page's script goes on from there by the same rules.
/// </summary>
/// <param name="second">Also in this language; null: in the address's alone.</param>
/// <param name="isPreview">The moment was asked for: the page's clock runs on from it, not from the machine's.</param>
public sealed class Signage(Agenda agenda, IReadOnlyList<HallEntry> halls, Instant at, Language? second, bool isPreview = false)
{
    /// <summary>A session of unknown length is taken to last this long.</summary>
    const int LeastMinutes = 5;

    readonly Dictionary<Guid, IReadOnlyList<SessionEntry>> _sessions = halls.ToDictionary(h => h.Guid,
        h => (IReadOnlyList<SessionEntry>)[.. agenda.Published.Sessions.Where(s => s.IsScheduled && (s.Hall == h.Guid || s.AllHalls))]);

    public Agenda Agenda => agenda;
    public IReadOnlyList<HallEntry> Halls => halls;
    public Instant At => at;
    public LocalDateTime Wall => agenda.WallOf(at);
    public bool IsPreview => isPreview;

    /// <summary>The language asked for beside the page's own; null when there is none, it is not ours, or it is the page's.</summary>
    public static Language? SecondOf(string? asked, Language page) => Language.TryOf(asked) is { } other && other != page ? other : null;

    /// <summary>The hall's sessions of all days in order, those in all halls among them.</summary>
    public IReadOnlyList<SessionEntry> SessionsIn(HallEntry hall) => _sessions[hall.Guid];

    /// <summary>Days that have a session here.</summary>
    public IReadOnlyList<LocalDate> Days => field ??= [.. _sessions.Values.SelectMany(s => s).Select(agenda.Published.DayOf).Distinct().Order()];

    /// <summary>The day shown; null when everything is over, or nothing is held here.</summary>
    public LocalDate? Day => _day.Value;

    readonly Lazy<LocalDate?> _day = new(() =>
    {
        var wall = agenda.WallOf(at);
        var rest = agenda.Published.Sessions.Where(s => s.IsScheduled && (s.AllHalls || halls.Any(h => h.Guid == s.Hall)) && EndOf(s) > wall);
        return rest.FirstOrDefault() is { } first ? agenda.Published.DayOf(first) : null;
    });

    public static LocalDateTime EndOf(SessionEntry session) => session.Start!.Value.PlusMinutes(Math.Max(session.Minutes, LeastMinutes));

    public SignState StateOf(SessionEntry session, HallEntry hall)
    {
        if (EndOf(session) <= Wall) return SignState.Past;
        if (agenda.Published.DayOf(session) != Day) return SignState.Away;
        if (session.Start <= Wall) return SignState.On;
        var next = SessionsIn(hall).Where(s => s.Start > Wall).Select(s => s.Start).FirstOrDefault();
        return session.Start == next ? SignState.Next : SignState.Later;
    }

    /// <summary>A text of the edition, in both languages where it is written in both.</summary>
    public HtmlString Both(LocalizedText text)
    {
        var first = agenda.Visit.Say(text);
        var shown = first.In(agenda.Visit.Language);
        if (second is null || text.In(second.Tag, agenda.Visit.Edition.Languages) is var other && (other.Language == first.Language || other.Text == first.Text)) return shown;
        return new($"{shown.Value}{Second(Characters.Tame(other.Text), other.Language)}");
    }

    /// <summary>A sentence of the interface, in both languages.</summary>
    public HtmlString Word(string key) =>
        new(Markup.Encoder.Encode(agenda.Visit.Texts[key]) + (second is null ? "" : Second(Texts.Of(second)[key], second.Tag)));

    /// <summary>The day, in both languages.</summary>
    public HtmlString Date(LocalDate day) =>
        new($"<bdi>{Markup.Encoder.Encode(agenda.Dates.Full(day))}</bdi>{(second is null ? "" : Second(Dates.Of(second).Full(day), second.Tag))}");

    /// <summary>Names without interpreters; in the second language, too, when all of them are written in it.</summary>
    public HtmlString People(SessionEntry session)
    {
        var people = agenda.People(session);
        if (second is null) return people;
        var names = session.People.Where(p => p.Role != SessionRole.Interpreter).Select(p => agenda.Published.People[p.Person].Name.In(second.Tag)).ToList();
        return names.Count == 0 || names.Exists(n => n.Language != second.Tag) ? people
            : new($"{people.Value}{Second(string.Join(Lists.Of(second).Separator, names.Select(n => Characters.Tame(n.Text))), second.Tag)}");
    }

    static string Second(string text, string language) =>
        $" <span class=\"second\" lang=\"{Markup.Encoder.Encode(language)}\" dir=\"{Language.DirectionOf(language)}\">{Markup.Encoder.Encode(text)}</span>";
}
