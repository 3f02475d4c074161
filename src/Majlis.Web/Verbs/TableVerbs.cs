using System.CommandLine;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis import|export people|halls|parties</c>: what the desk takes in and gives out as tables, from the command line.</summary>
static class TableVerbs
{
    static readonly Actor Importer = Actor.Installation("majlis import");

    public static IEnumerable<Command> Import() => [Import("people", "People of an edition: CSV or XLSX."), Import("halls", "Halls of an edition: CSV or XLSX."), Import("parties", "Parties, and what they are at an edition: CSV or XLSX.")];

    public static IEnumerable<Command> Export() => [Export("people", "People, with when they are there."), Export("halls", "Halls, with booths and hours."), Export("parties", "Parties at the edition, or all.")];

    static Command Import(string what, string about)
    {
        var storage = new StorageOptions();
        var file = new Argument<string>("FILE") { Description = "CSV or XLSX; - for standard input." };
        var edition = new Option<string>("--edition") { Description = "The edition's slug.", Required = true };
        var language = new Option<string?>("--language") { Description = "Language of texts in a column that names none; without it, the edition's first." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would change, and change nothing." };
        var verb = new Command(what, about) { file, edition, language, dryRun };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var (texts, path) = (OperatorLanguage.Of(call), call.GetValue(file)!);
            if (path != "-" && !File.Exists(path)) throw new Refusal("cli.no_file", ("file", path));
            await using var workshop = await Workshop.Open(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var found = await Find(db, call.GetValue(edition)!, cancellation);
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var (told, isDry) = (call.GetValue(language) ?? found.Languages[0], call.GetValue(dryRun));
            var (added, changed, kept, faults) = what switch
            {
                "people" when PeopleTable.Read(stream, told) is var table => Counted(isDry ? await ImportPeople.Preview(db, Importer, found.Id, table, cancellation) : await ImportPeople.Run(db, Importer, found.Id, table, cancellation)),
                "halls" when HallTable.Read(stream, told) is var table => Counted(isDry ? await ImportHalls.Preview(db, Importer, found.Id, table, cancellation) : await ImportHalls.Run(db, Importer, found.Id, table, cancellation)),
                _ when PartySheet.Read(stream, told) is var table => Counted(isDry ? await ImportParties.Preview(db, Importer, found.Id, table, cancellation) : await ImportParties.Run(db, Importer, found.Id, table, Path.GetFileName(path), cancellation)),
                _ => throw new InvalidOperationException(what),
            };
            foreach (var fault in faults) await Console.Error.WriteLineAsync($"{fault.Cell}: {texts.Tell(fault.Key, [.. fault.Values])}");
            if (faults.Count > 0) return 1;
            foreach (var (key, count) in new[] { ("reference.as.added", added), ("reference.as.changed", changed), ("reference.as.kept", kept) }) Console.WriteLine($"{texts[key]}: {Numbers.Of(texts.Language).Say(count)}");
            if (isDry) Console.WriteLine(texts["cli.import_dry"]);
            return 0;
        });
        return verb;
    }

    static (int, int, int, IReadOnlyList<CellFault>) Counted(TablePlan plan) => (plan.Lines.Count(l => l.IsNew), plan.Lines.Count(l => !l.IsNew && !l.IsKept), plan.Lines.Count(l => l.IsKept), plan.Faults);

    static (int, int, int, IReadOnlyList<CellFault>) Counted(PartyPlan plan) =>
        (plan.Lines.Count(l => l.As == TakenAs.Added), plan.Lines.Count(l => l.As == TakenAs.Changed), plan.Lines.Count(l => l.As == TakenAs.Kept), plan.Faults);

    static Command Export(string what, string about)
    {
        var storage = new StorageOptions();
        var edition = new Option<string>("--edition") { Description = "The edition's slug.", Required = true };
        var format = new Option<string>("--format") { Description = "csv or xlsx.", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong("csv", "xlsx");
        var to = new Option<FileInfo?>("--out") { Description = "A file instead of standard output." };
        var all = new Option<bool>("--all") { Description = "Also parties that are not at the edition." };
        var verb = what == "parties" ? new Command(what, about) { edition, format, to, all } : new Command(what, about) { edition, format, to };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            await using var workshop = await Workshop.Open(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var found = await Find(db, call.GetValue(edition)!, cancellation);
            var (isWorkbook, memory) = (call.GetValue(format) == "xlsx", new MemoryStream());
            if (what == "people") await PeopleTable.Write(db, found.Id, isWorkbook, rightToLeft: false, memory, cancellation);
            else if (what == "halls") await HallTable.Write(db, found.Id, isWorkbook, rightToLeft: false, memory, cancellation);
            else await Parties(db, found, isWorkbook, call.GetValue(all), memory, cancellation);
            if (call.GetValue(to) is { } file)
            {
                // Whoever watches the file never sees half of it.
                await File.WriteAllBytesAsync(file.FullName + ".part", memory.ToArray(), cancellation);
                File.Move(file.FullName + ".part", file.FullName, overwrite: true);
                return 0;
            }
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(memory.ToArray(), cancellation);
            return 0;
        });
        return verb;
    }

    static async Task Parties(AppDb db, Edition edition, bool isWorkbook, bool all, Stream stream, CancellationToken cancellation)
    {
        var here = await db.Participations.AsNoTracking().Where(p => p.EditionId == edition.Id).ToDictionaryAsync(p => p.PartyId, p => p.Facts, cancellation);
        var groups = await db.PartyGroups.AsNoTracking().ToDictionaryAsync(g => g.Id.Value, g => g.Slug, cancellation);
        var parties = (await db.Parties.AsNoTracking().ToListAsync(cancellation)).Where(p => all || here.ContainsKey(p.Id)).OrderBy(p => p.Slug, StringComparer.Ordinal);
        PartySheet.Write(isWorkbook, [.. parties.Select(p => (p.Facts, p.Slug, here.GetValueOrDefault(p.Id)))], groups, edition.Languages, "en", stream);
    }

    static async Task<Edition> Find(AppDb db, string slug, CancellationToken cancellation) =>
        await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == slug, cancellation) ?? throw new Refusal("cli.no_edition", ("slug", slug));
}
