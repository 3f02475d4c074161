using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>What rolling back to an earlier release would do, and the button that does it.</summary>
public sealed class RollBackModel(AppDb db, Visit visit) : PageModel
{
    [BindProperty]
    public ReleaseForm Form { get; set; } = new();

    public ReleaseLine Target { get; private set; } = null!;
    public ChangeList List { get; private set; } = null!;
    /// <summary>Conflicts that stand against what would be public, for the part <c>_Findings</c>.</summary>
    public FindingList Against { get; private set; } = null!;
    /// <summary>The number of conflicts that whoever sent the form answers for.</summary>
    [BindProperty]
    public int Despite { get; set; }
    public LettersOffer Letters { get; private set; } = null!;
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int number)
    {
        var earlier = await Load(number);
        Form.Name = ReleaseForm.Suggestion(earlier);
    }

    public async Task<IActionResult> OnPost(int number)
    {
        if (await this.Try(visit, () => RollBack.Run(db, visit.Actor, visit.Edition.Id, number, Form.Name ?? "", Form.Note.ToText(), LettersOffer.Of(Form.Letters), Form.DraftToo, Despite), "Form.Name"))
            return this.Done(visit.At("desk", "programme", "releases"), visit.Texts["release.done"]);
        db.ChangeTracker.Clear();
        await Load(number);
        return Page();
    }

    async Task<IReadOnlyList<ReleaseLine>> Load(int number)
    {
        visit.Actor.Require(Permission.ReleaseProgramme, visit.Edition.Id.Value);
        var earlier = await Releases.List(db, visit.Edition.Id);
        Target = earlier.FirstOrDefault(r => r.Number == number) ?? throw new NotThere("release");
        var (programme, last, check) = await Majlis.Programme.RollBack.Preview(db, visit.Actor, visit.Edition.Id, number);
        List = new(last, programme, ProgrammeChanges.Between(last, programme));
        var against = check.AgainstRelease.ToHashSet();
        Against = new([.. check.Found.Where(f => against.Contains(f.Conflict))], programme, new(programme, visit.Language, visit.Dates), MayAccept: false);
        Letters = await Form.Offer(db, visit, programme);
        return earlier;
    }
}
