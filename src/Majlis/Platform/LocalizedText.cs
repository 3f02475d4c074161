using System.Text.Json;
using System.Text.Json.Serialization;

namespace Majlis.Platform;

/// <summary>A text and the language it is written in, so that a page can mark it with <c>lang</c> and <c>dir</c>.</summary>
/// <param name="Text">Never null; empty when nothing is known.</param>
/// <param name="Language">A lower-case BCP 47 tag; <c>und</c> when the text is empty or its language was never told.</param>
public readonly record struct Wording(string Text, string Language)
{
    public override string ToString() => Text;
}

/// <summary>
/// One content text (a title, a hall's name) in as many languages as somebody wrote it in. Immutable; equal when every wording is equal.
/// Wordings are kept as typed, but for <see cref="Characters"/> that nothing can keep; empty and blank ones are not kept at all, so <see cref="IsEmpty"/> is the same as "nothing to show".
/// </summary>
[JsonConverter(typeof(LocalizedTextJsonConverter))]
public sealed class LocalizedText : IEquatable<LocalizedText>
{
    /// <summary>The tag for a text whose language nobody told: an imported name, a code.</summary>
    public const string Undetermined = "und";

    public static readonly LocalizedText Empty = new([]);

    readonly SortedList<string, string> _wordings;

    LocalizedText(SortedList<string, string> wordings) => _wordings = wordings;

    /// <summary>The text in one language. A null or blank text gives <see cref="Empty"/>.</summary>
    public static LocalizedText Of(string language, string? text) => Empty.With(language, text);

    /// <summary>The text in several languages; later pairs of the same language win, blank ones are dropped.</summary>
    public static LocalizedText Of(params IEnumerable<KeyValuePair<string, string>> wordings)
    {
        var kept = new SortedList<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in wordings)
            if (Kept(text) is { } wording) kept[Tag(language)] = wording;
        return kept.Count == 0 ? Empty : new(kept);
    }

    public bool IsEmpty => _wordings.Count == 0;

    /// <summary>The languages written in, sorted by tag.</summary>
    public IList<string> Languages => _wordings.Keys;

    public IEnumerable<KeyValuePair<string, string>> Wordings => _wordings;

    /// <summary>The wording in exactly this language, or null.</summary>
    public string? this[string language] => _wordings.GetValueOrDefault(Tag(language));

    /// <summary>
    /// The wording for a reader: in the asked language, else in the first language of <paramref name="fallback"/> that has one
    /// (the edition's order), else in whatever language there is, by tag. An empty text gives an empty wording.
    /// </summary>
    public Wording In(string language, params IEnumerable<string> fallback)
    {
        if (this[language] is { } exact) return new(exact, Tag(language));
        foreach (var other in fallback)
            if (this[other] is { } text) return new(text, Tag(other));
        return _wordings.Count == 0 ? new("", Undetermined) : new(_wordings.Values[0], _wordings.Keys[0]);
    }

    /// <summary>A copy with this language's wording replaced; a null or blank text removes it.</summary>
    public LocalizedText With(string language, string? text)
    {
        var tag = Tag(language);
        var copy = new SortedList<string, string>(_wordings, StringComparer.Ordinal);
        if (Kept(text) is { } wording) copy[tag] = wording;
        else copy.Remove(tag);
        return copy.Count == 0 ? Empty : new(copy);
    }

    public bool Equals(LocalizedText? other) =>
        other is not null && _wordings.Count == other._wordings.Count
        && _wordings.Keys.SequenceEqual(other._wordings.Keys) && _wordings.Values.SequenceEqual(other._wordings.Values);

    public override bool Equals(object? obj) => Equals(obj as LocalizedText);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var (language, text) in _wordings) { hash.Add(language); hash.Add(text); }
        return hash.ToHashCode();
    }

    /// <summary>Every wording, for logs and debuggers; pages use <see cref="In"/>.</summary>
    public override string ToString() => string.Join(" | ", _wordings.Select(w => $"{w.Key}: {w.Value}"));

    static string? Kept(string? text) => text is not null && Characters.Kept(text) is var kept && !string.IsNullOrWhiteSpace(kept) ? kept : null;

    static string Tag(string language) => string.IsNullOrWhiteSpace(language) ? Undetermined : language.ToLowerInvariant();
}

/// <summary>As a JSON object, <c>{"en": "Hall A", "fa": "تالار الف"}</c>.</summary>
sealed class LocalizedTextJsonConverter : JsonConverter<LocalizedText>
{
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LocalizedText.Of(JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []);

    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (language, text) in value.Wordings) writer.WriteString(language, text);
        writer.WriteEndObject();
    }
}
