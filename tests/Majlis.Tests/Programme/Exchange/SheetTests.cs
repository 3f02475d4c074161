using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using NodaTime;

namespace Majlis.Tests.Programme.Exchange;

public class SheetTests
{
    public static TheoryData<string, string?, ProgrammeFormat> Real => new()
    {
        { "36c3_merged.xml", "Europe/Berlin", ProgrammeFormat.Csv }, { "fosdem-2026.xml", null, ProgrammeFormat.Csv }, { "fosdem-2012.xml", "Europe/Brussels", ProgrammeFormat.Csv },
        { "36c3_merged.xml", "Europe/Berlin", ProgrammeFormat.Xlsx }, { "fosdem-2026.xml", null, ProgrammeFormat.Xlsx },
    };

    [Theory, MemberData(nameof(Real))]
    public void Survives_being_written_and_read_again(string file, string? zone, ProgrammeFormat format)
    {
        var first = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var again = ExchangeFiles.Read(ExchangeFiles.Write(format, first), "programme." + format.ToString().ToLowerInvariant(), existing: first).Programme;
        Assert.Equal(Carried(first).AsText(), Carried(again).AsText());
    }

    static ProgrammeSnapshot Carried(ProgrammeSnapshot programme)
    {
        var names = programme.People.ToDictionary(p => p.Guid, p => p.Name);
        return programme with
        {
            Edition = programme.Edition with { Title = LocalizedText.Empty, Subtitle = LocalizedText.Empty, City = LocalizedText.Empty, Venue = LocalizedText.Empty, SlotMinutes = null, BaseUrl = null, Url = null, Version = null },
            Halls = [.. programme.Halls.Where(h => programme.Sessions.Any(s => s.Hall == h.Guid)).OrderBy(h => h.Guid)],
            Tracks = [.. programme.Tracks.Where(t => programme.Sessions.Any(s => s.Track == t.Guid)).OrderBy(t => t.Guid).Select(t => t with { Colour = null })],
            People = [],
            Sessions = [.. programme.Sessions.Select(s => s with
            {
                Slug = null, FeedbackUrl = null, Logo = null, Recording = null, Materials = [],
                Subtitle = s.Subtitle, People = [], Stream = string.Join("; ", s.People.Select(p => names[p.Person].ToString().Replace(';', ','))),
            })],
        };
    }

