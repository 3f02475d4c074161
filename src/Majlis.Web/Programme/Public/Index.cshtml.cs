using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Programme.Public;

/// <summary>The programme as a list or as a grid of halls, narrowed by what the address asks.</summary>
[Kept]
public sealed class IndexModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf)
{
    public ProgrammeFilter Filter { get; private set; } = ProgrammeFilter.None;
    /// <summary>Everything the filter lets through, of all days.</summary>
    public IReadOnlyList<SessionEntry> Found { get; private set; } = [];
    public IReadOnlyList<SessionEntry> Shown { get; private set; } = [];
    public ILookup<LocalDate, SessionEntry> FoundByDay { get; private set; } = Array.Empty<SessionEntry>().ToLookup(_ => default(LocalDate));
    /// <summary>The day shown; null for all.</summary>
    public LocalDate? Day { get; private set; }
    /// <summary>Null in the list.</summary>
    public HallGrid? Grid { get; private set; }
    public IReadOnlyList<string> Languages { get; private set; } = [];
    public IReadOnlyList<SessionEntry> Unscheduled { get; private set; } = [];

    public void OnGet()
    {
        if (Agenda is null) return;
        var programme = Agenda.Published;
        Filter = ProgrammeFilter.Parse(Request.Query);
        Found = Filter.Apply(programme);
        FoundByDay = Found.ToLookup(programme.DayOf);
        Day = Filter.DayOf(programme);
        Shown = Day is { } day ? [.. FoundByDay[day]] : Found;
        if (Filter.IsGrid) Grid = new(Shown, Agenda.Programme.Halls);
        Languages = [.. programme.Sessions.SelectMany(s => s.FloorLanguages.Concat(s.OutputLanguages)).Select(l => l.ToLowerInvariant()).Distinct().OrderBy(Agenda.LanguageName, Visit.Language.Comparer)];
        if (Day is null && !Filter.Narrows) Unscheduled = [.. programme.Sessions.Where(s => !s.IsScheduled)];
    }

    /// <summary>The address of this programme asked otherwise.</summary>
    public string Ask(ProgrammeFilter filter) => Visit.At("programme") + filter.Query;
}
