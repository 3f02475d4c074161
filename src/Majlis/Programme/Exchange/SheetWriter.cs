using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Writes a programme as a table with the columns of <see cref="SheetColumns"/>, every session a row, those without a time last. It cannot carry: slugs and UIDs, materials, recordings,
/// logos and the addresses of feedback, origin and video, what days, halls, tracks, types and people have beside their names, and the order of people across roles.
/// CSV is UTF-8 with a mark and CRLF, every cell quoted; cells that a spreadsheet would run get an apostrophe. XLSX has text cells only, which no program runs.
/// </summary>
public static class SheetWriter
{
    public static void WriteCsv(ProgrammeSnapshot programme, Stream stream, WritingOptions options)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(true), 16_384, leaveOpen: true) { NewLine = "\r\n" };
        foreach (var row in Rows(programme, options.Language))
            text.WriteLine(string.Join(',', row.Select(c => $"\"{SheetColumns.Neutral(c).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
    }

    public static void WriteXlsx(ProgrammeSnapshot programme, Stream stream, WritingOptions options)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006";
        Part("[Content_Types].xml", $"""<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
        Part("_rels/.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Programme" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
        using var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
        using var xml = XmlWriter.Create(sheet, new() { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize });
        xml.WriteStartElement("worksheet", main);
        xml.WriteStartElement("sheetViews", main);
        xml.WriteStartElement("sheetView", main);
        if (options.Language.Split('-')[0] is "ar" or "fa" or "he" or "ur") xml.WriteAttributeString("rightToLeft", "1");
        xml.WriteAttributeString("workbookViewId", "0");
        xml.WriteStartElement("pane", main);
        foreach (var (name, value) in ((string, string)[])[("ySplit", "1"), ("topLeftCell", "A2"), ("activePane", "bottomLeft"), ("state", "frozen")]) xml.WriteAttributeString(name, value);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", main);
        var (line, width) = (0, 1);
        foreach (var row in Rows(programme, options.Language))
        {
            line++;
            width = row.Count;
            xml.WriteStartElement("row", main);
            xml.WriteAttributeString("r", line.ToString(CultureInfo.InvariantCulture));
            for (var i = 0; i < row.Count; i++)
            {
                if (row[i].Length == 0) continue;
                xml.WriteStartElement("c", main);
                xml.WriteAttributeString("r", SheetColumns.Letters(i) + line.ToString(CultureInfo.InvariantCulture));
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
        xml.WriteAttributeString("ref", string.Create(CultureInfo.InvariantCulture, $"A1:{SheetColumns.Letters(width - 1)}{line}"));
        xml.WriteEndElement();
        xml.WriteEndElement();

        void Part(string name, string content)
        {
            using var part = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
            part.Write("""<?xml version="1.0" encoding="UTF-8"?>""" + content);
        }
    }

    static IEnumerable<List<string>> Rows(ProgrammeSnapshot programme, string language)
    {
        var words = new Words(programme, language);
        // A programme that was released has none: its table does not even have the column.
        var isExpected = programme.Sessions.Any(s => s.Expected is not null);
        var languages = programme.Edition.Languages.Concat(programme.Sessions.SelectMany(s => s.Title.Languages)).Distinct(StringComparer.Ordinal).ToList();
        yield return
        [
            "guid", "number", .. languages.Select(l => "title." + l), .. languages.Select(l => "subtitle." + l), "date", "start", "minutes", "hall", "track", "type",
            .. SheetColumns.Roles.Select(r => r.Name), "floor", "output", "access", "stream", "url", .. languages.Select(l => "abstract." + l), .. languages.Select(l => "description." + l), "cancelled", .. isExpected ? ["expected"] : Array.Empty<string>(),
        ];
        foreach (var s in programme.Sessions.OrderBy(s => s.Start is null).ThenBy(s => s.Start).ThenBy(s => s.Number))
            yield return
            [
                s.Guid.ToString(), s.Number.ToString(CultureInfo.InvariantCulture), .. languages.Select(l => s.Title[l] ?? ""), .. languages.Select(l => s.Subtitle[l] ?? ""),
                s.Start is { } start ? LocalDatePattern.Iso.Format(start.Date) : "", s.Start?.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "",
                s.Minutes.ToString(CultureInfo.InvariantCulture), s.AllHalls ? SheetColumns.AllHalls : s.Hall is { } hall ? words.Hall(hall) : "",
                s.Track is { } track ? words.Track(track) : "", s.Type is { } type ? words.Type(type) : "",
                .. SheetColumns.Roles.Select(r => string.Join("; ", s.People.Where(p => p.Role == r.Role).Select(p => words.Of(words.Person(p.Person).Name).Replace(';', ',')))),
                string.Join(' ', s.FloorLanguages), string.Join(' ', s.OutputLanguages), s.Access.ToString().ToLowerInvariant(), s.Stream ?? "", s.Url ?? "",
                .. languages.Select(l => s.Abstract[l] ?? ""), .. languages.Select(l => s.Description[l] ?? ""), s.IsCancelled ? "yes" : "",
                .. isExpected ? [s.Expected?.ToString(CultureInfo.InvariantCulture) ?? ""] : Array.Empty<string>(),
            ];
    }
}
