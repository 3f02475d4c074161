using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Majlis.Calendars;
using Majlis.Platform;

namespace Majlis.Delegations;

/// <summary>
/// What is left of a name in every script it may be written in: its consonants in Latin letters, by the transliteration of machine-readable passports (ICAO 9303), where that tells sounds apart
/// that other scripts do not, folded together. Amina, Амина and امینه are MN. For finding likely doubles only; people decide.
/// </summary>
static class NameTrace
{
    static readonly FrozenDictionary<char, string> Table = Read();

    /// <summary>Particles and articles that one writes and another leaves out.</summary>
    static readonly FrozenSet<string> Particles = ((string[])["al", "el", "ul", "as", "ash", "an", "ar", "ad", "at", "bin", "ibn", "ben", "bint", "аль", "эль", "ибн", "бин", "ال", "بن", "ابن", "بنت"])
        .Select(SearchKey.Tight).ToFrozenSet(StringComparer.Ordinal);

    static readonly (string From, string To)[] Sounds =
        [("SHCH", "S"), ("DZH", "J"), ("TCH", "C"), ("SCH", "S"), ("DJ", "J"), ("KH", "H"), ("GH", "G"), ("SH", "S"), ("CH", "C"), ("ZH", "J"), ("TH", "T"), ("DH", "D"), ("PH", "F"), ("CK", "K"), ("Q", "K"), ("X", "KS"), ("W", "V")];

    /// <summary>The consonants of each word of each wording, particles left out; words without a consonant too.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(LocalizedText name) => name.Wordings.Select(w => (IReadOnlyList<string>)[.. Words(w.Value)]);

    /// <summary>By what two people are looked for: pairs of words, as those of a longer form of a name may lie between or behind; a name of one word as a whole.</summary>
    public static IEnumerable<string> Keys(LocalizedText name)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in Of(name))
        {
            var some = words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(5).ToList();
            // One or two letters say nothing alone: half of all names would be alike.
            if (some is [var only] && only.Length >= 3) keys.Add(only);
            for (var i = 0; i < some.Count; i++)
                for (var j = i + 1; j < some.Count; j++)
                    if (some[i].Length + some[j].Length >= 4) keys.Add(some[i] + '|' + some[j]);
        }
        return keys;
    }

    /// <summary>Whether every word of the shorter form stands in the longer, in some wordings of both.</summary>
    public static bool Alike(LocalizedText one, LocalizedText other)
    {
        foreach (var a in Of(one))
            foreach (var b in Of(other))
            {
                var (few, many) = a.Count <= b.Count ? (a, b) : (b, a);
                if (few.Count > 0 && few.All(many.Contains) && few.Sum(w => w.Length) >= 3) return true;
            }
        return false;
    }

    static IEnumerable<string> Words(string name)
    {
        foreach (var part in SearchKey.Loose(name).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Particles.Contains(part)) continue;
            // The Arabic article is written together with the name.
            var word = part.Length > 4 && part.StartsWith("ال", StringComparison.Ordinal) ? part[2..] : part;
            if (Trace(word) is { Length: > 0 } trace) yield return trace;
        }
    }

    static string Trace(string word)
    {
        var latin = new StringBuilder(word.Length * 2);
        foreach (var c in word) latin.Append(char.IsAsciiLetter(c) ? char.ToUpperInvariant(c).ToString() : Table.GetValueOrDefault(c, ""));
        foreach (var (from, to) in Sounds) latin.Replace(from, to);
        var trace = new StringBuilder(latin.Length);
        for (var i = 0; i < latin.Length; i++)
        {
            var c = latin[i];
            if (c is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y' || trace.Length > 0 && trace[^1] == c) continue;
            trace.Append(c);
        }
        // Fatima, Fatimah and فاطمة: what ends in a breath is written or not.
        if (trace.Length > 1 && trace[^1] == 'H') trace.Length--;
        return trace.ToString();
    }

    /// <summary>By letters as <see cref="SearchKey"/> folds them. The passport's X, which only marks that a letter is not the plain one, is left out, and so are Arabic vowels.</summary>
    static FrozenDictionary<char, string> Read()
    {
        using var file = ReferenceData.Open("refdata/mrz-transliteration.json");
        var table = new Dictionary<char, string>();
        foreach (var letter in file.RootElement.GetProperty("cyrillic").EnumerateObject())
            if (letter.Name.Length == 1) table[char.ToLowerInvariant(letter.Name[0])] = letter.Value.GetString()!;
        foreach (var letter in file.RootElement.GetProperty("arabic").EnumerateObject())
            if (letter.Name.StartsWith("U+", StringComparison.Ordinal) && int.TryParse(letter.Name.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) && letter.Value.ValueKind == System.Text.Json.JsonValueKind.String)
                table[(char)code] = letter.Value.GetString()!.Replace("X", "", StringComparison.Ordinal);
        // As the key folds them, and as sounds: waw, yeh and ain are written with vowels in other scripts, or not at all.
        foreach (var (letter, sound) in (((char, string)[])[('ا', ""), ('ی', ""), ('ي', ""), ('و', ""), ('ع', ""), ('ه', "H"), ('ک', "K"), ('ك', "K"), ('گ', "G"), ('غ', "G"), ('ق', "K"), ('پ', "P"), ('چ', "C"), ('ژ', "J"), ('ج', "J"),
            ('خ', "H"), ('ح', "H"), ('ش', "S"), ('ث', "T"), ('ذ', "Z"), ('ظ', "Z"), ('ض', "D"), ('ص', "S"), ('ط', "T")]))
            table[letter] = sound;
        return table.ToFrozenDictionary();
    }
}
