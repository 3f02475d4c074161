using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Majlis.Cluster;

/// <summary>
/// Gives committed events their places and tells the durable subscribers, both in one transaction. One activation in the cluster does it; if there ever were two, the database
/// lets one of them save: an event is placed only while it has no place, and a place is given once.
/// </summary>
sealed class Outbox(IDbContextFactory<AppDb> databases, IEnumerable<IEventSubscriber> subscribers, ILogger<Outbox> log)
{
    const int Batch = 200;

    readonly IEventSubscriber[] _subscribers = [.. subscribers];

    /// <returns>The last place given; null when there was nothing to place, or another activation was faster.</returns>
    public async Task<long?> Drain(CancellationToken cancellation)
    {
        var batch = Batch;
        // Who failed at which event, in this batch. The batch is done again without them: what they had half added went with the database context.
        HashSet<(long Event, IEventSubscriber Subscriber)> failed = [];
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var last = await db.Events.MaxAsync(e => e.Position, cancellation) ?? 0;
            var rows = await db.Events.Where(e => e.Position == null).OrderBy(e => e.Number).Take(batch).ToListAsync(cancellation);
            if (rows.Count == 0) return null;
            foreach (var row in rows) row.PlaceAt(++last);
            if (!await Tell(rows, db, failed, cancellation)) continue;
            try
            {
                await db.SaveChangesAsync(cancellation);
                return last;
            }
            catch (Exception e) when (e is EditedMeanwhile || e is Refusal { Code: "platform.taken" } taken && taken.Values.Contains(("what", "Events")))
            {
                return null;
            }
            catch (Exception e) when (e is not OperationCanceledException && (batch > 1 || _subscribers.Any(s => !failed.Contains((rows[0].Number, s)))))
            {
                // Something a subscriber added cannot be saved. Whose it was is found by going one event at a time, then that one with nobody.
                log.LogWarning(e, "Events from number {Number} could not be saved with what subscribers added", rows[0].Number);
                if (batch == 1) failed.UnionWith(_subscribers.Select(s => (rows[0].Number, s)));
                batch = 1;
            }
        }
    }

    async Task<bool> Tell(List<EventRow> rows, AppDb db, HashSet<(long, IEventSubscriber)> failed, CancellationToken cancellation)
    {
        foreach (var row in rows)
            foreach (var subscriber in _subscribers)
                if (failed.Contains((row.Number, subscriber))) db.Jobs.Add(HandleAgain.Later(row, subscriber, db.Clock.GetCurrentInstant()));
                else
                    try
                    {
                        await subscriber.Handle(row, db, cancellation);
                    }
                    catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
                    {
                        log.LogWarning(e, "{Subscriber} failed at event {Number}; it is tried again as a job", subscriber.GetType().Name, row.Number);
                        failed.Add((row.Number, subscriber));
                        return false;
                    }
        return true;
    }
}
