using System.Diagnostics;

namespace Majlis.Meetings.Planning;

/// <summary>A plan at once, in managed code alone: each request goes where it gains most, and nothing is moved again. For tests, and where nothing better runs.</summary>
public sealed class GreedyPlanner : IMeetingPlanner
{
    /// <inheritdoc/>
    public PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
    {
        ProblemFaults.Refuse(problem);
        var watch = Stopwatch.StartNew();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(limit.Time);
        var board = new Board(problem);
        var (bound, above) = PriceBound.Of(board, late.Token);
        Greedy.Fill(board, above, late.Token);
        var plan = board.ToPlan();
        var isCutShort = late.IsCancellationRequested;
        progress?.Report(new(watch.Elapsed, board.Total, bound));
        return new(plan, PlanScore.Of(problem, plan), bound, UnmetReasons.Of(board, isCutShort), new(watch.Elapsed, watch.Elapsed, board.Total == bound ? watch.Elapsed : null), isCutShort);
    }
}
