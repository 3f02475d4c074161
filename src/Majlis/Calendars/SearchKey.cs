using System.Globalization;
using System.Text;

namespace Majlis.Calendars;

/// <summary>
/// Folds text so that a word is found however its yeh, kaf, hamza, zero-width non-joiner, digits, case or accents were typed. Keys are for
/// comparing by ordinal only, never for showing. Both sides must be folded by the same version: rebuild stored keys when this changes.
/// <para>Folded away: compatibility forms; case; accents of Latin and Greek letters and stress marks of Cyrillic ones (й stays, ё is е); dotless and dotted i;
/// Arabic vowel signs, hamza and tatweel; zero-width and bidi marks; apostrophes and quotation marks; digits of any script become ASCII.
/// White space and dashes become one space (loose) or nothing (tight).</para>
/// </summary>
public static class SearchKey
{
    /// <summary>Words parted by one space, none at the ends.</summary>
    public static string Loose(string? text) => Fold(text, tight: false);

    /// <summary>No spaces at all: «می خواهم», «می‌خواهم» and «میخواهم» are one.</summary>
    public static string Tight(string? text) => Fold(text, tight: true);

    /// <summary>One key for several fields of a thing (title, speakers, hall): tight each, parted so that no word is found across two of them.</summary>
    public static string Of(params IEnumerable<string?> fields) => string.Join('\n', fields.Select(Tight).Where(f => f.Length > 0));

    /// <summary>Whether every word of the query is found in the key. A query without a word matches everything.</summary>
    /// <param name="key">Made by <see cref="Of"/> or <see cref="Tight"/>.</param>
    /// <param name="query">As typed.</param>
    public static bool Matches(string key, string? query) => Matches(key, Words(query));

    /// <summary>As above for words folded once: for a loop over many keys.</summary>
    public static bool Matches(string key, IReadOnlyList<string> words)
    {
        foreach (var word in words)
            if (!key.Contains(word, StringComparison.Ordinal)) return false;
        return true;
    }

    /// <summary>The folded words of a query: what a database query looks for, each by <c>Contains</c>.</summary>
    public static IReadOnlyList<string> Words(string? query) => Loose(query).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    static string Fold(string? text, bool tight)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var key = new StringBuilder(text.Length);
        var gap = false;
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune) || category is UnicodeCategory.DashPunctuation or UnicodeCategory.Control) { gap = true; continue; }
            if (IsDropped(rune.Value, category)) continue;
            if (gap && !tight && key.Length > 0) key.Append(' ');
            gap = false;
            if (category == UnicodeCategory.DecimalDigitNumber) key.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else Append(key, rune);
        }
        return key.ToString();
    }

    // Lone surrogates and U+FFFE make Normalize throw: the runes of such a string hold U+FFFD in place of the first, the second is left out.
    static string Composed(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if ((rune.Value & 0xFFFE) != 0xFFFE) valid.Append(rune);
        return valid.ToString().Normalize(NormalizationForm.FormKC);
    }

    static bool IsDropped(int c, UnicodeCategory category) => category switch
    {
        UnicodeCategory.Format => true,
        UnicodeCategory.NonSpacingMark => c is >= 0x0300 and <= 0x036F
            or >= 0x0610 and <= 0x061A or >= 0x064B and <= 0x065F or 0x0670 or >= 0x06D6 and <= 0x06ED or >= 0xFE00 and <= 0xFE0F,
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => true,
        _ => c is '\'' or '"' or '`' or 0x00B4 or 0x02B9 or 0x02BB or 0x02BC or 0x02BE or 0x02BF or 0x02C8 or 0x0640 or 0x0621 or 0x201E or 0x201A,
    };

    static void Append(StringBuilder key, Rune rune)
    {
        var c = rune.Value;
        if (c < 128) { key.Append(char.ToLowerInvariant((char)c)); return; }
        switch (c)
        {
            case 0x064A or 0x0649 or 0x0626 or 0x06D2 or 0x06D3: key.Append('ی'); return;
            case 0x0643 or 0x06AA: key.Append('ک'); return;
            case 0x0622 or 0x0623 or 0x0625 or 0x0671: key.Append('ا'); return;
            case 0x0629 or 0x06C0 or 0x06C1 or 0x06C2 or 0x06C3 or 0x06BE or 0x06D5: key.Append('ه'); return;
            case 0x0624: key.Append('و'); return;
            case 0x0451 or 0x0401: key.Append('е'); return;
            case 0x0131: key.Append('i'); return;
            case 0x00DF or 0x1E9E: key.Append("ss"); return;
            case 0x00E6 or 0x00C6: key.Append("ae"); return;
            case 0x0153 or 0x0152: key.Append("oe"); return;
            case 0x00F8 or 0x00D8: key.Append('o'); return;
            case 0x0142 or 0x0141: key.Append('l'); return;
            case 0x0111 or 0x0110 or 0x00F0 or 0x00D0: key.Append('d'); return;
            case 0x0127 or 0x0126: key.Append('h'); return;
            case 0x00FE or 0x00DE: key.Append("th"); return;
            case 0x03C2: key.Append('σ'); return;
        }
        if (c is < 0x0250 or >= 0x0370 and < 0x0400 or >= 0x1E00 and < 0x2000)
        {
            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
                if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark) key.Append(Rune.ToLowerInvariant(part));
            return;
        }
        key.Append(Rune.ToLowerInvariant(rune));
    }
}
