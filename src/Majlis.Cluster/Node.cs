using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Majlis.Cluster;

/// <summary>
/// What one process does as a node, in rounds that never wait for one another: it visits the outbox, it hears what was placed, it does jobs, and beside them those that take minutes. Each
/// goes on when its bell rings, and once a second without a bell. One more deletes what has served, once an hour.
/// </summary>
sealed class Node(
    IGrainFactory grains, IDbContextFactory<AppDb> databases, IEnumerable<INodeListener> listeners, IEnumerable<ISpentRows> spent, LiveHub live, JobRound jobs, Bell bell, NodeSettings settings,
    ILogger<Node> log) : BackgroundService, IHostedLifecycleService, INodeObserver
{
    const int Batch = 500;

    /// <summary>A visit to a node that died is given up after this and made again; Orleans finds out by itself where the outbox is now.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    readonly INodeListener[] _listeners = [.. listeners];
    readonly Signal _placed = new();
    readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Before anything is served: what this node keeps of the database is as new as this position, and it hears what follows.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        live.Start(await db.Events.MaxAsync(e => e.Position, cancellationToken) ?? 0);
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _joined.SetResult();
        return Task.CompletedTask;
    }

    /// <summary>Events are heard and jobs done from the database; only the outbox needs the cluster, which forms while the first pages are served.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        VisitOutbox(stoppingToken),
        Rounds("hearing events", _placed, () => Hear(stoppingToken), stoppingToken),
        Rounds("doing jobs", bell.Jobs, () => jobs.Run(stoppingToken), stoppingToken),
        Rounds("doing long jobs", bell.LongJobs, () => jobs.RunLong(stoppingToken), stoppingToken),
        Forget(stoppingToken));

    async Task VisitOutbox(CancellationToken cancellation)
    {
        await _joined.Task.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (cancellation.IsCancellationRequested) return;
        // Orleans holds observers weakly; this field of the host's own keeps the node, and it the reference.
        var self = grains.CreateObjectReference<INodeObserver>(this);
        var outbox = grains.GetGrain<IOutboxGrain>(0);
        await Rounds("visiting the outbox", bell.Outbox, () => outbox.Visit(self).WaitAsync(Patience, cancellation), cancellation);
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Told(long position)
    {
        if (position > live.Position) _placed.Set();
        // A subscriber may have left work that any node can do.
        bell.RingForJobs();
        return Task.CompletedTask;
    }

    async Task Rounds(string what, Signal signal, Func<Task> round, CancellationToken cancellation)
    {
        try
        {
            for (; ; await signal.Wait(settings.Round.ToTimeSpan(), cancellation))
                try
                {
                    await round();
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    log.LogWarning(e, "A round of {What} failed; the next follows", what);
                }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    /// <summary>Once in a while, and not while the node starts, what has served is deleted.</summary>
    async Task Forget(CancellationToken cancellation)
    {
        using var pause = new PeriodicTimer(settings.Forgetting.ToTimeSpan());
        try
        {
            while (await pause.WaitForNextTickAsync(cancellation))
                foreach (var rows in spent)
                    try
                    {
                        await using var db = await databases.CreateDbContextAsync(cancellation);
                        await rows.Forget(db, cancellation);
                    }
                    catch (Exception e) when (!cancellation.IsCancellationRequested)
                    {
                        log.LogWarning(e, "{Rows} failed; the next round tries again", rows.GetType().Name);
                    }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    async Task Hear(CancellationToken cancellation)
    {
        while (true)
        {
            await using var db = await databases.CreateDbContextAsync(cancellation);
            var cursor = live.Position;
            var rows = await db.Events.AsNoTracking().Where(e => e.Position > cursor).OrderBy(e => e.Position).Take(Batch).ToListAsync(cancellation);
            foreach (var row in rows)
            {
                foreach (var listener in _listeners)
                    try
                    {
                        await listener.Hear(row, cancellation);
                    }
                    catch (Exception e) when (!cancellation.IsCancellationRequested)
                    {
                        log.LogError(e, "{Listener} failed at event {Position}", listener.GetType().Name, row.Position);
                    }
                // Last, so that a browser that reads anew when told finds the caches emptied.
                live.Tell(row);
            }
            if (rows.Count < Batch) return;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        live.Close();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _placed.Dispose();
        base.Dispose();
    }
}
