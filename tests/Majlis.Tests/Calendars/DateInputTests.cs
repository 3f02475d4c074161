using System.Text.Json;
using Majlis.Calendars;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class DateInputTests
{
    static readonly LocalDate Day = new(2021, 7, 28);

    [Theory]
    [InlineData("en", "2021-07-28")]
    [InlineData("en", "20210728")]
    [InlineData("en", "28/7/2021")]
    [InlineData("en", "28 July 2021")]
    [InlineData("en", "July 28, 2021")]
    [InlineData("en", "28th of July, 2021")]
    [InlineData("en", "28 JUL 2021")]
    [InlineData("en", "Wed 28 July 2021")]
    [InlineData("en", "6 Mordad 1400")]
    [InlineData("en", "1400-05-06 AP")]
    [InlineData("en", "18/12/1442 AH")]
    [InlineData("en", "18 Dhu al-Hijja 1442")]
    [InlineData("en", "18 Dhuʻl-Hijjah 1442 AH")]
    [InlineData("en", "28 juillet 2021")]
    [InlineData("ru", "28.07.2021")]
    [InlineData("ru", "28 июля 2021 г.")]
    [InlineData("ru", "28 ИЮЛЬ 2021 года")]
    [InlineData("ru", "6 мордада 1400")]
    [InlineData("ru", "18 зуль-хиджжи 1442 г. хиджры")]
    [InlineData("fa", "۱۴۰۰/۰۵/۰۶")]
    [InlineData("fa", "1400/5/6")]
    [InlineData("fa", "٦/٥/١٤٠٠")]
    [InlineData("fa", "6 مرداد 1400")]
    [InlineData("fa", "۶ مرداد ۱۴۰۰ ه‍.ش.")]
    [InlineData("fa", "چهارشنبه ۶ مرداد ۱۴۰۰")]
    [InlineData("fa", "چهار شنبه ۶ مرداد ماه ۱۴۰۰")]
    [InlineData("fa", "۶مرداد۱۴۰۰")]
    [InlineData("fa", "6 اسد 1400")]
    [InlineData("fa", "۱۴۴۲/۱۲/۱۸ ق")]
    [InlineData("fa", "۱۸ ذی‌الحجه ۱۴۴۲")]
    [InlineData("fa", "۲۰۲۱/۰۷/۲۸")]
    [InlineData("fa", "2021-07-28")]
    [InlineData("fa", "۲۸ ژوئیه ۲۰۲۱")]
    [InlineData("fa", "۲۸ جولای ۲۰۲۱ م")]
    [InlineData("ar", "18 ذو الحجة 1442")]
    [InlineData("ar", "١٨ ذو الحجة ١٤٤٢ هـ")]
    [InlineData("ar", "18/12/1442")]
    [InlineData("ar", "18/12/1442هـ")]
    [InlineData("ar", "28 تموز 2021")]
    [InlineData("ar", "28 يوليو 2021 م")]
    [InlineData("ar", "28\u200F/7\u200F/2021")]
    [InlineData("ar", "1400/05/06 ش")]
    [InlineData("tr", "28.07.2021")]
    [InlineData("tr", "28 TEMMUZ 2021")]
    [InlineData("tr", "18 Zilhicce 1442 Hicri")]
    [InlineData("fr", "le 28 juillet 2021")]
    [InlineData("fr", "18 dhou al-hijja 1442")]
    public void Reads_what_people_type(string tag, string typed)
    {
        var reading = DateInput.Read(typed, Language.Of(tag));
        Assert.Null(reading.Error);
        Assert.Equal(Day, reading.Date);
    }

    [Fact]
    public void Reads_everything_that_is_written()
    {
        foreach (var language in Language.All)
            for (var date = new LocalDate(2020, 12, 25); date < new LocalDate(2022, 2, 1); date = date.PlusDays(1))
                foreach (var calendar in Enum.GetValues<ForumCalendar>())
                {
                    var dates = Dates.Of(language);
                    Assert.Equal(new DateReading(date, calendar, null).ToString(), DateInput.Read(dates.Long(date, calendar), language).ToString());
                    Assert.Equal(date, DateInput.Read(dates.Full(date, calendar), language).Date);
                    Assert.Equal(date, DateInput.Read(dates.Short(date, calendar), language).Date);
                }
    }

    [Theory]
    [InlineData("en", "", "date.empty")]
    [InlineData("en", "now", "date.not_a_date")]
    [InlineData("en", "28 Brumaire 2021", "date.not_a_date")]
    [InlineData("en", "2021-07-28T10:00", "date.not_a_date")]
    [InlineData("en", "28 July", "date.year_missing")]
    [InlineData("en", "28/07", "date.year_missing")]
    [InlineData("en", "28/07/21", "date.year_needs_four_digits")]
    [InlineData("en", "2026-02-29", "date.no_such_day")]
    [InlineData("en", "31 June 2026", "date.no_such_day")]
    [InlineData("en", "06/31/2026", "date.no_such_month")]
    [InlineData("en", "1400/05/06", "date.ambiguous")]
    [InlineData("ru", "18.12.1442", "date.ambiguous")]
    [InlineData("en", "28 July 1442 AH", "date.calendars_differ")]
    [InlineData("fa", "30 اسفند 1404", "date.no_such_day")]
    [InlineData("ar", "30 ذو الحجة 1501", "date.year_out_of_range")]
    [InlineData("en", "0001-01-01", "date.year_out_of_range")]
    [InlineData("en", "Monday 28 July 2021", "date.weekday_differs")]
    public void Says_what_is_wrong(string tag, string typed, string error)
    {
        var reading = DateInput.Read(typed, Language.Of(tag));
        Assert.Equal(error, reading.Error);
        Assert.Null(reading.Date);
        foreach (var language in Language.All)
        {
            var fault = reading.Fault(Texts.Of(language))!;
            Assert.NotEqual("error." + error, fault);
            Assert.DoesNotContain('{', fault);
        }
    }

    [Fact]
    public void Sentences_name_the_month_and_its_days_in_the_readers_digits()
    {
        var persian = Language.Of("fa");
        Assert.Equal("روز ۳۰ در اسفند ۱۴۰۴ وجود ندارد؛ این ماه ۲۹ روز دارد.", DateInput.Read("1404/12/30", persian).Fault(Texts.Of(persian)));
        Assert.Equal("There is no day 29 in February 2026: it has 28 days.", DateInput.Read("2026-02-29", Language.English).Fault(Texts.Of(Language.English)));
    }

    [Fact]
    public void The_calendar_chosen_in_the_field_settles_a_bare_year()
    {
        Assert.Equal(Day, DateInput.Read("1400/05/06", Language.English, ForumCalendar.SolarHijri).Date);
        Assert.Equal(Day, DateInput.Read("18/12/1442", Language.Of("fa"), ForumCalendar.UmmAlQura).Date);
        Assert.Equal("date.calendars_differ", DateInput.Read("6 Mordad 1400", Language.English, ForumCalendar.Gregorian).Error);
        Assert.Equal("date.year_out_of_range", DateInput.Read("2021-07-28", Language.English, ForumCalendar.SolarHijri).Error);
    }

    [Fact]
    public void The_organisers_shift_holds_for_typed_dates_too() =>
        Assert.Equal(Day, DateInput.Read("17 ذو الحجة 1442", Language.Of("ar"), hijriShift: -1).Date);

    [Fact]
    public void No_name_means_two_things_and_a_weekday_yields_to_a_month()
    {
        Assert.Equal([], DateInput.AmbiguousNames);
        Assert.Equal(new LocalDate(2021, 3, 2), DateInput.Read("2 Mar 2021", Language.English).Date);
        Assert.Equal(new LocalDate(2021, 3, 2), DateInput.Read("mar. 2 mars 2021", Language.Of("fr")).Date);
    }

    [Fact]
    public void Hostile_dates_are_dates_or_told_why_not()
    {
        var typed = JsonSerializer.Deserialize<string[]>(File.ReadAllText(RepositoryFiles.Shared("data/hostile/generated/people/dates.json")))!;
        Assert.Equal(
        [
            "2026-02-29 date.no_such_day", "2024-02-29 2024-02-29", "1900-02-29 date.no_such_day", "0000-00-00 date.year_out_of_range",
            "9999-12-31 date.year_out_of_range",
            "10000-01-01 date.year_out_of_range", "0001-01-01 date.year_out_of_range", "2026-13-01 date.no_such_month", "2026-06-31 date.no_such_day",
            "31/06/2026 date.no_such_day", "06/31/2026 date.no_such_month", "1405/12/30 date.ambiguous", "1448-01-30 date.ambiguous",
            "5787-01-01 date.year_out_of_range",
            "٢٠٢٦-٠٦-١٧ 2026-06-17", "2026-06-17T24:00 date.not_a_date", "2026-06-17T23:59:60Z date.not_a_date", "2026-W53-7 date.not_a_date",
            "-0001-01-01 date.not_a_date", "2026-06-17T10:00+25:00 date.not_a_date", "now date.not_a_date", "0 date.not_a_date", "1e9 date.not_a_date",
        ], typed.Select(t => DateInput.Read(t, Language.English) is var r && r.Date is { } date
            ? $"{t} {NodaTime.Text.LocalDatePattern.Iso.Format(date)}"
            : $"{t} {r.Error}"));
    }

    [Fact]
    public void Any_text_at_all_is_answered()
    {
        var random = new Random(7);
        const string Alphabet = "0123456789۰۱۲٤٥/-. مردادJuly\uD800\uDC00\u200C\u202Eهـقش,'\0\n²½Ⅷ①";
        for (var i = 0; i < 20000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var reading = DateInput.Read(text, Language.All[i % Language.All.Count]);
            Assert.True(reading.Date is null != reading.Error is null);
        }
    }
}
