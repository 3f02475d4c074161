namespace Majlis.Meetings.Planning.Brokerage;

/// <summary>Gives every meeting of a brokerage event its slot, with as few breaks as can be.</summary>
public interface IBrokeragePlanner
{
    /// <summary>
    /// Plans until the optimum is proven, the limit is reached or the caller stops it; then the best timetable so far is the answer. What is not proven by then is not claimed.
    /// </summary>
    /// <param name="fairness">By how much the breaks of any two participants may differ, 0 or more.</param>
    /// <param name="seed">The same seed gives the same timetable wherever the limit is not reached.</param>
    BrokerageAnswer Plan(BrokerageEvent brokerage, int fairness, TimeSpan limit, int seed = 1, IProgress<PlanProgress>? progress = null, CancellationToken stop = default);
}

/// <param name="Timetable">By meeting, its slot; null when there is none, or none was found.</param>
/// <param name="Bound">No timetable has fewer breaks. Null: it is proven that there is no timetable.</param>
/// <param name="IsProven">The timetable is optimal, or it is proven that there is none.</param>
public sealed record BrokerageAnswer(IReadOnlyList<int>? Timetable, int? Bound, bool IsProven, PlanTimes Times);
