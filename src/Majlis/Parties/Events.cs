using Majlis.Platform;

namespace Majlis.Parties;

/// <summary>A party or a group of the installation was <c>added</c>, <c>changed</c>, <c>flag</c>ged or <c>removed</c>, from the desk of the edition.</summary>
public sealed record PartyChanged(Guid? Edition, Guid Party, string What) : IEvent;

/// <summary>A reference list or a table was taken in. <paramref name="Source"/> names it.</summary>
public sealed record PartiesTakenIn(Guid? Edition, string Source, int Added, int Changed) : IEvent;

/// <summary>What parties are at the edition changed. <paramref name="What"/>: <c>status</c>, <c>capacity</c>, <c>public</c>, <c>class</c>, <c>added</c>, <c>changed</c>, <c>removed</c>.</summary>
public sealed record ParticipationChanged(Guid? Edition, IReadOnlyList<Guid> Parties, string What) : IEvent;

/// <summary>The protocol order's rules changed: <c>rules</c>, <c>lot</c>, <c>no_lot</c>, <c>moved</c>, <c>restored</c>. The log of overrides is made of these.</summary>
/// <param name="Party">The party that was moved, or that the lot names.</param>
/// <param name="Note">The reason of a move; the seed of a lot.</param>
public sealed record OrderChanged(Guid? Edition, string What, Guid? Party, string? Note) : IEvent;

public sealed record OrderSnapshotTaken(Guid? Edition, Guid Snapshot, int Number, string Name) : IEvent;

/// <summary>The public list of participants is another one now; none when <paramref name="Snapshot"/> is null.</summary>
public sealed record ParticipantsPublished(Guid? Edition, Guid? Snapshot, int? Number) : IEvent;

/// <summary>A seating plan was <c>added</c>, <c>changed</c>, <c>swapped</c>, <c>restored</c> or <c>removed</c>.</summary>
public sealed record SeatingChanged(Guid? Edition, Guid Plan, string What, string? Reason) : IEvent;

/// <summary>What browsers are told of parties. The public hears only that another list of participants is public.</summary>
public static class PartiesLive
{
    public static IReadOnlyList<LiveKind> Kinds { get; } =
    [
        LiveKind.Public<ParticipantsPublished>(e => new { e.Number }),
        LiveKind.Desk<PartyChanged>(), LiveKind.Desk<PartiesTakenIn>(), LiveKind.Desk<ParticipationChanged>(), LiveKind.Desk<OrderChanged>(),
        LiveKind.Desk<OrderSnapshotTaken>(), LiveKind.Desk<SeatingChanged>(),
    ];
}
