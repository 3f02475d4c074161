using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>
/// What is wrong with the language files, as sentences that name the file and the key; empty when nothing is. The product runs with faulty files
/// (English stands in), so the tests and <c>majlis doctor</c> ask.
/// </summary>
public static class LocaleCheck
{
    /// <summary>
    /// Each file: keys sorted by ordinal and none twice; the keys of English, no more and no fewer; sentences that parse, that are not blank, that ask for
    /// the values English asks for, and whose plurals have exactly the forms the language needs.
    /// </summary>
    public static IReadOnlyList<string> Faults()
    {
        var files = ReferenceData.LocaleFiles.ToDictionary(f => f, Read);
        var english = files["locale/en.json"].GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.First().Value);
        return [.. files.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => Faults(f.Key, f.Value, english))];
    }

    static List<KeyValuePair<string, string>> Read(string file)
    {
        using var document = ReferenceData.Open(file);
        return [.. document.RootElement.EnumerateObject().Where(p => p.Name != "_language")
            .Select(p => KeyValuePair.Create(p.Name, p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : ""))];
    }

    internal static IEnumerable<string> Faults(string file, IReadOnlyList<KeyValuePair<string, string>> entries, IReadOnlyDictionary<string, string> english)
    {
        var language = Language.Of(Path.GetFileNameWithoutExtension(file));
        for (var i = 1; i < entries.Count; i++)
        {
            var order = string.CompareOrdinal(entries[i - 1].Key, entries[i].Key);
            if (order == 0) yield return $"{file}: {entries[i].Key} is there twice";
            if (order > 0) yield return $"{file}: {entries[i].Key} stands after {entries[i - 1].Key}; sort the file by key";
        }
        foreach (var key in english.Keys.Except(entries.Select(e => e.Key))) yield return $"{file}: {key} is not translated";
        foreach (var (key, source) in entries)
        {
            if (!english.TryGetValue(key, out var original)) { yield return $"{file}: {key} is not in English"; continue; }
            if (string.IsNullOrWhiteSpace(source)) { yield return $"{file}: {key} is blank"; continue; }
            if (Parsed(source, out var fault) is not { } message) { yield return $"{file}: {key}: {fault}"; continue; }
            foreach (var plural in message.PluralFaults(language)) yield return $"{file}: {key}: {plural}";
            if (Parsed(original, out _) is not { } model) continue;
            var (asked, asks) = (Names(model), Names(message));
            foreach (var name in asked.Except(asks)) yield return $"{file}: {key} leaves out {{{name}}}";
            foreach (var name in asks.Except(asked)) yield return $"{file}: {key} asks for {{{name}}}, English does not";
            foreach (var (name, cases) in Selects(message))
                if (Selects(model).TryGetValue(name, out var theirs) && theirs != cases)
                    yield return $"{file}: {key}: {{{name}}} has other cases than in English";
        }
    }

    static Message? Parsed(string source, out string fault)
    {
        fault = "";
        try { return Message.Parse(source); }
        catch (FormatException wrong) { fault = wrong.Message; return null; }
    }

    static HashSet<string> Names(Message message) => [.. message.Placeholders().Select(p => p.Split(':')[0])];

    static Dictionary<string, string> Selects(Message message) =>
        message.Placeholders().Where(p => p.Contains(":select(", StringComparison.Ordinal)).Select(p => p.Split(':'))
            .DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p[1]);
}
