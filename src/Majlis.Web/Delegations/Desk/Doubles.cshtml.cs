using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.Desk;

/// <summary>People who may be one, side by side; somebody decides.</summary>
public sealed class DoublesModel(AppDb db, Visit visit) : PageModel
{
    public IReadOnlyList<PossiblePair> Pairs { get; private set; } = [];

    Dictionary<Guid, LocalizedText> _parties = [];

    public string Party(Guid? party) => party is { } id && _parties.TryGetValue(id, out var name) ? visit.Say(name).Text : "";

    public async Task OnGet()
    {
        Pairs = await Doubles.Find(db, visit.Actor, visit.Edition.Id, HttpContext.RequestAborted);
        var edition = visit.Edition.Id;
        _parties = await db.Delegations.Where(d => d.EditionId == edition).Join(db.Parties, d => d.PartyId, p => p.Id, (_, p) => new { p.Id, p.Short }).ToDictionaryAsync(p => p.Id.Value, p => p.Short, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPostMerge(int keep, int drop)
    {
        if (await this.Try(visit, () => MergePeople.Run(db, visit.Actor, visit.Edition.Id, keep, drop, HttpContext.RequestAborted))) return this.Done(visit.At("desk", "delegations", "doubles"), visit.Texts["delegation.merged"]);
        db.ChangeTracker.Clear();
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostApart(int one, int other)
    {
        await TellApart.Run(db, visit.Actor, visit.Edition.Id, one, other, HttpContext.RequestAborted);
        return this.Done(visit.At("desk", "delegations", "doubles"), visit.Texts["form.saved"]);
    }
}
