using System.Globalization;
using Majlis.Calendars;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime.Text;

namespace Majlis.Meetings.Exchange;

/// <summary>Something in a table that cannot be taken.</summary>
/// <param name="Cell">Such as <c>C7</c>.</param>
/// <param name="Key">Of the language files, whole: <c>import.value_unknown</c>, <c>refusal.meetings.self</c>.</param>
public sealed record RequestFault(string Cell, string Key, IReadOnlyList<(string Name, object? Value)> Values);

/// <summary>One row as it was written.</summary>
public sealed record RequestRow(int Line)
{
    /// <summary>The number of a request that is there already: the row is known and left alone. Null: it is new.</summary>
    public int? Number { get; init; }
    /// <summary>A slug or a name, as are those asked.</summary>
    public string From { get; init; } = "";
    public string To { get; init; } = "";
    public Asked Asked { get; init; } = new();
    /// <summary>What it is worth to the side asked, where that has agreed already; null: it has to answer.</summary>
    public Wish? ToWish { get; init; }
    public bool IsAccepted { get; init; }
    /// <summary>The cell of a column of this row, also where it is blank.</summary>
    public required Func<string, string> Cell { get; init; }
}

public sealed record RequestReading(IReadOnlyList<RequestRow> Rows, IReadOnlyList<RequestFault> Faults);

/// <summary>A request as it is written into a table.</summary>
public sealed record RequestLine(MeetingRequest Request, string From, string FromName, string To, string ToName);

/// <summary>
/// Requests as a table, one a row. <c>from</c> and <c>to</c> are slugs (<c>tatarstan</c>, <c>person-142</c>) or names; <c>purpose</c> is text; <c>level</c>, <c>wish</c> and <c>state</c> are words;
/// <c>languages</c> (<c>ar; en</c>) and <c>days</c> (<c>2021-07-28; 2021-07-29</c>) are lists. A row with a <c>number</c> is one that is there already. Columns of other names are left alone.
/// </summary>
public static class RequestSheet
{
    static readonly string[] Columns = ["from", "to", "purpose"];

    /// <exception cref="Refusal">A column of <c>from</c>, <c>to</c> or <c>purpose</c> is missing, or the file is broken or goes beyond <see cref="FileLimits"/>.</exception>
    public static RequestReading Read(Stream stream)
    {
        var content = FileContent.Of(stream);
        return content.IsZip ? Read(XlsxTable.Rows(content, out _), text => text) : Read(CsvTable.Rows(content, "en", _ => { }), Cells.Plain);
    }

    static RequestReading Read(IEnumerable<SheetRow> table, Func<string, string> plain)
    {
        Dictionary<string, int>? columns = null;
        var (rows, faults) = (new List<RequestRow>(), new List<RequestFault>());
        foreach (var row in table.Where(r => !r.IsBlank))
        {
            if (columns is null)
            {
                columns = [];
                for (var i = 0; i < row.Cells.Count; i++)
                    if (CleanText.OneLine(row.Cells[i], out _).ToLowerInvariant() is { Length: > 0 and <= 80 } name) columns.TryAdd(name, i);
                var missing = Columns.Where(c => !columns.ContainsKey(c)).ToList();
                if (missing.Count > 0) throw new Refusal("import.columns_missing", ("columns", string.Join(", ", missing)), ("found", Cut(string.Join(", ", columns.Keys))), ("line", row.Line));
                continue;
            }
            var before = faults.Count;
            var read = new Cursor(row, columns, plain, faults).Row();
            if (faults.Count == before) rows.Add(read);
        }
        return columns is null ? throw new Refusal("import.empty") : new(rows, faults);
    }

    internal static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";

    sealed class Cursor(SheetRow row, Dictionary<string, int> columns, Func<string, string> plain, List<RequestFault> faults)
    {
        public RequestRow Row() => new(row.Line)
        {
            Cell = Cell, Number = Whole("number"), From = Needed("from"), To = Needed("to"), ToWish = Word<Wish>("to_wish"), IsAccepted = Word<RequestState>("state") is RequestState.Accepted,
            Asked = new()
            {
                Purpose = Whole("number") is null ? Needed("purpose") : One("purpose") ?? "", Wish = Word<Wish>("wish") ?? Wish.Wish,
                Terms = new()
                {
                    Level = Word<MeetingLevel>("level") ?? MeetingLevel.Director, FromPeople = Whole("from_people") ?? 1, ToPeople = Whole("to_people") ?? 1,
                    Languages = [.. List("languages").Select(l => l.ToLowerInvariant())], Days = [.. List("days").Select(Day).OfType<NodaTime.LocalDate>()],
                },
            },
        };

        string Cell(string column) => Cells.Letters(columns.GetValueOrDefault(column)) + row.Line.ToString(CultureInfo.InvariantCulture);

        string? One(string column)
        {
            if (!columns.TryGetValue(column, out var i) || i >= row.Cells.Count) return null;
            var text = CleanText.OneLine(plain(row.Cells[i]), out _);
            return text.Length == 0 ? null : text;
        }

        string Needed(string column)
        {
            if (One(column) is { } text) return text;
            Fault(column, "import.cell_blank");
            return "";
        }

        string[] List(string column) => (One(column) ?? "").Split([';', ',', '،', '؛'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        int? Whole(string column)
        {
            if (One(column) is not { } text) return null;
            if (int.TryParse(Digits.ToAscii(text), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
            Fault(column, "import.whole_unreadable", ("text", Cut(text)));
            return null;
        }

        NodaTime.LocalDate? Day(string text)
        {
            if (LocalDatePattern.Iso.Parse(Digits.ToAscii(text)).TryGetValue(default, out var day)) return day;
            Fault("days", "import.day_unreadable", ("text", Cut(text)));
            return null;
        }

        T? Word<T>(string column) where T : struct, Enum
        {
            if (One(column) is not { } text) return null;
            if (!char.IsAsciiDigit(text[0]) && text[0] != '-' && Enum.TryParse<T>(text.Replace(" ", "", StringComparison.Ordinal), true, out var word) && Enum.IsDefined(word)) return word;
            Fault(column, "import.value_unknown", ("text", Cut(text)), ("known", string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))));
            return null;
        }

        void Fault(string column, string key, params (string, object?)[] values) => faults.Add(new(Cell(column), key, values));
    }

    public static void Write(bool asWorkbook, IEnumerable<RequestLine> requests, string language, Stream stream)
    {
        var rows = requests.Select(l => (IReadOnlyList<string>)(List<string>)
        [
            l.Request.Number.ToString(CultureInfo.InvariantCulture), l.From, l.FromName, l.To, l.ToName, l.Request.Purpose, Word(l.Request.Terms.Level), l.Request.Terms.FromPeople.ToString(CultureInfo.InvariantCulture),
            l.Request.Terms.ToPeople.ToString(CultureInfo.InvariantCulture), string.Join("; ", l.Request.Terms.Languages), string.Join("; ", l.Request.Terms.Days.Select(LocalDatePattern.Iso.Format)),
            Word(l.Request.FromWish), Word(l.Request.ToWish), Word(l.Request.State),
        ]).Prepend(["number", "from", "from_name", "to", "to_name", "purpose", "level", "from_people", "to_people", "languages", "days", "wish", "to_wish", "state"]);
        if (asWorkbook) TableWriter.WriteXlsx(rows, "Requests", Language.DirectionOf(language) == "rtl", stream);
        else TableWriter.WriteCsv(rows, stream);
    }

    static string Word<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
}
