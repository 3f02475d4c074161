using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>Asks for a draft: some node begins to compute it soon. What the caller noted in <c>db</c> is saved with it.</summary>
public static class PlanMeetings
{
    /// <param name="kind">See <see cref="PlanKind"/>.</param>
    /// <param name="base">Of <see cref="PlanKind.Again"/>, the draft whose locks hold and to which the new one stays close; null for the other kinds.</param>
    /// <exception cref="NotThere">The edition has no meetings, or no such draft.</exception>
    /// <exception cref="EditedMeanwhile">Somebody asked at the same moment.</exception>
    /// <exception cref="Refusal"><c>meetings.plan_seconds</c>, <c>meetings.plan_seed</c>; <c>meetings.plan_running</c> while another is computed; <c>meetings.plan_open</c> when the base is not ready.</exception>
    public static async Task<MeetingPlan> Run(AppDb db, Actor actor, Id<Edition> edition, PlanKind kind, int? @base, PlanWish wish, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        await MeetingRounds.Open(db, edition, cancellation);
        if (kind == PlanKind.Again != @base is not null) throw new NotThere("plan");
        if (@base is { } number && (await DraftPlans.Open(db, edition, number, cancellation)).State != PlanState.Done) throw new Refusal("meetings.plan_open", ("number", number));
        if (await Open(db, edition, cancellation) is { } running) throw new Refusal("meetings.plan_running", ("number", running.Number));
        return await Begin(db, actor, edition, kind, @base, wish, cancellation);
    }

    /// <summary>The draft that is being computed; null when none is.</summary>
    internal static Task<MeetingPlan?> Open(AppDb db, Id<Edition> edition, CancellationToken cancellation) =>
        db.MeetingPlans.Where(p => p.EditionId == edition && (p.State == PlanState.Waiting || p.State == PlanState.Running)).FirstOrDefaultAsync(cancellation);

    /// <summary>Whether another is computed is the caller's to know.</summary>
    internal static async Task<MeetingPlan> Begin(AppDb db, Actor actor, Id<Edition> edition, PlanKind kind, int? @base, PlanWish wish, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var plan = new MeetingPlan(edition, 1 + (await db.MeetingPlans.Where(p => p.EditionId == edition).MaxAsync(p => (int?)p.Number, cancellation) ?? 0), kind, @base, wish, actor, now);
        db.Add(plan);
        db.Jobs.Add(RunMeetingPlan.JobOf(plan, now));
        db.Record(actor, new MeetingPlanAsked(edition.Value, plan.Number, kind, plan.Seconds, plan.Seed));
        await db.SaveFirst(cancellation);
        return plan;
    }
}

/// <summary>Ends a plan that is being computed: what was found by now is the draft.</summary>
public static class StopPlanning
{
    /// <exception cref="Refusal"><c>meetings.plan_over</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        (await DraftPlans.Open(db, edition, number, cancellation)).Stop();
        db.ChangeTracker.Clear();
        // Beside the version: the node that computes does not lose what it has because somebody wants it to end.
        await db.MeetingPlans.Where(p => p.EditionId == edition && p.Number == number).ExecuteUpdateAsync(set => set.SetProperty(p => p.StopAsked, true), cancellation);
        db.Record(actor, new MeetingPlanStopped(edition.Value, number));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>
/// Something happened while meetings are held: it is noted, and the smallest change that mends the plan is computed as a draft that can be taken as it is. A draft that is being computed meanwhile does
/// not know of it: it is given up and says so.
/// </summary>
public static class MendMeetings
{
    /// <summary>A change of few meetings is found in a second or two, and people wait for it.</summary>
    public static readonly PlanWish Quickly = new(3);

    const int Tries = 8;

    /// <exception cref="NotThere">No such room; the edition has no meetings.</exception>
    /// <exception cref="Refusal"><c>meetings.lost_time</c>, <c>meetings.too_many</c>.</exception>
    public static Task<MeetingPlan> RoomLost(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingRoom> room, LostTime time, CancellationToken cancellation = default) => Noted(db, actor, edition, async () =>
    {
        var lost = await db.MeetingRooms.SingleOrDefaultAsync(r => r.EditionId == edition && r.Id == room, cancellation) ?? throw new NotThere("room");
        lost.Close([.. lost.Closed, time]);
        db.Record(actor, new MeetingRoomChanged(edition.Value, room.Value));
    }, cancellation);

    /// <summary>Somebody comes late, is called away or leaves for good.</summary>
    /// <exception cref="NotThere">No such person; the edition has no meetings.</exception>
    /// <exception cref="Refusal">As <see cref="RoomLost"/>.</exception>
    public static Task<MeetingPlan> SomebodyAway(AppDb db, Actor actor, Id<Edition> edition, Id<People.Person> person, LostTime time, CancellationToken cancellation = default) => Noted(db, actor, edition, async () =>
    {
        if (!await db.Persons.AnyAsync(p => p.EditionId == edition && p.Id == person, cancellation)) throw new NotThere("person");
        db.Add(new MeetingAbsence(edition, person, time));
        db.Record(actor, new MeetingAbsenceChanged(edition.Value, person.Value));
    }, cancellation);

    /// <summary>A draft that ends, or another loss, in the same instant: what was lost is noted all the same.</summary>
    static async Task<MeetingPlan> Noted(AppDb db, Actor actor, Id<Edition> edition, Func<Task> note, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        await MeetingRounds.Open(db, edition, cancellation);
        for (var i = 1; ; i++)
        {
            db.ChangeTracker.Clear();
            await note();
            if (await PlanMeetings.Open(db, edition, cancellation) is { } running)
            {
                running.Overtake(db.Clock.GetCurrentInstant());
                db.Record(actor, new MeetingPlanEnded(edition.Value, running.Number, running.State, running.Found, running.Bound));
            }
            try
            {
                return await PlanMeetings.Begin(db, actor, edition, PlanKind.Mend, null, Quickly, cancellation);
            }
            catch (EditedMeanwhile) when (i < Tries)
            {
            }
        }
    }
}

/// <summary>Somebody who was said to be away is there after all. Their meetings stay where they are until the next plan.</summary>
public static class EndAbsence
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingAbsence> absence, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var over = await db.MeetingAbsences.SingleOrDefaultAsync(a => a.EditionId == edition && a.Id == absence, cancellation) ?? throw new NotThere("absence");
        db.Remove(over);
        db.Record(actor, new MeetingAbsenceChanged(edition.Value, over.PersonId.Value));
        await db.SaveChangesAsync(cancellation);
    }
}
