using System.Globalization;
using System.Text.Json;
using Majlis.Calendars;
using NodaTime;

namespace Majlis.Tests.Calendars;

public class NumbersTests
{
    [Theory]
    [InlineData("en", "1,234,567.5", "-1,234", "50%")]
    [InlineData("ru", "1\u00A0234\u00A0567,5", "-1\u00A0234", "50\u00A0%")]
    [InlineData("fr", "1\u202F234\u202F567,5", "-1\u202F234", "50\u202F%")]
    [InlineData("tr", "1.234.567,5", "-1.234", "%50")]
    [InlineData("fa", "۱٬۲۳۴٬۵۶۷٫۵", "\u200E−۱٬۲۳۴", "۵۰٪")]
    [InlineData("ar", "1,234,567.5", "\u200E-1,234", "50\u200E%\u200E")]
    public void Digits_separators_and_signs_belong_together(string tag, string many, string negative, string percent)
    {
        var numbers = Numbers.Of(Language.Of(tag));
        Assert.Equal(many, numbers.Say(1234567.50m));
        Assert.Equal(negative, numbers.Say(-1234));
        Assert.Equal(percent, numbers.Percent(0.5m));
    }

    [Fact]
    public void Decimals_are_as_many_as_there_are()
    {
        var numbers = Numbers.Of(Language.English);
        Assert.Equal(["0.333", "0.5", "3", "2.5%"], [numbers.Say(1 / 3m), numbers.Say(0.500m), numbers.Say(2.5m, 0), numbers.Percent(0.025m, 1)]);
        Assert.Equal("2021", numbers.Plain(2021));
        Assert.Equal("۲۰۲۱", Numbers.Of(Language.Of("fa")).Plain(2021));
        Assert.Equal("0", numbers.Say(-0.0001m));
    }

    [Fact]
    public void Every_digit_is_read()
    {
        Assert.Equal("2026-06-17", Digits.ToAscii("٢٠٢٦-٠٦-١٧"));
        Assert.Equal("1400 مرداد 6", Digits.ToAscii("۱۴۰۰ مرداد ۶"));
        Assert.Equal("123 ২ = 2".Replace("২", "2"), Digits.ToAscii("१२३ ২ = 2"));
        Assert.Equal("7", Digits.ToAscii("\U0001D7D5"));
        Assert.Equal("\uD800x\uDC00½²", Digits.ToAscii("\uD800x\uDC00½²"));
        Assert.Equal("", Digits.ToAscii(""));
        Assert.Equal("۱۲:۳۰", Digits.ToNative("12:30", Language.Of("fa")));
        Assert.Equal("12:30", Digits.ToNative("12:30", Language.Of("ar")));
    }

    [Fact]
    public void Times_and_lengths()
    {
        var (english, persian) = (Times.Of(Language.English), Times.Of(Language.Of("fa")));
        Assert.Equal("14:30–16:00", english.Range(new(14, 30), new(16, 0)));
        Assert.Equal("۰۹:۰۵", persian.Say(new(9, 5)));
        Assert.Equal(["1 h 30 min", "2 h", "45 min", "0 min", "26 h", "0 min"],
            new[] { 90, 120, 45, 0, 1560, -5 }.Select(m => english.Length(Duration.FromMinutes(m))));
        Assert.Equal("۱ ساعت و ۳۰ دقیقه", persian.Length(Duration.FromMinutes(90)));
        Assert.Equal(["1 час 21 минута", "2 часа 5 минут"], new[] { 81, 125 }.Select(m => Times.Of(Language.Of("ru")).LengthInWords(Duration.FromMinutes(m))));
        Assert.Equal("ساعتان و15 دقيقة", Times.Of(Language.Of("ar")).LengthInWords(Duration.FromMinutes(135)));
        Assert.Equal("1 heure 1 minute", Times.Of(Language.Of("fr")).LengthInWords(Duration.FromMinutes(61)));
    }

    [Fact]
    public void Every_sample_of_the_plural_rules_takes_its_form()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.Root, "data", "refdata", "plural-rules.json")));
        var seen = 0;
        foreach (var (kind, of) in new (string, Func<Language, PluralRules>)[] { ("cardinal", PluralRules.Of), ("ordinal", PluralRules.OrdinalsOf) })
            foreach (var language in new[] { "en", "ru", "ar", "fa", "tr", "fr" }.Select(Language.Of))
                foreach (var form in document.RootElement.GetProperty(kind).GetProperty(language.Tag).EnumerateObject())
                    foreach (var samples in form.Value.EnumerateObject().Where(p => p.Name != "rule"))
                        foreach (var sample in Samples(samples.Value.GetString()!))
                        {
                            var category = of(language).Category(PluralOperands.Parse(sample));
                            Assert.Equal($"{language} {sample} {form.Name}", $"{language} {sample} {category.ToString().ToLowerInvariant()}");
                            seen++;
                        }
        Assert.True(seen > 400);
    }

    static IEnumerable<string> Samples(string list)
    {
        foreach (var sample in list.Split(", ").Where(s => s != "…"))
        {
            if (sample.Split('~') is not [var first, var last]) { yield return sample; continue; }
            var (from, to) = (decimal.Parse(first, CultureInfo.InvariantCulture), decimal.Parse(last, CultureInfo.InvariantCulture));
            var step = new decimal(1, 0, 0, false, from.Scale);
            for (var n = from; n <= to; n += step) yield return n.ToString(CultureInfo.InvariantCulture);
        }
    }

    [Theory]
    [InlineData("en", "One Other")]
    [InlineData("ru", "One Few Many Other")]
    [InlineData("ar", "Zero One Two Few Many Other")]
    [InlineData("fa", "One Other")]
    [InlineData("tr", "One Other")]
    [InlineData("fr", "One Many Other")]
    public void A_language_needs_its_own_forms(string tag, string forms) => Assert.Equal(forms, string.Join(' ', PluralRules.Of(Language.Of(tag)).Categories));

    [Fact]
    public void Decimals_a_number_carries_count_for_its_form()
    {
        var english = PluralRules.Of(Language.English);
        Assert.Equal((PluralCategory.One, PluralCategory.Other), (english.Category(1m), english.Category(1.0m)));
        Assert.Equal(PluralCategory.One, PluralRules.Of(Language.Of("ru")).Category(-21));
    }

    [Theory]
    [InlineData("en", "A", "A and B", "A, B and C", "A, B, C and D")]
    [InlineData("ru", "A", "A и B", "A, B и C", "A, B, C и D")]
    [InlineData("ar", "A", "A وB", "A وB وC", "A وB وC وD")]
    [InlineData("fa", "A", "A و B", "A، B، و C", "A، B، C، و D")]
    [InlineData("tr", "A", "A ve B", "A, B ve C", "A, B, C ve D")]
    [InlineData("fr", "A", "A et B", "A, B et C", "A, B, C et D")]
    public void Lists_are_joined_as_the_language_joins(string tag, params string[] expected)
    {
        var lists = Lists.Of(Language.Of(tag));
        Assert.Equal<IEnumerable<string>>(expected, [lists.And("A"), lists.And("A", "B"), lists.And("A", "B", "C"), lists.And("A", "B", "C", "D")]);
        Assert.Equal("", lists.And());
    }
}
