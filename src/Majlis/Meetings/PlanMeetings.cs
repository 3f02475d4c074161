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
        if (await db.MeetingPlans.Where(p => p.EditionId == edition && (p.State == PlanState.Waiting || p.State == PlanState.Running)).Select(p => (int?)p.Number).FirstOrDefaultAsync(cancellation) is { } running)
            throw new Refusal("meetings.plan_running", ("number", running));
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

/// <summary>Something happened while meetings are held: it is noted, and the smallest change that mends the plan is computed as a draft that can be taken as it is.</summary>
public static class MendMeetings
{
    /// <summary>A change of few meetings is found in a second or two, and people wait for it.</summary>
    public static readonly PlanWish Quickly = new(3);

    /// <exception cref="Refusal"><c>meetings.lost_time</c>, <c>meetings.too_many</c>, and those of <see cref="PlanMeetings"/>.</exception>
    public static async Task<MeetingPlan> RoomLost(AppDb db, Actor actor, Id<Edition> edition, Id<MeetingRoom> room, LostTime time, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var lost = await db.MeetingRooms.SingleOrDefaultAsync(r => r.EditionId == edition && r.Id == room, cancellation) ?? throw new NotThere("room");
        lost.Close([.. lost.Closed, time]);
        db.Record(actor, new MeetingRoomChanged(edition.Value, room.Value));
        return await PlanMeetings.Run(db, actor, edition, PlanKind.Mend, null, Quickly, cancellation);
    }

    /// <summary>Somebody comes late, is called away or leaves for good.</summary>
    /// <exception cref="Refusal">As <see cref="RoomLost"/>.</exception>
    public static async Task<MeetingPlan> SomebodyAway(AppDb db, Actor actor, Id<Edition> edition, Id<People.Person> person, LostTime time, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        if (!await db.Persons.AnyAsync(p => p.EditionId == edition && p.Id == person, cancellation)) throw new NotThere("person");
        db.Add(new MeetingAbsence(edition, person, time));
        db.Record(actor, new MeetingAbsenceChanged(edition.Value, person.Value));
        return await PlanMeetings.Run(db, actor, edition, PlanKind.Mend, null, Quickly, cancellation);
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
