using System.Globalization;
using System.Text;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Calendars;

/// <summary>One parsed sentence of a language file.</summary>
sealed class Message
{
    abstract record Part;
    sealed record Literal(string Text) : Part;
    sealed record Counted : Part;
    sealed record Value(string Name, bool Plain) : Part;
    sealed record Plural(string Name, bool Ordinal, Dictionary<decimal, Message> Exact, Dictionary<PluralCategory, Message> Forms) : Part;
    sealed record Select(string Name, Dictionary<string, Message> Cases) : Part;

    readonly Part[] _parts;

    Message(Part[] parts) => _parts = parts;

    /// <exception cref="FormatException">Says what is wrong and where.</exception>
    public static Message Parse(string source)
    {
        var at = 0;
        var message = new Parser(source).Message(ref at, counted: false, nested: false);
        return message;
    }

    public string Say(Language language, bool isolate, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (_parts is [Literal only]) return only.Text;
        var text = new StringBuilder();
        Write(text, language, isolate, values, counted: null);
        return text.ToString();
    }

    void Write(StringBuilder text, Language language, bool isolate, ReadOnlySpan<(string Name, object? Value)> values, decimal? counted)
    {
        foreach (var part in _parts)
            switch (part)
            {
                case Literal literal: text.Append(literal.Text); break;
                case Counted: text.Append(counted is { } n ? Numbers.Of(language).Say(n) : "#"); break;
                case Value value:
                    text.Append(Find(values, value.Name, out var given) ? Written(given, language, isolate, value.Plain) : $"{{{value.Name}}}");
                    break;
                case Plural plural:
                    {
                        if (!Find(values, plural.Name, out var amount) || Amount(amount) is not { } number)
                        {
                            text.Append('{').Append(plural.Name).Append('}');
                            break;
                        }
                        if (!plural.Exact.TryGetValue(number, out var form))
                        {
                            var rules = plural.Ordinal ? PluralRules.OrdinalsOf(language) : PluralRules.Of(language);
                            form = plural.Forms.GetValueOrDefault(rules.Category(number)) ?? plural.Forms[PluralCategory.Other];
                        }
                        form.Write(text, language, isolate, values, number);
                        break;
                    }
                case Select select:
                    {
                        var chosen = Find(values, select.Name, out var what) ? Case(what) : "";
                        (select.Cases.GetValueOrDefault(chosen) ?? select.Cases["other"]).Write(text, language, isolate, values, counted);
                        break;
                    }
            }
    }

    static bool Find(ReadOnlySpan<(string Name, object? Value)> values, string name, out object? value)
    {
        foreach (var (given, what) in values)
            if (given == name) { value = what; return true; }
        value = null;
        return false;
    }

    static string Case(object? value) => value switch
    {
        bool yes => yes ? "true" : "false",
        Enum name => name.ToString().ToLowerInvariant(),
        _ => value?.ToString() ?? "",
    };

