using Majlis.Delegations;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.My;

/// <summary>The delegations that the reader speaks for; whoever speaks for one is led to it.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PageModel
{
    public IReadOnlyList<(Party Party, DelegationState State)> Mine { get; private set; } = [];

    public async Task<IActionResult> OnGet()
    {
        var edition = visit.Edition.Id;
        var parties = await FocalPoints.Of(db, visit.Actor, edition, HttpContext.RequestAborted);
        var found = await db.Delegations.AsNoTracking().Where(d => d.EditionId == edition && parties.Contains(d.PartyId)).Join(db.Parties.AsNoTracking(), d => d.PartyId, p => p.Id, (d, p) => new { d.State, Party = p }).ToListAsync(HttpContext.RequestAborted);
        Mine = [.. found.Select(f => (f.Party, f.State)).OrderBy(f => visit.Say(f.Party.Short).Text, visit.Language.Comparer)];
        return Mine.Count == 1 ? LocalRedirect(visit.At("my", "delegations", Mine[0].Party.Slug)) : Page();
    }
}
