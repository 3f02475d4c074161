using Majlis.Programme;
using Majlis.Web.Programme;
using NodaTime;

namespace Majlis.Web.Tests.Programme;

public sealed class HallGridTests
{
    static readonly LocalDate Day = new(2021, 7, 28);

    static SessionEntry At(int number, HallEntry? hall, int from, int minutes) => new()
    {
        Guid = new(number, 0, 0, new byte[8]), Number = number, Hall = hall?.Guid, AllHalls = hall is null, Start = Day.AtMidnight().PlusMinutes(from), Minutes = minutes,
    };

    /// <summary>Each place of the table as the number of what covers it, so that holes and double covers show.</summary>
    static string[] Painted(HallGrid grid)
    {
        var width = grid.Columns.Sum(c => c.Lanes);
        var table = Enumerable.Range(0, grid.Rows.Count).Select(_ => new int?[width]).ToArray();
        foreach (var (y, row) in grid.Rows.Index())
        {
            foreach (var cell in row.Cells)
            {
                var x = Array.IndexOf(table[y], null);
                for (var dy = 0; dy < cell.Rows; dy++)
                    for (var dx = 0; dx < cell.Columns; dx++)
                    {
                        Assert.Null(table[y + dy][x + dx]);
                        table[y + dy][x + dx] = cell.Session?.Number ?? 0;
                    }
            }
        }
        return [.. table.Select(row => string.Join(' ', row.Select(c => c?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?")))];
    }

    [Fact]
    public void Sessions_stand_in_their_hall_over_every_moment_they_last()
    {
        var grid = new HallGrid([At(1, Kazan.Grand, 600, 60), At(2, Kazan.Small, 630, 60)], [Kazan.Grand, Kazan.Small]);

        Assert.Equal(["1 0", "1 2", "0 2"], Painted(grid));
        Assert.Equal([30, 30, 30], grid.Rows.Select(r => r.Minutes));
    }

    [Fact]
    public void An_overlap_gets_a_second_column_under_the_same_hall()
    {
        var grid = new HallGrid([At(1, Kazan.Grand, 600, 60), At(2, Kazan.Grand, 630, 60), At(3, Kazan.Grand, 660, 30)], [Kazan.Grand, Kazan.Small]);

        Assert.Equal([2], grid.Columns.Select(c => c.Lanes));
        Assert.Equal(["1 0", "1 2", "3 2"], Painted(grid));
    }

    [Fact]
    public void What_is_in_all_halls_goes_across_them()
    {
        var grid = new HallGrid([At(1, null, 600, 30), At(2, Kazan.Grand, 630, 30), At(3, Kazan.Small, 630, 30)], [Kazan.Grand, Kazan.Small]);

        Assert.Equal(["1 1", "2 3"], Painted(grid));
    }

    [Fact]
    public void What_is_in_all_halls_while_something_else_is_on_has_a_column_of_its_own()
    {
        var grid = new HallGrid([At(1, null, 600, 60), At(2, Kazan.Grand, 630, 60)], [Kazan.Grand]);

        Assert.Equal(["1 0", "1 2", "0 2"], Painted(grid));
        Assert.Null(grid.Columns[0].Hall);
    }

    [Fact]
    public void A_day_of_nothing_is_an_empty_table() => Assert.Empty(new HallGrid([], [Kazan.Grand]).Rows);

    [Fact]
    public void Any_day_is_covered_exactly_once()
    {
        // A fixed walk through many days: no two places covered twice, none left out.
        var random = new Random(20210728);
        for (var day = 0; day < 300; day++)
        {
            var sessions = Enumerable.Range(1, random.Next(1, 25)).Select(n =>
                At(n, random.Next(8) switch { 0 => null, < 5 => Kazan.Grand, _ => Kazan.Small }, random.Next(100) * 5 + 480, random.Next(30) * 5)).ToList();
            var painted = Painted(new(sessions, [Kazan.Grand, Kazan.Small]));
            Assert.DoesNotContain("?", string.Join('\n', painted), StringComparison.Ordinal);
            Assert.Equal(sessions.Select(s => s.Number).Order(), painted.SelectMany(r => r.Split(' ')).Select(c => int.Parse(c, System.Globalization.CultureInfo.InvariantCulture)).Where(n => n > 0).Distinct().Order());
        }
    }
}
