using System.Text.Json;
using Majlis.Calendars;

namespace Majlis.Tests.Calendars;

public class SearchKeyTests
{
    [Theory]
    [InlineData("همکاری‌های", "همکاریهای", "همکاري‌هاي", "همکاری های")]
    [InlineData("می‌خواهم", "می خواهم", "میخواهم", "ميخواهم")]
    [InlineData("جلسه‌ها", "جلسه ها", "جلسهها", "جلسة‌ها")]
    [InlineData("علی", "علي", "على")]
    [InlineData("کشور", "كشور")]
    [InlineData("أحمد", "احمد", "إحمد", "ٱحمد", "أَحْمَد", "أحـــمد")]
    [InlineData("۱۴۰۰", "1400", "١٤٠٠", "１４００")]
    [InlineData("مسئول", "مسيول")]
    [InlineData("مؤسسه", "موسسه", "مؤسسة", "موسسۀ", "موسسهٔ")]
    [InlineData("آزمون", "ازمون", "آزمون")]
    [InlineData("جزء", "جز")]
    [InlineData("پاکستان", "پاكستان", "ﭘﺎﮐﺴﺘﺎن")]
    [InlineData("Ёлкин", "елкин", "ЕЛКИН", "Е\u0308лкин", "е́лкин")]
    [InlineData("Йошкар-Ола", "йошкар ола", "ЙОШКАР-ОЛА", "И\u0306ошкар\u2011Ола")]
    [InlineData("İSTANBUL", "istanbul", "Istanbul", "ıstanbul", "İstanbul")]
    [InlineData("Erdoğan", "erdogan", "ERDOĞAN", "Erdog\u0306an")]
    [InlineData("Şahin Çelik", "sahin celik", "SAHIN  CELIK", "Şahin\u00A0Çelik")]
    [InlineData("Élysée", "elysee", "ÉLYSÉE", "E\u0301lyse\u0301e")]
    [InlineData("Œuvre", "oeuvre")]
    [InlineData("Straße", "strasse", "STRASSE")]
    [InlineData("Ἀθῆναι", "Αθηναι", "αθηναι")]
    [InlineData("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ")]
    [InlineData("Oʻzbekiston", "O'zbekiston", "O‘zbekiston", "Ozbekiston")]
    [InlineData("«Казань»", "\"Казань\"", "Казань", "“Казань”")]
    [InlineData("\u202Bسلام\u202C", "سلام", "\u2067سلام\u2069", "س\u200Dلام")]
    [InlineData("ﬁnance", "finance", "FINANCE")]
    public void However_it_was_typed(string first, params string[] others)
    {
        foreach (var other in others)
        {
            Assert.Equal(SearchKey.Tight(first), SearchKey.Tight(other));
            Assert.True(SearchKey.Matches(SearchKey.Of("پیش", first, "after"), other));
            Assert.True(SearchKey.Matches(SearchKey.Of(other), first));
        }
    }

    [Theory]
    [InlineData("й", "и")]
    [InlineData("کار", "گار")]
    [InlineData("پر", "بر")]
    [InlineData("ә", "а")]
    [InlineData("1", "l")]
    public void Different_letters_stay_different(string one, string other) => Assert.NotEqual(SearchKey.Tight(one), SearchKey.Tight(other));

    [Fact]
    public void Loose_keys_keep_one_space()
    {
        Assert.Equal("a b c", SearchKey.Loose("  A – b\t\u00A0c\u3000"));
        Assert.Equal("abc", SearchKey.Tight("  A – b\t\u00A0c\u3000"));
        Assert.Equal(("", ""), (SearchKey.Loose(null), SearchKey.Loose("\u200C \u200E")));
    }

    [Fact]
    public void Every_word_of_the_query_must_be_found()
    {
        var key = SearchKey.Of("Halal industry: الصناعة الحلال", "Зал 1", null, "Ёлкин");
        Assert.True(SearchKey.Matches(key, "industry зал"));
        Assert.True(SearchKey.Matches(key, "елкин HALAL ۱"));
        Assert.True(SearchKey.Matches(key, ""));
        Assert.False(SearchKey.Matches(key, "industry bank"));
        Assert.False(SearchKey.Matches(key, "الحلالЗал")); // not across two fields
    }

    [Fact]
    public void Folding_a_key_again_changes_nothing()
    {
        foreach (var text in new[] { "همکاری‌های «Élysée» İSTANBUL ۱۴۰۰", "Йошкар-Ола ﬁ Œ ß ﷺ", "½ ² ℡ Ⅷ ｱ" })
        {
            var key = SearchKey.Loose(text);
            Assert.Equal(key, SearchKey.Loose(key));
        }
    }

    [Theory]
    [InlineData("\uD800")]
    [InlineData("a\uDC00b\uD800")]
    [InlineData("\uFFFE\uFFFF\0")]
    [InlineData("Z̸̧̛͚͇̱͔̪̦̠͉̈́̽̀͂͠a")]
    public void Hostile_strings_are_folded(string text) => Assert.Equal(SearchKey.Tight(text), SearchKey.Tight(text + "\u200B"));

    [Fact]
    public void Hostile_names_are_folded()
    {
        foreach (var name in Strings(JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Shared("data/hostile/generated/people/names.json"))).RootElement))
            Assert.True(SearchKey.Matches(SearchKey.Of(name), name));

        static IEnumerable<string> Strings(JsonElement e) => e.ValueKind switch
        {
            JsonValueKind.String => [Text(e)],
            JsonValueKind.Array => e.EnumerateArray().SelectMany(Strings),
            JsonValueKind.Object => e.EnumerateObject().SelectMany(p => Strings(p.Value)),
            _ => [],
        };

        // A lone surrogate cannot be had as a string from JSON: its raw text does as well.
        static string Text(JsonElement e)
        {
            try { return e.GetString()!; }
            catch (InvalidOperationException) { return e.GetRawText(); }
        }
    }
}
