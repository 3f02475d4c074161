using System.Globalization;
using System.IO.Compression;
using Majlis.Platform;

namespace Majlis.Tables;

/// <summary>Rows of the first sheet of a workbook. Parts are read in place, never unpacked to files; entry names lead nowhere. Formulas are their last values, as text.</summary>
static class XlsxTable
{
    const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <param name="from1904">Whether dates count from 1904, told before the first row.</param>
    public static List<SheetRow> Rows(FileContent content, out bool from1904)
    {
        if (!content.IsZip)
        {
            content.RefuseOtherThanMarkup();
            throw new Refusal("import.not_a_workbook");
        }
        try
        {
            using var zip = new ZipArchive(content.Open(), ZipArchiveMode.Read);
            if (zip.Entries.Count > FileLimits.ArchiveEntries) throw new Refusal("import.too_many_entries", ("limit", FileLimits.ArchiveEntries));
            long total = 0;
            foreach (var entry in zip.Entries)
            {
                total += entry.Length;
                if (total > FileLimits.UnpackedBytes || (entry.Length > 1024 * 1024 && entry.Length / Math.Max(1, entry.CompressedLength) > FileLimits.PackingRatio))
                    throw new Refusal("import.unpacks_too_large", ("megabytes", FileLimits.UnpackedBytes / (1024 * 1024)));
            }
            var budget = new Budget();
            var (date1904, sheet) = (false, default(string));
            Part(zip, "xl/workbook.xml", budget, xml => xml.Children(name =>
            {
                if (name == "workbookPr") date1904 = xml["date1904"] is "1" or "true";
                else if (name == "sheets") xml.Children(_ => sheet ??= xml.Attribute("id", Relationships));
            }));
            string? target = null;
            Part(zip, "xl/_rels/workbook.xml.rels", budget, xml => xml.Children(_ => { if (xml["Id"] == sheet) target ??= xml["Target"]; }));
            if (sheet is null || target is null) throw new Refusal("import.not_a_workbook");
            var shared = new List<string>();
            if (zip.GetEntry("xl/sharedStrings.xml") is not null)
                Part(zip, "xl/sharedStrings.xml", budget, xml => xml.Children(_ =>
                {
                    if (shared.Count >= FileLimits.Rows * 20) throw new Refusal("import.text_too_long", ("line", null), ("limit", FileLimits.Rows * 20));
                    shared.Add(Rich(xml));
                }));
            var rows = new List<SheetRow>();
            Part(zip, target.StartsWith('/') ? target[1..] : "xl/" + target, budget, xml => xml.Children(name =>
            {
                if (name == "sheetData") xml.Children(_ => Row(xml, shared, rows));
            }));
            from1904 = date1904;
            return rows;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException or ArgumentException) { throw new Refusal("import.not_a_workbook"); }
    }

    static void Row(XmlCursor xml, List<string> shared, List<SheetRow> rows)
    {
        if (rows.Count >= FileLimits.Rows) throw new Refusal("import.too_many_sessions", ("limit", FileLimits.Rows), ("line", rows.Count));
        var number = int.TryParse(xml["r"], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : rows is [.., var last] ? last.Line + 1 : 1;
        var cells = new List<string>();
        xml.Children(_ =>
        {
            var column = Cells.Column(xml["r"]) ?? cells.Count;
            if (column >= FileLimits.Columns) throw new Refusal("import.too_many_columns", ("line", number), ("limit", FileLimits.Columns));
            var type = xml["t"];
            var text = "";
            xml.Children(part =>
            {
                if (part == "v") text = xml.Text();
                else if (part == "is") text = Rich(xml);
            });
            while (cells.Count <= column) cells.Add("");
            cells[column] = type == "s" ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : "" : text;
        });
        rows.Add(new(number, cells));
    }

    // A text in runs, without the reading aids that stand beside it.
    static string Rich(XmlCursor xml)
    {
        var text = "";
        xml.Children(name =>
        {
            if (name == "t") text += xml.Text();
            else if (name == "r") xml.Children(inner => { if (inner == "t") text += xml.Text(); });
            if (text.Length > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", xml.Line), ("limit", FileLimits.TextLength));
        });
        return text;
    }

    static void Part(ZipArchive zip, string name, Budget budget, Action<XmlCursor> read)
    {
        var entry = zip.GetEntry(name) ?? throw new Refusal("import.not_a_workbook");
        using var stream = new Measured(entry.Open(), budget);
        using var xml = new XmlCursor(stream, name);
        xml.Root();
        read(xml);
    }

    sealed class Budget { public long Left = FileLimits.UnpackedBytes; }

    /// <summary>What an archive says of its sizes may be a lie: what comes out is counted.</summary>
    sealed class Measured(Stream inner, Budget budget) : Stream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            if ((budget.Left -= read) < 0) throw new Refusal("import.unpacks_too_large", ("megabytes", FileLimits.UnpackedBytes / (1024 * 1024)));
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
