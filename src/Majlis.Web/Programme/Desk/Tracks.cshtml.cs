using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Desk;

/// <summary>The tracks, in the order of lists and filters; one of them open to be edited.</summary>
public sealed class TracksModel(AppDb db, Visit visit) : PageModel
{
    public sealed class TrackForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public string? Slug { get; set; }
        public string? Colour { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public TrackForm Form { get; set; } = new();

    public IReadOnlyList<(Track Item, int Sessions)> Rows { get; private set; } = [];
    /// <summary>The one that is open; null: the form adds a new one.</summary>
    public Track? Open { get; private set; }
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    string Here => visit.At("desk", "programme", "tracks");

    public async Task OnGet(string? slug)
    {
        await Load(slug);
        if (Open is { } known) Form = new() { Name = known.Name.ToForm(), Slug = known.Slug, Colour = known.Colour, Version = known.Version };
    }

    public async Task<IActionResult> OnPost(string? slug)
    {
        await Load(slug);
        if (!ModelState.IsValid) return Page();
        var facts = new TrackFacts(Form.Slug?.Trim() ?? "", Form.Name.ToText(), string.IsNullOrWhiteSpace(Form.Colour) ? null : Form.Colour.Trim());
        if (await this.Try(visit, () => Open is null
                ? AddTrack.Run(db, visit.Actor, visit.Edition.Id, facts)
                : ChangeTrack.Run(db, visit.Actor, visit.Edition.Id, Open.Guid, facts, Form.Version)))
            return this.Done(Here, visit.Texts["form.saved"]);
        if (Open is not null && Open.Version != Form.Version)
        {
            // Told above the form; the newer name stands in the list beside it.
            Form.Version = Open.Version;
            ModelState.Remove("Form.Version");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(string? slug)
    {
        await Load(slug);
        if (Open is null) throw new NotThere("track");
        if (await this.Try(visit, () => RemoveTrack.Run(db, visit.Actor, visit.Edition.Id, Open.Guid))) return this.Done(Here, visit.Texts["track.removed"]);
        await OnGet(slug);
        return Page();
    }

    /// <param name="by">−1: one place up; 1: one place down.</param>
    public async Task<IActionResult> OnPostMove(Guid item, int by)
    {
        await Load(null);
        var order = Rows.Select(r => r.Item.Guid).ToList();
        var at = order.IndexOf(item);
        if (by is 1 or -1 && at >= 0 && at + by >= 0 && at + by < order.Count)
        {
            (order[at], order[at + by]) = (order[at + by], order[at]);
            await OrderTracks.Run(db, visit.Actor, visit.Edition.Id, order);
        }
        return LocalRedirect(Here);
    }

    async Task Load(string? slug)
    {
        var id = visit.Edition.Id;
        var items = await db.Tracks.AsNoTracking().Where(t => t.EditionId == id).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync();
        var counts = await db.Sessions.Where(s => s.EditionId == id && s.TrackId != null).GroupBy(s => s.TrackId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync();
        Rows = [.. items.Select(t => (t, counts.FirstOrDefault(c => c.Key == t.Id)?.Count ?? 0))];
        if (slug is not null) Open = items.Find(t => t.Slug == slug) ?? throw new NotThere("track");
    }
}
