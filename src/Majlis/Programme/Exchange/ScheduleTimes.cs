using System.Globalization;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Majlis.Programme.Exchange;

/// <summary>Times as schedule files write them.</summary>
static class ScheduleTimes
{
    static readonly LocalDateTimePattern[] WallPatterns =
        [LocalDateTimePattern.ExtendedIso, LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"), LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm")];

    static readonly OffsetDateTimePattern[] InstantPatterns =
        [OffsetDateTimePattern.ExtendedIso, OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<G>")];

    /// <summary>The zone by an IANA id, or by the name Windows gives it; null when it is neither.</summary>
    public static DateTimeZone? Zone(string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 64) return null;
        if (DateTimeZoneProviders.Tzdb.Ids.Contains(name)) return DateTimeZoneProviders.Tzdb[name];
        return TzdbDateTimeZoneSource.Default.WindowsToTzdbIds.TryGetValue(name, out var id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
    }

    public static LocalDate? Date(string? text)
    {
        if (text is null || text.Length < 10) return null;
        return LocalDatePattern.Iso.Parse(text[..10]) is { Success: true, Value: var date } ? date : null;
    }

    public static Instant? Moment(string text)
    {
        foreach (var pattern in InstantPatterns)
            if (pattern.Parse(text) is { Success: true, Value: var value }) return value.ToInstant();
        return null;
    }

    public static LocalDateTime? Wall(string text)
    {
        foreach (var pattern in WallPatterns)
            if (pattern.Parse(text) is { Success: true, Value: var value }) return value;
        return null;
    }

    /// <summary>H:MM, HH:MM or HH:MM:SS under 24 h.</summary>
    public static LocalTime? Clock(string? text)
    {
        var parts = (text ?? "").Trim().Split(':');
        if (parts.Length is < 2 or > 3 || !TryParts(parts, out var n) || n[0] > 23 || n[1] > 59 || n is [_, _, > 59]) return null;
        return new LocalTime(n[0], n[1]);
    }

    /// <summary>Minutes of a grid: HH:MM or HH:MM:SS; null when it is neither or nothing.</summary>
    public static int? Slot(string? text) => Clock(text) is { } clock && clock != LocalTime.Midnight ? clock.Hour * 60 + clock.Minute : null;

    /// <summary>
    /// Whole minutes of a session. <c>H:MM</c> is hours and minutes. Of three parts, a first of one digit that is not zero counts days, as frab writes a session
    /// of over a day (<c>1:02:30</c> is 26 h 30 min); otherwise they are hours, minutes and seconds (<c>00:05:00</c>). Null when it is not a duration.
    /// </summary>
    public static int? Minutes(string? text, out bool threeParts)
    {
        threeParts = false;
        var trimmed = (text ?? "").Trim();
        var negative = trimmed.StartsWith('-');
        var parts = trimmed.TrimStart('-').Split(':');
        if (parts.Length is < 2 or > 3 || !TryParts(parts, out var n)) return null;
        threeParts = parts.Length == 3;
        if (threeParts && parts[0].Length == 1 && n[0] > 0)
            return n[1] > 23 || n[2] > 59 ? null : Sign((n[0] * 24 + n[1]) * 60 + n[2]);
        return n[1] > 59 ? null : Sign(n[0] * 60 + n[1]);

        int Sign(int minutes) => negative ? -minutes : minutes;
    }

    static bool TryParts(string[] parts, out int[] numbers)
    {
        numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (parts[i].Length is 0 or > 5 || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        return true;
    }

    public static string HoursAndMinutes(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");

    /// <summary>The moment of a wall time: one that the clocks skip is moved forward by what they skip, of one that comes twice the first is meant.</summary>
    public static ZonedDateTime At(this DateTimeZone zone, LocalDateTime wall) => zone.ResolveLocal(wall, Resolvers.LenientResolver);

    static readonly OffsetDateTimePattern Written = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:sso<+HH:mm>");

    public static string Offset(ZonedDateTime time) => Written.Format(time.ToOffsetDateTime());
}
