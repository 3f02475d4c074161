using System.Collections.Frozen;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>
/// The interface's sentences in one language. A sentence is ICU-like: <c>{name}</c>, <c>{count, plural, =0 {…} one {…} other {# items}}</c>,
/// <c>{n, selectordinal, …}</c>, <c>{x, select, a {…} other {…}}</c>, nested as wished, and <c>{year, plain}</c> for a number without groups.
/// There is no quoting: an apostrophe is an apostrophe, and braces cannot be written.
/// Numbers get the language's digits and groups; strings stay as they are; dates, times, <see cref="Platform.LocalizedText"/> and lists of strings
/// are written in the language; an enum selects by its name in lower case. Escaping for HTML is the page's matter. Parsed when first said, then kept.
/// </summary>
public sealed class Texts
{
    static readonly FrozenDictionary<Language, Texts> All = ReferenceData.LocaleFiles.Select(Read).ToFrozenDictionary(t => t.Language);

    readonly FrozenDictionary<string, Sentence> _sentences;

    Texts(Language language, FrozenDictionary<string, Sentence> sentences)
    {
        Language = language;
        _sentences = sentences;
    }

    static Texts Read(string file)
    {
        using var document = ReferenceData.Open(file);
        var root = document.RootElement;
        return new(Language.Of(root.GetProperty("_language").GetProperty("tag").GetString()!),
            root.EnumerateObject().Where(p => p.Name != "_language")
                .ToFrozenDictionary(p => p.Name, p => new Sentence(p.Value.GetString()!), StringComparer.Ordinal));
    }

    public static Texts Of(Language language) => All[language];

    public Language Language { get; }

    /// <summary>Every key of this language's file.</summary>
    public IReadOnlyCollection<string> Keys => _sentences.Keys;

    /// <summary>Whether the key is in this language's file.</summary>
    public bool Has(string key) => _sentences.ContainsKey(key);

    /// <summary>A sentence without values.</summary>
    public string this[string key] => Say(key);

    /// <summary>
    /// A sentence with its values. A key this language lacks is said in English, and one that English lacks too is shown as itself: a page never fails
    /// for a text, and the tests keep such keys out. A value that is not given shows its name in braces.
    /// </summary>
    public string Say(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Say(key, isolate: false, values);

    /// <summary>
    /// As <see cref="Say(string, ReadOnlySpan{ValueTuple{string, object}})"/> for plain text (mail, calendars, file names): every string value is put between
    /// U+2068 and U+2069, so that a name in another script does not turn the sentence around. In HTML use <c>&lt;bdi&gt;</c> instead.
    /// </summary>
    public string SayPlain(string key, params ReadOnlySpan<(string Name, object? Value)> values) => Say(key, isolate: true, values);

    /// <summary>
    /// A value for plain text in first-strong isolation; an empty one stays empty. Isolates and overrides inside it are dropped, so it cannot break out.
    /// </summary>
    public static string Isolate(string text)
    {
        if (text.Length == 0) return text;
        var inner = text.AsSpan().IndexOfAnyInRange('\u202A', '\u202E') < 0 && text.AsSpan().IndexOfAnyInRange('\u2066', '\u2069') < 0
            ? text
            : string.Concat(text.Where(c => c is not (>= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069')));
        return $"\u2068{inner}\u2069";
    }

    string Say(string key, bool isolate, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_sentences.TryGetValue(key, out var sentence)) return sentence.Say(Language, isolate, values);
        return Language != Language.English ? Of(Language.English).Say(key, isolate, values) : key;
    }

    sealed class Sentence(string source)
    {
        Message? _message;

        public string Say(Language language, bool isolate, ReadOnlySpan<(string, object?)> values) =>
            (_message ??= Message.Parse(source)).Say(language, isolate, values);
    }
}
