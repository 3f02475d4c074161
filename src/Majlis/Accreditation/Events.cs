using Majlis.Platform;

namespace Majlis.Accreditation;

/// <summary>
/// An application was <c>submitted</c>, <c>recalled</c>, <c>withdrawn</c>, <c>decided</c>, <c>undone</c>, <c>sent</c>, <c>answered</c>, <c>held</c>, <c>watched</c> (held by the watch list),
/// <c>released</c>, <c>returned</c>, <c>revoked</c>, <c>reinstated</c>, <c>moved</c> to another category, <c>expired</c> (the person changed), <c>asked</c> for other checks, <c>taken</c> by an
/// officer or <c>given</c> back, <c>photographed</c>, given <c>papers</c> or <c>merged</c>. Says who by id, never what of them, and no reasons.
/// </summary>
/// <param name="Check">Which was decided.</param>
/// <param name="Result">What that check has become.</param>
/// <param name="State">What the application has become.</param>
/// <param name="Was">What it was before; null: it was not there.</param>
public sealed record ApplicationChanged(Guid? Edition, Guid Application, Guid Person, string What, CheckKind? Check, CheckState? Result, ApplicationState State, ApplicationState? Was = null) : IEvent
{
    Guid? IEvent.Subject => Application;
}

/// <summary>A name came onto the watch list or left it.</summary>
public sealed record WatchListChanged(Guid? Edition, string What) : IEvent;

/// <summary>A batch went out, its file was taken, or answers were taken in.</summary>
public sealed record VettingBatchChanged(Guid? Edition, int? Batch, string What, int Count) : IEvent;
