using NodaTime;

namespace Majlis.Programme.Conflicts;

/// <summary>A session with everything interned to small numbers: what the rules look at.</summary>
sealed class Slot
{
    public const int Nowhere = -1, Everywhere = -2;

    /// <summary>Its place among the finder's slots.</summary>
    public required int At { get; init; }
    public required SessionEntry Session { get; init; }
    /// <summary>Minutes since the epoch of wall time; equal to <see cref="End"/> when it takes no time and place: unscheduled or called off.</summary>
    public required int Start { get; init; }
    public required int End { get; init; }
    /// <summary>A hall's number, <see cref="Nowhere"/> or <see cref="Everywhere"/>.</summary>
    public required int Hall { get; init; }
    /// <summary>-1: none.</summary>
    public required int Track { get; init; }
    public required bool IsBreak { get; init; }
    /// <summary>Each once, whatever their roles.</summary>
    public required int[] People { get; init; }

    public bool TakesPlace => End > Start;
    public int Length => End - Start;

    public bool Meets(Slot other) => Start < other.End && other.Start < End;

    static readonly LocalDate Epoch = new(2000, 1, 1);

    /// <summary>Seconds are cut off; a date thousands of years away counts as the last that can be told.</summary>
    public static int Minute(LocalDateTime time) => Math.Clamp(Period.DaysBetween(Epoch, time.Date), -700_000, 1_400_000) * 1440 + time.Hour * 60 + time.Minute;

    public static LocalDateTime Time(int minute) => Epoch.AtMidnight().PlusMinutes(minute);
}

/// <summary>Windows of minutes, sorted and without overlaps; none: always.</summary>
sealed class OpenHours
{
    readonly (int From, int Until)[] _windows;

    public OpenHours(IEnumerable<(LocalDateTime From, LocalDateTime Until)> windows)
    {
        var merged = new List<(int From, int Until)>();
        foreach (var (from, until) in windows.Select(w => (Slot.Minute(w.From), Slot.Minute(w.Until))).Where(w => w.Item2 > w.Item1).Order())
            if (merged.Count > 0 && from <= merged[^1].Until) merged[^1] = (merged[^1].From, Math.Max(merged[^1].Until, until));
            else merged.Add((from, until));
        _windows = [.. merged];
    }

    /// <summary>How many minutes of the slot are in no window.</summary>
    public int MinutesOutside(Slot slot)
    {
        if (_windows.Length == 0) return 0;
        var outside = slot.Length;
        foreach (var (from, until) in _windows) outside -= Math.Max(0, Math.Min(slot.End, until) - Math.Max(slot.Start, from));
        return outside;
    }
}
