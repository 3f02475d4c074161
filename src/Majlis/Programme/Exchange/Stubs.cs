namespace Majlis.Programme.Exchange;
static class CalendarReader { internal static ProgrammeReading Read(FileContent c, ReadingOptions o) => throw new NotSupportedException(); }
static class CalendarWriter { internal static void Write(ProgrammeSnapshot p, Stream s, WritingOptions o) => throw new NotSupportedException(); }
static class SheetReader { internal static ProgrammeReading ReadCsv(FileContent c, ReadingOptions o) => throw new NotSupportedException(); internal static ProgrammeReading ReadXlsx(FileContent c, ReadingOptions o) => throw new NotSupportedException(); }
static class SheetWriter { internal static void WriteCsv(ProgrammeSnapshot p, Stream s, WritingOptions o) => throw new NotSupportedException(); internal static void WriteXlsx(ProgrammeSnapshot p, Stream s, WritingOptions o) => throw new NotSupportedException(); }
