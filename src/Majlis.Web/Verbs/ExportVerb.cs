using System.CommandLine;
using Majlis.Calendars;
using Majlis.Database;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis export programme --edition SLUG --format FORMAT</c>: the released programme, or the draft, on standard output.</summary>
static class ExportVerb
{
    static readonly Dictionary<string, ProgrammeFormat> Formats = new(StringComparer.Ordinal)
    {
        ["schedule.xml"] = ProgrammeFormat.ScheduleXml, ["schedule.json"] = ProgrammeFormat.ScheduleJson,
        ["ics"] = ProgrammeFormat.ICalendar, ["csv"] = ProgrammeFormat.Csv, ["xlsx"] = ProgrammeFormat.Xlsx,
    };

    public static Command Make()
    {
        var storage = new StorageOptions();
        var edition = new Option<string>("--edition") { Description = "The edition's slug.", Required = true };
        var format = new Option<string>("--format") { Description = string.Join(", ", Formats.Keys), Required = true };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var draft = new Option<bool>("--draft") { Description = "The draft instead of the last release." };
        var language = new Option<string>("--language") { Description = "Language of the texts, as far as they are written in it.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong([.. Language.All.Select(l => l.Tag)]);
        var to = new Option<FileInfo?>("--out") { Description = "A file instead of standard output." };
        var verb = new Command("programme", "The programme of an edition.") { edition, format, draft, language, to };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var (programme, published) = call.GetValue(draft)
                ? await Drafted(storage.Of(call), call.GetValue(edition)!, cancellation) : await Released(storage.Of(call), call.GetValue(edition)!, cancellation);
            var options = new WritingOptions { BaseAddress = Workshop.BaseAddress, Language = call.GetValue(language)!, Published = published };
            if (call.GetValue(to) is not { } file)
            {
                await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
                ProgrammeWriter.Write(Formats[call.GetValue(format)!], programme, output, options);
                return 0;
            }
            // Whoever watches the file never sees half of it.
            var unfinished = file.FullName + ".part";
            await using (var output = File.Create(unfinished)) ProgrammeWriter.Write(Formats[call.GetValue(format)!], programme, output, options);
            File.Move(unfinished, file.FullName, overwrite: true);
            return 0;
        });
        var export = new Command("export", "Write what an installation holds.") { verb };
        foreach (var table in TableVerbs.Export()) export.Add(table);
        return export;
    }

    static async Task<(ProgrammeSnapshot Programme, Instant Published)> Drafted(Storage storage, string slug, CancellationToken cancellation)
    {
        await using var workshop = await Workshop.Open(storage, cancellation);
        await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == slug, cancellation) ?? throw new Refusal("cli.no_edition", ("slug", slug));
        return (await Draft.Load(db, edition, cancellation), workshop.Clock.GetCurrentInstant());
    }

    static async Task<(ProgrammeSnapshot Programme, Instant Published)> Released(Storage storage, string slug, CancellationToken cancellation)
    {
        if (await LastRelease.Read(storage, slug, cancellation) is { } there) return (there.Programme, there.At);
        await using var workshop = await Workshop.Open(storage, cancellation);
        await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
        var last = await Releases.Last(db, db.Editions.Where(e => e.Slug == slug), cancellation)
            ?? throw new Refusal(await db.Editions.AnyAsync(e => e.Slug == slug, cancellation) ? "cli.not_released" : "cli.no_edition", ("slug", slug));
        return (last.Programme, last.At);
    }
}
