using System.CommandLine;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis conflicts --edition SLUG</c>: what the rules found in the draft, a sentence a line or as JSON.</summary>
static class ConflictsVerb
{
    public static Command Make()
    {
        var storage = new StorageOptions();
        var edition = new Option<string>("--edition") { Description = "The edition's slug.", Required = true };
        var json = new Option<bool>("--json") { Description = "As JSON, the same as the API's." };
        var verb = new Command("conflicts", "What the rules found in the draft. Exit code 0: nothing stands against a release; 1: something does.") { edition, json };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            await using var workshop = await Workshop.Open(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var slug = call.GetValue(edition)!;
            var noun = await db.Editions.AsNoTracking().SingleOrDefaultAsync(e => e.Slug == slug, cancellation) ?? throw new Refusal("cli.no_edition", ("slug", slug));
            var check = await ConflictCheck.Of(db, noun.Id, cancellation);
            var texts = OperatorLanguage.Of(call);
            var sentences = new ConflictSentences(check.Programme, texts.Language);
            if (call.GetValue(json)) Console.WriteLine(JsonSerializer.Serialize(new { findings = check.Found.Select(f => Shape(f, sentences)) }, Json.Stored));
            else Print(texts, check, sentences);
            return check.AgainstRelease.Count == 0 ? 0 : 1;
        });
        return verb;
    }

    /// <summary>A line a finding, the gravest first, as far as a reader reads.</summary>
    public static void Print(Texts texts, CheckedProgramme check, ConflictSentences sentences, int most = int.MaxValue)
    {
        foreach (var rule in check.Found.GroupBy(f => f.Conflict.Rule).OrderByDescending(g => g.First().Conflict.Level).ThenBy(g => g.Key))
        {
            var level = texts[$"conflict.level.{rule.First().Conflict.Level.ToString().ToLowerInvariant()}"];
            Console.WriteLine(texts.Tell("cli.conflicts_rule", ("rule", sentences.Name(rule.Key)), ("level", level), ("count", rule.Count())));
            foreach (var found in rule.Take(most))
                Console.WriteLine($"  {Plain(texts, sentences.Say(found.Conflict))}{(found.IsAccepted ? $" [{texts["conflict.state.accepted"]}: {found.Acceptance!.Reason}]" : "")}");
            if (rule.Count() > most) Console.WriteLine($"  … {texts.Tell("cli.conflicts_more", ("count", rule.Count() - most))}");
        }
        if (check.IsCut) Console.WriteLine(texts.Tell("conflict.cut", ("most", ConflictFinder.Most)));
        if (check.Found.Count == 0) Console.WriteLine(texts["conflict.none"]);
    }

    // The marks round names would be copied with them; only a sentence from right to left needs them.
    static string Plain(Texts texts, string sentence) => texts.Language.IsRightToLeft ? sentence : Characters.Tame(sentence);

    static object Shape(FoundConflict found, ConflictSentences sentences) => Shape(found, found.Conflict, sentences);

    static object Shape(FoundConflict found, Conflict c, ConflictSentences sentences) => new
    {
        c.Key, Rule = Camel(c.Rule.ToString()), Level = Camel(c.Level.ToString()), c.Sessions, c.Halls, c.People, c.Languages, c.From, c.Until, c.Amount, Text = Characters.Tame(sentences.Say(c)),
        Accepted = found.IsAccepted ? new { found.Acceptance!.Reason, found.Acceptance.By, found.Acceptance.At } : null,
    };

    static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
