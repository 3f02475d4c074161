using Majlis.Platform;
using Majlis.Tables;

namespace Majlis.Programme.Exchange;

/// <summary>Reads a programme from a file of any format known, told apart by what is in it; the name decides only where the content does not.</summary>
public static class ProgrammeReader
{
    /// <exception cref="Refusal">The file cannot be understood as a whole, or goes beyond <see cref="ImportLimits"/>: codes under <c>import.</c>. No other exception
    /// comes from the content of a file, and what could be understood of a refused file is not given.</exception>
    public static ProgrammeReading Read(Stream stream, string fileName, ReadingOptions options)
    {
        var content = FileContent.Of(stream);
        return FormatOf(content, fileName) switch
        {
            ProgrammeFormat.ScheduleXml => ScheduleXmlReader.Read(content, options),
            ProgrammeFormat.ScheduleJson => ScheduleJsonReader.Read(content, options),
            ProgrammeFormat.ICalendar => CalendarReader.Read(content, options),
            ProgrammeFormat.Xlsx => SheetReader.ReadXlsx(content, options),
            _ => SheetReader.ReadCsv(content, options),
        };
    }

    static ProgrammeFormat FormatOf(FileContent content, string fileName)
    {
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        if (content.IsZip || extension == ".xlsx") return ProgrammeFormat.Xlsx;
        content.RefuseBinary();
        var head = content.Head;
        if (head.StartsWith('<')) return ProgrammeFormat.ScheduleXml;
        if (head.StartsWith("BEGIN:", StringComparison.OrdinalIgnoreCase)) return ProgrammeFormat.ICalendar;
        if (head.StartsWith('{') || head.StartsWith('[')) return ProgrammeFormat.ScheduleJson;
        return extension switch
        {
            ".xml" => ProgrammeFormat.ScheduleXml,
            ".json" => ProgrammeFormat.ScheduleJson,
            ".ics" or ".ical" or ".ifb" => ProgrammeFormat.ICalendar,
            ".csv" or ".tsv" or ".txt" => ProgrammeFormat.Csv,
            _ => throw new Refusal("import.format_unknown", ("name", ProgrammeDraft.Short(CleanText.OneLine(fileName, out _)))),
        };
    }
}

/// <summary>Writes a whole programme in a format. Writers stream: they hold the programme, never the file.</summary>
public static class ProgrammeWriter
{
    public static void Write(ProgrammeFormat format, ProgrammeSnapshot programme, Stream stream, WritingOptions options)
    {
        switch (format)
        {
            case ProgrammeFormat.ScheduleXml: ScheduleXmlWriter.Write(programme, stream, options); break;
            case ProgrammeFormat.ScheduleJson: ScheduleJsonWriter.Write(programme, stream, options); break;
            case ProgrammeFormat.ICalendar: CalendarWriter.Write(programme, stream, options); break;
            case ProgrammeFormat.Xlsx: SheetWriter.WriteXlsx(programme, stream, options); break;
            default: SheetWriter.WriteCsv(programme, stream, options); break;
        }
    }

    /// <summary>The media type a server sends the format with.</summary>
    public static string MediaType(ProgrammeFormat format) => format switch
    {
        ProgrammeFormat.ScheduleXml => "application/xml; charset=utf-8",
        ProgrammeFormat.ScheduleJson => "application/json; charset=utf-8",
        ProgrammeFormat.ICalendar => "text/calendar; charset=utf-8",
        ProgrammeFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/csv; charset=utf-8",
    };
}
