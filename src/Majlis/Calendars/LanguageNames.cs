using System.Collections.Frozen;
using System.Globalization;

namespace Majlis.Calendars;

/// <summary>What languages are called, in the interface's languages: floor languages, languages of content.</summary>
public static class LanguageNames
{
    static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Names = Read();

    static FrozenDictionary<string, FrozenDictionary<string, string>> Read()
    {
        using var document = ReferenceData.Open("refdata/languages.json");
        return document.RootElement.GetProperty("languages").EnumerateObject().ToFrozenDictionary(
            l => l.Name,
            l => Language.All.Where(into => l.Value.GetProperty("name").Find(into.Tag) is not null)
                .ToFrozenDictionary(into => into.Tag, into => l.Value.GetProperty("name").GetProperty(into.Tag).GetString()!),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The name of a language in a language of the interface: «арабский». Unknown there, the region is cut off; then its own name ("Deutsch") is
    /// given, and at last the tag.
    /// </summary>
    public static string Name(string tag, Language language)
    {
        var subtag = tag.Split('-', '_')[0];
        if (Names.TryGetValue(tag, out var names) && names.TryGetValue(language.Tag, out var name)) return name;
        if (Names.TryGetValue(subtag, out names) && names.TryGetValue(language.Tag, out name)) return name;
        return Autonym(tag);
    }

    /// <summary>The language's name in itself: «فارسی», "Deutsch"; the tag when nobody knows it.</summary>
    public static string Autonym(string tag)
    {
        if (Language.TryOf(tag) is { } ours) return ours.NativeName;
        // ICU takes private-use tags for known languages without a name.
        if (tag.Length > 35 || tag.Split('-', '_')[0].Length is not (2 or 3)) return tag;
        try { return CultureInfo.GetCultureInfo(tag, predefinedOnly: true).NativeName; }
        catch (CultureNotFoundException) { return tag; }
    }

    /// <summary>The tags named in the reference data, sorted: what a form offers.</summary>
    public static IReadOnlyList<string> Tags { get; } = [.. Names.Keys.Order(StringComparer.Ordinal)];
}
