namespace Majlis.Calendars;

/// <summary>The calendars a forum shows its dates in. What is stored is always the ISO date.</summary>
public enum ForumCalendar
{
    Gregorian,

    /// <summary>The Iranian calendar, astronomical: the year begins on the day of the equinox if that falls before noon in Tehran.</summary>
    SolarHijri,

    /// <summary>The civil Islamic calendar of Saudi Arabia, by its table: 1 Muharram 1318 to 30 Dhu al-Hijja 1500 (1900-04-30 to 2077-11-16).</summary>
    UmmAlQura,
}

public static class ForumCalendarNames
{
    /// <summary>What the calendar is called: Solar Hijri · هجری خورشیدی.</summary>
    public static string Name(this ForumCalendar calendar, Language language) => Texts.Of(language)[calendar switch
    {
        ForumCalendar.Gregorian => "calendar.gregorian",
        ForumCalendar.SolarHijri => "calendar.solar_hijri",
        ForumCalendar.UmmAlQura => "calendar.umm_al_qura",
        _ => throw new ArgumentOutOfRangeException(nameof(calendar)),
    }];
}
