using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Forums.Desk;

/// <summary>The halls in the order of lists and of the grid.</summary>
public sealed class HallsModel(AppDb db, Visit visit) : PageModel
{
    public sealed record HallRow(Guid Guid, string Slug, LocalizedText Name, LocalizedText Building, int? Capacity, int Sessions);

    public IReadOnlyList<HallRow> Halls { get; private set; } = [];

    public async Task OnGet() => Halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == visit.Edition.Id).OrderBy(h => h.Order).ThenBy(h => h.Slug)
        .Select(h => new HallRow(h.Guid, h.Slug, h.Name, h.Building, h.Capacity, db.Sessions.Count(s => s.HallId == h.Id))).ToListAsync();

    /// <param name="by">−1: one place up; 1: one place down.</param>
    public async Task<IActionResult> OnPost(Guid hall, int by)
    {
        await OnGet();
        var order = Halls.Select(h => h.Guid).ToList();
        var at = order.IndexOf(hall);
        if (at < 0 || at + by < 0 || at + by >= order.Count) return LocalRedirect(visit.At("desk", "halls"));
        (order[at], order[at + by]) = (order[at + by], order[at]);
        await OrderHalls.Run(db, visit.Actor, visit.Edition.Id, order);
        return LocalRedirect(visit.At("desk", "halls"));
    }
}
