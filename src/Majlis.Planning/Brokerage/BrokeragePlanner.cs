using System.Diagnostics;
using Majlis.Meetings.Planning;
using Majlis.Meetings.Planning.Brokerage;

namespace Majlis.Planning.Brokerage;

/// <summary>
/// Plans a brokerage event from below: a bound by profiles, any timetable at all, then "at most so many breaks?" for one more each time until the answer is yes, which proves the optimum.
/// Each question is pure Boolean search, which refutes a budget that is too small quickly and finds a timetable at the optimum as quickly as any other; see docs/adr/0010.
/// </summary>
public sealed class BrokeragePlanner : IBrokeragePlanner
{
    /// <inheritdoc/>
    public BrokerageAnswer Plan(BrokerageEvent brokerage, int fairness, TimeSpan limit, int seed = 1, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
    {
        var watch = Stopwatch.StartNew();
        TimeSpan? first = null, best = null;
        int[]? timetable = null;
        int? breaks = null;
        TimeSpan Left() => limit - watch.Elapsed;
        bool IsOver() => stop.IsCancellationRequested || Left() <= TimeSpan.Zero;
        BrokerageAnswer Answer(int? bound, bool proven) => new(timetable, bound, proven, new(first, best, proven ? watch.Elapsed : null));
        void Keep(int[] found, int bound)
        {
            if (breaks <= BrokerageRules.Breaks(brokerage, found)) return;
            (timetable, breaks, best) = (found, BrokerageRules.Breaks(brokerage, found), watch.Elapsed);
            first ??= best;
            progress?.Report(new(watch.Elapsed, breaks, bound));
        }

        if (ProfileBound.Of(brokerage, fairness, Left(), seed, stop) is not { } bound) return Answer(null, proven: true);
        for (var isFirst = true; !IsOver(); isFirst = false)
        {
            var (found, isSettled) = new BrokerageModel(brokerage, fairness, bound).Solve(Left(), seed, stop);
            if (found is not null)
            {
                Keep(found, bound);
                return Answer(bound, proven: true);
            }
            if (!isSettled) break;
            bound++;
            progress?.Report(new(watch.Elapsed, breaks, bound));
            if (!isFirst || IsOver()) continue;
            (found, isSettled) = new BrokerageModel(brokerage, fairness, null).Solve(Left(), seed, stop);
            if (found is not null) Keep(found, bound);
            else if (isSettled) return Answer(null, proven: true);
        }
        return Answer(bound, proven: false);
    }
}
