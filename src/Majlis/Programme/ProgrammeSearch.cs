using System.Collections.Frozen;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;

namespace Majlis.Programme;

/// <summary>
/// Finds a session by any words of its title, subtitle, abstract, people, hall and track in any language they were written in, however they are spelled
/// (see <see cref="SearchKey"/>). Immutable; made once a release, since folding a thousand abstracts takes longer than a page.
/// </summary>
public sealed class ProgrammeSearch
{
    readonly FrozenDictionary<Guid, string> _sessions, _people;

    public ProgrammeSearch(PublishedProgramme programme)
    {
        _sessions = programme.Sessions.ToFrozenDictionary(s => s.Guid, s => SearchKey.Of([
            .. Texts(s.Title), .. Texts(s.Subtitle), .. Texts(s.Abstract),
            .. s.People.SelectMany(p => Texts(programme.People[p.Person].Name)),
            .. s.Hall is { } hall ? Texts(programme.Halls[hall].Name) : [],
            .. s.Track is { } track ? Texts(programme.Tracks[track].Name) : []]));
        _people = programme.Programme.People.ToFrozenDictionary(p => p.Guid, p => SearchKey.Of([.. Texts(p.Name), .. Texts(p.Office), .. Texts(p.Organisation)]));
    }

    /// <param name="words">From <see cref="SearchKey.Words"/>; none matches everything.</param>
    public bool Matches(SessionEntry session, IReadOnlyList<string> words) => SearchKey.Matches(_sessions[session.Guid], words);

    /// <param name="words">From <see cref="SearchKey.Words"/>; none matches everything.</param>
    public bool Matches(PersonEntry person, IReadOnlyList<string> words) => SearchKey.Matches(_people[person.Guid], words);

    static IEnumerable<string> Texts(LocalizedText text) => text.Wordings.Select(w => w.Value);
}
