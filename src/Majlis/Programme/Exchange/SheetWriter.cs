using System.Globalization;
using Majlis.Tables;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Programme.Exchange;

/// <summary>
/// Writes a programme as a table with the columns of <see cref="SheetColumns"/>, every session a row, those without a time last. It cannot carry: slugs and UIDs, materials, recordings,
/// logos and the addresses of feedback, origin and video, what days, halls, tracks, types and people have beside their names, and the order of people across roles.
/// How it is written stands at <see cref="TableWriter"/>.
/// </summary>
public static class SheetWriter
{
    public static void WriteCsv(ProgrammeSnapshot programme, Stream stream, WritingOptions options) => TableWriter.WriteCsv(Rows(programme, options.Language), stream);

    public static void WriteXlsx(ProgrammeSnapshot programme, Stream stream, WritingOptions options) =>
        TableWriter.WriteXlsx(Rows(programme, options.Language), "Programme", options.Language.Split('-')[0] is "ar" or "fa" or "he" or "ur", stream);

    static IEnumerable<IReadOnlyList<string>> Rows(ProgrammeSnapshot programme, string language)
    {
        var words = new Words(programme, language);
        // A programme that was released has none: its table does not even have the column.
        var isExpected = programme.Sessions.Any(s => s.Expected is not null);
        var languages = programme.Edition.Languages.Concat(programme.Sessions.SelectMany(s => s.Title.Languages)).Distinct(StringComparer.Ordinal).ToList();
        yield return (List<string>)
        [
            "guid", "number", .. languages.Select(l => "title." + l), .. languages.Select(l => "subtitle." + l), "date", "start", "minutes", "hall", "track", "type",
            .. SheetColumns.Roles.Select(r => r.Name), "floor", "output", "access", "stream", "url", .. languages.Select(l => "abstract." + l), .. languages.Select(l => "description." + l), "cancelled", .. isExpected ? ["expected"] : Array.Empty<string>(),
        ];
        foreach (var s in programme.Sessions.OrderBy(s => s.Start is null).ThenBy(s => s.Start).ThenBy(s => s.Number))
            yield return (List<string>)
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
