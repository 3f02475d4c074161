using NodaTime;

namespace Majlis.Calendars;

/// <summary>One day as its calendar counts it. It may name a day that does not exist; <see cref="ToIso"/> tells.</summary>
/// <param name="Year">Of the calendar's own era.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">From 1.</param>
public readonly record struct CalendarDate(ForumCalendar Calendar, int Year, int Month, int Day)
{
    /// <summary>The largest number of days an organiser may shift the Umm al-Qura date by, either way.</summary>
    public const int MaxHijriShift = 2;

    /// <summary>The day in a calendar, or null where the calendar has no such day: outside the Umm al-Qura table, or before Solar Hijri year 1.</summary>
    /// <param name="hijriShift">
    /// Days, -2 to 2, added to the Umm al-Qura date: where the moon was seen a day later than the table says, -1. Other calendars do not use it.
    /// </param>
    public static CalendarDate? Of(LocalDate date, ForumCalendar calendar, int hijriShift = 0)
    {
        RequireShift(hijriShift);
        var iso = date.WithCalendar(CalendarSystem.Iso);
        if (calendar == ForumCalendar.Gregorian) return new(calendar, iso.Year, iso.Month, iso.Day);
        var (first, last) = Bounds(calendar);
        if (iso < first || iso > last) return null;
        if (calendar == ForumCalendar.UmmAlQura && hijriShift != 0)
        {
            iso = iso.PlusDays(hijriShift);
            if (iso < first || iso > last) return null;
        }
        var there = iso.WithCalendar(System(calendar));
        return new(calendar, there.Year, there.Month, there.Day);
    }

    /// <summary>The ISO date of this day, or null when the calendar has no such day. The inverse of <see cref="Of"/> for the same shift.</summary>
    public LocalDate? ToIso(int hijriShift = 0)
    {
        RequireShift(hijriShift);
        if (DaysInMonth(Calendar, Year, Month) is not { } days || Day < 1 || Day > days) return null;
        var iso = new LocalDate(Year, Month, Day, System(Calendar)).WithCalendar(CalendarSystem.Iso);
        if (Calendar != ForumCalendar.UmmAlQura || hijriShift == 0) return iso;
        iso = iso.PlusDays(-hijriShift);
        var (first, last) = Bounds(Calendar);
        return iso < first || iso > last ? null : iso;
    }

    /// <summary>28 to 31, or null when the calendar has no such year or month.</summary>
    public static int? DaysInMonth(ForumCalendar calendar, int year, int month)
    {
        var system = System(calendar);
        return month is < 1 or > 12 || year < Math.Max(1, system.MinYear) || year > system.MaxYear ? null : system.GetDaysInMonth(year, month);
    }

    // PersianAstronomical follows the equinox, as the base library's PersianCalendar does; PersianArithmetic is wrong for 1404 and 1437.
    static CalendarSystem System(ForumCalendar calendar) => calendar switch
    {
        ForumCalendar.Gregorian => CalendarSystem.Iso,
        ForumCalendar.SolarHijri => CalendarSystem.PersianAstronomical,
        ForumCalendar.UmmAlQura => CalendarSystem.UmAlQura,
        _ => throw new ArgumentOutOfRangeException(nameof(calendar)),
    };

    static readonly (LocalDate First, LocalDate Last) Solar = BoundsOf(CalendarSystem.PersianAstronomical);
    static readonly (LocalDate First, LocalDate Last) UmmAlQura = BoundsOf(CalendarSystem.UmAlQura);

    static (LocalDate First, LocalDate Last) Bounds(ForumCalendar calendar) => calendar == ForumCalendar.SolarHijri ? Solar : UmmAlQura;

    static (LocalDate, LocalDate) BoundsOf(CalendarSystem system) => (
        new LocalDate(Math.Max(1, system.MinYear), 1, 1, system).WithCalendar(CalendarSystem.Iso),
        new LocalDate(system.MaxYear, 12, system.GetDaysInMonth(system.MaxYear, 12), system).WithCalendar(CalendarSystem.Iso));

    static void RequireShift(int hijriShift) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(hijriShift), MaxHijriShift, nameof(hijriShift));
}
