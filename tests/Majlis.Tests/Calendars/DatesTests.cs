using System.Globalization;
using System.Text;
using Majlis.Calendars;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class DatesTests
{
    static readonly LocalDate Wednesday = new(2021, 7, 28);
    static readonly LocalDate Friday = new(2021, 7, 30);

    static Dates In(string tag, params ForumCalendar[] calendars) => new(Language.Of(tag), calendars);

    [Theory]
    [InlineData("en", "28 July 2021")]
    [InlineData("ru", "28 июля 2021 г.")]
    [InlineData("ar", "28 يوليو 2021 (18 ذو الحجة 1442 هـ)")]
    [InlineData("fa", "۶ مرداد ۱۴۰۰ (۲۸ ژوئیهٔ ۲۰۲۱)")]
    [InlineData("tr", "28 Temmuz 2021")]
    [InlineData("fr", "28 juillet 2021")]
    public void A_long_date_in_the_languages_own_calendars(string tag, string expected) => Assert.Equal(expected, Dates.Of(Language.Of(tag)).Long(Wednesday));

    [Theory]
    [InlineData("en", "Wednesday 28 July 2021")]
    [InlineData("ru", "среда, 28 июля 2021 г.")]
    [InlineData("ar", "الأربعاء، 28 يوليو 2021 (18 ذو الحجة 1442 هـ)")]
    [InlineData("fa", "چهارشنبه ۶ مرداد ۱۴۰۰ (۲۸ ژوئیهٔ ۲۰۲۱)")]
    [InlineData("tr", "28 Temmuz 2021 Çarşamba")]
    [InlineData("fr", "mercredi 28 juillet 2021")]
    public void With_the_weekday_once_and_in_the_languages_order(string tag, string expected) =>
        Assert.Equal(expected, Dates.Of(Language.Of(tag)).Full(Wednesday));

    [Theory]
    [InlineData("en", "6 Mordad 1400", "18 Dhuʻl-Hijjah 1442")]
    [InlineData("ru", "6 мордад 1400 г.", "18 зуль-хиджжа 1442 г.")]
    [InlineData("ar", "6 مرداد 1400", "18 ذو الحجة 1442 هـ")]
    [InlineData("fa", "۶ مرداد ۱۴۰۰", "۱۸ ذیحجه ۱۴۴۲")]
    [InlineData("tr", "6 Mordad 1400", "18 Zilhicce 1442")]
    [InlineData("fr", "6 mordâd 1400", "18 dhou al-hijja 1442")]
    public void Every_calendar_in_every_language(string tag, string solar, string lunar)
    {
        var dates = Dates.Of(Language.Of(tag));
        Assert.Equal(solar, dates.Long(Wednesday, ForumCalendar.SolarHijri));
        Assert.Equal(lunar, dates.Long(Wednesday, ForumCalendar.UmmAlQura));
    }

    [Fact]
    public void Both_calendars_of_a_range_collapse_by_their_own_months()
    {
        var english = In("en", ForumCalendar.Gregorian, ForumCalendar.SolarHijri);
        Assert.Equal("28–30 July 2021 (6–8 Mordad 1400)", english.Range(Wednesday, Friday));
        Assert.Equal("20–25 July 2021 (29 Tir – 3 Mordad 1400)", english.Range(new(2021, 7, 20), new(2021, 7, 25)));
        Assert.Equal("30 July – 2 August 2021 (8–11 Mordad 1400)", english.Range(Friday, new(2021, 8, 2)));
        Assert.Equal("30 December 2021 – 2 January 2022 (9–12 Dey 1400)", english.Range(new(2021, 12, 30), new(2022, 1, 2)));
        Assert.Equal("20–21 March 2025 (30 Esfand 1403 – 1 Farvardin 1404)", english.Range(new(2025, 3, 20), new(2025, 3, 21)));
        Assert.Equal("28 July 2021 (6 Mordad 1400)", english.Range(Wednesday, Wednesday));
        Assert.Equal("28–30 July 2021 (6–8 Mordad 1400; 18–20 Dhuʻl-Hijjah 1442)",
            english.In(ForumCalendar.Gregorian, ForumCalendar.SolarHijri, ForumCalendar.UmmAlQura).Range(Wednesday, Friday));
        Assert.Throws<ArgumentException>(() => english.Range(Friday, Wednesday));
    }

    [Theory]
    [InlineData("ru", "28–30 июля 2021 г.", "30 июля – 2 августа 2021 г.", "30 декабря 2021 г. – 2 января 2022 г.")]
    [InlineData("ar", "28–30 يوليو 2021 (18–20 ذو الحجة 1442 هـ)", "30 يوليو – 2 أغسطس 2021 (20–23 ذو الحجة 1442 هـ)",
        "30 ديسمبر 2021 – 2 يناير 2022 (26–29 جمادى الأولى 1443 هـ)")]
    [InlineData("fa", "۶–۸ مرداد ۱۴۰۰ (۲۸–۳۰ ژوئیهٔ ۲۰۲۱)", "۸–۱۱ مرداد ۱۴۰۰ (۳۰ ژوئیهٔ – ۲ اوت ۲۰۲۱)",
        "۹–۱۲ دی ۱۴۰۰ (۳۰ دسامبر ۲۰۲۱ – ۲ ژانویهٔ ۲۰۲۲)")]
    [InlineData("tr", "28–30 Temmuz 2021", "30 Temmuz – 2 Ağustos 2021", "30 Aralık 2021 – 2 Ocak 2022")]
    [InlineData("fr", "28–30 juillet 2021", "30 juillet – 2 août 2021", "30 décembre 2021 – 2 janvier 2022")]
    public void Ranges_in_every_language(string tag, string within, string months, string years)
    {
        var dates = Dates.Of(Language.Of(tag));
        Assert.Equal(within, dates.Range(Wednesday, Friday));
        Assert.Equal(months, dates.Range(Friday, new(2021, 8, 2)));
        Assert.Equal(years, dates.Range(new(2021, 12, 30), new(2022, 1, 2)));
    }

    [Fact]
    public void Short_dates_are_numbers_and_a_second_calendar_says_its_era()
    {
        Assert.Equal("28/07/2021", Dates.Of(Language.English).Short(Wednesday));
        Assert.Equal("28.07.2021", In("ru").Short(Wednesday));
        Assert.Equal("28/7/2021 (18/12/1442 هـ)", In("ar").Short(Wednesday));
        Assert.Equal("۱۴۰۰/۰۵/۰۶ (۲۰۲۱/۰۷/۲۸)", In("fa").Short(Wednesday));
        Assert.Equal("06/05/1400 AP", In("en", ForumCalendar.SolarHijri).Short(Wednesday));
    }

    [Fact]
    public void Month_and_day_and_month_and_year()
    {
        Assert.Equal("28 июля", In("ru").MonthDay(Wednesday));
        Assert.Equal("июль 2021", In("ru").MonthYear(Wednesday));
        Assert.Equal("مرداد ۱۴۰۰", In("fa").MonthYear(Wednesday));
        Assert.Equal("ژوئیه ۲۰۲۱", In("fa", ForumCalendar.Gregorian).MonthYear(Wednesday));
        Assert.Equal("1er août 2021", In("fr").Long(new(2021, 8, 1)));
        Assert.Equal("31 juillet – 1er août", $"{In("fr").MonthDay(new(2021, 7, 31))} – {In("fr").MonthDay(new(2021, 8, 1))}");
    }

    [Fact]
    public void The_Persian_months_in_Arabic_are_the_corrected_ones() =>
        Assert.Equal(["فروردين", "أرديبهشت", "خرداد", "تير", "مرداد", "شهريور", "مهر", "آبان", "آذر", "دي", "بهمن", "إسفند"],
            CalendarNames.Of(Language.Of("ar")).Months[(int)ForumCalendar.SolarHijri]);

    [Fact]
    public void A_Gregorian_date_never_carries_another_calendars_month()
    {
        Assert.Equal("۲۸ ژوئیهٔ ۲۰۲۱", In("fa").Long(Wednesday, ForumCalendar.Gregorian)); // NodaTime with fa-IR: 28 مهر 2021
        Assert.Equal("14 مايو 2026", In("ar").Long(new(2026, 5, 14), ForumCalendar.Gregorian)); // with ar-SA: 14 جمادى الأولى 2026
        Assert.Equal("6 Mordad 1400", In("en").Long(Wednesday, ForumCalendar.SolarHijri)); // NodaTime: 6 May 1400
    }

    [Fact]
    public void A_date_outside_the_table_is_shown_without_the_second_calendar_and_never_fails()
    {
        var far = new LocalDate(2090, 1, 1);
        Assert.Equal("1 يناير 2090", In("ar").Long(far));
        Assert.Null(In("ar").Long(far, ForumCalendar.UmmAlQura));
        Assert.Equal("1 January 2090", In("en", ForumCalendar.UmmAlQura).Long(far));
        Assert.Equal("16–17 November 2077", In("en", ForumCalendar.UmmAlQura, ForumCalendar.Gregorian).Range(new(2077, 11, 16), new(2077, 11, 17)));
        foreach (var language in Language.All)
            foreach (var date in new[] { LocalDate.MinIsoValue, LocalDate.MaxIsoValue, new LocalDate(622, 3, 21) })
            {
                var dates = new Dates(language, Enum.GetValues<ForumCalendar>().Reverse(), 2);
                string[] written = [dates.Full(date), dates.Long(date), dates.Short(date), dates.MonthDay(date), dates.MonthYear(date), dates.Range(date, date)];
                Assert.DoesNotContain("", written);
            }
    }

    [Fact]
    public void No_format_control_is_written_but_the_joiners_of_the_words()
    {
        foreach (var language in Language.All)
        {
            var dates = new Dates(language, Enum.GetValues<ForumCalendar>());
            for (var date = new LocalDate(2021, 1, 1); date.Year == 2021; date = date.PlusDays(1))
                foreach (var rune in (dates.Full(date) + dates.Short(date) + dates.Range(date, date.PlusDays(40))).EnumerateRunes())
                    if (rune.Value is not (0x200C or 0x200D)) Assert.NotEqual(UnicodeCategory.Format, Rune.GetUnicodeCategory(rune));
        }
    }

    [Fact]
    public void All_digits_of_a_text_are_converted_or_none()
    {
        foreach (var language in Language.All)
        {
            var text = new Dates(language, Enum.GetValues<ForumCalendar>()).Full(Wednesday);
            Assert.Equal(language.Tag != "fa", text.Any(char.IsAsciiDigit));
            Assert.Equal(language.Tag == "fa", text.Any(c => c is >= '۰' and <= '۹'));
        }
    }

    [Fact]
    public void The_organisers_shift_moves_the_Umm_al_Qura_date_alone() =>
        Assert.Equal("28 July 2021 (17 Dhuʻl-Hijjah 1442)",
            new Dates(Language.English, [ForumCalendar.Gregorian, ForumCalendar.UmmAlQura], -1).Long(Wednesday));
}
