using System.Collections.Frozen;

namespace Majlis.Calendars;

/// <summary>
/// Names of the 249 countries and territories of ISO 3166-1, in the interface's languages: CLDR's short names, replaced by the
/// protocol name where CLDR's would offend (Palestine, Myanmar). They are a beginning: how a party is called is the organiser's decision.
/// </summary>
public static class Countries
{
    // By code, the names in the order of Language.All.
    static readonly FrozenDictionary<string, string[]> Names = Read();

    static FrozenDictionary<string, string[]> Read()
    {
        using var document = ReferenceData.Open("refdata/countries.json");
        return document.RootElement.GetProperty("countries").EnumerateArray().ToFrozenDictionary(
            c => c.GetProperty("alpha2").GetString()!,
            c => Language.All.Select(l => (c.Find("protocol_name")?.For(l) ?? c.GetProperty("names").For(l)).GetString()!).ToArray(),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The alpha-2 codes, upper case, sorted.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Names.Keys.Order(StringComparer.Ordinal)];

    public static bool IsCode(string? alpha2) => alpha2 is not null && Names.ContainsKey(alpha2);

    /// <summary>The country's name, or the code itself when there is no such country: stored codes are shown whatever they are.</summary>
    /// <param name="alpha2">Case does not matter.</param>
    public static string Name(string alpha2, Language language) => Names.TryGetValue(alpha2, out var names) ? names[language.Index] : alpha2;

    /// <summary>
    /// The word a country stands under in the alphabet of a language: its name, in Arabic without the article, and there for those that CLDR calls otherwise than the Organisation of Islamic
    /// Cooperation files them, the word of its list.
    /// </summary>
    public static string FiledUnder(string alpha2, Language language)
    {
        if (language.Tag == "ar" && ArabicWords.TryGetValue(alpha2, out var word)) return word;
        var name = Name(alpha2, language);
        return language.Tag == "ar" && name.StartsWith("ال", StringComparison.Ordinal) ? name[2..] : name;
    }

    static readonly FrozenDictionary<string, string> ArabicWords =
        new Dictionary<string, string> { ["SA"] = "سعودية", ["CI"] = "كوت ديفوار", ["KM"] = "قمر", ["MV"] = "مالديف" }.ToFrozenDictionary();

    /// <summary>Every country by name, as the language sorts: for a select box.</summary>
    public static IEnumerable<(string Code, string Name)> Sorted(Language language) =>
        Codes.Select(code => (Code: code, Name: Name(code, language))).OrderBy(c => c.Name, language.Comparer);
}
