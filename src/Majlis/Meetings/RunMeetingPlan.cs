using System.Diagnostics;
using System.Text.Json;
using Majlis.Forums;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>
/// Computes a draft on whichever node takes the job, on a thread of its own, and tells all nodes how far it has got. When the node dies, the job is taken by another within seconds, which
/// begins anew and says so; what a node that was only slow still writes afterwards is not taken.
/// </summary>
public sealed class RunMeetingPlan(IDbContextFactory<AppDb> databases, IMeetingPlanner planner, ILogger<RunMeetingPlan> log) : IJobRunner
{
    public const string JobKind = "RunMeetingPlan";

    /// <summary>Between two tellings of how far it has got, and two looks whether somebody wants it to end.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    static readonly Actor Planner = Actor.Installation("planner");

    public string Kind => JobKind;

    public bool IsLong => true;

    public Duration Limit => Duration.FromSeconds(PlanWish.MostSeconds + 300);

    internal static Job JobOf(MeetingPlan plan, Instant now) => new(JobKind, JsonSerializer.Serialize(plan.Id, Json.Stored), now);

    /// <summary>One beginning of a plan; <paramref name="Time"/> tells it from a later one.</summary>
    sealed record Beginning(Id<MeetingPlan> Id, Guid Edition, int Number, int Time, PlanningLimit Limit);

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var id = JsonSerializer.Deserialize<Id<MeetingPlan>>(payload, Json.Stored);
        if (await Begin(id, cancellation) is not { } begun) return;
        try
        {
            await Plan(begun, cancellation);
        }
        catch (Exception e) when (e is not (OperationCanceledException or EditedMeanwhile))
        {
            log.LogError(e, "Plan {Number} could not be computed", begun.Number);
            await End(begun, (plan, now) => plan.Fail([new("meetings.planner_failed", [])], now), null, CancellationToken.None);
            throw;
        }
    }

    async Task<Beginning?> Begin(Id<MeetingPlan> id, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.MeetingPlans.SingleOrDefaultAsync(p => p.Id == id, cancellation) is not { IsOpen: true } plan) return null;
        var time = plan.Begin(db.Clock.GetCurrentInstant());
        db.Record(Planner, new MeetingPlanProgressed(plan.EditionId.Value, plan.Number, time, 0, null, null));
        await db.SaveChangesAsync(cancellation);
        return new(id, plan.EditionId.Value, plan.Number, time, new(TimeSpan.FromSeconds(plan.Seconds), plan.Seed));
    }

    async Task Plan(Beginning begun, CancellationToken cancellation)
    {
        Problem problem;
        HashSet<Placement> locked;
        await using (var db = await databases.CreateDbContextAsync(cancellation))
        {
            var plan = await db.MeetingPlans.AsNoTracking().SingleAsync(p => p.Id == begun.Id, cancellation);
            problem = await DraftPlans.ProblemOf(db, plan, cancellation);
            locked = [.. problem.Requests.Select(r => r.Locked).OfType<Placement>()];
        }
        if (MeetingProblem.Faults(problem) is { Count: > 0 } faults)
        {
            await End(begun, (plan, now) => plan.Fail(faults, now), null, cancellation);
            return;
        }
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var latest = new Latest();
        var computing = OnOwnThread(() => planner.Plan(problem, begun.Limit, latest, stop.Token));
        await TellWhile(computing, begun, latest, stop, cancellation);
        var answer = await computing;
        // What was found so far belongs to a node that stops: the next one begins anew.
        cancellation.ThrowIfCancellationRequested();
        if (PlanRules.Check(problem, answer.Plan) is { Count: > 0 } broken)
        {
            log.LogError("Plan {Number} breaks {Rule}", begun.Number, broken[0]);
            await End(begun, (plan, now) => plan.Fail([new("meetings.planner_failed", []), .. broken], now), null, cancellation);
            return;
        }
        await End(begun, (plan, now) => plan.End(answer, now), plan => answer.Plan.Meetings.Select(m => m.ToDraft(plan, locked.Contains(m))), cancellation);
    }

    /// <summary>Ends when the computing does. It is told to end when somebody asked for it, and when this beginning is no longer the last.</summary>
    async Task TellWhile(Task computing, Beginning begun, Latest latest, CancellationTokenSource stop, CancellationToken cancellation)
    {
        (long?, long?) told = (null, null);
        var watch = Stopwatch.StartNew();
        while (await Task.WhenAny(computing, Task.Delay(Pause, CancellationToken.None)) != computing)
        {
            if (cancellation.IsCancellationRequested) continue;
            try
            {
                var now = (latest.Progress?.Objective, latest.Progress?.Bound);
                await using var db = await databases.CreateDbContextAsync(cancellation);
                var mine = db.MeetingPlans.Where(p => p.Id == begun.Id && p.State == PlanState.Running && p.Begun == begun.Time);
                if (await mine.Select(p => (bool?)p.StopAsked).SingleOrDefaultAsync(cancellation) is not false) await stop.CancelAsync();
                if (now == told || stop.IsCancellationRequested) continue;
                await mine.ExecuteUpdateAsync(set => set.SetProperty(p => p.Found, now.Item1).SetProperty(p => p.Bound, now.Item2), cancellation);
                db.Record(Planner, new MeetingPlanProgressed(begun.Edition, begun.Number, begun.Time, (int)watch.Elapsed.TotalSeconds, now.Item1, now.Item2));
                await db.SaveChangesAsync(cancellation);
                told = now;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // The database is away for a moment: the plan goes on, and the next second tells.
                log.LogWarning(e, "Plan {Number} could not tell how far it is", begun.Number);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    /// <summary>Writes what became of it, unless it was begun again elsewhere meanwhile.</summary>
    async Task End(Beginning begun, Action<MeetingPlan, Instant> end, Func<MeetingPlan, IEnumerable<DraftMeeting>>? meetings, CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await db.MeetingPlans.SingleOrDefaultAsync(p => p.Id == begun.Id && p.Begun == begun.Time && p.State == PlanState.Running, cancellation) is not { } plan) return;
        end(plan, db.Clock.GetCurrentInstant());
        if (meetings is not null) db.AddRange(meetings(plan));
        db.Record(Planner, new MeetingPlanEnded(begun.Edition, begun.Number, plan.State, plan.Found, plan.Bound));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>A planner blocks for minutes: it takes no thread from the pages, and no time from them where a core is short.</summary>
    static Task<T> OnOwnThread<T>(Func<T> compute)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(compute());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "planner", Priority = ThreadPriority.BelowNormal }.Start();
        return done.Task;
    }

    sealed class Latest : IProgress<PlanProgress>
    {
        volatile PlanProgress? _progress;

        public PlanProgress? Progress => _progress;

        public void Report(PlanProgress value) => _progress = value;
    }
}
