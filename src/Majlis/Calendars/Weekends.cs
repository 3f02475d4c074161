using System.Collections.Frozen;
using NodaTime;

namespace Majlis.Calendars;

/// <summary>
/// The days a country's offices rest: the working days of ministries and protocol offices, for reply deadlines. Sets of days, since Brunei rests
/// on Friday and Sunday. CLDR's weekends with the corrections of weekends.json; a beginning that the organiser may change.
/// </summary>
public static class Weekends
{
    static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    static readonly FrozenSet<IsoDayOfWeek> SaturdayAndSunday = new[] { IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday }.ToFrozenSet();
    static readonly FrozenDictionary<string, FrozenSet<IsoDayOfWeek>> ByCountry = Read();

    static FrozenDictionary<string, FrozenSet<IsoDayOfWeek>> Read()
    {
        var days = new Dictionary<string, FrozenSet<IsoDayOfWeek>>(StringComparer.OrdinalIgnoreCase);
        using var countries = ReferenceData.Open("refdata/countries.json");
        foreach (var country in countries.RootElement.GetProperty("countries").EnumerateArray())
        {
            if (country.Find("weekend_start")?.GetString() is not { } start || country.Find("weekend_end")?.GetString() is not { } end) continue;
            var set = Between(Day(start), Day(end)).ToFrozenSet();
            days[country.GetProperty("alpha2").GetString()!] = set.SetEquals(SaturdayAndSunday) ? SaturdayAndSunday : set;
        }
        using var weekends = ReferenceData.Open("refdata/weekends.json");
        foreach (var correction in weekends.RootElement.GetProperty("corrections").EnumerateArray())
            days[correction.GetProperty("country").GetString()!] = correction.GetProperty("days").Strings().Select(Day).ToFrozenSet();
        return days.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    static IEnumerable<IsoDayOfWeek> Between(IsoDayOfWeek first, IsoDayOfWeek last)
    {
        for (var day = first; ; day = (IsoDayOfWeek)((int)day % 7 + 1))
        {
            yield return day;
            if (day == last) yield break;
        }
    }

    static IsoDayOfWeek Day(string name) => (IsoDayOfWeek)(Array.IndexOf(Names, name) + 1);

    /// <summary>The days of rest; Saturday and Sunday for a country that is not known.</summary>
    /// <param name="alpha2">ISO 3166-1; case does not matter.</param>
    public static IReadOnlySet<IsoDayOfWeek> Of(string alpha2) => ByCountry.GetValueOrDefault(alpha2, SaturdayAndSunday);

    public static bool IsWeekend(LocalDate date, string alpha2) => Of(alpha2).Contains(date.DayOfWeek);
}
