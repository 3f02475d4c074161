using System.Collections.Frozen;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>Names of months, weekdays and eras in one language, from calendars.json with its corrections applied.</summary>
sealed class CalendarNames
{
    static readonly string[] WeekdayKeys = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    static readonly FrozenDictionary<Language, CalendarNames> All = Read();

    /// <summary>As written in a date, by calendar: «июля».</summary>
    public string[][] Months { get; }

    /// <summary>As written without a day, by calendar: «июль».</summary>
    public string[][] MonthsAlone { get; }

    /// <summary>From Monday.</summary>
    public string[] Weekdays { get; }
    public string[] ShortWeekdays { get; }

    /// <summary>By calendar.</summary>
    public string[] Eras { get; }

    CalendarNames(JsonElement locale, JsonElement? corrections)
    {
        var calendars = Enum.GetValues<ForumCalendar>();
        Months = [.. calendars.Select(c => Corrected(c) ?? locale.GetProperty(Key(c)).GetProperty("months_format_wide").Strings())];
        MonthsAlone = [.. calendars.Select(c => Corrected(c) ?? locale.GetProperty(Key(c)).GetProperty("months_standalone_wide").Strings())];
        Eras = [.. calendars.Select(c => locale.GetProperty(Key(c)).GetProperty("era").GetString()!)];
        Weekdays = Days("weekdays_wide");
        ShortWeekdays = Days("weekdays_abbreviated");

        string[]? Corrected(ForumCalendar calendar) => corrections?.Find(Key(calendar))?.Find("months")?.Strings();
        string[] Days(string width) => [.. WeekdayKeys.Select(d => locale.GetProperty(width).GetProperty(d).GetString()!)];
    }

    static FrozenDictionary<Language, CalendarNames> Read()
    {
        using var document = ReferenceData.Open("refdata/calendars.json");
        var root = document.RootElement;
        return Language.All.ToFrozenDictionary(l => l, l => new CalendarNames(root.GetProperty("locales").For(l), root.GetProperty("corrections").Find(l.Tag)));
    }

    static string Key(ForumCalendar calendar) => calendar switch
    {
        ForumCalendar.Gregorian => "gregorian",
        ForumCalendar.SolarHijri => "persian",
        ForumCalendar.UmmAlQura => "islamic-umalqura",
        _ => throw new ArgumentOutOfRangeException(nameof(calendar)),
    };

    public static CalendarNames Of(Language language) => All[language];
}
