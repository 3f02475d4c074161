using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Majlis.Tables;

/// <summary>
/// Writes rows of texts for spreadsheets; the first row is the heading. CSV is UTF-8 with a mark and CRLF, every cell quoted; cells that a spreadsheet would run get an apostrophe.
/// XLSX has text cells only, which no program runs.
/// </summary>
public static class TableWriter
{
    public static void WriteCsv(IEnumerable<IReadOnlyList<string>> rows, Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(true), 16_384, leaveOpen: true) { NewLine = "\r\n" };
        foreach (var row in rows)
            text.WriteLine(string.Join(',', row.Select(c => $"\"{Cells.Neutral(c).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
    }

    /// <param name="sheet">The name of the only sheet: up to 31 letters and digits.</param>
    /// <param name="rightToLeft">Column A stands at the right.</param>
    /// <param name="choices">By zero-based column, what the program offers to choose from below the heading; other words may be typed. A list of over 255 characters, which the format cannot hold,
    /// is left out.</param>
    public static void WriteXlsx(IEnumerable<IReadOnlyList<string>> rows, string sheet, bool rightToLeft, Stream stream, IReadOnlyDictionary<int, IReadOnlyList<string>>? choices = null)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006";
        Part("[Content_Types].xml", $"""<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
        Part("_rels/.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
        using var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(part, new() { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize });
        xml.WriteStartElement("worksheet", main);
        xml.WriteStartElement("sheetViews", main);
        xml.WriteStartElement("sheetView", main);
        if (rightToLeft) xml.WriteAttributeString("rightToLeft", "1");
        xml.WriteAttributeString("workbookViewId", "0");
        xml.WriteStartElement("pane", main);
        foreach (var (name, value) in ((string, string)[])[("ySplit", "1"), ("topLeftCell", "A2"), ("activePane", "bottomLeft"), ("state", "frozen")]) xml.WriteAttributeString(name, value);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", main);
        var (line, width) = (0, 1);
        foreach (var row in rows)
        {
            line++;
            width = row.Count;
            xml.WriteStartElement("row", main);
            xml.WriteAttributeString("r", line.ToString(CultureInfo.InvariantCulture));
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i].Length == 0) continue;
                xml.WriteStartElement("c", main);
                xml.WriteAttributeString("r", Cells.Letters(i) + line.ToString(CultureInfo.InvariantCulture));
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", main);
                xml.WriteStartElement("t", main);
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(CleanText.Lines(row[i], out _));
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteStartElement("autoFilter", main);
        xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{Cells.Letters(width - 1)}{line}"));
        xml.WriteEndElement();
        var lists = (choices ?? new Dictionary<int, IReadOnlyList<string>>()).Select(c => (c.Key, List: string.Join(',', c.Value.Select(w => w.Replace(",", " ", StringComparison.Ordinal))))).Where(c => c.List.Length is > 0 and <= 255).ToList();
        if (lists.Count > 0) xml.WriteStartElement("dataValidations", main);
        foreach (var (column, list) in lists)
        {
            xml.WriteStartElement("dataValidation", main);
            foreach (var (name, value) in ((string, string)[])[("type", "list"), ("allowBlank", "1"), ("errorStyle", "warning"), ("showErrorMessage", "1"),
                ("sqref", string.Create(CultureInfo.InvariantCulture, $"{Cells.Letters(column)}2:{Cells.Letters(column)}{FileLimits.Rows}"))]) xml.WriteAttributeString(name, value);
            xml.WriteElementString("formula1", main, $"\"{list.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            xml.WriteEndElement();
        }
        if (lists.Count > 0) xml.WriteEndElement();
        xml.WriteEndElement();

        void Part(string name, string content)
        {
            using var part = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
            part.Write("""<?xml version="1.0" encoding="UTF-8"?>""" + content);
        }
    }
}
