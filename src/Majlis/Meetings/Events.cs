using Majlis.Platform;

namespace Majlis.Meetings;

/// <summary>The organiser changed what meetings of the edition are like, or their <paramref name="Phase"/>.</summary>
public sealed record MeetingRoundChanged(Guid? Edition, MeetingPhase Phase) : IEvent;

/// <summary>A side tells something else of itself, is met by others, or agreed to be shown or not.</summary>
/// <param name="For">Whom the actor acted for, as called in the edition's first language; null: for themselves.</param>
public sealed record ProfileChanged(Guid? Edition, Guid Side, bool IsShown, string? For) : IEvent;

/// <param name="Account">That acts for the side from now on, or not any more.</param>
public sealed record ProxyChanged(Guid? Edition, Guid Side, Guid Account, bool IsNamed) : IEvent;

/// <summary>A request was sent, answered, countered, withdrawn or valued, or expired.</summary>
/// <param name="By">The side that did it; null: time did.</param>
/// <param name="For">As of <see cref="ProfileChanged"/>: the log has the actor's name and this one.</param>
/// <param name="IsValued">Only what it is worth to one side changed: that is nobody else's to know.</param>
public sealed record MeetingRequestChanged(Guid? Edition, Guid Request, int Number, RequestState State, Guid From, Guid To, Guid? By, string? For, bool IsValued = false) : IEvent;

/// <summary>The side whose turn it is was reminded that it has to answer.</summary>
public sealed record MeetingRequestReminded(Guid? Edition, Guid Request, Guid Turn) : IEvent;

/// <summary>A table of requests was taken in.</summary>
public sealed record MeetingRequestsTakenIn(Guid? Edition, string File, int Added) : IEvent;

/// <summary>What browsers are told of meetings.</summary>
public static class MeetingsLive
{
    public static IReadOnlyList<LiveKind> Kinds { get; } = [LiveKind.Desk<MeetingRoundChanged>(), LiveKind.Desk<MeetingRequestChanged>(), LiveKind.Desk<MeetingRequestsTakenIn>()];
}
