using Majlis.Calendars;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Programme.Conflicts;

/// <summary>Says conflicts to people of one language: names isolated, so that the sentence stands in a page, a message and an answer alike.</summary>
/// <param name="programme">What the conflicts name by guid; what is not in it is said as a dash.</param>
/// <param name="dates">Null: the language's own.</param>
public sealed class ConflictSentences(ProgrammeSnapshot programme, Language language, Dates? dates = null)
{
    readonly Texts _texts = Texts.Of(language);
    readonly Dates _dates = dates ?? Dates.Of(language);
    readonly Dictionary<Guid, SessionEntry> _sessions = programme.Sessions.ToDictionary(s => s.Guid);
    readonly Dictionary<Guid, LocalizedText> _halls = programme.Halls.ToDictionary(h => h.Guid, h => h.Name);
    readonly Dictionary<Guid, LocalizedText> _people = programme.People.ToDictionary(p => p.Guid, p => p.Name);

    /// <summary>One sentence with its full stop: "Layla Haddad is in “Opening” and “Halal finance” at once, on 28 July 2021, 10:00–10:30."</summary>
    public string Say(Conflict conflict)
    {
        var sessions = conflict.Rule == ConflictRule.BreakSkipped && IsBreak(conflict.Sessions[0]) ? conflict.Sessions.Reverse().ToList() : conflict.Sessions;
        return _texts.SayPlain($"conflict.says.{conflict.Rule.ToString().ToLowerInvariant()}",
            ("one", Title(sessions[0])), ("other", sessions.Count > 1 ? Title(sessions[1]) : ""),
            ("hall", conflict.Halls.Count > 0 ? Hall(conflict.Halls[0]) : _texts["session.all_halls"]), ("to", conflict.Halls.Count > 1 ? Hall(conflict.Halls[1]) : ""),
            ("person", conflict.People.Count > 0 ? Name(_people, conflict.People[0]) : ""), ("languages", conflict.Languages.Select(l => LanguageNames.Name(l, language)).ToList()),
            ("when", conflict is { From: { } from, Until: { } until } ? When(from, until) : ""), ("count", conflict.Amount));
    }

    /// <summary>The rule in a few words: "Hall used twice".</summary>
    public string Name(ConflictRule rule) => _texts[$"conflict.rule.{rule.ToString().ToLowerInvariant()}"];

    bool IsBreak(Guid session) => _sessions.TryGetValue(session, out var known) && known.Type is { } type && programme.Types.Any(t => t.Guid == type && t.IsBreak);

    public string Title(Guid session) => _sessions.TryGetValue(session, out var known) ? Said(known.Title) : "—";

    public string Hall(Guid hall) => Name(_halls, hall);

    string Name(Dictionary<Guid, LocalizedText> names, Guid guid) => names.TryGetValue(guid, out var name) ? Said(name) : "—";

    string Said(LocalizedText text) => text.In(language.Tag, programme.Edition.Languages).Text;

    string When(LocalDateTime from, LocalDateTime until) => from == until ? $"{_dates.Long(from.Date)} {Times.Of(language).Say(from.TimeOfDay)}"
        : $"{_dates.Long(from.Date)} {Times.Of(language).Range(from.TimeOfDay, until.TimeOfDay)}";
}
