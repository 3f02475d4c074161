using System.Globalization;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Forums.Desk;

/// <summary>One hall: a new one, or one known by its slug.</summary>
public sealed class HallModel(AppDb db, Visit visit) : PageModel
{
    public sealed class HallForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public Dictionary<string, string?> Building { get; set; } = [];
        public string? Capacity { get; set; }
        public string? Booths { get; set; }
        public string? Slug { get; set; }
        public string? Hours { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public HallForm Form { get; set; } = new();

    /// <summary>Null for a new hall.</summary>
    public Hall? Known { get; private set; }

    public async Task OnGet(string? slug)
    {
        await Find(slug);
        if (Known is null) return;
        Form = new()
        {
            Name = Known.Name.ToForm(), Building = Known.Building.ToForm(), Capacity = Known.Capacity?.ToString(CultureInfo.InvariantCulture), Slug = Known.Slug,
            Booths = Known.Booths?.ToString(CultureInfo.InvariantCulture), Hours = Known.Hours.Select(h => (h.From, h.Until)).ToForm(), Version = Known.Version,
        };
    }

    public async Task<IActionResult> OnPost(string? slug)
    {
        await Find(slug);
        var capacity = this.Number(visit, "Form.Capacity", Form.Capacity);
        var facts = new HallFacts
        {
            Slug = Form.Slug?.Trim() ?? "", Name = Form.Name.ToText(), Building = Form.Building.ToText(), Capacity = capacity, Booths = this.Number(visit, "Form.Booths", Form.Booths),
            Hours = [.. this.Windows(visit, "Form.Hours", Form.Hours).Select(w => new HallHours(w.From, w.Until))],
        };
        if (!ModelState.IsValid) return Page();
        db.ChangeTracker.Clear();
        return await this.Try(visit, () => Known is null
                ? AddHall.Run(db, visit.Actor, visit.Edition.Id, facts)
                : ChangeHall.Run(db, visit.Actor, visit.Edition.Id, Known.Guid, facts, Form.Version))
            ? this.Done(visit.At("desk", "halls"), visit.Texts["form.saved"]) : Page();
    }

    public async Task<IActionResult> OnPostRemove(string? slug)
    {
        await Find(slug);
        if (Known is null) throw new NotThere("hall");
        db.ChangeTracker.Clear();
        if (await this.Try(visit, () => RemoveHall.Run(db, visit.Actor, visit.Edition.Id, Known.Guid))) return this.Done(visit.At("desk", "halls"), visit.Texts["hall.removed"]);
        await OnGet(slug);
        return Page();
    }

    async Task Find(string? slug)
    {
        if (slug is not null) Known = await db.Halls.SingleOrDefaultAsync(h => h.EditionId == visit.Edition.Id && h.Slug == slug) ?? throw new NotThere("hall");
    }
}
