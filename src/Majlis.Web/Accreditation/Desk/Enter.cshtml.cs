using Majlis.Accreditation;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>People who have not applied: the desk applies for them.</summary>
public sealed class EnterModel(AppDb db, Visit visit) : PageModel
{
    public const int Shown = 200;

    public sealed record Line(int Number, LocalizedText Name, LocalizedText Organisation, bool IsMember);

    public string Words { get; private set; } = "";
    public int Count { get; private set; }
    /// <summary>How many of them are confirmed members of delegations.</summary>
    public int Members { get; private set; }
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<AccreditationCategory> Categories { get; private set; } = [];

    public async Task OnGet(string? q)
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.Accredit, edition.Value);
        Words = q?.Trim() is { } typed ? typed.Length > 200 ? typed[..200] : typed : "";
        Categories = (await AccreditationRules.Of(db, edition, HttpContext.RequestAborted)).Terms.Categories;
        var found = await EnterApplications.Missing(db, edition).AsNoTracking().Select(p => new { p.Number, p.Name, p.Organisation, p.OffProgramme }).ToListAsync(HttpContext.RequestAborted);
        var words = SearchKey.Words(Words);
        (Count, Members) = (found.Count, found.Count(f => f.OffProgramme));
        Lines = [.. found.Where(f => words.Count == 0 || SearchKey.Matches(SearchKey.Of([.. f.Name.Wordings.Concat(f.Organisation.Wordings).Select(w => w.Value)]), words))
            .OrderBy(f => visit.Say(f.Name).Text, visit.Language.Comparer).Take(Shown).Select(f => new Line(f.Number, f.Name, f.Organisation, f.OffProgramme))];
    }

    public async Task<IActionResult> OnPost(int[] n, string? category, bool members)
    {
        visit.Actor.Require(Permission.Accredit, visit.Edition.Id.Value);
        var (entered, numbers) = (0, members ? await EnterApplications.Missing(db, visit.Edition.Id).Where(p => p.OffProgramme).Select(p => p.Number).Take(EnterApplications.MostAtOnce).ToArrayAsync(HttpContext.RequestAborted) : n);
        if (await this.Try(visit, async () => entered = await EnterApplications.Run(db, visit.Actor, visit.Edition.Id, numbers, category, HttpContext.RequestAborted)))
            return this.Done(visit.At("desk", "accreditation"), visit.Texts.Say("accreditation.done", ("count", entered)));
        db.ChangeTracker.Clear();
        await OnGet(null);
        return Page();
    }
}
