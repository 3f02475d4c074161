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

    /// <summary>Every country by name, as the language sorts: for a select box.</summary>
    public static IEnumerable<(string Code, string Name)> Sorted(Language language) =>
        Codes.Select(code => (Code: code, Name: Name(code, language))).OrderBy(c => c.Name, language.Comparer);
}
