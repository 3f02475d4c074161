using System.Globalization;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>Reads a programme from a table, CSV or XLSX: a header row with the names of <see cref="SheetColumns"/>, then one session a row. Columns of other names are left alone.
/// In CSV an apostrophe before <c>= + - @</c> is taken for the guard it is. Findings name the cell.</summary>
public static class SheetReader
{
    /// <exception cref="Refusal">There is no title column, the file is broken or goes beyond <see cref="ImportLimits"/>.</exception>
    public static ProgrammeReading Read(Stream stream, ReadingOptions options)
    {
        var content = FileContent.Of(stream);
        return content.IsZip ? ReadXlsx(content, options) : ReadCsv(content, options);
    }

    internal static ProgrammeReading ReadCsv(FileContent content, ReadingOptions options)
    {
        var draft = new ProgrammeDraft(options);
        var rows = CsvTable.Rows(content, options.DefaultLanguage, page => draft.Note(FindingKind.Repaired, null, "", "encoding_guessed", ("encoding", page)));
        return Read(rows, Cells.Plain, false, draft, options);
    }

    internal static ProgrammeReading ReadXlsx(FileContent content, ReadingOptions options) =>
        Read(XlsxTable.Rows(content, out var from1904), text => text, from1904, new(options), options);

    static ProgrammeReading Read(IEnumerable<SheetRow> rows, Func<string, string> plain, bool from1904, ProgrammeDraft draft, ReadingOptions options)
    {
        Dictionary<string, int>? columns = null;
        var width = 0;
        foreach (var row in rows.Where(r => !r.IsBlank))
        {
            if (columns is null)
            {
                columns = Header(row);
                width = row.Cells.Count;
                if (!columns.Keys.Any(c => c == "title" || c.StartsWith("title.", StringComparison.Ordinal)))
                    throw new Refusal("import.columns_missing", ("columns", "title"), ("found", ProgrammeDraft.Short(string.Join(", ", columns.Keys))), ("line", row.Line));
                draft.Languages.AddRange(columns.Keys.Where(c => c.StartsWith("title.", StringComparison.Ordinal)).Select(c => c["title.".Length..]));
                continue;
            }
            if (row.Cells.Skip(width).Any(c => c.Length > 0)) draft.Note(FindingKind.Repaired, row.Line, Cells.Letters(width) + row.Line.ToString(CultureInfo.InvariantCulture), "row_ragged");
            new Row(row, columns, plain, from1904, draft, options).Take();
        }
        if (columns is null) throw new Refusal("import.empty");
        return draft.Finish();
    }

