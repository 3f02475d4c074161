using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

public static class MeetingRounds
{
    /// <exception cref="NotThere">The edition has no meetings.</exception>
    public static async Task<MeetingRound> Open(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.MeetingRounds.SingleOrDefaultAsync(r => r.EditionId == edition, cancellation) ?? throw new NotThere("meetings");

    /// <summary>
    /// Takes the meetings of the edition for a transaction: whoever else publishes a plan, books a room or ends what was accepted waits. What such an act has read of rooms and requests is still so
    /// when it is written.
    /// </summary>
    /// <exception cref="NotThere">The edition has no meetings.</exception>
    internal static Task<Turn> Turn(AppDb db, Id<Edition> edition, CancellationToken cancellation) => db.InTurn(async () =>
    {
        // Locks the row and leaves it as it is: the form of the settings is no older for it.
        if (await db.MeetingRounds.Where(r => r.EditionId == edition).ExecuteUpdateAsync(set => set.SetProperty(r => r.LastNumber, r => r.LastNumber), cancellation) == 0) throw new NotThere("meetings");
    }, cancellation);

    /// <summary>Gives the round's next request numbers, for good: gaps are possible, a number given twice is not.</summary>
    /// <returns>The first of <paramref name="count"/>.</returns>
    public static async Task<int> NextNumber(AppDb db, Id<Edition> edition, int count = 1, CancellationToken cancellation = default)
    {
        while (true)
        {
            var last = await db.MeetingRounds.Where(r => r.EditionId == edition).Select(r => (int?)r.LastNumber).SingleOrDefaultAsync(cancellation) ?? throw new NotThere("meetings");
            if (await db.MeetingRounds.Where(r => r.EditionId == edition && r.LastNumber == last).ExecuteUpdateAsync(set => set.SetProperty(r => r.LastNumber, last + count), cancellation) == 1) return last + 1;
        }
    }
}
