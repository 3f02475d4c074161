using System.CommandLine;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis copy --from SLUG --to SLUG --first DATE</c>: the next edition of a forum from an older one.</summary>
static class CopyVerb
{
    const string Breaks = "breaks", All = "all", None = "none";

    public static Command Make()
    {
        var storage = new StorageOptions();
        var from = new Option<string>("--from") { Description = "The old edition's slug.", Required = true };
        var to = new Option<string>("--to") { Description = "The new edition's slug.", Required = true };
        var first = new Option<LocalDate?>("--first") { Description = "First day of the new edition, such as 2027-05-12.", Required = true, CustomParser = Date };
        var last = new Option<LocalDate?>("--last") { Description = "Last day; without it, as many days as before.", CustomParser = Date };
        var title = new Option<string?>("--title") { Description = "Title in the edition's first language; without it, the old one in all languages." };
        var number = new Option<int?>("--number") { Description = "Number of the new edition; without it, the next." };
        var sessions = new Option<string>("--sessions")
        {
            Description = $"Sessions whose title and place are taken: {Breaks}, {All}, {None}, or slugs of types parted by commas.", DefaultValueFactory = _ => Breaks,
        };
        var team = new Option<bool>("--team") { Description = "Give the team its roles in the new edition." };
        var parties = new Option<bool>("--parties") { Description = "Plan the same parties, with the rules of their order." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be copied, and make nothing." };
        var verb = new Command("copy", "Make a new edition from an old one.") { from, to, first, last, title, number, sessions, team, parties, dryRun };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var texts = OperatorLanguage.Of(call);
            var by = Actor.Installation("majlis copy");
            await using var workshop = await Workshop.Open(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var old = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == call.GetValue(from), cancellation)
                ?? throw new Refusal("cli.no_edition", ("slug", call.GetValue(from)));
            var wanted = call.GetValue(sessions)!;
            var facts = new CopyFacts
            {
                Slug = call.GetValue(to)!, Number = call.GetValue(number), Title = LocalizedText.Of(old.Languages[0], call.GetValue(title)),
                First = call.GetValue(first)!.Value, Last = call.GetValue(last), Team = call.GetValue(team), Parties = call.GetValue(parties), Untyped = wanted == All,
                Types = await Types(db, old.Id, wanted, cancellation),
            };
            var plan = call.GetValue(dryRun)
                ? await CopyEdition.Preview(db, by, old.Id, facts, cancellation) : (await CopyEdition.Run(db, by, old.Id, facts, cancellation)).Plan;
            Print(texts, plan, old.Languages);
            if (call.GetValue(dryRun)) Console.WriteLine(texts["cli.import_dry"]);
            return 0;
        });
        return verb;
    }

    static LocalDate? Date(System.CommandLine.Parsing.ArgumentResult typed)
    {
        if (LocalDatePattern.Iso.Parse(typed.Tokens.Count == 1 ? typed.Tokens[0].Value : "").TryGetValue(default, out var date)) return date;
        typed.AddError($"{(typed.Tokens.Count > 0 ? typed.Tokens[0].Value : "")} is not a date such as 2027-05-12.");
        return null;
    }

    static async Task<IReadOnlySet<Guid>> Types(AppDb db, Id<Edition> edition, string wanted, CancellationToken cancellation)
    {
        var types = await db.SessionTypes.AsNoTracking().Where(t => t.EditionId == edition).ToListAsync(cancellation);
        var slugs = wanted is Breaks or All or None ? null : wanted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (slugs?.Except(types.Select(t => t.Slug)).FirstOrDefault() is { } unknown) throw new Refusal("cli.no_type", ("slug", unknown));
        return types.Where(t => wanted switch { Breaks => t.IsBreak, All => true, None => false, _ => slugs!.Contains(t.Slug) }).Select(t => t.Guid).ToHashSet();
    }

    static void Print(Texts texts, CopyPlan plan, IReadOnlyList<string> languages)
    {
        foreach (var (key, count) in ((string, int)[])
                 [
                     ("copy.days", plan.Days), ("nav.halls", plan.Halls), ("walk.title", plan.Walks), ("track.title", plan.Tracks), ("type.title", plan.Types),
                     ("team.second_factor", plan.Rules), ("copy.levels", plan.Levels), ("copy.letters", plan.Letters), ("copy.protocol", plan.Protocol ? 1 : 0), ("copy.roles", plan.Team), ("nav.parties", plan.Parties), ("nav.sessions", plan.Sessions.Count), .. plan.More,
                 ])
            Console.WriteLine($"{texts[key]}: {Numbers.Of(texts.Language).Say(count)}");
        foreach (var session in plan.Sessions.Where(s => s.LostItsDay))
            Console.WriteLine($"{texts["cli.finding.Unscheduled"]}: {session.Title.In(texts.Language.Tag, languages).Text}");
    }
}
