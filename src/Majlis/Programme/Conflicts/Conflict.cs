using NodaTime;

namespace Majlis.Programme.Conflicts;

/// <summary>What a programme may break. Kept by name in rows and addresses: a name is never changed.</summary>
public enum ConflictRule
{
    /// <summary>One person in two sessions at once.</summary>
    PersonTwice,
    /// <summary>Fewer minutes between two sessions of a person than the walk between their halls takes.</summary>
    WalkTooShort,
    /// <summary>A person in a session outside the hours they said they are free.</summary>
    PersonUnavailable,
    BeforeArrival,
    AfterDeparture,
    /// <summary>Two sessions in one hall at once; what takes all halls is in each.</summary>
    HallTwice,
    /// <summary>A session outside the hours of its hall.</summary>
    HallClosed,
    /// <summary>More people expected than the hall has seats.</summary>
    SeatsMissing,
    /// <summary>Three or more speak and nobody chairs or moderates.</summary>
    ChairMissing,
    /// <summary>Nobody speaks.</summary>
    SpeakerMissing,
    /// <summary>More languages are interpreted into than the hall has booths.</summary>
    BoothsMissing,
    /// <summary>A booth without enough interpreters who work into its language.</summary>
    InterpretersMissing,
    /// <summary>More interpreters than three a booth.</summary>
    InterpretersSurplus,
    /// <summary>Two sessions of one track at once.</summary>
    TrackTwice,
    /// <summary>A session runs through a break of its hall or of all halls.</summary>
    BreakSkipped,
}

/// <summary>What an edition does about a rule, the mildest first; each does what the one before it does too.</summary>
public enum ConflictLevel
{
    /// <summary>Not looked at.</summary>
    Ignored,
    /// <summary>Shown.</summary>
    Warns,
    /// <summary>No release while there is one that nobody accepted.</summary>
    ForbidsRelease,
    /// <summary>A change that makes one is not saved.</summary>
    ForbidsPlacing,
}

public static class ConflictRules
{
    /// <summary>
    /// The level of a rule in an edition that set none. What cannot be held as it stands forbids a release; what can be lived with, or depends on facts that
    /// are often unknown, warns. Nothing forbids placing: half a programme is full of conflicts while it is being moved about. Parallel sessions of one track are not looked
    /// for: to most programmes a track is a subject and not a line to follow, and one real congress has ten thousand pairs of them.
    /// </summary>
    public static ConflictLevel DefaultLevel(this ConflictRule rule) => rule switch
    {
        ConflictRule.PersonTwice or ConflictRule.HallTwice or ConflictRule.HallClosed => ConflictLevel.ForbidsRelease,
        ConflictRule.TrackTwice => ConflictLevel.Ignored,
        _ => ConflictLevel.Warns,
    };
}

/// <summary>One thing a rule found.</summary>
public sealed record Conflict
{
    public required ConflictRule Rule { get; init; }
    /// <summary>The edition's level of the rule; never <see cref="ConflictLevel.Ignored"/>.</summary>
    public ConflictLevel Level { get; init; }
    /// <summary>One or two, the earlier first.</summary>
    public required IReadOnlyList<Guid> Sessions { get; init; }
    /// <summary>The halls it is about: of a walk those walked from and to, else one. Empty where it is about none, or about all.</summary>
    public IReadOnlyList<Guid> Halls { get; init; } = [];
    /// <summary>The person it is about; empty where it is about none.</summary>
    public IReadOnlyList<Guid> People { get; init; } = [];
    /// <summary>The languages that lack booths or interpreters, as the session writes them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
    /// <summary>
    /// Wall time of the first minute it is about: of two sessions the minutes they share, of a walk those between them, else the session's own.
    /// Null with <see cref="Until"/> where time does not matter or there is none.
    /// </summary>
    public LocalDateTime? From { get; init; }
    /// <summary>First minute after.</summary>
    public LocalDateTime? Until { get; init; }
    /// <summary>
    /// How much: minutes shared, minutes that lack for the walk, minutes outside the hours; seats, booths or interpreters that lack; interpreters too many.
    /// 0 where there is nothing to count.
    /// </summary>
    public int Amount { get; init; }

    /// <summary>
    /// The rule and the ids it is about, <c>persontwice.SESSION.SESSION.PERSON</c> in lower case, fit for an address. The same conflict keeps its key through every change that does not
    /// end it, whatever else is edited; so an acceptance keeps belonging to it.
    /// </summary>
    public string Key => field ??= string.Join('.', Sessions.Order().Concat(People).Select(g => g.ToString("N")).Prepend(Rule.ToString().ToLowerInvariant()));

    /// <summary>
    /// True when it is as it was when somebody looked at it: the same minutes, amount, halls and languages. An acceptance lapses when it is not, for instance because
    /// a session in it was moved or the hall grew smaller. That a speaker or a chair lacks does not depend on when or where.
    /// </summary>
    public bool IsAsItWas(Conflict before) =>
        Key == before.Key && From == before.From && Until == before.Until && Amount == before.Amount && Halls.SequenceEqual(before.Halls) && Languages.SequenceEqual(before.Languages);
}
