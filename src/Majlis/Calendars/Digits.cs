using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Majlis.Calendars;

/// <summary>
/// Digits of texts for people. The base library writes ASCII digits in every culture and reads no others, so both ways are here.
/// Codes that people compare or type (badge numbers, document symbols, halls' codes, telephone numbers) stay Latin: do not pass them through.
/// </summary>
public static class Digits
{
    static readonly FrozenDictionary<string, string> Systems = Read();

    static FrozenDictionary<string, string> Read()
    {
        using var document = ReferenceData.Open("refdata/numbering.json");
        return document.RootElement.GetProperty("digits").EnumerateObject().ToFrozenDictionary(s => s.Name, s => s.Value.GetString()!);
    }

    internal static string OfSystem(string system) => Systems[system];

    /// <summary>The text with every ASCII digit replaced by the language's own. The same string where the language uses ASCII digits.</summary>
    public static string ToNative(string text, Language language)
    {
        if (language.DigitSystem == "latn" || text.AsSpan().IndexOfAnyInRange('0', '9') < 0) return text;
        return string.Create(text.Length, (text, language.Digits), static (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAsciiDigit(state.text[i]) ? state.Digits[state.text[i] - '0'] : state.text[i];
        });
    }

    /// <summary>The text with every decimal digit of any script (Persian, Bengali, full width …) replaced by the ASCII one; all else unchanged.</summary>
    public static string ToAscii(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var ascii = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsSurrogatePair(text, i);
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text, i);
            if (digit >= 0) ascii.Append((char)('0' + digit));
            else ascii.Append(text, i, pair ? 2 : 1);
            if (pair) i++;
        }
        return ascii.ToString();
    }
}
