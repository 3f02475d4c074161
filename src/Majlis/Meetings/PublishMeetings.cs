using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>
/// Makes a draft what the sides know: what is new is added, what is elsewhere moves, what is not in it any more is called off. Each side of what changed is written to, and to nobody else.
/// What was held already, and while the edition runs what has begun, stays as it was.
/// </summary>
public static class PublishMeetings
{
    /// <param name="version">Of the draft that the person saw.</param>
    /// <exception cref="EditedMeanwhile">Somebody changed the draft, or published another, since.</exception>
    /// <exception cref="Refusal"><c>meetings.plan_open</c>, <c>meetings.plan_published</c>, <c>meetings.plan_empty</c>, and <c>meetings.plan_broken</c> with how many rules it breaks by what the edition is now:
    /// somebody withdrew, a room was lost.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var plan = await DraftPlans.Open(db, edition, number, cancellation);
        var now = db.Clock.GetCurrentInstant();
        plan.Publish(actor, now);
        db.Expect(plan, version);
        var meetings = await DraftPlans.MeetingsOf(db, plan.Id, cancellation);
        if (meetings.Count == 0) throw new Refusal("meetings.plan_empty");
        if (PlanRules.Check(await DraftPlans.ProblemFor(db, plan, [], cancellation), new([.. meetings.Select(m => m.ToPlacement())])) is { Count: > 0 } broken)
            throw new Refusal("meetings.plan_broken", ("count", broken.Count));

        var round = await MeetingRounds.Open(db, edition, cancellation);
        // Two who publish at once: the round's version lets one of them.
        db.Expect(round, round.Version);
        while (round.Phase < MeetingPhase.Published) round.Enter(round.Phase + 1);
        var requests = await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition).ToDictionaryAsync(r => r.Id, cancellation);
        var known = await db.Meetings.Where(m => m.EditionId == edition).ToDictionaryAsync(m => m.RequestId, cancellation);
        var clock = await DraftPlans.Now(db, edition, cancellation);
        var (added, moved, cancelled) = (0, 0, 0);
        foreach (var draft in meetings)
        {
            var place = new MeetingPlace(draft.Start, draft.Start.PlusMinutes(round.Facts.Minutes), draft.RoomId, draft.InterpreterId);
            if (!known.Remove(draft.RequestId, out var meeting))
            {
                db.Add(new Meeting(requests[draft.RequestId], place, number, now));
                added++;
            }
            else if (meeting.Move(place, number, now)) moved++;
        }
        foreach (var gone in known.Values.Where(m => m.IsAhead && (clock is null || m.Start >= clock)))
            if (gone.Cancel(number, now)) cancelled++;
        db.Record(actor, new MeetingsPublished(edition.Value, number, added, moved, cancelled));
        if (added + moved + cancelled > 0) db.Jobs.Add(WriteInvitations.JobOf(plan, now));
        await db.SaveChangesAsync(cancellation);
    }
}
