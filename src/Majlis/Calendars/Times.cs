using System.Collections.Concurrent;
using System.Globalization;
using NodaTime;

namespace Majlis.Calendars;

/// <summary>Times of day and lengths of time for people of one language. Twenty-four hours, everywhere: forums cross zones.</summary>
public sealed class Times
{
    static readonly ConcurrentDictionary<Language, Times> All = new();

    readonly Language _language;

    Times(Language language) => _language = language;

    public static Times Of(Language language) => All.GetOrAdd(language, static l => new(l));

    /// <summary>14:30 · ۱۴:۳۰. Seconds are cut off.</summary>
    public string Say(LocalTime time) => Digits.ToNative(string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}:{time.Minute:00}"), _language);

    /// <summary>14:30–16:00, the end being the first minute that no longer belongs to it. One that ends the next day reads 23:00–01:00.</summary>
    public string Range(LocalTime start, LocalTime end) => $"{Say(start)}–{Say(end)}";

    /// <summary>Short, for tables: 1 h 30 min. Seconds are cut off; days are told as hours; a negative length counts as none.</summary>
    public string Length(Duration length) => Length(length, "duration.short.hours", "duration.short.minutes", "duration.short.both");

    /// <summary>In words: 1 hour 30 minutes.</summary>
    public string LengthInWords(Duration length) => Length(length, "duration.long.hours", "duration.long.minutes", "duration.long.both");

    string Length(Duration length, string hoursKey, string minutesKey, string bothKey)
    {
        var all = Math.Max(0, (long)length.TotalMinutes);
        var texts = Texts.Of(_language);
        var (hours, minutes) = (all / 60, all % 60);
        var inHours = hours > 0 ? texts.Say(hoursKey, ("count", hours)) : "";
        if (minutes == 0 && hours > 0) return inHours;
        var inMinutes = texts.Say(minutesKey, ("count", minutes));
        return hours == 0 ? inMinutes : texts.Say(bothKey, ("hours", inHours), ("minutes", inMinutes));
    }
}
