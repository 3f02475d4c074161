using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Forums.Desk;

/// <summary>Where an organiser begins: how much there is, what is not public yet, who did what.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PageModel
{
    public sealed record LastRelease(string Name, Instant At);

    public int Sessions { get; private set; }
    public int Unscheduled { get; private set; }
    public int People { get; private set; }
    public int Halls { get; private set; }
    public LastRelease? Last { get; private set; }
    public IReadOnlyList<EventRow> History { get; private set; } = [];

    public async Task OnGet()
    {
        var id = visit.Edition.Id;
        var sessions = db.Sessions.Where(s => s.EditionId == id);
        Sessions = await sessions.CountAsync();
        Unscheduled = await sessions.CountAsync(s => s.Start == null || s.HallId == null && !s.AllHalls);
        People = await db.PeopleOfProgramme(id).CountAsync();
        Halls = await db.Halls.CountAsync(h => h.EditionId == id);
        Last = await db.Releases.Where(r => r.EditionId == id).OrderByDescending(r => r.Number).Select(r => new LastRelease(r.Name, r.At)).FirstOrDefaultAsync();
        History = await db.Events.AsNoTracking().Where(e => e.Edition == id.Value).OrderByDescending(e => e.Number).Take(20).ToListAsync();
    }

    public async Task<IActionResult> OnPostAnnounce()
    {
        await AnnounceEdition.Run(db, visit.Actor, visit.Edition.Id);
        return this.Done(visit.At("desk"), visit.Texts["desk.announced"]);
    }
}
