using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>What a side does with a request between it and another.</summary>
public abstract record Answer
{
    /// <param name="Principals">Who meets for the side; empty: whoever meets for it usually.</param>
    public sealed record Accept(Wish Wish, IReadOnlyList<Id<Person>> Principals, string Note = "") : Answer;
    public sealed record Counter(MeetingTerms Terms, string Note = "") : Answer;
    /// <param name="ForGood">The other side may not ask again.</param>
    public sealed record Decline(bool ForGood, string Note = "") : Answer;
    public sealed record Withdraw(string Note = "") : Answer;
    /// <summary>It stays as it is; the side says anew what it is worth to it.</summary>
    public sealed record Value(Wish Wish) : Answer;
}

/// <summary>Answers a request, for one of its two sides. Of two who answer at once the first is heard, and the other is shown what it has become.</summary>
public static class AnswerRequest
{
    /// <param name="by">The slug of the side that answers; see <see cref="Sides.Open"/>.</param>
    /// <param name="version">The version the page was shown.</param>
    /// <exception cref="NotThere">No such request, or not one of this side, or not the actor's to answer.</exception>
    /// <exception cref="EditedMeanwhile">Somebody answered since.</exception>
    /// <exception cref="Refusal"><c>meetings.principal_unknown</c>; <c>meetings.over_already</c> for an end to a meeting that has begun; those of <see cref="MeetingRequest"/>.</exception>
    public static async Task<MeetingRequest> Run(AppDb db, Actor actor, Id<Edition> edition, int number, string by, Answer answer, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        // Whoever publishes meanwhile either sees that it is over, or has published what is called off here.
        await using var turn = answer is Answer.Decline or Answer.Withdraw ? await MeetingRounds.Turn(db, edition, cancellation) : null;
        var round = await MeetingRounds.Open(db, edition, cancellation);
        var request = await db.MeetingRequests.SingleOrDefaultAsync(r => r.EditionId == edition && r.Number == number, cancellation) ?? throw new NotThere("request");
        var (side, _, named) = await Sides.Open(db, actor, edition, by, cancellation);
        if (side.Id != request.FromId && side.Id != request.ToId) throw new NotThere("request");
        // Before any rule: who saw another state is told so, not that their answer does not fit this one.
        if (request.Version != version) throw new EditedMeanwhile(new InvalidOperationException("another state by now"));
        var now = db.Clock.GetCurrentInstant();
        var wasAccepted = request.State == RequestState.Accepted;
        switch (answer)
        {
            case Answer.Accept accept:
                await MeetingPeople.Check(db, edition, side, accept.Principals, cancellation);
                request.Accept(side.Id, accept.Wish, accept.Principals, accept.Note, now);
                break;
            case Answer.Counter counter:
                request.Counter(side.Id, counter.Terms, counter.Note, round, now, round.Expires(await AskForMeeting.ZoneOf(db, edition, cancellation), now));
                MeetingTimers.Set(db, request, round);
                break;
            case Answer.Decline decline: request.Decline(side.Id, decline.ForGood, decline.Note, now); break;
            case Answer.Withdraw withdraw: request.Withdraw(side.Id, withdraw.Note, now); break;
            case Answer.Value value: request.Value(side.Id, value.Wish); break;
        }
        db.Record(actor, request.Changed(side.Id, named, answer is Answer.Value));
        if (wasAccepted && request.IsOver) await CallOff(db, actor, request, side, named, now, cancellation);
        await db.SaveChangesAsync(cancellation);
        if (turn is not null) await turn.Done();
        return request;
    }

    /// <summary>The meeting that was published for a request which is over now.</summary>
    static async Task CallOff(AppDb db, Actor actor, MeetingRequest request, MeetingSide side, string? named, Instant now, CancellationToken cancellation)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.RequestId == request.Id, cancellation) is not { } meeting) return;
        if (meeting.IsAhead && (await AskForMeeting.ZoneOf(db, request.EditionId, cancellation)).AtLeniently(meeting.Start).ToInstant() <= now) throw new Refusal("meetings.over_already", ("number", meeting.Number));
        if (!meeting.Cancel(0, now)) return;
        db.Jobs.Add(WriteCancellation.JobOf(meeting, now));
        db.Record(actor, new MeetingCalledOff(request.EditionId.Value, meeting.Number, side.Id.Value, named));
    }
}
