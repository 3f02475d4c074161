using System.Globalization;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>One draft: how far it is while it is computed; then what it is worth, what is not in it and why, what it changes, and the buttons to go on from it.</summary>
public sealed class PlanModel(AppDb db, Visit visit, ILiveFeed feed) : PlanningPage(db, visit)
{
    /// <summary>Reasons shown before the reader asks for all.</summary>
    public const int Glance = 30;

    public MeetingPlan Draft { get; private set; } = null!;
    /// <summary>From where the page hears what happens.</summary>
    public long Position { get; private set; }
    /// <summary>Seconds since it was begun; null while no node has begun.</summary>
    public int? Passed => Draft.BegunAt is { } begun ? (int)(Db.Clock.GetCurrentInstant() - begun).TotalSeconds : null;
    public int Held { get; private set; }
    public int Locked { get; private set; }
    /// <summary>Meetings of the draft that have begun, or whose time is over: publishing leaves them as they are.</summary>
    public int Late { get; private set; }
    /// <summary>An empty draft calls off what the sides know.</summary>
    public bool HasPublished { get; private set; }
    public IReadOnlyList<Unmet> Unmet { get; private set; } = [];
    public IReadOnlyList<Violation> Broken { get; private set; } = [];
    /// <summary>The draft that this one is compared with: null when there is none, and when it is compared with what is published.</summary>
    public MeetingPlan? Before { get; private set; }
    public IReadOnlyList<PlanChange> Changes { get; private set; } = [];
    public bool IsAll { get; private set; }
    public bool CanEdit => Draft is { State: PlanState.Done, PublishedAt: null };

    /// <summary>By how much better than this plan another could be at most, in percent of the bound.</summary>
    public double? Gap => Draft is { Found: { } found, Bound: { } bound } ? bound == 0 ? 0 : Math.Max(0, 100.0 * (bound - found) / Math.Abs(bound)) : null;

    public async Task OnGet(int number, bool all = false)
    {
        IsAll = all;
        Fill();
        Position = feed.Position;
        Draft = await DraftPlans.Open(Db, Visit.Edition.Id, number);
        await LoadNames();
        if (Draft.State == PlanState.Done) await LoadDone();
    }

    async Task LoadDone()
    {
        var meetings = await DraftPlans.MeetingsOf(Db, Draft.Id);
        (Held, Locked, Unmet) = (meetings.Count, meetings.Count(m => m.IsLocked), Draft.Unmet);
        var edition = Visit.Edition.Id;
        HasPublished = await Db.Meetings.AnyAsync(m => m.EditionId == edition && (m.State == MeetingState.Planned || m.State == MeetingState.Confirmed));
        if (CanEdit)
        {
            var ahead = await DraftPlans.Ahead(Db, Draft, meetings);
            (Late, Broken) = (meetings.Count - ahead.Meetings.Count, PlanRules.Check(ahead.Problem, ahead.Plan));
        }
        if (Draft.Kind == PlanKind.Mend)
        {
            var id = Visit.Edition.Id;
            var published = await Db.Meetings.AsNoTracking().Where(m => m.EditionId == id && (m.State == MeetingState.Planned || m.State == MeetingState.Confirmed)).ToListAsync();
            Changes = PlanChange.Between(published.Select(m => m.ToPlacement()), meetings.Select(m => m.ToPlacement()));
        }
        else if ((Before = await DraftPlans.Before(Db, Draft)) is { } before)
            Changes = PlanChange.Between((await DraftPlans.MeetingsOf(Db, before.Id)).Select(m => m.ToPlacement()), meetings.Select(m => m.ToPlacement()));
    }

    public Task<IActionResult> OnPostStop(int number) => Do(number, () => StopPlanning.Run(Db, Visit.Actor, Visit.Edition.Id, number), null);

    public Task<IActionResult> OnPostAgain(int number) => Plan(PlanKind.Again, number, async () =>
    {
        await OnGet(number);
        return Page();
    });

    public Task<IActionResult> OnPostPublish(int number, long version) => Do(number, () => PublishMeetings.Run(Db, Visit.Actor, Visit.Edition.Id, number, version), "plan.published_now");

    /// <summary>Makes the cheapest change that puts an unmet request into the draft.</summary>
    public Task<IActionResult> OnPostTake(int number, Id<MeetingRequest> request, long version) => Do(number, async () =>
    {
        var change = (await DraftPlans.Open(Db, Visit.Edition.Id, number)).Unmet.FirstOrDefault(u => u.Request == request.ToString())?.Cheapest ?? throw new NotThere("change");
        await EditDraft.Run(Db, Visit.Actor, Visit.Edition.Id, number,
            [.. change.Drop.Select(d => new DraftEdit(Id<MeetingRequest>.Parse(d, CultureInfo.InvariantCulture), null)), new(request, change.Put)], version);
    }, "plan.change_made");

    async Task<IActionResult> Do(int number, Func<Task> act, string? said)
    {
        if (await this.Try(Visit, act)) return said is null ? LocalRedirect(At("plan", number)) : this.Done(At("plan", number), Visit.Texts[said]);
        Db.ChangeTracker.Clear();
        await OnGet(number);
        return Page();
    }
}
