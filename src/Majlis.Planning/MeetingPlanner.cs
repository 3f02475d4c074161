using System.Diagnostics;
using Majlis.Meetings.Planning;

namespace Majlis.Planning;

/// <summary>
/// Plans any problem as well as it can be planned: a greedy plan at once, search from it while the bound is lowered beside it, and where the problem is small enough to be written down whole, the proof that none is better, or the better plan.
/// </summary>
public sealed class MeetingPlanner : IMeetingPlanner
{
    /// <summary>Rounds of search for each second of the limit, few enough for an ordinary machine to do in time; a tenth of them where the rest of the time is for the proof.</summary>
    const int RoundsASecond = 40_000;

    /// <summary>Of the limit, for planning; the rest is for saying why.</summary>
    const double Share = 0.96;

    /// <inheritdoc/>
    public PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
    {
        ProblemFaults.Refuse(problem);
        var watch = Stopwatch.StartNew();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(limit.Time * Share);
        var board = new Board(problem);
        var (bound, above) = PriceBound.Of(board, late.Token);
        Greedy.Fill(board, above, late.Token);
        var first = watch.Elapsed;
        var best = first;
        var proof = (TimeSpan?)null;
        progress?.Report(new(first, board.Total, bound));

        var isSmall = ExactModel.CanTake(board);
        var search = new PlanSearch(board, above, limit.Seed);
        var rounds = (long)(limit.Time.TotalSeconds * RoundsASecond * (isSmall ? 0.1 : 1));
        // What the lower bound is, changes nothing of what the search does: it stops at the first one.
        var thorough = Task.Run(() => PriceBound.Of(board, late.Token, PriceBound.Thorough).Bound, CancellationToken.None);
        best = search.Run(rounds, bound, limit.Time * (isSmall ? 0.1 : Share) - watch.Elapsed, () => progress?.Report(new(watch.Elapsed, search.Best, thorough.IsCompletedSuccessfully ? Math.Min(bound, thorough.Result) : bound)), () => watch.Elapsed, late.Token) ?? best;
        if (board.Total < bound) bound = Math.Min(bound, thorough.GetAwaiter().GetResult());
        if (isSmall && board.Total < bound && !late.IsCancellationRequested) Prove();
        if (board.Total == bound) proof = watch.Elapsed;
        var plan = board.ToPlan();
        var isCutShort = late.IsCancellationRequested || search.IsHurried;
        // Where the first bound was reached nobody waits for a lower one.
        late.Cancel();
        return new(plan, PlanScore.Of(problem, plan), bound, UnmetReasons.Of(board, isCutShort), new(first, best, proof), isCutShort);

        void Prove()
        {
            var (spots, proven) = new ExactModel(board).Solve(limit.Time * Share - watch.Elapsed, limit.Seed, (objective, bounded) =>
            {
                if (objective > board.Total) progress?.Report(new(watch.Elapsed, objective, Math.Min(bound, bounded)));
            }, late.Token);
            bound = Math.Min(bound, proven ?? bound);
            var searched = board.Total;
            if (spots is null) return;
            var snapshot = board.Snapshot();
            board.Restore(spots);
            if (board.Total > searched) best = watch.Elapsed;
            else board.Restore(snapshot);
        }
    }
}
