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

/// <param name="First">Number of the request whose meeting must be the earlier one, or need not any more.</param>
public sealed record MeetingOrderChanged(Guid? Edition, int First, int Then, bool IsHeld) : IEvent;

/// <summary>The side whose turn it is was reminded that it has to answer.</summary>
public sealed record MeetingRequestReminded(Guid? Edition, Guid Request, Guid Turn) : IEvent;

/// <summary>A table of requests was taken in.</summary>
public sealed record MeetingRequestsTakenIn(Guid? Edition, string File, int Added) : IEvent;

/// <summary>A room for meetings is there, is another, is gone, or is closed for a time.</summary>
public sealed record MeetingRoomChanged(Guid? Edition, Guid Room) : IEvent;

public sealed record MeetingInterpreterChanged(Guid? Edition, Guid Interpreter) : IEvent;

/// <summary>Somebody is not there for a while, or is after all.</summary>
public sealed record MeetingAbsenceChanged(Guid? Edition, Guid Person) : IEvent;

public sealed record MeetingPlanAsked(Guid? Edition, int Number, PlanKind Kind, int Seconds, int Seed) : IEvent;

/// <summary>What a plan that is being computed has by now.</summary>
/// <param name="Begun">How often it was begun; more than once when the node that computed it died.</param>
/// <param name="Seconds">Since it was begun.</param>
/// <param name="Found">Null: no plan yet.</param>
/// <param name="Bound">Null: nothing proven.</param>
public sealed record MeetingPlanProgressed(Guid? Edition, int Number, int Begun, int Seconds, long? Found, long? Bound) : IEvent;

/// <summary>A plan is there to be looked at, or could not be made.</summary>
public sealed record MeetingPlanEnded(Guid? Edition, int Number, PlanState State, long? Found, long? Bound) : IEvent;

/// <summary>A person asked for a running plan to end.</summary>
public sealed record MeetingPlanStopped(Guid? Edition, int Number) : IEvent;

/// <summary>A person moved a meeting of a draft, put it in or out, or locked it.</summary>
public sealed record MeetingPlanEdited(Guid? Edition, int Number, IReadOnlyList<int> Requests) : IEvent;

/// <summary>A draft became the meetings that the sides know of.</summary>
/// <param name="Reinterpreted">Only who interprets is another: the sides were not written to.</param>
/// <param name="Late">Meetings of the draft whose time was over already.</param>
public sealed record MeetingsPublished(Guid? Edition, int Number, int Added, int Moved, int Cancelled, int Reinterpreted = 0, int Late = 0) : IEvent;

/// <summary>A published meeting is off, because a side withdrew or declined what it had accepted.</summary>
public sealed record MeetingCalledOff(Guid? Edition, int Number, Guid By, string? For) : IEvent;

/// <summary>Another interpreter, or none any more, for a published meeting that stays where it is: for those who look after interpreters.</summary>
public sealed record MeetingReinterpreted(Guid? Edition, int Number, Guid? Interpreter) : IEvent;

/// <summary>A room was booked beside the plan, or its booking was confirmed, given back, lapsed or displaced.</summary>
/// <param name="For">As of <see cref="ProfileChanged"/>.</param>
public sealed record RoomBooked(Guid? Edition, Guid Booking, Guid Side, BookingState State, string? For) : IEvent;

/// <summary>Protocol prepared a meeting.</summary>
public sealed record MeetingSheetKept(Guid? Edition, int Number) : IEvent;

/// <summary>A side wrote on its own paper of a meeting: that it did, never what.</summary>
public sealed record SidePaperKept(Guid? Edition, int Number, Guid Side, string? For) : IEvent;

/// <param name="Missed">The side that did not come; null: both came, or nobody said.</param>
public sealed record MeetingOutcomeTold(Guid? Edition, int Number, MeetingState State, Guid? Missed, string? For) : IEvent;

/// <summary>The read-out of a meeting has other words, or a side agreed to it.</summary>
/// <param name="IsPublic">Both agreed to what stands there.</param>
public sealed record ReadOutSaid(Guid? Edition, int Number, bool IsPublic, string? For) : IEvent;

/// <summary>A person gave another their card: ids, never what stands on it.</summary>
public sealed record ContactWasGiven(Guid? Edition, Guid Giver, Guid Taker) : IEvent;

public sealed record ContactTakenBack(Guid? Edition, Guid Giver, Guid Taker) : IEvent;

/// <summary>What browsers are told of meetings.</summary>
public static class MeetingsLive
{
    public static IReadOnlyList<LiveKind> Kinds { get; } = [LiveKind.Desk<MeetingRoundChanged>(), LiveKind.Desk<MeetingRequestChanged>(isBare: true), LiveKind.Desk<MeetingRequestsTakenIn>(),
        LiveKind.Desk<MeetingPlanAsked>(), LiveKind.Desk<MeetingPlanProgressed>(), LiveKind.Desk<MeetingPlanEnded>(), LiveKind.Desk<MeetingPlanEdited>(), LiveKind.Desk<MeetingsPublished>(), LiveKind.Desk<MeetingCalledOff>(), LiveKind.Desk<MeetingReinterpreted>(), LiveKind.Desk<RoomBooked>(), LiveKind.Desk<MeetingOutcomeTold>()];
}
