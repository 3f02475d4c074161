using System.Buffers;
using System.Text;

namespace Majlis.Platform;

/// <summary>
/// Characters that stand in a string and cannot be kept: PostgreSQL takes no NUL and no half of a surrogate pair, XML no control character.
/// They are no part of any writing system; they come from broken files and from attacks.
/// </summary>
public static class Characters
{
    static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n' or '\r')).Concat([0xFFFE, 0xFFFF])
            .Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c)]);

    /// <summary>True when every character can be kept in both databases and in XML.</summary>
    public static bool CanBeKept(string text) => text.AsSpan().IndexOfAny(Suspects) < 0 || Kept(text).Length == text.Length;

    /// <summary>The text without the characters that cannot be kept; the same instance when there are none.</summary>
    public static string Kept(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0) return text;
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) kept.Append(text, i++, 2);
            else if (!Suspects.Contains(text[i])) kept.Append(text[i]);
        }
        return kept.Length == text.Length ? text : kept.ToString();
    }

    /// <summary>
    /// The text without the marks that embed, override or isolate a direction (U+202A to U+202E, U+2066 to U+2069): a title may not turn the page around.
    /// The same instance when there are none.
    /// </summary>
    public static string Tame(string text) =>
        text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') < 0 && text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') < 0
            ? text
            : string.Concat(text.Where(c => c is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069')));

    /// <summary>
    /// The text with U+FFFD for NUL and for lone surrogates: what a column or a query gets, whatever it was given. Something typed with such a character
    /// thus equals nothing that is stored.
    /// </summary>
    internal static string Storable(string text)
    {
        if (text.AsSpan().IndexOfAny(Suspects) < 0) return text;
        var storable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) storable.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return storable.ToString();
    }
}
