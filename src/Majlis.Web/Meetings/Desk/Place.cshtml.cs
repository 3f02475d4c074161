using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>One request of a draft: where it is, where it could be, and the ways to move it, lock it or take it out without a script.</summary>
public sealed class PlaceModel(AppDb db, Visit visit) : PlanningPage(db, visit)
{
    /// <summary>Free places shown.</summary>
    const int Glance = 24;

    public MeetingPlan Draft { get; private set; } = null!;
    public MeetingRequest Asked { get; private set; } = null!;
    public Problem Problem { get; private set; } = null!;
    public DraftMeeting? Now { get; private set; }
    public Unmet? Unmet { get; private set; }
    /// <summary>Where it breaks nothing.</summary>
    public IReadOnlyList<Placement> Free { get; private set; } = [];
    public IReadOnlyList<Violation> Broken { get; private set; } = [];
    public bool CanEdit => Draft is { State: PlanState.Done, PublishedAt: null };

    public Task OnGet(int number, int request) => Load(number, request);

    public Task<IActionResult> OnPost(int number, int request, string? slot, string? room, long version) => Do(number, request, async () =>
        await EditDraft.Move(Db, Visit.Actor, Visit.Edition.Id, number, Asked.Id, slot, string.IsNullOrEmpty(room) ? null : room, version));

    /// <param name="spot">Slot and room, parted by a blank.</param>
    public async Task<IActionResult> OnPostSpot(int number, int request, string? spot, long version)
    {
        if (spot?.Split(' ') is [var slot, var room]) return await Do(number, request, async () => await EditDraft.Move(Db, Visit.Actor, Visit.Edition.Id, number, Asked.Id, slot, room, version));
        await Load(number, request);
        ModelState.AddModelError("", Visit.Texts["board.choose_spot"]);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public Task<IActionResult> OnPostOut(int number, int request, long version) => Do(number, request, async () => await EditDraft.Move(Db, Visit.Actor, Visit.Edition.Id, number, Asked.Id, null, null, version));

    public Task<IActionResult> OnPostLock(int number, int request, bool locked, long version) => Do(number, request, () => LockMeeting.Run(Db, Visit.Actor, Visit.Edition.Id, number, Asked.Id, locked, version));

    async Task<IActionResult> Do(int number, int request, Func<Task> act)
    {
        await Load(number, request);
        Db.ChangeTracker.Clear();
        if (await this.Try(Visit, act)) return this.Done(At("place", number, request), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        await Load(number, request);
        return Page();
    }

    async Task Load(int number, int request)
    {
        var edition = Visit.Edition.Id;
        Draft = await DraftPlans.Open(Db, edition, number);
        if (Draft.State != PlanState.Done) throw new NotThere("plan");
        Asked = await Db.MeetingRequests.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == edition && r.Number == request) ?? throw new NotThere("request");
        await LoadNames();
        var meetings = await DraftPlans.MeetingsOf(Db, Draft.Id);
        var draft = await DraftPlans.Ahead(Db, Draft, meetings);
        Now = meetings.Find(m => m.RequestId == Asked.Id);
        Unmet = Draft.Unmet.FirstOrDefault(u => u.Request == Asked.Id.ToString());
        (Problem, var plan) = (draft.Problem, draft.Plan);
        var mine = Problem.Requests.FirstOrDefault(r => r.Id == Asked.Id.ToString());
        if (Now is not null)
        {
            var about = (mine?.People ?? []).Append(Asked.Id.ToString()).ToHashSet();
            var place = Now.ToPlacement();
            Broken = [.. PlanRules.Check(Problem, plan).Where(b => b.Of.Any(about.Contains) || b.Of.Contains(place.Room) && b.Of.Contains(place.Slot))];
        }
        if (CanEdit && mine is not null && Now is not { IsLocked: true }) Free = [.. EditDraft.Spots(Problem, plan, Asked.Id, Problem.Slots).Where(s => s.New.Count == 0).Select(s => s.To).Take(Glance)];
    }
}