    static decimal? Amount(object? value) => value switch
    {
        int n => n,
        long n => n,
        decimal n => n,
        double n when Math.Abs(n) < 1e15 => (decimal)n,
        short or byte or uint => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    static string Written(object? value, Language language, bool isolate, bool plain) => value switch
    {
        null => "",
        string text => isolate ? Texts.Isolate(text) : plain ? Digits.ToNative(text, language) : text,
        Wording wording => isolate ? Texts.Isolate(wording.Text) : wording.Text,
        LocalizedText text => isolate ? Texts.Isolate(text.In(language.Tag).Text) : text.In(language.Tag).Text,
        Func<Language, string> said => said(language),
        LocalDate date => Dates.Of(language).Long(date),
        LocalTime time => Times.Of(language).Say(time),
        Duration length => Times.Of(language).LengthInWords(length),
        IEnumerable<string> items => Lists.Of(language).And(isolate ? items.Select(Texts.Isolate) : items),
        int or long or short or byte when plain => Numbers.Of(language).Plain(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ when Amount(value) is { } number => Numbers.Of(language).Say(number),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>The values the sentence asks for, with what they are used as (<c>count:plural</c>); equal sets in every language.</summary>
    public IEnumerable<string> Placeholders() => _parts.SelectMany(part => part switch
    {
        Value value => [value.Name],
        Plural plural => plural.Exact.Values.Concat(plural.Forms.Values).SelectMany(m => m.Placeholders())
            .Prepend($"{plural.Name}:{(plural.Ordinal ? "selectordinal" : "plural")}"),
        Select select => select.Cases.Values.SelectMany(m => m.Placeholders())
            .Prepend($"{select.Name}:select({string.Join(' ', select.Cases.Keys.Order(StringComparer.Ordinal))})"),
        _ => Enumerable.Empty<string>(),
    }).Distinct();

    /// <summary>What is wrong with the plural forms for a language: one it needs is missing, or one it never uses is there.</summary>
    public IEnumerable<string> PluralFaults(Language language)
    {
        foreach (var part in _parts)
        {
            if (part is Plural plural)
            {
                var needed = (plural.Ordinal ? PluralRules.OrdinalsOf(language) : PluralRules.Of(language)).Categories;
                foreach (var category in needed.Except(plural.Forms.Keys)) yield return $"{{{plural.Name}}} lacks the form {Name(category)}";
                foreach (var category in plural.Forms.Keys.Except(needed))
                    yield return $"{{{plural.Name}}} has the form {Name(category)}, which the language does not use";
            }
            var inner = part switch { Plural p => p.Exact.Values.Concat(p.Forms.Values), Select s => s.Cases.Values, _ => Enumerable.Empty<Message>() };
            foreach (var fault in inner.SelectMany(m => m.PluralFaults(language))) yield return fault;
        }
    }

    static string Name(PluralCategory category) => category.ToString().ToLowerInvariant();

    sealed class Parser(string source)
    {
        public Message Message(ref int at, bool counted, bool nested)
        {
            var parts = new List<Part>();
            var literal = new StringBuilder();
            for (; at < source.Length; at++)
            {
                var c = source[at];
                if (c == '}')
                {
                    if (!nested) throw Wrong("a closing brace without an opening one", at);
                    break;
                }
                if (c == '#' && counted) { Flush(); parts.Add(new Counted()); }
                else if (c == '{') { Flush(); at++; parts.Add(Braces(ref at, counted)); }
                else literal.Append(c);
            }
            if (nested && at >= source.Length) throw Wrong("an opening brace without a closing one", at);
            Flush();
            return new(parts.Count == 0 ? [new Literal("")] : [.. parts]);

            void Flush()
            {
                if (literal.Length == 0) return;
                parts.Add(new Literal(literal.ToString()));
                literal.Clear();
            }
        }

        // Entered behind the opening brace, left on the closing one.
        Part Braces(ref int at, bool counted)
        {
            var name = Word(ref at);
            if (name.Length == 0) throw Wrong("a placeholder without a name", at);
            if (Next(ref at) == '}') return new Value(name, Plain: false);
            Expect(ref at, ',');
            var kind = Word(ref at);
            if (kind == "plain")
            {
                if (Next(ref at) != '}') throw Wrong("expected }", at);
                return new Value(name, Plain: true);
            }
            Expect(ref at, ',');
            var cases = new Dictionary<string, Message>(StringComparer.Ordinal);
            while (Next(ref at) != '}')
            {
                var selector = Word(ref at);
                if (selector.Length == 0) throw Wrong("a case without a name", at);
                Expect(ref at, '{');
                if (!cases.TryAdd(selector, Message(ref at, counted || kind != "select", nested: true))) throw Wrong($"the case {selector} twice", at);
                Expect(ref at, '}');
            }
            if (!cases.ContainsKey("other")) throw Wrong($"{{{name}}} without the case other", at);
            return kind switch
            {
                "select" => new Select(name, cases),
                "plural" or "selectordinal" => new Plural(name, kind == "selectordinal",
                    cases.Where(c => c.Key[0] == '=').ToDictionary(c => Exact(c.Key), c => c.Value),
                    cases.Where(c => c.Key[0] != '=').ToDictionary(c => Category(c.Key), c => c.Value)),
                _ => throw Wrong($"unknown kind '{kind}'", at),
            };
        }

        decimal Exact(string selector) =>
            decimal.TryParse(selector.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact)
                ? exact
                : throw Wrong($"'{selector}' is no number", 0);

        PluralCategory Category(string selector) =>
            Enum.TryParse<PluralCategory>(selector, ignoreCase: true, out var category) && Name(category) == selector
                ? category
                : throw Wrong($"unknown plural form '{selector}'", 0);

        string Word(ref int at)
        {
            Next(ref at);
            var start = at;
            while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] is '_' or '-' or '=' or '.')) at++;
            return source[start..at];
        }

        char Next(ref int at)
        {
            while (at < source.Length && char.IsWhiteSpace(source[at])) at++;
            return at < source.Length ? source[at] : throw Wrong("an opening brace without a closing one", at);
        }

        void Expect(ref int at, char c)
        {
            if (Next(ref at) != c) throw Wrong($"expected {c}", at);
            at++;
        }

        FormatException Wrong(string what, int at) => new($"{what} at {at} of \"{source}\"");
    }
}
