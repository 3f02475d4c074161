using Majlis.Platform;

namespace Majlis.People;

public sealed record AccountMade(Guid? Edition, Guid Account) : IEvent;

public sealed record OperatorMade(Guid? Edition, Guid Account) : IEvent;

/// <summary>Name or language of the account changed.</summary>
public sealed record AccountEdited(Guid? Edition, Guid Account) : IEvent;

/// <summary>A credential came, went or changed. <paramref name="What"/>: <c>password</c>, <c>authenticator</c>, <c>recovery_codes</c>, <c>passkey</c>, <c>reset</c>.</summary>
public sealed record CredentialChanged(Guid? Edition, Guid Account, string What) : IEvent;

public sealed record SignedIn(Guid? Edition, Guid Account, Guid SignIn, string Method, bool SecondFactor) : IEvent;

public sealed record SignInRevoked(Guid? Edition, Guid Account, Guid SignIn) : IEvent;

public sealed record ApiTokenMade(Guid? Edition, Guid Token, Guid Account, string Name, IReadOnlyList<Permission> Permissions) : IEvent;

public sealed record ApiTokenRevoked(Guid? Edition, Guid Token, Guid Account) : IEvent;

/// <summary>An account speaks for a party at the edition from now on.</summary>
public sealed record FocalPointBound(Guid? Edition, Guid Party, Guid Account) : IEvent;

public sealed record FocalPointReleased(Guid? Edition, Guid Party, Guid Account) : IEvent;

/// <summary>The account is the person from now on, or not any more.</summary>
public sealed record PersonLinked(Guid? Edition, Guid Person, Guid Account, bool IsLinked) : IEvent;
