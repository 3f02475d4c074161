using Majlis.Platform;

namespace Majlis.Programme;

/// <summary>The draft took a file.</summary>
public sealed record ProgrammeImported(Guid? Edition, string File, int Added, int Changed, int Removed) : IEvent;

/// <summary>A session of the draft was made, changed or removed. <paramref name="What"/> is <c>added</c>, <c>changed</c>, <c>cancelled</c> or <c>removed</c>.</summary>
public sealed record SessionChanged(Guid? Edition, Guid Session, int Number, string What) : IEvent;

/// <summary>Somebody answers for a conflict of the draft. <paramref name="Rule"/> is the rule's name.</summary>
public sealed record ConflictAccepted(Guid? Edition, string Key, string Rule, IReadOnlyList<Guid> Sessions, string Reason) : IEvent;

/// <summary>Nobody answers for the conflict any more.</summary>
public sealed record ConflictAcceptanceTakenBack(Guid? Edition, string Key) : IEvent;

/// <summary>A release was made: the public programme is another one now. <paramref name="RolledBackTo"/>: the number of the release whose content it has; null for the draft's. <paramref name="Despite"/>: how many conflicts against it the actor answered for by rolling back.</summary>
public sealed record ProgrammeReleased(Guid? Edition, Guid Release, int Number, string Name, LettersTo LettersTo = LettersTo.Nobody, int? RolledBackTo = null, int Despite = 0) : IEvent;

/// <summary>Somebody asked for letters about a release that was made already, or for those that could not be sent.</summary>
public sealed record LettersAsked(Guid? Edition, Guid Release, int Number, LettersTo LettersTo) : IEvent;

/// <summary>The edition was made from an older one of its forum.</summary>
public sealed record EditionCopied(Guid? Edition, Guid From, int Sessions) : IEvent;
