using System.Text;
using Majlis.Calendars;
using Majlis.Messaging;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Programme;

/// <summary>What letters say of sessions, in one language.</summary>
/// <param name="before">What sessions that are no longer there refer to; null when there was nothing.</param>
/// <param name="site">Ends in a slash.</param>
public sealed class SlotWords(ProgrammeSnapshot? before, ProgrammeSnapshot after, Language language, Uri site)
{
    readonly Texts _texts = Texts.Of(language);
    readonly Dictionary<Guid, LocalizedText> _halls = (before?.Halls ?? []).Concat(after.Halls).GroupBy(h => h.Guid).ToDictionary(h => h.Key, h => h.Last().Name);

    /// <summary>The edition's public pages in the language.</summary>
    public Uri Home => new(site, $"{language.Tag}/{after.Edition.Slug}");

    string Typed(LocalizedText text) => LetterWords.Typed(text.In(language.Tag, after.Edition.Languages).Text);

    /// <summary>The values of a letter's places.</summary>
    /// <param name="sessions">Made by <see cref="Of(IEnumerable{SlotChange})"/> or <see cref="Of(IEnumerable{ProgrammeChange})"/>; null where the letter has no such place.</param>
    /// <param name="slot">What the letter is about; null where that is no single slot.</param>
    public Dictionary<string, string> Values(string name, string release, LocalizedText note, string? sessions, SlotChange? slot = null)
    {
        var values = new Dictionary<string, string>
        {
            ["name"] = LetterWords.Typed(name), ["edition"] = Typed(after.Edition.Title), ["city"] = Typed(after.Edition.City), ["release"] = LetterWords.Typed(release),
            // The organiser's own words: several lines, and addresses in them, if so wished.
            ["note"] = Characters.Tame(note.In(language.Tag, after.Edition.Languages).Text), ["programme"] = $"{Home.AbsoluteUri}/programme", ["changes"] = $"{Home.AbsoluteUri}/changes",
        };
        if (sessions is not null) (values["sessions"], values["zone"]) = (sessions, ZoneNames.City(after.Edition.Zone, language));
        if (slot is not null) values["session"] = Typed(slot.Session.Title);
        return values;
    }

    public string Of(IEnumerable<SlotChange> changes) => string.Join("\n\n", changes.Select(change =>
    {
        var kind = change.Kind.ToString().ToLowerInvariant();
        var text = new StringBuilder($"{_texts[$"letter.slot.{kind}"]} {Typed(change.Session.Title)}\n");
        if (change.Kind is SlotChangeKind.Moved) text.Append(_texts.SayPlain("letter.was")).Append(' ').Append(Slot(change.Was!)).Append('\n');
        text.Append(Slot(change.Session));
        if (!change.IsOff) text.Append('\n').Append(_texts[$"role.{change.Role.ToString().ToLowerInvariant()}"]).Append('\n').Append(Address(change.Session));
        return text.ToString();
    }));

    /// <summary>Several changes of one session are told together.</summary>
    public string Of(IEnumerable<ProgrammeChange> changes) => string.Join("\n\n", changes.GroupBy(c => c.Session).Select(session =>
    {
        var entry = session.First().After ?? session.First().Before!;
        var kinds = Lists.Of(language).And(session.Select(c => _texts[$"change.{c.Kind.ToString().ToLowerInvariant()}"]));
        return $"{Typed(entry.Title)}\n{kinds}\n{Slot(entry)}\n{Address(entry)}";
    }));

    string Slot(SessionEntry session)
    {
        var (dates, times) = (Dates.Of(language), Times.Of(language));
        var place = session.AllHalls ? _texts["session.all_halls"] : session.Hall is { } hall && _halls.TryGetValue(hall, out var name) ? Typed(name) : "";
        var when = session.Start is not { } start ? "" : $"{dates.Long(start.Date)} · {(session.Minutes == 0 ? times.Say(start.TimeOfDay) : times.Range(start.TimeOfDay, session.End!.Value.TimeOfDay))}";
        return string.Join(" · ", new[] { when, place }.Where(p => p.Length > 0));
    }

    string Address(SessionEntry session) => FormattableString.Invariant($"{Home.AbsoluteUri}/programme/session/{session.Number}");
}
