using System.Reflection;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>The files embedded in the assembly. Each is parsed when first asked for, and only what the languages here need is kept.</summary>
static class ReferenceData
{
    static readonly Assembly Here = typeof(ReferenceData).Assembly;

    public static IEnumerable<string> LocaleFiles => Here.GetManifestResourceNames().Where(n => n.StartsWith("locale/", StringComparison.Ordinal));

    /// <param name="name">Such as <c>refdata/calendars.json</c>.</param>
    public static JsonDocument Open(string name)
    {
        using var stream = Here.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded in the assembly.");
        return JsonDocument.Parse(stream);
    }

    /// <summary>A language's part of a file, or the English one where the file does not know the language: then its names are to be added there.</summary>
    public static JsonElement For(this JsonElement locales, Language language) => locales.Find(language.Tag) ?? locales.GetProperty("en");

    public static string[] Strings(this JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];

    public static JsonElement? Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;
}
