using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.Forums.Public;

/// <summary>What each release changed, the newest first.</summary>
[Kept]
public sealed class ChangesModel(Visit visit, ProgrammeShelf shelf, AppDb db) : ProgrammePage(visit, shelf)
{
    const int MostReleases = 10;

    public IReadOnlyList<ReleaseWithChanges> Changes { get; private set; } = [];

    public async Task OnGet()
    {
        if (Agenda is not null) Changes = await Releases.Changes(db, Visit.Edition.Slug, MostReleases);
    }

    /// <summary>When and, if known, where a session was at one time, in words.</summary>
    public string Place(SessionEntry session)
    {
        var agenda = Released;
        return session.Start is not { } start ? Visit.Texts["programme.unscheduled"] : $"{Visit.Dates.MonthDay(start.Date, Visit.Dates.Calendars[0])} {agenda.Times.Say(start.TimeOfDay)}";
    }

    /// <summary>The hall's name as the current programme has it; a hall that is gone is "—".</summary>
    public string HallOf(SessionEntry session) =>
        session.AllHalls ? Visit.Texts["programme.all_halls"]
        : session.Hall is { } hall && Released.Published.Halls.TryGetValue(hall, out var there) ? Released.Words(there.Name) : "—";
}