    static Dictionary<string, int> Header(SheetRow row)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < row.Cells.Count; i++)
            if (CleanText.OneLine(row.Cells[i], out _).ToLowerInvariant() is { Length: > 0 and <= 80 } name) columns.TryAdd(name, i);
        return columns;
    }

    sealed class Row(SheetRow row, Dictionary<string, int> columns, Func<string, string> plain, bool from1904, ProgrammeDraft draft, ReadingOptions options)
    {
        public void Take()
        {
            var title = Words("title");
            if (title.IsEmpty)
            {
                draft.Note(FindingKind.Refused, row.Line, Cell("title"), "title_missing");
                return;
            }
            var hall = One("hall");
            var session = new DraftSession
            {
                Line = row.Line,
                Item = ProgrammeDraft.Short(title.In(options.DefaultLanguage).Text),
                Guid = Blank("guid"),
                Number = Blank("number"),
                HallName = hall == SheetColumns.AllHalls ? "" : hall,
                TrackName = One("track"),
                TypeName = One("type"),
            };
            session.Start = Start();
            if (draft.Duration(Minutes(), row.Line, Cell("minutes")) is not { } minutes) return;
            foreach (var (column, role) in SheetColumns.Roles)
                foreach (var name in One(column).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    session.People.Add(new(name, null, null, role, row.Line));
            session.Entry = session.Entry with
            {
                Title = title,
                Subtitle = Words("subtitle"),
                Abstract = Words("abstract"),
                Description = Words("description"),
                AllHalls = hall == SheetColumns.AllHalls,
                Minutes = minutes,
                FloorLanguages = ScheduleXmlReader.LanguagesOf(One("floor")),
                OutputLanguages = ScheduleXmlReader.LanguagesOf(One("output")),
                Access = Access(),
                Stream = draft.Address(Text("stream"), row.Line, Cell("stream")),
                Url = draft.Address(Text("url"), row.Line, Cell("url")),
                Expected = int.TryParse(One("expected"), NumberStyles.None, CultureInfo.InvariantCulture, out var expected) ? expected : null,
                IsCancelled = One("cancelled").ToLowerInvariant() is "yes" or "true" or "1" or "x",
            };
            draft.Add(session);
        }

        string Text(string column) => columns.TryGetValue(column, out var i) && i < row.Cells.Count ? plain(row.Cells[i]) : "";
        string One(string column) => draft.OneLine(Text(column), row.Line, Cell(column));
        string? Blank(string column) => One(column) is { Length: > 0 } text ? text : null;
        string Cell(string column) => Cells.Letters(columns.GetValueOrDefault(column, columns.Values.First())) + row.Line.ToString(CultureInfo.InvariantCulture);

        LocalizedText Words(string column)
        {
            var text = LocalizedText.Empty;
            foreach (var name in columns.Keys)
            {
                if (name != column && !(name.StartsWith(column, StringComparison.Ordinal) && name.Length > column.Length && name[column.Length] == '.')) continue;
                var language = name == column ? options.DefaultLanguage : name[(column.Length + 1)..];
                var words = column is "abstract" or "description" ? draft.Text(Text(name), row.Line, Cell(name), language) : draft.Line(Text(name), row.Line, Cell(name), language);
                if (words[language] is { } wording) text = text.With(language, wording);
            }
            return text;
        }

        LocalDateTime? Start()
        {
            var (date, start) = (One("date"), One("start"));
            if (date.Length == 0) return null;
            var day = ScheduleTimes.Date(date) is { } iso && date.Length == 10 ? iso : Serial(date)?.Date;
            var time = start.Length == 0 ? Serial(date)?.TimeOfDay : ScheduleTimes.Clock(start) ?? Fraction(start);
            if (day is null) Unreadable("date", date);
            else if (time is null && start.Length > 0) Unreadable("start", start);
            return day is { } d && time is { } t && !(start.Length == 0 && t == LocalTime.Midnight) ? draft.Existing(d + t, draft.Zone, row.Line, Cell("start")) : null;
        }

        void Unreadable(string column, string text) => draft.Note(FindingKind.Repaired, row.Line, Cell(column), "date_unreadable", ("text", ProgrammeDraft.Short(text)));

        // Excel's serial 60 is 29 February 1900, a day that never was: up to it days count from 31 December 1899, after it from 30 December.
        LocalDateTime? Serial(string text)
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial) || !(serial is >= 1 and < 2_958_466) || (!from1904 && (int)serial == 60)) return null;
            var origin = from1904 ? new LocalDate(1904, 1, 1) : serial < 60 ? new LocalDate(1899, 12, 31) : new LocalDate(1899, 12, 30);
            return origin.AtMidnight().PlusDays((int)serial).PlusMinutes((long)Math.Round((serial - Math.Floor(serial)) * 1440));
        }

        static LocalTime? Fraction(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) && part is >= 0 and < 1 && Math.Round(part * 1440) < 1440
                ? LocalTime.FromMinutesSinceMidnight((int)Math.Round(part * 1440)) : null;

        int Minutes()
        {
            var text = One("minutes");
            if (text.Length == 0) return 0;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000) return (int)Math.Round(number);
            if (ScheduleTimes.Minutes(text, out _) is { } minutes) return minutes;
            draft.Note(FindingKind.Repaired, row.Line, Cell("minutes"), "duration_unreadable", ("text", ProgrammeDraft.Short(text)));
            return 0;
        }

        SessionAccess Access()
        {
            var text = One("access").Replace(" ", "", StringComparison.Ordinal);
            if (text.Length == 0) return SessionAccess.Open;
            if (!char.IsAsciiDigit(text[0]) && Enum.TryParse<SessionAccess>(text, true, out var access)) return access;
            draft.Note(FindingKind.Repaired, row.Line, Cell("access"), "access_unreadable", ("text", ProgrammeDraft.Short(text)));
            return SessionAccess.Closed;
        }
    }
}
