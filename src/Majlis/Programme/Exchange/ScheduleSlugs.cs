using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Majlis.Tables;

namespace Majlis.Programme.Exchange;

/// <summary>Names for addresses and for the frab formats, from titles in any script.</summary>
public static partial class ScheduleSlugs
{
    const int MaximumLength = 60;

    // One sure sound a letter; what has none is dropped, and a name of which nothing is left gets a word of the caller's.
    static readonly Dictionary<char, string> Sounds = Table(
        "а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya і i ї yi є ye ґ g ў u " +
        "ا a آ a أ a إ i ب b پ p ت t ث th ج j چ ch ح h خ kh د d ذ dh ر r ز z ژ zh س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ک k گ g ل l م m ن n " +
        "ه h ة a و u ؤ u ي i ی i ى a ئ i ء - α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o " +
        "ı i İ i ß ss æ ae ø o œ oe đ d ð d þ th ł l ə e");

    /// <summary><c>[a-z0-9]</c> words joined by single hyphens, at most 60 characters; <paramref name="fallback"/> when the text has no letter that can be written so.
    /// Latin letters lose their marks, Cyrillic, Arabic, Persian and Greek ones are spelt by sound, other scripts are dropped.</summary>
    public static string Of(string? text, string fallback)
    {
        var slug = new StringBuilder();
        foreach (var c in CleanText.OneLine(text, out _).ToLowerInvariant().Normalize(NormalizationForm.FormKC))
        {
            if (slug.Length >= MaximumLength) break;
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) slug.Append(c);
            else if (Sounds.TryGetValue(c, out var sound)) slug.Append(sound);
            else if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit) slug.Append((char)('0' + digit));
            else if (!char.IsSurrogate(c) && c.ToString().Normalize(NormalizationForm.FormD)[0] is var bare && (char.IsAsciiLetterLower(bare) || Sounds.ContainsKey(bare)))
                slug.Append(Sounds.GetValueOrDefault(bare, bare.ToString()));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Surrogate or UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter)
                && c is not '\'' and not '’' && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var trimmed = slug.ToString(0, Math.Min(slug.Length, MaximumLength)).Trim('-');
        return trimmed.Length == 0 ? fallback : trimmed;
    }

    /// <summary>The first of <c>slug</c>, <c>slug-2</c>, <c>slug-3</c>… that is not yet in <paramref name="taken"/>; it is put there.</summary>
    public static string Unique(string slug, ISet<string> taken)
    {
        var unique = slug;
        for (var n = 2; !taken.Add(unique); n++) unique = string.Create(CultureInfo.InvariantCulture, $"{slug}-{n}");
        return unique;
    }

    /// <summary>The edition's acronym as the schemas want it: at least four of <c>[a-z0-9_-]</c>.</summary>
    internal static string Acronym(EditionEntry edition) =>
        edition.Slug.Length >= 4 ? edition.Slug : string.Create(CultureInfo.InvariantCulture, $"{edition.Slug}-{edition.First.Year}");

    /// <summary>The slug a session has in a frab file: the imported one where it has the shape clients expect, else one of the acronym, the number and the title.</summary>
    internal static string ForSession(EditionEntry edition, SessionEntry session, string title, ISet<string> taken)
    {
        if (session.Slug is { } given && Conforming().IsMatch(given) && taken.Add(given)) return given;
        var name = Of(title, "session");
        if (name.Length < 4) name = $"{name}-session";
        var acronym = Acronym(edition).Replace('-', '_');
        return Unique(string.Create(CultureInfo.InvariantCulture, $"{acronym}-{session.Number % 1_000_000}-{name}"), taken);
    }

    [GeneratedRegex(@"^[a-z0-9_]{4,}-[0-9]{1,6}-[a-z0-9\-_]{4,}$", RegexOptions.CultureInvariant)]
    internal static partial Regex Conforming();

    static Dictionary<char, string> Table(string pairs)
    {
        var words = pairs.Split(' ');
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i][0], i => words[2 * i + 1] == "-" ? "" : words[2 * i + 1]);
    }
}
