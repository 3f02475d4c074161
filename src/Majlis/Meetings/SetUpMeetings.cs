using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>Says what the meetings of an edition are like; the first time, that there are any.</summary>
public static class SetUpMeetings
{
    /// <param name="version">The version the form was shown; null when there were none yet.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="MeetingRound.Take"/>.</exception>
    public static async Task<MeetingRound> Run(AppDb db, Actor actor, Id<Edition> edition, RoundFacts facts, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        var round = await db.MeetingRounds.SingleOrDefaultAsync(r => r.EditionId == edition, cancellation);
        if (round is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("other settings by now"));
        if (round is null) db.Add(round = new(edition, facts));
        else
        {
            round.Take(facts);
            db.Expect(round, version!.Value);
        }
        db.Record(actor, new MeetingRoundChanged(edition.Value, round.Phase));
        await db.SaveFirst(cancellation);
        return round;
    }
}

/// <summary>Takes the meetings a step on, or back.</summary>
public static class EnterPhase
{
    /// <exception cref="NotThere">The edition has no meetings.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>meetings.phase</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, MeetingPhase phase, long version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        var round = await MeetingRounds.Open(db, edition, cancellation);
        round.Enter(phase);
        db.Expect(round, version);
        db.Record(actor, new MeetingRoundChanged(edition.Value, phase));
        await db.SaveChangesAsync(cancellation);
    }
}
