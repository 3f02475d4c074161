using Majlis.Accreditation;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>The names that security watches for, and whom they hold.</summary>
public sealed class WatchModel(AppDb db, Visit visit) : PageModel
{
    public sealed class WatchForm
    {
        public string? Names { get; set; }
        public string? Note { get; set; }
    }

    public WatchForm Form { get; set; } = new();
    public IReadOnlyList<WatchedName> Names { get; private set; } = [];
    public ILookup<Id<WatchedName>, (int Number, LocalizedText Name)> Held { get; private set; } = Array.Empty<int>().ToLookup(_ => default(Id<WatchedName>), _ => (0, LocalizedText.Empty));

    public Task OnGet() => Load();

    public async Task<IActionResult> OnPost([Bind(Prefix = "Form")] WatchForm form)
    {
        Form = form;
        var held = 0;
        string[] names = [.. (form.Names ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (await this.Try(visit, async () => held = await WatchNames.Run(db, visit.Actor, visit.Edition.Id, names.Length == 0 ? [""] : names, form.Note, HttpContext.RequestAborted), "Form.Names"))
            return this.Done(visit.At("desk", "accreditation", "watch"), visit.Texts.Say("accreditation.watch_held", ("count", held)));
        db.ChangeTracker.Clear();
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(string? id)
    {
        if (!Id<WatchedName>.TryParse(id, null, out var name)) throw new NotThere("name");
        await UnwatchName.Run(db, visit.Actor, visit.Edition.Id, name, HttpContext.RequestAborted);
        return this.Done(visit.At("desk", "accreditation", "watch"), visit.Texts["form.saved"]);
    }

    async Task Load()
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.Vet, edition.Value);
        Names = await db.WatchedNames.AsNoTracking().Where(w => w.EditionId == edition).OrderBy(w => w.Id).ToListAsync(HttpContext.RequestAborted);
        Held = (await (from a in db.Applications where a.EditionId == edition && a.Watch != null join p in db.Persons on a.PersonId equals p.Id orderby a.Number select new { a.Watch, a.Number, p.Name }).ToListAsync(HttpContext.RequestAborted))
            .ToLookup(h => h.Watch!.Value, h => (h.Number, h.Name));
    }
}
