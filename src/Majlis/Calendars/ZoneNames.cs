using System.Collections.Frozen;

namespace Majlis.Calendars;

/// <summary>What a time zone is called by people: its city. From CLDR's exemplar cities; where CLDR has none in the language, the last part of the IANA id.</summary>
public static class ZoneNames
{
    static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Cities = Read();

    static FrozenDictionary<string, FrozenDictionary<string, string>> Read()
    {
        using var document = ReferenceData.Open("refdata/timezones.json");
        return document.RootElement.GetProperty("zones").EnumerateArray().ToFrozenDictionary(
            z => z.GetProperty("zone").GetString()!,
            z => Language.All.Where(l => z.Find("exemplar_city")?.Find(l.Tag) is not null)
                .ToFrozenDictionary(l => l.Tag, l => z.GetProperty("exemplar_city").GetProperty(l.Tag).GetString()!));
    }

    /// <summary>«Москва» for <c>Europe/Moscow</c>; any other id, known or not, gives its last part with spaces: "New York".</summary>
    public static string City(string zone, Language language) =>
        Cities.TryGetValue(zone, out var names) && names.TryGetValue(language.Tag, out var name) ? name : zone[(zone.LastIndexOf('/') + 1)..].Replace('_', ' ');
}
