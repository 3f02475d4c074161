using Majlis.Platform;

namespace Majlis.Forums;

public sealed record ForumFounded(Guid? Edition, Guid Forum, string Slug) : IEvent;

/// <summary>The edition's own facts, halls, tracks, types or days changed. <paramref name="What"/> names the noun.</summary>
public sealed record EditionChanged(Guid? Edition, string What, Guid? Subject) : IEvent;

public sealed record EditionAnnounced(Guid? Edition, string Slug) : IEvent;

public sealed record EditionWithdrawn(Guid? Edition, string Slug) : IEvent;

public sealed record RoleGiven(Guid? Edition, Guid Account, Role Role) : IEvent;

public sealed record RoleTaken(Guid? Edition, Guid Account, Role Role) : IEvent;
