using NodaTime;

namespace Majlis.Programme.Conflicts;

/// <summary>
/// What the conflicts of a programme depend on, as plain records; ids that are not in its lists are taken as unknown halls and people without bounds.
/// Wall times are compared as they stand, as everything planned is: in the hour a clock skips or repeats a finding may be an hour off, but a conflict never disagrees with the times on
/// the page. All ranges are half-open, and a session of unknown length counts as one minute, so that two that begin together are told.
/// </summary>
public sealed record ProgrammePlan
{
    public IReadOnlyList<SessionEntry> Sessions { get; init; } = [];
    public IReadOnlyList<PlannedHall> Halls { get; init; } = [];
    public IReadOnlyList<PlannedPerson> People { get; init; } = [];
    public IReadOnlyList<PlannedWalk> Walks { get; init; } = [];
    /// <summary>Minutes to walk between two halls that nobody measured.</summary>
    public int DefaultWalk { get; init; }
    /// <summary>The session types that are breaks.</summary>
    public IReadOnlySet<Guid> Breaks { get; init; } = new HashSet<Guid>();
    /// <summary>A rule that is not in it has its <see cref="ConflictRules.DefaultLevel"/>.</summary>
    public IReadOnlyDictionary<ConflictRule, ConflictLevel> Levels { get; init; } = new Dictionary<ConflictRule, ConflictLevel>();

    public ConflictLevel LevelOf(ConflictRule rule) => Levels.TryGetValue(rule, out var level) ? level : rule.DefaultLevel();
}

/// <param name="Capacity">Seats; null when unknown: then none can lack.</param>
/// <param name="Booths">For interpreters; null when unknown: then none can lack.</param>
/// <param name="Hours">When it can be used; empty: always.</param>
public sealed record PlannedHall(Guid Guid, int? Capacity, int? Booths, IReadOnlyList<(LocalDateTime From, LocalDateTime Until)> Hours);

/// <param name="Available">When they are free for the programme; empty: always.</param>
/// <param name="Interprets">Languages they work from and into.</param>
public sealed record PlannedPerson(Guid Guid, IReadOnlyList<(LocalDateTime From, LocalDateTime Until)> Available, LocalDateTime? Arrives, LocalDateTime? Departs,
    IReadOnlyList<(string From, string To)> Interprets);

/// <summary>Minutes on foot between two halls, the same both ways.</summary>
public sealed record PlannedWalk(Guid One, Guid Other, int Minutes);