    [Fact]
    public void Every_column_comes_back()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        var session = programme.Sessions[0] with
        {
            Title = LocalizedText.Of("en", "=1+1; \"Opening\", 'quoted'").With("fa", "گشایش"), Abstract = LocalizedText.Of("en", "two\nlines"),
            Slug = null, FeedbackUrl = null, Recording = null, Materials = [], Description = LocalizedText.Of("fa", "-شرح"),
            OutputLanguages = ["fa", "ar"], Access = SessionAccess.ByInvitation, IsCancelled = true, AllHalls = true, Hall = null,
            People = [new(programme.People[0].Guid, SessionRole.Chair), new(programme.People[1].Guid, SessionRole.Interpreter)],
        };
        programme = programme with { Edition = programme.Edition with { Languages = ["en", "fa"] }, Sessions = [session] };
        foreach (var format in (ProgrammeFormat[])[ProgrammeFormat.Csv, ProgrammeFormat.Xlsx])
        {
            var again = ExchangeFiles.Read(ExchangeFiles.Write(format, programme), "a." + format.ToString().ToLowerInvariant(), existing: programme);
            Assert.Empty(again.Findings);
            Assert.Empty(ProgrammeChanges.Between(programme, again.Programme));
        }
    }

    [Fact]
    public void No_cell_of_an_export_is_run_by_a_spreadsheet()
    {
        var hostile = File.ReadAllText(ExchangeFiles.Hostile("csv/formula-cells.csv")).Replace("name,org", "title,org", StringComparison.Ordinal);
        var programme = ExchangeFiles.Read(Encoding.UTF8.GetBytes(hostile), "a.csv", existing: ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme).Programme;
        Assert.Equal(13, programme.Sessions.Count); // five of the seventeen are one title once trimmed
        using var csv = new Microsoft.VisualBasic.FileIO.TextFieldParser(new MemoryStream(ExchangeFiles.Write(ProgrammeFormat.Csv, programme)), Encoding.UTF8) { Delimiters = [","], TrimWhiteSpace = false };
        while (!csv.EndOfData) Assert.All(csv.ReadFields()!, c => Assert.False(c.Length > 0 && "=+-@\t\r＝＋－＠".Contains(c[0], StringComparison.Ordinal), c));
        using var book = SpreadsheetDocument.Open(new MemoryStream(ExchangeFiles.Write(ProgrammeFormat.Xlsx, programme)), false);
        Assert.Empty(book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.CellFormula>());
    }

    [Theory]
    [InlineData("=x")]
    [InlineData("'=x")]
    [InlineData("''-x")]
    [InlineData("'x'")]
    [InlineData("'")]
    [InlineData("")]
    public void The_guard_before_a_formula_comes_off_exactly(string text) => Assert.Equal(text, Cells.Plain(Cells.Neutral(text)));

    [Fact]
    public void A_workbook_is_valid_frozen_filtered_and_runs_from_the_right_where_the_language_does()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        using var book = SpreadsheetDocument.Open(new MemoryStream(ExchangeFiles.Write(ProgrammeFormat.Xlsx, programme, ExchangeFiles.Writing with { Language = "fa" })), false);
        Assert.Empty(new OpenXmlValidator().Validate(book, TestContext.Current.CancellationToken).Select(e => e.Description));
        var sheet = book.WorkbookPart!.WorksheetParts.Single().Worksheet!;
        var view = sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.SheetView>().Single();
        Assert.True(view.RightToLeft!.Value);
        Assert.Equal(DocumentFormat.OpenXml.Spreadsheet.PaneStateValues.Frozen, view.Pane!.State!.Value);
        Assert.Single(sheet.Elements<DocumentFormat.OpenXml.Spreadsheet.AutoFilter>());
    }

    [Theory]
    [InlineData("csv/unclosed-quote.csv", "import.columns_missing")]
    [InlineData("csv/100k-columns.csv", "import.too_many_columns")]
    [InlineData("csv/utf16le.csv", "import.columns_missing")]
    [InlineData("csv/cp1251.csv", "import.columns_missing")]
    [InlineData("csv/cp1256.csv", "import.columns_missing")]
    [InlineData("csv/nul-and-controls.csv", "import.columns_missing")]
    [InlineData("csv/mixed-eol-embedded.csv", "import.columns_missing")]
    [InlineData("csv/dup-emails-case-unicode.csv", "import.columns_missing")]
    [InlineData("csv/sep-line.csv", "import.columns_missing")]
    [InlineData("csv/empty.csv", "import.empty")]
    [InlineData("csv/only-bom.csv", "import.empty")]
    [InlineData("xlsx/ok.xlsx", "import.columns_missing")]
    [InlineData("xlsx/bomb-sharedstrings-1GiB.xlsx", "import.unpacks_too_large")]
    [InlineData("xlsx/bomb-sheet-rows-1GiB.xlsx", "import.unpacks_too_large")]
    [InlineData("xlsx/xxe-billion-laughs.xlsx", "import.doctype")]
    [InlineData("xlsx/xxe-external-file.xlsx", "import.doctype")]
    [InlineData("xlsx/zip-slip-entry.xlsx", "import.columns_missing")]
    [InlineData("xlsx/formulas-dde.xlsx", "import.columns_missing")]
    [InlineData("xlsx/cell-ref-huge.xlsx", "import.too_many_columns")]
    [InlineData("xlsx/dates-1904-negative-1e300.xlsx", "import.columns_missing")]
    [InlineData("xlsx/not-a-zip.xlsx", "import.html_page")]
    [InlineData("xlsx/ole-xls-renamed.xlsx", "import.old_workbook")]
    [InlineData("zip/flat-1GiB.zip", "import.unpacks_too_large")]
    [InlineData("zip/nested-4x8-4TiB.zip", "import.not_a_workbook")]
    [InlineData("zip/overlap-20000x1MiB.zip", "import.too_many_entries")]
    [InlineData("zip/gzip-bomb-1GiB.json.gz", "import.packed")]
    public void A_hostile_file_is_refused_by_name_in_bounded_memory(string file, string code)
    {
        var path = ExchangeFiles.Hostile(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(code, ExchangeFiles.Refused(path, "UTC").Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * 1024 * 1024);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_refused_with_its_line()
    {
        var text = File.ReadAllText(ExchangeFiles.Hostile("csv/unclosed-quote.csv")).Replace("a,b", "title,b", StringComparison.Ordinal);
        var refusal = ExchangeFiles.Refused(Encoding.UTF8.GetBytes(text), "a.csv");
        Assert.Equal(("import.quote_unclosed", (object?)2), (refusal.Code, refusal.Values.Single(v => v.Name == "line").Value));
    }

    [Fact]
    public void A_line_of_64_megabytes_is_refused()
    {
        var line = new byte[64 * 1024 * 1024];
        Array.Fill(line, (byte)'x');
        Assert.Equal("import.file_too_large", ExchangeFiles.Refused(line, "a.csv").Code);
        Assert.Equal("import.line_too_long", ExchangeFiles.Refused(line[..2_000_000], "a.csv").Code);
    }

    [Theory]
    [InlineData("title;date\nСемья;2026-06-17", "ru", 1251, "Семья")]
    [InlineData("title;date\nعلي;2026-06-17", "ar", 1256, "علي")]
    [InlineData("sep=|\ntitle|date\nx|2026-06-17", "en", 65001, "x")]
    [InlineData("title\tdate\nx\t2026-06-17", "en", 1200, "x")]
    public void Reads_the_encodings_and_delimiters_that_spreadsheets_write(string text, string language, int page, string title)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        var reading = SheetReader.Read(new MemoryStream(bytes), new() { DefaultLanguage = language, DefaultZone = "Europe/Moscow", FirstDay = new(2026, 6, 17) });
        Assert.Equal(title, reading.Programme.Sessions.Single().Title[language]);
    }

    [Theory]
    [InlineData("-1", "0.5", "", "date_unreadable A2")]
    [InlineData("1E300", "0.5", "", "date_unreadable A2")]
    [InlineData("60", "0.5", "", "date_unreadable A2")]
    [InlineData("NaN", "0.5", "", "date_unreadable A2")]
    [InlineData("46190", "0.5", "2026-06-17T12:00", "")]
    [InlineData("2026-06-17", "25:00", "", "date_unreadable B2")]
    [InlineData("46190.375", "", "2026-06-17T09:00", "")]
    public void Dates_of_a_workbook_are_numbers_of_days(string date, string start, string expected, string finding)
    {
        var reading = ExchangeFiles.Read(Book($"<c r=\"A2\"><v>{date}</v></c><c r=\"B2\"><v>{start}</v></c>"), "a.xlsx", "UTC", ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme);
        Assert.Equal(expected, reading.Programme.Sessions.Single().Start is { } at ? $"{at:uuuu-MM-dd'T'HH:mm}" : "");
        Assert.Equal(finding, string.Join(' ', reading.Findings.Where(f => f.Code == "date_unreadable").Select(f => $"{f.Code} {f.Item}")));
    }

    [Fact]
    public void A_formula_is_its_last_value_as_text()
    {
        var reading = ExchangeFiles.Read(Book("<c r=\"D2\"><f>cmd|'/C calc'!A0</f><v>Hall</v></c>"), "a.xlsx", "UTC", ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme);
        Assert.Equal("Hall", reading.Programme.Halls.Single().Name["en"]);
    }

    static byte[] Book(string cells)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, true))
        {
            Part("xl/workbook.xml", "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='S' r:id='rId1'/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>");
            Part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>date</t></is></c><c r='B1' t='inlineStr'><is><t>start</t></is></c>" +
                $"<c r='C1' t='inlineStr'><is><t>title</t></is></c><c r='D1' t='inlineStr'><is><t>hall</t></is></c></row><row r='2'>{cells}<c r='C2' t='inlineStr'><is><t>T</t></is></c></row></sheetData></worksheet>");
            void Part(string name, string content)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open());
                part.Write(content);
            }
        }
        return stream.ToArray();
    }
}
