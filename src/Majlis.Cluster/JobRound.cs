using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Majlis.Cluster;

/// <summary>Takes jobs that are due and does them, a few at a time. Every node does; a job is taken by the save that changes its claim first.</summary>
sealed class JobRound(IDbContextFactory<AppDb> databases, IEnumerable<IJobRunner> runners, IClock clock, ILogger<JobRound> log)
{
    const int AtOnce = 4;
    const int Batch = 16;

    /// <summary>A long job is held for so long, and held anew three times in it: so soon another node takes what a dead one left.</summary>
    static readonly Duration Hold = Duration.FromSeconds(6);

    // A kind without a runner here belongs to another version's node, and is left to it.
    readonly Dictionary<string, IJobRunner> _runners = runners.ToDictionary(r => r.Kind);

    /// <summary>All that are due and soon done.</summary>
    public Task Run(CancellationToken cancellation) => Run(false, AtOnce, cancellation);

    /// <summary>All that are due and take minutes, one after the other.</summary>
    public Task RunLong(CancellationToken cancellation) => Run(true, 1, cancellation);

    async Task Run(bool isLong, int atOnce, CancellationToken cancellation)
    {
        var kinds = _runners.Values.Where(r => r.IsLong == isLong).Select(r => r.Kind).ToArray();
        if (kinds.Length == 0) return;
        while (true)
        {
            List<Id<Job>> due;
            await using (var db = await databases.CreateDbContextAsync(cancellation))
            {
                var now = clock.GetCurrentInstant();
                due = await db.Jobs.Where(j => j.DoneAt == null && j.FailedAt == null && j.DueAt <= now && kinds.Contains(j.Kind))
                    .OrderBy(j => j.DueAt).Select(j => j.Id).Take(Batch).ToListAsync(cancellation);
            }
            if (due.Count == 0) return;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
                async (id, _) => await Do(id, cancellation));
        }
    }

    async Task Do(Id<Job> id, CancellationToken stopping)
    {
        await using var db = await databases.CreateDbContextAsync(stopping);
        var now = clock.GetCurrentInstant();
        var job = await db.Jobs.FirstOrDefaultAsync(j => j.Id == id && j.DoneAt == null && j.FailedAt == null && j.DueAt <= now, stopping);
        if (job is null) return;
        var runner = _runners[job.Kind];
        try
        {
            job.Claim(now + (runner.IsLong ? Hold : runner.Limit));
            await db.SaveChangesAsync(stopping);
            if (runner.IsLong) await RunHeld(runner, job, db, stopping);
            else await Run(runner, job, stopping, stopping);
            // What was done is noted even while the node stops.
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (EditedMeanwhile)
        {
            // Another node took it first, or after this one held it too long.
        }
    }

    /// <summary>Runs it and holds it meanwhile. Where another node took it, the work is cancelled, and the save that notes it throws.</summary>
    async Task RunHeld(IJobRunner runner, Job job, AppDb db, CancellationToken stopping)
    {
        using var taken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var ended = new CancellationTokenSource();
        var (id, tries, until) = (job.Id, job.Tries, job.DueAt);
        var holding = HoldOn();
        await Run(runner, job, taken.Token, stopping);
        await ended.CancelAsync();
        await holding;
        db.Entry(job).Property(j => j.DueAt).OriginalValue = until;

        async Task HoldOn()
        {
            while (!taken.IsCancellationRequested)
                try
                {
                    await Task.Delay(Hold.ToTimeSpan() / 3, ended.Token);
                    await using var held = await databases.CreateDbContextAsync(ended.Token);
                    var next = clock.GetCurrentInstant() + Hold;
                    if (await held.Jobs.Where(j => j.Id == id && j.Tries == tries).ExecuteUpdateAsync(set => set.SetProperty(j => j.DueAt, next), CancellationToken.None) == 1) until = next;
                    else await taken.CancelAsync();
                }
                catch (OperationCanceledException) when (ended.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e)
                {
                    log.LogWarning(e, "Job {Id} could not be held; it is tried again", id);
                }
        }
    }

    /// <param name="stop">Ends the work.</param>
    /// <param name="stopping">The node stops: any other may begin at once.</param>
    async Task Run(IJobRunner runner, Job job, CancellationToken stop, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(runner.Limit.ToTimeSpan());
        try
        {
            await runner.Run(job.Payload, limit.Token);
            job.Done(clock.GetCurrentInstant());
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            job.Release(clock.GetCurrentInstant());
        }
        catch (Exception e)
        {
            log.LogWarning(e, "Job {Id} ({Kind}) failed, try {Try} of {MostTries}", job.Id, job.Kind, job.Tries, Job.MostTries);
            job.Failed(e.Message, clock.GetCurrentInstant());
        }
    }
}
