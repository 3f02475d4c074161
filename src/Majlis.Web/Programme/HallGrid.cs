using Majlis.Programme;
using NodaTime;

namespace Majlis.Web.Programme;

/// <summary>
/// A day as a table: a row for each moment at which something begins or ends, a column for each hall that is used. Sessions that overlap in one hall
/// stand in columns beside each other under its name; a session of all halls takes the whole width, or a column of its own before the halls when
/// something else is on at that time. Every cell of the table is covered exactly once.
/// </summary>
public sealed class HallGrid
{
    /// <param name="Hall">Null for the column of what is in all halls.</param>
    /// <param name="Lanes">Columns under the name; 1 unless sessions overlap.</param>
    public sealed record Column(HallEntry? Hall, int Lanes);

    /// <param name="Session">Null for a time when nothing is on.</param>
    public sealed record Cell(SessionEntry? Session, int Rows, int Columns);

    /// <param name="Minutes">Until the next row.</param>
    public sealed record Row(LocalDateTime At, int Minutes, IReadOnlyList<Cell> Cells);

    public IReadOnlyList<Column> Columns { get; }
    public IReadOnlyList<Row> Rows { get; }

    /// <param name="sessions">Scheduled sessions of one day. One without a length is given the shortest row.</param>
    /// <param name="halls">In the order of the columns.</param>
    public HallGrid(IEnumerable<SessionEntry> sessions, IReadOnlyList<HallEntry> halls)
    {
        var all = sessions.Where(s => s.IsScheduled).ToList();
        var common = all.Where(s => s.AllHalls).ToList();
        var placed = all.Where(s => !s.AllHalls).ToList();
        var moments = all.SelectMany(s => new[] { s.Start!.Value, EndOf(s) }).Distinct().Order().ToList();
        var rowOf = moments.Index().ToDictionary(m => m.Item, m => m.Index);
        var rows = Math.Max(0, moments.Count - 1);

        var across = common.Where(c => !all.Any(o => o != c && Overlap(o, c))).ToList();
        var columns = new List<Column>();
        var lanes = new List<List<SessionEntry>>();
        void Place(HallEntry? hall, IEnumerable<SessionEntry> here)
        {
            var own = new List<List<SessionEntry>>();
            foreach (var session in here.OrderBy(s => s.Start).ThenByDescending(EndOf).ThenBy(s => s.Number))
            {
                var free = own.Find(lane => EndOf(lane[^1]) <= session.Start);
                if (free is null) own.Add(free = []);
                free.Add(session);
            }
            if (own.Count == 0) return;
            columns.Add(new(hall, own.Count));
            lanes.AddRange(own);
        }
        Place(null, common.Except(across));
        foreach (var hall in halls) Place(hall, placed.Where(s => s.Hall == hall.Guid));
        if (columns.Count == 0 && across.Count > 0)
        {
            columns.Add(new(null, 1));
            lanes.Add([]);
        }
        Columns = columns;

        var cells = Enumerable.Range(0, rows).Select(_ => new List<Cell>()).ToList();
        var covered = new SessionEntry?[rows];
        foreach (var session in across)
            for (var row = rowOf[session.Start!.Value]; row < rowOf[EndOf(session)]; row++) covered[row] = session;
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var at = lanes[lane].ToDictionary(s => rowOf[s.Start!.Value]);
            for (var row = 0; row < rows;)
            {
                var from = row;
                if (covered[row] is { } wide)
                {
                    row = rowOf[EndOf(wide)];
                    if (lane == 0) cells[from].Add(new(wide, row - from, lanes.Count));
                    continue;
                }
                if (at.TryGetValue(row, out var session)) row = rowOf[EndOf(session)];
                else do row++; while (row < rows && covered[row] is null && !at.ContainsKey(row));
                cells[from].Add(new(session, row - from, 1));
            }
        }
        Rows = [.. cells.Select((c, i) => new Row(moments[i], (int)Period.Between(moments[i], moments[i + 1], PeriodUnits.Minutes).Minutes, c))];
    }

    static LocalDateTime EndOf(SessionEntry session) => session.Start!.Value.PlusMinutes(Math.Max(session.Minutes, 5));

    static bool Overlap(SessionEntry a, SessionEntry b) => a.Start < EndOf(b) && b.Start < EndOf(a);
}
