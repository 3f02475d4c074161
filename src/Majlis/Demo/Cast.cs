using Majlis.Programme;
using NodaTime;

namespace Majlis.Demo;

/// <summary>Gives sessions their people: first those who have nothing yet, of the session's track before others, and
/// only who is free and can be there in time.</summary>
sealed class Cast(IReadOnlyList<DemoPerson> people, Timetable timetable)
{
    readonly Dictionary<Guid, int> _appearances = [];

    static SessionRole[] RolesOf(string type) => type switch
    {
        "opening" => [SessionRole.Chair, SessionRole.Keynote, SessionRole.Keynote, .. Enumerable.Repeat(SessionRole.Speaker, 4)],
        "plenary" => [SessionRole.Moderator, SessionRole.Keynote, .. Enumerable.Repeat(SessionRole.Panellist, 6)],
        "closing" => [SessionRole.Chair, .. Enumerable.Repeat(SessionRole.Rapporteur, 6)],
        "panel" => [SessionRole.Moderator, .. Enumerable.Repeat(SessionRole.Panellist, 5)],
        "round-table" => [SessionRole.Chair, .. Enumerable.Repeat(SessionRole.Speaker, 4), SessionRole.Rapporteur],
        "presentation" => [SessionRole.Speaker, SessionRole.Speaker],
        "briefing" => [SessionRole.Moderator, SessionRole.Speaker, SessionRole.Speaker],
        "signing" => [SessionRole.Chair, SessionRole.Speaker, SessionRole.Speaker],
        "master-class" => [SessionRole.Speaker],
        _ => [],
    };

    static int InterpretersOf(string type) => type switch { "opening" or "plenary" or "closing" => 2, "panel" => 1, _ => 0 };

    /// <summary>The session with its people, booked when it is scheduled. Where nobody suitable is free a place stays empty.</summary>
    public SessionEntry Fill(SessionEntry session, string type, string? track, HallEntry? hall)
    {
        var chosen = new List<SessionPersonEntry>();
        foreach (var role in RolesOf(type)) Choose(role, p => p.Tracks.Length > 0, track);
        for (var i = 0; i < InterpretersOf(type); i++) Choose(SessionRole.Interpreter, p => p.Tracks.Length == 0, null);
        var filled = session with { People = chosen };
        if (filled.IsScheduled) timetable.Book(filled, hall);
        return filled;

        void Choose(SessionRole role, Func<DemoPerson, bool> suits, string? wanted)
        {
            DemoPerson? best = null;
            var bestCost = int.MaxValue;
            foreach (var person in people)
            {
                var cost = 2 * _appearances.GetValueOrDefault(person.Entry.Guid) + (wanted is null || person.Tracks.Contains(wanted) ? 0 : 1);
                if (cost >= bestCost || !suits(person) || chosen.Exists(c => c.Person == person.Entry.Guid)) continue;
                if (session.Start is { } start && !timetable.IsFree(person.Entry.Guid, start, session.End!.Value, hall)) continue;
                (best, bestCost) = (person, cost);
                if (cost == 0) break;
            }
            if (best is null) return;
            chosen.Add(new(best.Entry.Guid, role));
            _appearances[best.Entry.Guid] = _appearances.GetValueOrDefault(best.Entry.Guid) + 1;
        }
    }
}
