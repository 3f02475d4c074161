using System.CommandLine;
using Majlis.Calendars;
using Majlis.Database;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis import programme FILE --edition SLUG</c>: a file into the draft of an edition, which is made when it is not there.</summary>
static class ImportVerb
{
    public static Command Make()
    {
        var storage = new StorageOptions();
        var file = new Argument<string>("FILE") { Description = "schedule.xml, schedule.json, iCalendar, CSV or XLSX; - for standard input." };
        var edition = new Option<string>("--edition") { Description = "The edition's slug, such as fosdem-2026.", Required = true };
        var language = new Option<string>("--language") { Description = "Language of texts that do not name theirs.", DefaultValueFactory = _ => "en" };
        var zone = new Option<string?>("--zone") { Description = "Time zone of a file that names none, such as Europe/Brussels." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing." };
        var release = new Option<string?>("--release") { Description = "Make the draft public under this name afterwards." };
        var accept = new Option<string?>("--accept") { Description = "With --release: answer, with this reason, for what the rules found against it." };
        var announce = new Option<bool>("--announce") { Description = "Put the edition on the public site." };
        var removeMissing = new Option<bool>("--remove-missing") { Description = "Take out sessions that the file does not have." };
        var verb = new Command("programme", "The programme of an edition.") { file, edition, language, zone, dryRun, release, accept, announce, removeMissing };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var texts = OperatorLanguage.Of(call);
            var work = new ProgrammeImport(storage.Of(call), call.GetValue(file)!, call.GetValue(edition)!, call.GetValue(language)!, call.GetValue(zone),
                new ImportOptions { File = Path.GetFileName(call.GetValue(file)!), RemoveMissing = call.GetValue(removeMissing) });
            var (plan, notReleased) = await LongWork.Show(texts["cli.import_working"], async progress => call.GetValue(dryRun)
                ? (await work.Preview(progress, cancellation), null) : await work.Run(call.GetValue(announce), call.GetValue(release), call.GetValue(accept), progress, cancellation));
            Print(texts, plan);
            // The file was taken, and what stands against the release is told with it.
            if (notReleased is not null) throw notReleased;
            if (call.GetValue(dryRun)) Console.WriteLine(texts["cli.import_dry"]);
            return 0;
        });
        var import = new Command("import", "Take a file in.") { verb };
        foreach (var table in TableVerbs.Import()) import.Add(table);
        return import;
    }

    static void Print(Texts texts, ImportPlan plan)
    {
        foreach (var noun in Enum.GetValues<ImportedNoun>())
        {
            Console.WriteLine(texts.Tell("cli.import_line", ("noun", texts[$"cli.noun.{noun}"]), ("added", plan.Count(noun, ImportedAs.Added)), ("changed", plan.Count(noun, ImportedAs.Changed)),
                ("removed", plan.Count(noun, ImportedAs.Removed) + plan.Count(noun, ImportedAs.Cancelled)), ("kept", plan.Count(noun, ImportedAs.Kept))));
        }
        if (plan.Conflicts is { Found.Count: > 0 } conflicts) ConflictsVerb.Print(texts, conflicts, new(conflicts.Programme, texts.Language), 20);
        foreach (var finding in plan.Findings)
        {
            var kind = texts[$"cli.finding.{finding.Kind}"];
            var place = finding.Line is { } line ? texts.Tell("cli.finding_line", ("line", line)) + ": " : "";
            var item = finding.Item.Length == 0 ? "" : (texts.Language.IsRightToLeft ? Texts.Isolate(finding.Item) : finding.Item) + ": ";
            Console.WriteLine($"{kind}: {place}{item}{texts.Tell($"import.{finding.Code}", finding.Values)}");
        }
    }
}

/// <summary>Reads the file and lays it over the edition.</summary>
sealed class ProgrammeImport(Storage storage, string file, string slug, string language, string? zone, ImportOptions options)
{
    static readonly Actor Importer = Actor.Installation("majlis import");

    public async Task<ImportPlan> Preview(IProgress<(int, int, string)> progress, CancellationToken cancellation)
    {
        if (storage.IsSqlite && !File.Exists(storage.SqliteFile)) return AllNew(Read(null));
        await using var workshop = Workshop.Bare(storage);
        await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == slug, cancellation);
        progress.Report((1, 3, ""));
        return edition is null ? AllNew(Read(null))
            : await ImportProgramme.Preview(db, Importer, edition.Id, Read(await Draft.Load(db, edition, cancellation)), options, cancellation);
    }

    public async Task<(ImportPlan Plan, Refusal? NotReleased)> Run(bool announce, string? release, string? accept, IProgress<(int, int, string)> progress, CancellationToken cancellation)
    {
        // A file that cannot be read leaves no empty installation behind.
        if (!file.Equals("-", StringComparison.Ordinal) && !File.Exists(file)) throw new Refusal("cli.no_file", ("file", file));
        await using var workshop = await Workshop.Make(storage, cancellation);
        await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == slug, cancellation);
        var reading = Read(edition is null ? null : await Draft.Load(db, edition, cancellation));
        progress.Report((1, 3, ""));
        ImportPlan plan;
        if (edition is null) (edition, plan) = await ImportProgramme.MakeEdition(db, Importer, reading, slug, announce, options, cancellation);
        else
        {
            plan = await ImportProgramme.Run(db, Importer, edition.Id, reading, options, cancellation);
            if (announce && edition.AnnouncedAt is null) await AnnounceEdition.Run(db, Importer, edition.Id, cancellation);
        }
        progress.Report((2, 3, ""));
        if (release is not null && !(plan.ChangesNothing && await db.Releases.AnyAsync(r => r.EditionId == edition.Id && r.Name == release, cancellation)))
        {
            // What was taken in is written; each of the next two would look through thousands of rows for changes.
            db.ChangeTracker.Clear();
            if (accept is not null) await AcceptConflicts.AgainstRelease(db, Importer, edition.Id, accept, cancellation);
            try
            {
                await ReleaseProgramme.Run(db, Importer, edition.Id, release, LocalizedText.Empty, cancellation);
            }
            catch (Refusal refusal)
            {
                return (plan, refusal);
            }
        }
        progress.Report((3, 3, ""));
        return (plan, null);
    }

    ProgrammeReading Read(ProgrammeSnapshot? existing)
    {
        if (file != "-" && !File.Exists(file)) throw new Refusal("cli.no_file", ("file", file));
        // A name decides only where the content does not: what begins like nothing else from standard input is a table.
        using var stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        return ProgrammeReader.Read(stream, file == "-" ? "standard input.csv" : Path.GetFileName(file), new() { DefaultLanguage = language, DefaultZone = zone, EditionSlug = slug, Existing = existing });
    }

    static ImportPlan AllNew(ProgrammeReading reading)
    {
        var programme = reading.Programme;
        return new(
        [
            .. programme.Halls.Select(h => New(ImportedNoun.Hall, h.Guid, null, h.Name)), .. programme.Tracks.Select(t => New(ImportedNoun.Track, t.Guid, null, t.Name)),
            .. programme.Types.Select(t => New(ImportedNoun.Type, t.Guid, null, t.Name)), .. programme.People.Select(p => New(ImportedNoun.Person, p.Guid, p.Number, p.Name)),
            .. programme.Sessions.Select(s => New(ImportedNoun.Session, s.Guid, s.Number, s.Title)),
        ], reading.Findings);

        static ImportLine New(ImportedNoun noun, Guid guid, int? number, LocalizedText name) => new(noun, ImportedAs.Added, guid, number, name, []);
    }
}
