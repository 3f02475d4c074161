using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Forums.Public;

/// <summary>A hall and everything in it, all days or one.</summary>
[Kept]
public sealed class HallModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf)
{
    public HallEntry Hall { get; private set; } = null!;
    public ProgrammeFilter Filter { get; private set; } = ProgrammeFilter.None;
    /// <summary>Null for all days.</summary>
    public LocalDate? Day { get; private set; }
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];
    /// <summary>The other halls and the minutes to walk there, the nearest first; empty when the release does not tell.</summary>
    public IReadOnlyList<(HallEntry Hall, int Minutes)> Walks { get; private set; } = [];
    public IReadOnlyList<SessionEntry> Sessions { get; private set; } = [];

    public void OnGet(string slug)
    {
        var programme = Released.Published;
        Hall = Released.Programme.Halls.FirstOrDefault(h => h.Slug == slug) ?? throw new NotThere($"hall {slug}");
        Filter = ProgrammeFilter.Parse(Request.Query);
        Walks = [.. programme.Programme.Halls.Where(h => h != Hall).Select(h => (Hall: h, Minutes: programme.WalkBetween(Hall.Guid, h.Guid))).Where(w => w.Minutes is not null)
            .Select(w => (w.Hall, w.Minutes!.Value)).OrderBy(w => w.Value)];
        var all = (ProgrammeFilter.None with { Hall = slug }).Apply(programme);
        Days = [.. all.Select(programme.DayOf).Distinct().Order()];
        Day = Filter.Day is { } day && Days.Contains(day) ? day : null;
        Sessions = Day is null ? all : [.. all.Where(s => programme.DayOf(s) == Day)];
    }
}
