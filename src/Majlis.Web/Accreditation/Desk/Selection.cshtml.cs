using System.Globalization;
using Majlis.Accreditation;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>One thing done with many applications: says what will become of how many, and of whom; then does all of it or nothing.</summary>
public sealed class SelectionModel(AppDb db, Visit visit) : PageModel
{
    public const int Named = 30;

    public string Deed { get; private set; } = "";
    /// <summary><c>number:version</c> of each as it was shown, by commas: a form has room for a thousand fields only.</summary>
    public string Chosen { get; private set; } = "";
    public int Count { get; private set; }
    public IReadOnlyList<LocalizedText> Names { get; private set; } = [];
    public IReadOnlyList<AccreditationCategory> Categories { get; private set; } = [];
    public string Back { get; private set; } = "";
    public string? Words { get; private set; }

    public bool AsksWords => Deed is "hold" or "return" || Deed.StartsWith("refuse", StringComparison.Ordinal) || Deed.StartsWith("query", StringComparison.Ordinal);
    public bool IsDanger => Deed is "revoke" or "return" or "hold" || Deed.StartsWith("refuse", StringComparison.Ordinal);

    public async Task<IActionResult> OnGet(string[] n, string? @do, string? all, string? back)
    {
        visit.Actor.Require(Permission.SeeAccreditation, visit.Edition.Id.Value);
        Read(@do, back);
        if (all == "1")
        {
            var asked = QueueQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(Back)));
            var party = asked.Party is { } slug ? (await db.Parties.Where(p => p.Slug == slug).Select(p => (Guid?)p.Id.Value).SingleOrDefaultAsync(HttpContext.RequestAborted)) : null;
            Chosen = string.Join(',', (await ApplicationQueue.All(db, visit.Actor, visit.Edition.Id, asked.ToFilter(party, visit.Actor.Account), DoWithApplications.MostAtOnce, HttpContext.RequestAborted)).Select(a => FormattableString.Invariant($"{a.Number}:{a.Version}")));
        }
        else Chosen = string.Join(',', n);
        if (Deed.Length == 0 || Parsed().Count == 0) return this.Done(visit.At("desk", "accreditation") + Back, visit.Texts["accreditation.choose_first"]);
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPost(string? chosen, string? @do, string? back, string? words, string? category)
    {
        visit.Actor.Require(Permission.SeeAccreditation, visit.Edition.Id.Value);
        Read(@do, back);
        (Chosen, Words) = (chosen ?? "", words);
        var shown = Parsed();
        if (Deed.Length == 0 || shown.Count == 0) return this.Done(visit.At("desk", "accreditation"), visit.Texts["accreditation.choose_first"]);
        if (await this.Try(visit, () => DoWithApplications.Run(db, visit.Actor, visit.Edition.Id, shown, DeedOf(Deed, words, category), HttpContext.RequestAborted), "words"))
            return this.Done(visit.At("desk", "accreditation") + Back, visit.Texts.Say("accreditation.done", ("count", shown.Count)));
        db.ChangeTracker.Clear();
        await Load();
        return Page();
    }

    /// <summary>The deed of a word of <see cref="IndexModel.Deeds"/>.</summary>
    public static ApplicationDeed DeedOf(string deed, string? words, string? category) => deed.Split('-') switch
    {
        ["pass", var check] => new ApplicationDeed.Decide(AccreditationWords.Of<CheckKind>(check)!.Value, CheckState.Passed, words),
        ["refuse", var check] => new ApplicationDeed.Decide(AccreditationWords.Of<CheckKind>(check)!.Value, CheckState.Refused, words),
        ["query", var check] => new ApplicationDeed.Decide(AccreditationWords.Of<CheckKind>(check)!.Value, CheckState.Query, words),
        ["undo", var check] => new ApplicationDeed.Undo(AccreditationWords.Of<CheckKind>(check)!.Value),
        ["hold"] => new ApplicationDeed.HoldUp(words), ["release"] => new ApplicationDeed.GoOn(), ["return"] => new ApplicationDeed.Return(words), ["resubmit"] => new ApplicationDeed.Resubmit(), ["revoke"] => new ApplicationDeed.Revoke(),
        ["reinstate"] => new ApplicationDeed.Reinstate(), ["category"] => new ApplicationDeed.ToCategory(category ?? ""), ["take"] => new ApplicationDeed.TakeOn(true), _ => new ApplicationDeed.TakeOn(false),
    };

    void Read(string? deed, string? back)
    {
        Deed = IndexModel.Deeds.Any(d => d.Deed == deed) ? deed! : "";
        // Only what the queue asks goes back to it.
        Back = QueueQuery.Parse(new QueryCollection(QueryHelpers.ParseQuery(back is { Length: <= 1000 } ? back : ""))).Query;
    }

    Dictionary<int, long> ParsedVersions()
    {
        var shown = new Dictionary<int, long>();
        foreach (var one in Chosen.Split(','))
            if (one.Split(':') is [var number, var version] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v)) shown[n] = v;
        return shown;
    }

    List<(int Number, long Version)> Parsed() => [.. ParsedVersions().Select(p => (p.Key, p.Value))];

    async Task Load()
    {
        var numbers = ParsedVersions().Keys.ToList();
        var edition = visit.Edition.Id;
        Count = numbers.Count;
        Names = await db.Applications.Where(a => a.EditionId == edition && numbers.Contains(a.Number)).OrderBy(a => a.Number).Take(Named).Join(db.Persons, a => a.PersonId, p => p.Id, (_, p) => p.Name).ToListAsync(HttpContext.RequestAborted);
        Categories = (await AccreditationRules.Of(db, edition, HttpContext.RequestAborted)).Terms.Categories;
    }
}
