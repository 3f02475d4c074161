namespace Majlis.Meetings.Planning;

/// <summary>Plans meetings.</summary>
public interface IMeetingPlanner
{
    /// <summary>Plans until nothing better can be, the limit is reached or the caller stops it; the best plan so far is the answer.</summary>
    /// <exception cref="Platform.Refusal"><c>meetings.problem_faulty</c>: the problem contradicts itself; see <see cref="ProblemFaults"/>.</exception>
    PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default);
}

/// <param name="Time">Wall time at most. Planners count their work and not the clock, so that the same seed and limit give the same plan on any machine that does the work in time.</param>
/// <param name="Seed">0 or more.</param>
public sealed record PlanningLimit(TimeSpan Time, int Seed = 1);

/// <param name="Bound">No plan is worth more.</param>
/// <param name="Unmet">One for each request that is not in the plan, in the order of the requests.</param>
/// <param name="IsCutShort">The clock or the caller ended it before its work was done: another run may give another plan.</param>
public sealed record PlanAnswer(Plan Plan, Objective Objective, long Bound, IReadOnlyList<Unmet> Unmet, PlanTimes Times, bool IsCutShort);
