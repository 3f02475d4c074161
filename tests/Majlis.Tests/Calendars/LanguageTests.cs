using Majlis.Calendars;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class LanguageTests
{
    [Fact]
    public void Six_languages_come_from_six_files() => Assert.Equal(["ar", "en", "fa", "fr", "ru", "tr"], Language.All.Select(l => l.Tag));

    [Fact]
    public void Each_knows_its_direction_digits_and_calendars()
    {
        var persian = Language.Of("FA");
        Assert.Equal(("fa", "فارسی", "rtl", "۰۱۲۳۴۵۶۷۸۹"), (persian.Tag, persian.NativeName, persian.Direction, persian.Digits));
        Assert.Equal([ForumCalendar.SolarHijri, ForumCalendar.Gregorian], persian.Calendars);
        Assert.Equal([ForumCalendar.Gregorian, ForumCalendar.UmmAlQura], Language.Of("ar").Calendars);
        Assert.Equal("0123456789", Language.Of("ar").Digits);
        Assert.Equal([ForumCalendar.Gregorian], Language.Of("tr").Calendars);
        Assert.Equal(["ar", "fa"], Language.All.Where(l => l.IsRightToLeft).Select(l => l.Tag));
        Assert.Null(Language.TryOf("fa-IR"));
        Assert.Null(Language.TryOf(null));
        Assert.Throws<ArgumentException>(() => Language.Of("xx"));
    }

    [Theory]
    [InlineData("fa", "fa")]
    [InlineData("fa-IR,fa;q=0.9,en;q=0.8", "fa")]
    [InlineData("zz-ZZ, zz;q=0.9, tr;q=0.5, en;q=0.7", "en")]
    [InlineData("EN-us", "en")]
    [InlineData("ru;q=0.8,ar;q=0.8", "ru")]
    [InlineData("ru;q=0,ar;q=0.1", "ar")]
    [InlineData("fr ; q=0.5 , ru ; q=0.6", "ru")]
    [InlineData("zz-CN,*;q=0.5", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData(",,,;q=1,;;;", null)]
    [InlineData("fa;q=99999999999999999999999999999999999", null)]
    [InlineData("fa;q=-1,ru;q=1e9,tr;q=NaN,ar;q=2", null)]
    [InlineData("fa;level=1;q=0.5", null)]
    [InlineData("../../etc/passwd,\0,\uD800,en", "en")]
    public void Negotiates_what_the_browser_asks_for(string? header, string? expected) => Assert.Equal(expected, Language.Negotiate(header)?.Tag);

    [Fact]
    public void A_huge_header_costs_little()
    {
        Assert.Null(Language.Negotiate(new string(',', 10_000_000) + "fa"));
        Assert.Equal("fa", Language.Negotiate("fa," + new string('x', 10_000_000))?.Tag);
    }

    [Theory]
    [InlineData("ur", "rtl")]
    [InlineData("fa-AF", "rtl")]
    [InlineData("ckb", "rtl")]
    [InlineData("ms-Arab", "rtl")]
    [InlineData("az-Latn", "ltr")]
    [InlineData("ku", "ltr")]
    [InlineData("tt", "ltr")]
    [InlineData("ar-Latn", "ltr")]
    [InlineData("und", "auto")]
    [InlineData("", "auto")]
    public void Content_in_any_language_has_a_direction(string tag, string expected) => Assert.Equal(expected, Language.DirectionOf(tag));

    [Fact]
    public void Names_sort_as_their_readers_expect()
    {
        Assert.Equal(["پروین", "تهران", "چابهار", "ژاله", "کاظم", "گلستان", "وحید", "هرات"],
            Sorted("fa", "هرات", "گلستان", "ژاله", "وحید", "پروین", "کاظم", "چابهار", "تهران"));
        Assert.Equal(["Елена", "Ёлкин", "Жуков"], Sorted("ru", "Жуков", "Ёлкин", "Елена"));
        Assert.Equal(["Can", "Çelik", "Işık", "İnan"], Sorted("tr", "İnan", "Işık", "Çelik", "Can"));

        static IEnumerable<string> Sorted(string tag, params string[] names) => names.Order(Language.Of(tag).Comparer);
    }

    [Fact]
    public void Languages_have_names_in_every_language()
    {
        Assert.Equal("арабский", LanguageNames.Name("ar", Language.Of("ru")));
        Assert.Equal("عربی", LanguageNames.Name("ar-EG", Language.Of("fa")));
        Assert.Equal("فارسی", LanguageNames.Autonym("fa"));
        Assert.Equal("немецкий", LanguageNames.Name("de", Language.Of("ru")));
        Assert.Equal("euskara", LanguageNames.Name("eu", Language.English));
        Assert.Equal("x-none", LanguageNames.Name("x-none", Language.English));
        Assert.Equal("qq", LanguageNames.Name("qq", Language.English));
        Assert.Equal("", LanguageNames.Name("", Language.English));
        Assert.Equal("Solar Hijri", ForumCalendar.SolarHijri.Name(Language.English));
    }

    [Fact]
    public void Countries_are_called_by_their_protocol_names()
    {
        Assert.Equal(249, Countries.Codes.Count);
        Assert.Equal(["Palestine", "Палестина", "فلسطين", "فلسطین", "Filistin", "Palestine"],
            new[] { "en", "ru", "ar", "fa", "tr", "fr" }.Select(tag => Countries.Name("ps", Language.Of(tag))));
        Assert.Equal("Мьянма", Countries.Name("MM", Language.Of("ru")));
        Assert.Equal("XK", Countries.Name("XK", Language.English));
        Assert.False(Countries.IsCode("XK"));
        foreach (var language in Language.All)
        {
            Assert.Equal(249, Countries.Sorted(language).Select(c => c.Name).Distinct().Count());
            Assert.DoesNotContain(Countries.Sorted(language), c => string.IsNullOrWhiteSpace(c.Name));
        }
    }

    [Theory]
    [InlineData("IR", IsoDayOfWeek.Friday)]
    [InlineData("SA", IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday)]
    [InlineData("BD", IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday)]
    [InlineData("MV", IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday)]
    [InlineData("PS", IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday)]
    [InlineData("DJ", IsoDayOfWeek.Friday)]
    [InlineData("SO", IsoDayOfWeek.Friday)]
    [InlineData("BN", IsoDayOfWeek.Friday, IsoDayOfWeek.Sunday)]
    [InlineData("AF", IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday)]
    [InlineData("UG", IsoDayOfWeek.Sunday)]
    [InlineData("ru", IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday)]
    [InlineData("??", IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday)]
    public void Weekends_are_sets_of_days(string country, params IsoDayOfWeek[] days)
    {
        Assert.Equal(days, Weekends.Of(country).Order());
        Assert.True(Weekends.IsWeekend(new LocalDate(2026, 11, 23).Next(days[0]), country));
    }
}
