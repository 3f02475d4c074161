using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.Programme.Desk;

/// <summary>One fact of a session before and after.</summary>
/// <param name="Label">A key of the language files.</param>
public sealed record ChangedFact(string Label, string Before, string After);

/// <summary>What is different between two programmes, in the reader's words.</summary>
public sealed class ChangeWords(Visit visit, ProgrammeSnapshot before, ProgrammeSnapshot after)
{
    readonly Dates _dates = Dates.Of(visit.Language);
    readonly Times _times = Times.Of(visit.Language);
    readonly Dictionary<Guid, PersonEntry> _oldPeople = before.People.ToDictionary(p => p.Guid), _newPeople = after.People.ToDictionary(p => p.Guid);

    public ProgrammeSnapshot Before => before;
    public ProgrammeSnapshot After => after;

    string Say(LocalizedText text) => visit.Say(text).Text;

    public string When(SessionEntry s) =>
        s.Start is { } start ? $"{_dates.MonthDay(start.Date, _dates.Calendars[0])} {_times.Range(start.TimeOfDay, s.End!.Value.TimeOfDay)}" : visit.Texts["sessions.state.unscheduled"];

    public string Where(SessionEntry s, ProgrammeSnapshot of) =>
        s.AllHalls ? visit.Texts["session.all_halls"] : of.Halls.FirstOrDefault(h => h.Guid == s.Hall) is { } hall ? Say(hall.Name) : "—";

    string Who(SessionEntry s, Dictionary<Guid, PersonEntry> people) => string.Join(Lists.Of(visit.Language).Separator,
        s.People.Select(p => $"{Say(people[p.Person].Name)} ({visit.Texts.Of(p.Role)})"));

    static string Named<T>(IReadOnlyList<T> all, Func<T, bool> its, Func<T, string> name) where T : class => all.FirstOrDefault(its) is { } found ? name(found) : "—";

    /// <summary>Every fact that is different, in the order of the session's page. Of a session that is new or gone: the facts that matter.</summary>
    public IReadOnlyList<ChangedFact> Facts(SessionEntry? was, SessionEntry? now)
    {
        IEnumerable<ChangedFact> all =
        [
            Fact("session.title", (s, _) => Say(s.Title)), Fact("session.subtitle", (s, _) => Say(s.Subtitle)), Fact("session.time_and_place", (s, of) => $"{When(s)} · {Where(s, of)}"),
            Fact("session.people", (s, of) => Who(s, of == before ? _oldPeople : _newPeople)),
            Fact("session.track", (s, of) => Named(of.Tracks, t => t.Guid == s.Track, t => Say(t.Name))), Fact("session.type", (s, of) => Named(of.Types, t => t.Guid == s.Type, t => Say(t.Name))),
            Fact("session.floor", (s, _) => string.Join(' ', s.FloorLanguages)), Fact("session.output", (s, _) => string.Join(' ', s.OutputLanguages)),
            Fact("session.access", (s, _) => visit.Texts.Of(s.Access)),
            Fact("session.abstract", (s, _) => Say(s.Abstract)), Fact("session.description", (s, _) => Say(s.Description)), Fact("session.stream", (s, _) => s.Stream ?? ""),
            Fact("session.materials", (s, _) => string.Join(" · ", s.Materials.Select(m => m.Href))), Fact("session.cancelled", (s, _) => visit.Texts[s.IsCancelled ? "session.yes" : "session.no"]),
        ];
        return [.. all.Where(f => f.Before != f.After)];

        ChangedFact Fact(string label, Func<SessionEntry, ProgrammeSnapshot, string> write) => new(label, was is null ? "" : write(was, before), now is null ? "" : write(now, after));
    }

    /// <summary>From what to what; empty where one word says it all.</summary>
    public (string From, string To) Of(ProgrammeChange change) => change switch
    {
        { Kind: ProgrammeChangeKind.Moved, Before: { } b, After: { } a } => (When(b), When(a)),
        { Kind: ProgrammeChangeKind.HallChanged, Before: { } b, After: { } a } => (Where(b, before), Where(a, after)),
        { Kind: ProgrammeChangeKind.Retitled, Before: { } b, After: { } a } => (Say(b.Title), Say(a.Title)),
        { Kind: ProgrammeChangeKind.PeopleChanged, Before: { } b, After: { } a } => (Who(b, _oldPeople), Who(a, _newPeople)),
        { Kind: ProgrammeChangeKind.TrackChanged, Before: { } b, After: { } a } => (Named(before.Tracks, t => t.Guid == b.Track, t => Say(t.Name)), Named(after.Tracks, t => t.Guid == a.Track, t => Say(t.Name))),
        { Kind: ProgrammeChangeKind.Added, After: { } a } => ("", $"{When(a)} · {Where(a, after)}"),
        { Kind: ProgrammeChangeKind.Removed or ProgrammeChangeKind.Cancelled, Before: { } b } => ($"{When(b)} · {Where(b, before)}", ""),
        { Kind: ProgrammeChangeKind.Reworded, Before: { } b, After: { } a } => ("", string.Join(Lists.Of(visit.Language).Separator,
            Facts(b, a).Where(f => f.Label is "session.subtitle" or "session.type" or "session.floor" or "session.output" or "session.access" or "session.abstract" or "session.description" or "session.stream" or "session.materials")
                .Select(f => visit.Texts[f.Label]))),
        _ => ("", ""),
    };
}
