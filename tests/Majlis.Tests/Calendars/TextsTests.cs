using Majlis.Calendars;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class TextsTests
{
    static string Say(string tag, string source, params (string, object?)[] values) => Message.Parse(source).Say(Language.Of(tag), isolate: false, values);

    [Fact]
    public void Arabic_has_six_forms()
    {
        const string Sessions = "{count, plural, zero {لا جلسات} one {جلسة واحدة} two {جلستان} few {# جلسات} many {# جلسة} other {# جلسة كاملة}}";
        Assert.Equal(["لا جلسات", "جلسة واحدة", "جلستان", "3 جلسات", "11 جلسة", "100 جلسة كاملة", "1,103 جلسات"],
            new[] { 0, 1, 2, 3, 11, 100, 1103 }.Select(n => Say("ar", Sessions, ("count", n))));
    }

    [Fact]
    public void Russian_has_four_and_exact_numbers_go_first()
    {
        const string Sessions = "{n, plural, =0 {нет сессий} one {# сессия} few {# сессии} many {# сессий} other {# сессии}}";
        Assert.Equal(["нет сессий", "1 сессия", "2 сессии", "11 сессий", "21 сессия", "1\u00A0000 сессий", "1,5 сессии"],
            new[] { 0, 1, 2, 11, 21, 1000, 1.5m }.Select(n => Say("ru", Sessions, ("n", n))));
    }

    [Fact]
    public void Numbers_take_the_languages_digits_and_texts_stay()
    {
        Assert.Equal("۱٬۲۳۴ نشست در تالار A12", Say("fa", "{n} نشست در تالار {hall}", ("n", 1234), ("hall", "A12")));
        Assert.Equal("سال ۲۰۲۶", Say("fa", "سال {year, plain}", ("year", 2026)));
        Assert.Equal("۱۴:۳۰، ۶ مرداد ۱۴۰۰ (۲۸ ژوئیهٔ ۲۰۲۱)",
            Say("fa", "{time}، {date}", ("time", new LocalTime(14, 30)), ("date", new LocalDate(2021, 7, 28))));
        Assert.Equal("تالار الف", Say("fa", "{hall}", ("hall", LocalizedText.Of("en", "Hall A").With("fa", "تالار الف"))));
        Assert.Equal("A, B and C", Say("en", "{names}", ("names", new[] { "A", "B", "C" })));
    }

    [Fact]
    public void Selects_and_plurals_nest()
    {
        const string Source = "{role, select, chair {{n, plural, one {# chair} other {# chairs}}} other {{n, plural, one {one of {all}} other {# of {all}}}}}";
        Assert.Equal("2 chairs", Say("en", Source, ("role", "chair"), ("n", 2), ("all", 5)));
        Assert.Equal("one of 5", Say("en", Source, ("role", "speaker"), ("n", 1), ("all", 5)));
        Assert.Equal("3rd edition", Say("en", "{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} edition", ("n", 3)));
        Assert.Equal("yes", Say("en", "{open, select, true {yes} other {no}}", ("open", true)));
        Assert.Equal("rests", Say("en", "{day, select, friday {rests} other {works}}", ("day", IsoDayOfWeek.Friday)));
    }

    [Fact]
    public void Apostrophes_and_number_signs_are_letters() => Assert.Equal("l'heure de l'{name} #1", Say("fr", "l'heure de l'{x} #1", ("x", "{name}")));

    [Fact]
    public void A_value_that_was_not_given_shows_its_name()
    {
        Assert.Equal("Hello {name}", Say("en", "Hello {name}"));
        Assert.Equal("{n}", Say("en", "{n, plural, one {#} other {#}}", ("n", "many")));
        Assert.Equal("Hello ", Say("en", "Hello {name}", ("name", null)));
    }

    [Theory]
    [InlineData("{name")]
    [InlineData("name}")]
    [InlineData("{}")]
    [InlineData("{n, plural, one {#}}")]
    [InlineData("{n, plural, one {#} one {#} other {#}}")]
    [InlineData("{n, plural, lots {#} other {#}}")]
    [InlineData("{n, plural, =x {#} other {#}}")]
    [InlineData("{n, number, other {#}}")]
    [InlineData("{n, plural, other {#}")]
    [InlineData("{n plural}")]
    public void A_broken_sentence_is_refused(string source) => Assert.Throws<FormatException>(() => Message.Parse(source));

    [Fact]
    public void A_missing_key_is_said_as_itself()
    {
        Assert.Equal("no.such.key", Texts.Of(Language.Of("fa"))["no.such.key"]);
        Assert.False(Texts.Of(Language.Of("fa")).Has("no.such.key"));
    }

    [Fact]
    public void Values_in_plain_text_are_isolated_and_cannot_break_out()
    {
        var texts = Texts.Of(Language.English);
        Assert.Equal("\u2068تالار\u2069 \u2068x\u2069", texts.SayPlain("duration.long.both", ("hours", "تالار"), ("minutes", "\u202Ex\u2069")));
        Assert.Equal("تالار x", texts.Say("duration.long.both", ("hours", "تالار"), ("minutes", "x")));
        Assert.Equal("", Texts.Isolate(""));
    }

    [Fact]
    public void A_sentence_without_values_is_not_built_again() =>
        Assert.Same(Texts.Of(Language.English)["error.date.empty"], Texts.Of(Language.English)["error.date.empty"]);
}
