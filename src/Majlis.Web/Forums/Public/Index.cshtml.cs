using Majlis.Figures;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Forums.Public;

/// <summary>The edition's first page: when and where, what it says of itself in figures, what is on and what comes next.</summary>
[Kept]
public sealed class IndexModel(Visit visit, ProgrammeShelf shelf, SiteAddress site, AppDb db, IClock clock) : ProgrammePage(visit, shelf)
{
    const int MostSessions = 8;

    /// <summary>Absolute, for machines that keep it.</summary>
    public Uri Canonical => new(site.Of(Request), Visit.At());
    /// <summary>Of each metric the latest stage.</summary>
    public IReadOnlyList<PublishedFigure> Figures { get; private set; } = [];
    /// <summary>All of several figures were told by the same source at the same stage: said once, under them.</summary>
    public bool HasOneSource => Figures.Count > 1 && Figures.All(f => f.Stage == Figures[0].Stage && f.Source.Equals(Figures[0].Source));
    public IReadOnlyList<SessionEntry> On { get; private set; } = [];
    public IReadOnlyList<SessionEntry> Next { get; private set; } = [];

    public async Task OnGet()
    {
        var all = await db.Figures.AsNoTracking().Where(f => f.EditionId == Visit.Edition.Id).ToListAsync();
        Figures = [.. all.GroupBy(f => f.Metric).Select(g => g.MaxBy(f => f.Stage)!).OrderBy(f => all.Where(o => o.Metric == f.Metric).Min(o => o.At)).ThenBy(f => f.Metric, StringComparer.Ordinal)];
        if (Agenda is null) return;
        var now = clock.GetCurrentInstant();
        On = [.. Agenda.OnAt(now).Take(MostSessions)];
        Next = [.. Agenda.After(now).Where(s => !Agenda.IsBreak(s)).Take(MostSessions)];
    }
}
