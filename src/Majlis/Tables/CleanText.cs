using System.Buffers;
using System.Text;

namespace Majlis.Tables;

/// <summary>What foreign text must lose before it is kept: what no reader should see, no database takes and no line holds.</summary>
static class CleanText
{
    static readonly SearchValues<char> LineSuspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0x202A, 5)).Concat(Enumerable.Range(0x2066, 4))
            .Concat([0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF]).Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c)]);

    static readonly SearchValues<char> TextSuspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not '\n' and not '\t').Append(0x7F).Concat([0xFFFE, 0xFFFF])
            .Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c)]);

    /// <summary>One line: trimmed, white space folded to single spaces, controls and direction overrides gone, isolates only where they pair.</summary>
    /// <param name="stripped">True when something invisible was taken out; folding white space does not count.</param>
    public static string OneLine(string? text, out bool stripped)
    {
        stripped = false;
        if (string.IsNullOrWhiteSpace(text)) return "";
        if (text.AsSpan().IndexOfAny(LineSuspects) < 0 && !text.Contains("  ", StringComparison.Ordinal)) return text.Trim();
        var isolatesPair = IsolatesPair(text);
        var clean = new StringBuilder(text.Length);
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var code = rune.Value;
            if (Rune.IsWhiteSpace(rune) && code is not 0xA0 and not 0x202F) { space = true; continue; }
            var unwanted = code is < 0x20 or >= 0x7F and <= 0x9F or >= 0x202A and <= 0x202E or 0xFEFF or 0xFFFE or 0xFFFF
                || code is >= 0x2066 and <= 0x2069 && !isolatesPair;
            if (unwanted) { stripped = true; continue; }
            if (space && clean.Length > 0) clean.Append(' ');
            space = false;
            clean.Append(rune);
        }
        return clean.ToString().Trim();
    }

    /// <summary>A text of several lines: line ends are line feeds, outer white space and controls are gone, lone surrogates are U+FFFD.</summary>
    public static string Lines(string? text, out bool stripped)
    {
        stripped = false;
        if (string.IsNullOrWhiteSpace(text)) return "";
        if (text.AsSpan().IndexOfAny(TextSuspects) < 0) return text.Trim();
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is < 0x20 and not (0x0A or 0x09) or 0x7F or 0xFFFE or 0xFFFF) { stripped = true; continue; }
            clean.Append(rune);
        }
        return clean.ToString().Trim();
    }

    static bool IsolatesPair(string text)
    {
        var open = 0;
        foreach (var c in text)
        {
            if (c is '\u2066' or '\u2067' or '\u2068') open++;
            else if (c is '\u2069' && --open < 0) return false;
        }
        return open == 0;
    }
}
