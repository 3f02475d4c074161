using System.Globalization;
using Majlis.Platform;

namespace Majlis.Tables;

/// <summary>What becomes of one row.</summary>
/// <param name="Fields">Columns that become different of what is known already.</param>
public sealed record TableLine(int Line, LocalizedText Name, bool IsNew, IReadOnlyList<string> Fields)
{
    public bool IsKept => !IsNew && Fields.Count == 0;
}

/// <summary>What a table would do. With a fault in any cell it does nothing.</summary>
public sealed record TablePlan(IReadOnlyList<TableLine> Lines, IReadOnlyList<CellFault> Faults)
{
    public bool MayRun => Faults.Count == 0 && Lines.Any(l => !l.IsKept);
}

/// <summary>Reads a table with a heading, CSV or XLSX, as rows that are asked by column. Columns that nobody asks for are left alone.</summary>
public static class TableFile
{
    /// <param name="language">Of texts in a column that names none.</param>
    /// <param name="faults">Takes what rows cannot say.</param>
    /// <param name="needed">Columns of which one has to be there, alone or with a language; the last is named to whoever has none.</param>
    /// <exception cref="Refusal">None of the needed columns is there, or the file is broken or goes beyond <see cref="FileLimits"/>.</exception>
    public static IReadOnlyList<TableRow> Read(Stream stream, string language, List<CellFault> faults, params string[] needed)
    {
        var content = FileContent.Of(stream);
        var table = content.IsZip ? XlsxTable.Rows(content, out _) : CsvTable.Rows(content, language, _ => { });
        Func<string, string> plain = content.IsZip ? text => text : Cells.Plain;
        Dictionary<string, int>? columns = null;
        var rows = new List<TableRow>();
        foreach (var row in table.Where(r => !r.IsBlank))
        {
            if (columns is not null)
            {
                rows.Add(new(row, columns, plain, language, faults));
                continue;
            }
            columns = [];
            for (var i = 0; i < row.Cells.Count; i++)
                if (CleanText.OneLine(row.Cells[i], out _).ToLowerInvariant() is { Length: > 0 and <= 80 } name) columns.TryAdd(name, i);
            if (!columns.Keys.Any(c => needed.Any(n => c == n || c.StartsWith(n + ".", StringComparison.Ordinal))))
                throw new Refusal("import.columns_missing", ("columns", needed[^1]), ("found", Cut(string.Join(", ", columns.Keys))), ("line", row.Line));
        }
        return columns is null ? throw new Refusal("import.empty") : rows;
    }

    /// <summary>As much of a text as a message shows.</summary>
    public static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}

/// <summary>One row of a table. A blank cell and a column that is not there are null, and what is known stays.</summary>
public sealed class TableRow
{
    readonly SheetRow _row;
    readonly Dictionary<string, int> _columns;
    readonly Func<string, string> _plain;
    readonly string _language;
    readonly List<CellFault> _faults;

    internal TableRow(SheetRow row, Dictionary<string, int> columns, Func<string, string> plain, string language, List<CellFault> faults) =>
        (_row, _columns, _plain, _language, _faults) = (row, columns, plain, language, faults);

    public int Line => _row.Line;

    /// <summary>The cell of a column, also where it is blank.</summary>
    public string Cell(string column) => Cells.Letters(_columns.GetValueOrDefault(column, _columns.Keys.FirstOrDefault(c => c.StartsWith(column + ".", StringComparison.Ordinal)) is { } like ? _columns[like] : 0))
        + Line.ToString(CultureInfo.InvariantCulture);

    public string? One(string column)
    {
        if (!_columns.TryGetValue(column, out var i) || i >= _row.Cells.Count) return null;
        var text = CleanText.OneLine(_plain(_row.Cells[i]), out _);
        return text.Length == 0 ? null : text;
    }

    /// <summary>Columns of a text, one a language: <c>short</c> and <c>short.fa</c>.</summary>
    public LocalizedText Text(string column)
    {
        var text = LocalizedText.Empty;
        foreach (var name in _columns.Keys.Where(n => n == column || n.StartsWith(column + ".", StringComparison.Ordinal)))
            text = text.With(name == column ? _language : name[(column.Length + 1)..], One(name));
        return text;
    }

    /// <summary>The text with what the row says of it.</summary>
    public LocalizedText Over(LocalizedText known, string column) => Text(column).Wordings.Aggregate(known, (text, w) => text.With(w.Key, w.Value));

    public T? Word<T>(string column) where T : struct, Enum
    {
        if (One(column) is not { } text) return null;
        if (!char.IsAsciiDigit(text[0]) && text[0] != '-' && Enum.TryParse<T>(text.Replace(" ", "", StringComparison.Ordinal), true, out var word) && Enum.IsDefined(word)) return word;
        Fault(column, "import.value_unknown", ("text", TableFile.Cut(text)), ("known", string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))));
        return null;
    }

    public bool? Yes(string column)
    {
        switch (One(column)?.ToLowerInvariant())
        {
            case null: return null;
            case "yes" or "true" or "1" or "x": return true;
            case "no" or "false" or "0": return false;
            case var text:
                Fault(column, "import.value_unknown", ("text", TableFile.Cut(text)), ("known", "yes, no"));
                return null;
        }
    }

    public void Fault(string column, string key, params (string, object?)[] values) => _faults.Add(new(Cell(column), key, values));
}
