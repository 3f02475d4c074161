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

    // A kind without a runner here belongs to another version's node, and is left to it.
    readonly Dictionary<string, IJobRunner> _runners = runners.ToDictionary(r => r.Kind);

    public async Task Run(CancellationToken cancellation)
    {
        var kinds = _runners.Keys.ToArray();
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
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
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
            job.Claim(now + runner.Limit);
            await db.SaveChangesAsync(stopping);
            await Run(runner, job, stopping);
            // What was done is noted even while the node stops.
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (EditedMeanwhile)
        {
            // Another node took it first, or after this one held it too long.
        }
    }

    async Task Run(IJobRunner runner, Job job, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
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
