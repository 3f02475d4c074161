using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>
/// Makes a draft what the sides know: what is new is added, what is elsewhere moves, what is not in it any more is called off. Each side of what changed is written to, and to nobody else.
/// What was held already, and while the edition runs what has begun, stays as it was, wherever the draft has it; what the draft has in hours that are gone stays where it is published, or is not held.
/// </summary>
public static class PublishMeetings
{
    /// <param name="version">Of the draft that the person saw.</param>
    /// <exception cref="EditedMeanwhile">Somebody changed the draft, or published another, since.</exception>
    /// <exception cref="Refusal"><c>meetings.plan_open</c>, <c>meetings.plan_published</c>; <c>meetings.plan_empty</c> when there is nothing to add, move or call off; <c>meetings.plan_broken</c> with how
    /// many rules it breaks by what the edition is now: somebody withdrew, a room was lost or booked.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        // Rooms that are booked and requests that are withdrawn meanwhile are seen here, or see what is published here.
        await using var turn = await MeetingRounds.Turn(db, edition, cancellation);
        var plan = await DraftPlans.Open(db, edition, number, cancellation);
        var now = db.Clock.GetCurrentInstant();
        plan.Publish(actor, now);
        db.Expect(plan, version);
        var draft = await DraftPlans.Ahead(db, plan, await DraftPlans.MeetingsOf(db, plan.Id, cancellation), cancellation);
        var clock = await DraftPlans.Now(db, edition, cancellation);
        var known = await db.Meetings.Where(m => m.EditionId == edition).ToDictionaryAsync(m => m.RequestId, cancellation);
        if (draft.Meetings.Count == 0 && !known.Values.Any(m => m.IsAhead && !m.HasBegun(clock))) throw new Refusal("meetings.plan_empty");
        if (PlanRules.Check(draft.Problem, draft.Plan) is { Count: > 0 } broken) throw new Refusal("meetings.plan_broken", ("count", broken.Count));

        var round = await MeetingRounds.Open(db, edition, cancellation);
        // Whoever has its settings open is told that they bind what is public now.
        db.Expect(round, round.Version);
        while (round.Phase < MeetingPhase.Published) round.Enter(round.Phase + 1);
        var requests = await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == edition).ToDictionaryAsync(r => r.Id, cancellation);
        var stays = draft.Stays.Select(p => p.Request).ToHashSet();
        var (added, moved, cancelled, reinterpreted) = (0, 0, 0, 0);
        foreach (var put in draft.Meetings)
        {
            var place = new MeetingPlace(put.Start, put.Start.PlusMinutes(round.Facts.Minutes), put.RoomId, put.InterpreterId);
            if (!known.Remove(put.RequestId, out var meeting))
            {
                db.Add(new Meeting(requests[put.RequestId], place, number, now));
                added++;
                continue;
            }
            var news = meeting.Move(place, number, now);
            if (news == MeetingNews.Place) moved++;
            if (news != MeetingNews.Interpreter) continue;
            reinterpreted++;
            db.Record(actor, new MeetingReinterpreted(edition.Value, meeting.Number, place.Interpreter?.Value));
        }
        foreach (var gone in known.Values.Where(m => m.IsAhead && !m.HasBegun(clock) && !stays.Contains(m.RequestId.ToString())))
            if (gone.Cancel(number, now)) cancelled++;
        db.Record(actor, new MeetingsPublished(edition.Value, number, added, moved, cancelled, reinterpreted, draft.Late));
        if (added + moved + cancelled > 0) db.Jobs.Add(WriteInvitations.JobOf(plan, now));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}
