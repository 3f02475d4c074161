using Majlis.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Programme.Public;

/// <summary>What is on at this moment, and what comes next in each hall.</summary>
[Kept(30)]
public sealed class NowModel(Visit visit, ProgrammeShelf shelf, IClock clock) : ProgrammePage(visit, shelf)
{
    public Instant At { get; private set; }
    public IReadOnlyList<SessionEntry> On { get; private set; } = [];
    /// <summary>The next session of each hall on the same day as the first of them; sorted by start.</summary>
    public IReadOnlyList<SessionEntry> Next { get; private set; } = [];

    public void OnGet()
    {
        At = clock.GetCurrentInstant();
        if (Agenda is null) return;
        On = [.. Agenda.OnAt(At)];
        var later = Agenda.After(At).ToList();
        if (later.Count == 0) return;
        var day = Agenda.Published.DayOf(later[0]);
        Next = [.. later.Where(s => Agenda.Published.DayOf(s) == day).DistinctBy(s => s.Hall ?? Guid.Empty)];
    }
}
