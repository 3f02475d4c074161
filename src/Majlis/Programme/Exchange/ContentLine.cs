using System.Text;
using Majlis.Platform;
using Majlis.Tables;

namespace Majlis.Programme.Exchange;

/// <summary>One unfolded line of an iCalendar file (RFC 5545, 3.1): a name, parameters and a value as written.</summary>
/// <param name="Line">One-based number of its first line in the file.</param>
readonly record struct ContentLine(int Line, string Name, IReadOnlyList<(string Name, string Value)> Parameters, string Value)
{
    public string? this[string parameter]
    {
        get
        {
            foreach (var (name, value) in Parameters)
                if (name.Equals(parameter, StringComparison.OrdinalIgnoreCase)) return value;
            return null;
        }
    }

    /// <summary>A text value: <c>\n</c>, <c>\,</c>, <c>\;</c> and <c>\\</c> undone.</summary>
    public string Text
    {
        get
        {
            if (!Value.Contains('\\', StringComparison.Ordinal)) return Value;
            var text = new StringBuilder(Value.Length);
            for (var i = 0; i < Value.Length; i++)
                if (Value[i] != '\\' || i + 1 == Value.Length) text.Append(Value[i]);
                else text.Append(Value[++i] is 'n' or 'N' ? '\n' : Value[i]);
            return text.ToString();
        }
    }

    /// <summary>The lines of a file, unfolded. Folds are undone on characters, which is right for every file that is not folded inside a character.</summary>
    public static IEnumerable<ContentLine> Of(FileContent content)
    {
        using var reader = new StreamReader(content.Open(), new UTF8Encoding(false));
        var line = new StringBuilder();
        var (number, start) = (0, 0);
        while (ReadLine(reader, ++number) is { } part)
        {
            if (part.Length > 0 && part[0] is ' ' or '\t')
            {
                if (line.Length + part.Length > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", start), ("limit", FileLimits.TextLength));
                line.Append(part, 1, part.Length - 1);
                continue;
            }
            if (line.Length > 0) yield return Parse(line.ToString(), start);
            line.Clear().Append(part);
            start = number;
        }
        if (line.Length > 0) yield return Parse(line.ToString(), start);
    }

    static string? ReadLine(StreamReader reader, int number)
    {
        if (reader.Peek() < 0) return null;
        var line = new StringBuilder();
        for (int c; (c = reader.Read()) >= 0 && c != '\n';)
        {
            if (line.Length > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", number), ("limit", FileLimits.TextLength));
            if (c != '\r') line.Append((char)c);
        }
        return line.ToString();
    }

    static ContentLine Parse(string text, int line)
    {
        var at = text.AsSpan().IndexOfAny(':', ';');
        if (at <= 0) return new(line, text, [], "");
        var name = text[..at].ToUpperInvariant();
        List<(string, string)>? parameters = null;
        while (at < text.Length && text[at] == ';')
        {
            var equals = text.IndexOf('=', at + 1);
            if (equals < 0) return new(line, name, parameters ?? [], "");
            var parameter = text[(at + 1)..equals];
            var from = equals + 1;
            if (from < text.Length && text[from] == '"')
            {
                var close = text.IndexOf('"', from + 1);
                if (close < 0) return new(line, name, parameters ?? [], "");
                (parameters ??= []).Add((parameter, text[(from + 1)..close]));
                at = text.AsSpan(close + 1).IndexOfAny(':', ';') is >= 0 and var next ? close + 1 + next : text.Length;
            }
            else
            {
                at = text.AsSpan(from).IndexOfAny(':', ';') is >= 0 and var next ? from + next : text.Length;
                (parameters ??= []).Add((parameter, text[from..at]));
            }
            if (parameters.Count > FileLimits.Attributes) throw new Refusal("import.too_many_attributes", ("line", line), ("limit", FileLimits.Attributes));
        }
        return new(line, name, parameters ?? [], at < text.Length ? text[(at + 1)..] : "");
    }
}
