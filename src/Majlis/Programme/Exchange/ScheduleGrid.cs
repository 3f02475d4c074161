using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>What of a programme the frab formats can show: sessions with a time and a place that are not called off, by day and hall.</summary>
sealed class ScheduleGrid
{
    readonly Dictionary<(int Day, Guid Hall), List<SessionEntry>> _cells = [];

    public ScheduleGrid(ProgrammeSnapshot programme)
    {
        Halls = programme.Halls;
        var days = programme.Days.OrderBy(d => d.Date).ToList();
        var change = Period.FromTicks(programme.Edition.DayChange.TickOfDay);
        var shown = programme.Sessions.Where(s => s.IsScheduled && !s.IsCancelled && (s.Hall is not null || Halls.Count > 0)).ToList();
        foreach (var missing in shown.Where(s => Index(s) < 0).Select(s => (s.Start!.Value - change).Date).Distinct().ToList())
            if (days.All(d => d.Date != missing))
                days.Add(new(missing, missing + programme.Edition.DayChange, missing.PlusDays(1) + programme.Edition.DayChange));
        if (days.Count == 0) days.Add(new(programme.Edition.First, programme.Edition.First + programme.Edition.DayChange, programme.Edition.First.PlusDays(1) + programme.Edition.DayChange));
        days.Sort((a, b) => a.Date.CompareTo(b.Date));
        Days = days;
        foreach (var session in shown.OrderBy(s => s.Start).ThenBy(s => s.Number))
        {
            var key = (Math.Max(Index(session), 0), session.Hall ?? Halls[0].Guid);
            if (!_cells.TryGetValue(key, out var cell)) _cells[key] = cell = [];
            cell.Add(session);
        }

        int Index(SessionEntry s)
        {
            var within = days.FindIndex(d => d.Opens <= s.Start && s.Start < d.Closes);
            return within >= 0 ? within : days.FindIndex(d => d.Date == (s.Start!.Value - change).Date);
        }
    }

    public IReadOnlyList<DayEntry> Days { get; }
    public IReadOnlyList<HallEntry> Halls { get; }

    /// <summary>The sessions of one day in one hall by time; a plenary of all halls stands in its own hall, or in the first.</summary>
    public IReadOnlyList<SessionEntry> In(int day, HallEntry hall) => _cells.TryGetValue((day, hall.Guid), out var cell) ? cell : [];
}
