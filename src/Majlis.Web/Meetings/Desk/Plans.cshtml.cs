using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>The drafts of an edition, and the button that has another computed.</summary>
public sealed class PlansModel(AppDb db, Visit visit) : PlanningPage(db, visit)
{
    /// <param name="Held">Meetings in it.</param>
    public sealed record Line(MeetingPlan Plan, int Held);

    public IReadOnlyList<Line> Drafts { get; private set; } = [];
    public MeetingRound? Round { get; private set; }
    public int Accepted { get; private set; }
    public int Pending { get; private set; }
    public int Slots => Round?.Slots.Count ?? 0;
    public int Rooms { get; private set; }
    public int Interpreters { get; private set; }
    public bool CanPlan => Accepted > 0 && Slots > 0 && Rooms > 0 && !Drafts.Any(d => d.Plan.IsOpen);

    public Task OnGet() => Load();

    public Task<IActionResult> OnPost() => Plan(PlanKind.Fresh, null, async () =>
    {
        await Load();
        return Page();
    });

    async Task Load()
    {
        Fill();
        var id = Visit.Edition.Id;
        Round = await LoadRound();
        var counts = await Db.MeetingRequests.Where(r => r.EditionId == id).GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
        (Accepted, Pending) = (counts.GetValueOrDefault(RequestState.Accepted), counts.GetValueOrDefault(RequestState.Pending) + counts.GetValueOrDefault(RequestState.Countered));
        Rooms = await Db.MeetingRooms.Where(r => r.EditionId == id).SumAsync(r => r.Tables);
        Interpreters = await Db.MeetingInterpreters.CountAsync(i => i.EditionId == id);
        var held = await Db.DraftMeetings.Join(Db.MeetingPlans.Where(p => p.EditionId == id), m => m.PlanId, p => p.Id, (m, p) => p.Id).GroupBy(p => p).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
        Drafts = [.. (await Db.MeetingPlans.AsNoTracking().Where(p => p.EditionId == id).OrderByDescending(p => p.Number).ToListAsync()).Select(p => new Line(p, held.GetValueOrDefault(p.Id)))];
    }
}
