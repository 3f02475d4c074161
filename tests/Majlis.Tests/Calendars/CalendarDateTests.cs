using System.Globalization;
using CsCheck;
using Majlis.Calendars;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class CalendarDateTests
{
    static readonly LocalDate First = new(1900, 4, 30);
    static readonly LocalDate Last = new(2077, 11, 16);

    [Fact]
    public void Every_day_of_1900_to_2077_is_the_base_librarys_day()
    {
        var (persian, ummAlQura) = (new PersianCalendar(), new UmAlQuraCalendar());
        for (var date = First; date <= Last; date = date.PlusDays(1))
        {
            var day = date.ToDateTimeUnspecified();
            var solar = new CalendarDate(ForumCalendar.SolarHijri, persian.GetYear(day), persian.GetMonth(day), persian.GetDayOfMonth(day));
            var lunar = new CalendarDate(ForumCalendar.UmmAlQura, ummAlQura.GetYear(day), ummAlQura.GetMonth(day), ummAlQura.GetDayOfMonth(day));
            Assert.Equal(solar, CalendarDate.Of(date, ForumCalendar.SolarHijri));
            Assert.Equal(lunar, CalendarDate.Of(date, ForumCalendar.UmmAlQura));
            Assert.Equal(date, solar.ToIso());
            Assert.Equal(date, lunar.ToIso());
        }
    }

    [Fact]
    public void Reading_a_day_back_gives_the_day_for_every_calendar_and_shift() =>
        Gen.Select(Gen.Int[0, Period.DaysBetween(First, Last)], Gen.Enum<ForumCalendar>(), Gen.Int[-2, 2]).Sample((days, calendar, shift) =>
        {
            var date = First.PlusDays(days);
            if (CalendarDate.Of(date, calendar, shift) is { } there) Assert.Equal(date, there.ToIso(shift));
            else Assert.True(date < First.PlusDays(2) || date > Last.PlusDays(-2));
        });

    [Theory]
    [InlineData("2021-07-28", 1400, 5, 6, 1442, 12, 18)]
    [InlineData("2021-07-30", 1400, 5, 8, 1442, 12, 20)]
    [InlineData("2025-03-20", 1403, 12, 30, 1446, 9, 20)]
    [InlineData("2025-03-21", 1404, 1, 1, 1446, 9, 21)]
    public void Known_days(string iso, int solarYear, int solarMonth, int solarDay, int lunarYear, int lunarMonth, int lunarDay)
    {
        var date = NodaTime.Text.LocalDatePattern.Iso.Parse(iso).Value;
        Assert.Equal(new CalendarDate(ForumCalendar.SolarHijri, solarYear, solarMonth, solarDay), CalendarDate.Of(date, ForumCalendar.SolarHijri));
        Assert.Equal(new CalendarDate(ForumCalendar.UmmAlQura, lunarYear, lunarMonth, lunarDay), CalendarDate.Of(date, ForumCalendar.UmmAlQura));
    }

    [Theory]
    [InlineData(1403, 30)] // the 2820-year arithmetic says 29 and gives the day to 1404
    [InlineData(1404, 29)]
    [InlineData(1436, 30)]
    [InlineData(1437, 29)]
    public void Solar_leap_years_follow_the_equinox(int year, int days) => Assert.Equal(days, CalendarDate.DaysInMonth(ForumCalendar.SolarHijri, year, 12));

    [Fact]
    public void Outside_the_table_there_is_no_Umm_al_Qura_date()
    {
        foreach (var date in new[] { First.PlusDays(-1), Last.PlusDays(1), new LocalDate(1, 1, 1), LocalDate.MaxIsoValue, LocalDate.MinIsoValue })
            for (var shift = -2; shift <= 2; shift++)
                Assert.Null(CalendarDate.Of(date, ForumCalendar.UmmAlQura, shift));
        Assert.Equal(new CalendarDate(ForumCalendar.UmmAlQura, 1318, 1, 1), CalendarDate.Of(First, ForumCalendar.UmmAlQura));
        Assert.Equal(new CalendarDate(ForumCalendar.UmmAlQura, 1500, 12, 30), CalendarDate.Of(Last, ForumCalendar.UmmAlQura));
        Assert.Null(CalendarDate.Of(LocalDate.MinIsoValue, ForumCalendar.SolarHijri));
    }

    [Fact]
    public void The_organiser_shifts_the_Umm_al_Qura_date_only()
    {
        var date = new LocalDate(2021, 7, 28);
        Assert.Equal(17, CalendarDate.Of(date, ForumCalendar.UmmAlQura, -1)!.Value.Day);
        Assert.Equal(20, CalendarDate.Of(date, ForumCalendar.UmmAlQura, 2)!.Value.Day);
        Assert.Equal(6, CalendarDate.Of(date, ForumCalendar.SolarHijri, 2)!.Value.Day);
        Assert.Throws<ArgumentOutOfRangeException>(() => CalendarDate.Of(date, ForumCalendar.UmmAlQura, 3));
    }

    [Fact]
    public void A_day_that_does_not_exist_has_no_iso_date()
    {
        Assert.Null(new CalendarDate(ForumCalendar.Gregorian, 2026, 2, 29).ToIso());
        Assert.Null(new CalendarDate(ForumCalendar.SolarHijri, 1404, 12, 30).ToIso());
        Assert.Null(new CalendarDate(ForumCalendar.UmmAlQura, 1501, 1, 1).ToIso());
        Assert.Null(new CalendarDate(ForumCalendar.Gregorian, 2026, 13, 1).ToIso());
        Assert.Null(new CalendarDate(ForumCalendar.Gregorian, int.MaxValue, 1, 0).ToIso());
    }
}
