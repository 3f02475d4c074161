using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>What this edition does about each rule.</summary>
public sealed class RulesModel(AppDb db, Visit visit) : PageModel
{
    [BindProperty]
    public Dictionary<ConflictRule, ConflictLevel> Levels { get; set; } = [];

    public bool MayEdit => visit.Actor.May(Permission.EditEdition, visit.Edition.Id.Value);

    public async Task OnGet() => Levels = new(await RuleLevels.Of(db, visit.Edition.Id, HttpContext.RequestAborted));

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid) return BadRequest();
        await SetRuleLevels.Run(db, visit.Actor, visit.Edition.Id, Levels);
        return this.Done(visit.At("desk", "programme", "rules"), visit.Texts["form.saved"]);
    }
}
