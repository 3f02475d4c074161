using CsCheck;
using Icu;
using Majlis.Print;

namespace Majlis.Web.Tests.Print;

public class BidiTests
{
    /// <summary>Letters of every class that names, numbers and sentences bring: three scripts, three sets of digits, signs, marks, brackets, joiners, isolates, embeddings.</summary>
    const string Alphabet = "abЖ éشرگهאב۱۲٣٤12+-.,:/%$€№«»\"'!،؛؟٪\u200C\u200D\u200E\u200F\u061C\u2066\u2067\u2068\u2069\u2069\u202A\u202B\u202C\u202D\u202E \u00A0\t_@#*&²½–☆";

    static readonly Lazy<bool> HasIcu = new(() =>
    {
        try
        {
            return Wrapper.IcuVersion.Length > 0;
        }
        catch (Exception e) when (e is FileLoadException or FileNotFoundException or DllNotFoundException or MissingMemberException)
        {
            return false;
        }
    });

    /// <summary>Marks and brackets not in one text: in one of some thousand ICU 72 leaves a mark after a bracket where the bracket was before N0, and the standard says that it follows the bracket.</summary>
    [Theory]
    [InlineData("()[]")]
    [InlineData("ًّ́")]
    public void Letters_stand_in_the_order_that_ICU_gives_them(string also)
    {
        if (!HasIcu.Value) Assert.Skip("ICU's libraries are not installed (libicu).");
        Gen.Select(Gen.Char[Alphabet + also].Array[0, 24], Gen.Bool, (letters, right) => (new string(letters), right)).Sample((text, right) =>
        {
            using var icu = new BiDi();
            if (text.Length == 0 || HasForcedEnd(text)) return;
            icu.SetPara(text, right ? (byte)1 : (byte)0, null);
            Assert.Equal(Seen(icu.GetVisualMap()), Seen(Bidi.Visual(Bidi.Levels(text, right), 0, text.Length).SelectMany(r => r.Level % 2 == 0 ? Enumerable.Range(r.Start, r.Length) : Enumerable.Range(r.Start, r.Length).Reverse())));

            // What is not seen stands wherever it likes: the algorithm takes it out.
            IEnumerable<int> Seen(IEnumerable<int> order) =>
                order.Where(i => Bidi.Of(text[i]) is not (Bidi.Class.BN or Bidi.Class.LRE or Bidi.Class.RLE or Bidi.Class.LRO or Bidi.Class.RLO or Bidi.Class.PDF));
        }, iter: 100_000, print: s => string.Concat(s.Item1.Select(c => $"\\u{(int)c:X4}")) + (s.Item2 ? " rtl" : " ltr"));
    }

    /// <summary>An isolate's end after an override: X6a makes a letter of it, and ICU 72 does not. What the standard says of one such text stands below.</summary>
    static bool HasForcedEnd(string text) => text.IndexOfAny(['\u202D', '\u202E']) is >= 0 and var forced && text.IndexOf('\u2069', forced) >= 0;

    [Fact]
    public void An_override_makes_a_letter_of_an_isolates_end()
    {
        const string text = "\u202E\u202Aa\u202C\u2069\u202Ab";
        Assert.Equal([6, 4, 2], Bidi.Visual(Bidi.Levels(text, true), 0, text.Length).SelectMany(r => r.Level % 2 == 0 ? Enumerable.Range(r.Start, r.Length) : Enumerable.Range(r.Start, r.Length).Reverse())
            .Where(i => text[i] is 'a' or 'b' or '\u2069'));
    }

    [Theory]
    [InlineData("شركة Tatneft 2026 في قازان", true, "شركة |Tatneft 2026| في قازان")]
    [InlineData("Gulf Fund (صندوق الخليج) Ltd.", false, "Gulf Fund (|صندوق الخليج|) Ltd.")]
    [InlineData("شماره ۱۲۳، ساعت ۱۴:۳۰", true, "شماره |۱۲۳|، ساعت |۱۴:۳۰")]
    public void A_line_is_cut_into_runs_and_put_in_order(string text, bool right, string runs)
    {
        var cut = Bidi.Visual(Bidi.Levels(text, right), 0, text.Length).Select(r => text.Substring(r.Start, r.Length)).ToList();
        if (right) cut.Reverse();
        Assert.Equal(runs.Split('|'), cut);
    }

    [Fact]
    public void A_name_in_isolation_does_not_turn_the_sentence_around()
    {
        const string text = "ديدار با \u2068Ivan (RU)\u2069، ۲ نفر";
        var order = Bidi.Visual(Bidi.Levels(text, true), 0, text.Length).Select(r => text.Substring(r.Start, r.Length).Trim('\u2068', '\u2069')).Where(r => r.Length > 0).ToList();
        Assert.Equal([" نفر", "۲", "، ", "Ivan (RU)", "ديدار با "], order);
    }

    [Fact]
    public void Broken_text_has_levels_too() => Assert.Equal(3, Bidi.Levels("\uD83Da\uDC00", null).Length);
}
