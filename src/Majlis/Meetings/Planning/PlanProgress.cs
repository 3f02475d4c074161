namespace Majlis.Meetings.Planning;

/// <summary>What a planner has by now.</summary>
/// <param name="Objective">Of the best plan so far; null when there is none.</param>
/// <param name="Bound">No plan is better than this; null when nothing is proven.</param>
public sealed record PlanProgress(TimeSpan After, long? Objective, long? Bound);

/// <summary>When, after the start, the first plan was there, the best one, and the proof that none is better; null where it never came.</summary>
public sealed record PlanTimes(TimeSpan? First, TimeSpan? Best, TimeSpan? Proof);
