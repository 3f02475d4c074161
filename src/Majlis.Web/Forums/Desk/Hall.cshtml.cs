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

    /// <summary>Null unless somebody else saved meanwhile.</summary>
    public Newer? Newer { get; private set; }

    /// <summary>Null for a new hall.</summary>
    public Hall? Known { get; private set; }

    public async Task OnGet(string? slug)
    {
        await Find(slug);
        if (Known is not null) Form = FormOf(Known);
    }

    static HallForm FormOf(Hall hall) => new()
    {
        Name = hall.Name.ToForm(), Building = hall.Building.ToForm(), Capacity = hall.Capacity?.ToString(CultureInfo.InvariantCulture), Slug = hall.Slug,
        Booths = hall.Booths?.ToString(CultureInfo.InvariantCulture), Hours = hall.Hours.Select(h => (h.From, h.Until)).ToForm(), Version = hall.Version,
    };

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
        if (await this.Try(visit, () => Known is null
                ? AddHall.Run(db, visit.Actor, visit.Edition.Id, facts)
                : ChangeHall.Run(db, visit.Actor, visit.Edition.Id, Known.Guid, facts, Form.Version)))
            return this.Done(visit.At("desk", "halls"), visit.Texts["form.saved"]);
        if (Known is not null && Known.Version != Form.Version) Compare(FormOf(Known));
        return Page();
    }

    /// <summary>Shows what somebody else saved beside the form; the next save goes over it.</summary>
    void Compare(HallForm now)
    {
        Newer = new Newer(visit).Of("hall.name", now.Name, Form.Name).Of("hall.building", now.Building, Form.Building).Of("hall.capacity", now.Capacity, Form.Capacity).Of("hall.booths", now.Booths, Form.Booths)
            .Of("form.slug", now.Slug, Form.Slug).Of("hall.hours", now.Hours, Form.Hours);
        Form.Version = now.Version;
        ModelState.Remove("Form.Version");
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
