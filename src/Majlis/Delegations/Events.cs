using Majlis.Platform;

namespace Majlis.Delegations;

/// <summary>An invitation was <c>drafted</c>, <c>changed</c>, <c>cleared</c>, <c>sent</c>, <c>delivered</c>, <c>reminded</c>, <c>answered</c> or <c>withdrawn</c>.</summary>
public sealed record InvitationChanged(Guid? Edition, Guid Party, string What, string? State = null) : IEvent;

/// <summary>A delegation was <c>expected</c>, <c>noted</c>, <c>submitted</c>, <c>returned</c>, <c>verified</c>, <c>confirmed</c>, <c>arrived</c>, <c>departed</c>, <c>withdrawn</c>, <c>again</c>, or its
/// <c>credentials</c> were looked at.</summary>
/// <param name="Note">A reason, a number or a declaration.</param>
public sealed record DelegationChanged(Guid? Edition, Guid Party, string What, string? Note = null) : IEvent;

/// <summary>A member was <c>added</c>, <c>changed</c>, <c>confirmed</c>, <c>nominated</c> again, <c>left</c>, was <c>replaced</c> or <c>merged</c>. Says who by id, never what of them.</summary>
/// <param name="Declaration">What a focal point declared with a change after the delegation had been verified.</param>
/// <param name="Went">Who was merged into the person and is no more.</param>
public sealed record MemberChanged(Guid? Edition, Guid Party, Guid Person, string What, string? Declaration = null, Guid? Went = null) : IEvent;

/// <summary>A table of members was taken in, or people of an earlier edition were (<paramref name="Source"/> names which).</summary>
/// <param name="Declaration">As in <see cref="MemberChanged"/>.</param>
public sealed record MembersTakenIn(Guid? Edition, Guid Party, string Source, int Added, int Changed, string? Declaration = null) : IEvent;

/// <summary>Places were <c>set</c>, <c>asked</c> for, <c>granted</c>, <c>declined</c>, or the wish was <c>withdrawn</c>.</summary>
public sealed record QuotaChanged(Guid? Edition, Guid Party, string Category, bool IsOverflow, int Places, string What) : IEvent;
