using System.Text;
using Majlis.Platform;

namespace Majlis.Tables;

/// <summary>Rows of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else the code page usual for the importer's language; parted by comma, semicolon or tab.</summary>
static class CsvTable
{
    public static IEnumerable<SheetRow> Rows(FileContent content, string language, Action<string> guessed)
    {
        content.RefuseOtherThanMarkup();
        var text = Decode(content, language, guessed);
        var at = 0;
        var line = 1;
        var delimiter = Delimiter(text, ref at, ref line);
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, wasQuoted) = (false, false);
        var (start, quoteLine, rowStart) = (line, 0, at);
        for (; at <= text.Length; at++)
        {
            var c = at < text.Length ? text[at] : '\n';
            if (c == '\0') throw new Refusal("import.nul", ("line", line));
            if (quoted)
            {
                if (at == text.Length) throw new Refusal("import.quote_unclosed", ("line", quoteLine));
                if (cell.Length >= FileLimits.TextLength) throw new Refusal("import.quote_unclosed", ("line", quoteLine));
                if (c == '\n') line++;
                if (c != '"') cell.Append(c);
                else if (at + 1 < text.Length && text[at + 1] == '"') { cell.Append('"'); at++; }
                else quoted = false;
                continue;
            }
            if (c == '"' && cell.Length == 0 && !wasQuoted) { (quoted, wasQuoted, quoteLine) = (true, true, line); continue; }
            if (c == delimiter || c is '\n' or '\r')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                wasQuoted = false;
                if (cells.Count > FileLimits.Columns) throw new Refusal("import.too_many_columns", ("line", line), ("limit", FileLimits.Columns));
                if (c == delimiter) continue;
                if (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                yield return new(start, cells.ToArray());
                cells.Clear();
                start = ++line;
                rowStart = at;
                continue;
            }
            if (at - rowStart > FileLimits.LineLength) throw new Refusal("import.line_too_long", ("line", line), ("limit", FileLimits.LineLength));
            cell.Append(c);
        }
    }

    static string Decode(FileContent content, string language, Action<string> guessed)
    {
        var bytes = content.Bytes.Span;
        if (bytes is [0xFF, 0xFE, ..]) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) bytes = bytes[3..];
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var page = language.Split('-')[0] switch { "ru" or "uk" or "be" or "bg" => 1251, "ar" or "fa" or "ur" => 1256, "tr" or "az" => 1254, "en" or "fr" or "de" or "es" or "it" => 1252, _ => 0 };
        if (page == 0) throw new Refusal("import.encoding_unknown");
        guessed($"windows-{page}");
        return CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetString(bytes);
    }

    static char Delimiter(string text, ref int at, ref int line)
    {
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            var told = text[4];
            at = text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end + 1 : text.Length;
            line++;
            return told;
        }
        var (counts, quoted) = (new int[3], false);
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c is '\n' or '\r') break;
            if (",;\t".IndexOf(c, StringComparison.Ordinal) is >= 0 and var i) counts[i]++;
        }
        return ",;\t"[Array.IndexOf(counts, counts.Max())];
    }
}
