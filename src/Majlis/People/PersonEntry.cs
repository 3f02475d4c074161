using Majlis.Platform;

namespace Majlis.People;

/// <summary>A person as an edition knows them, as a plain record: part of every programme that is read, released or written.</summary>
public sealed record PersonEntry
{
    public required Guid Guid { get; init; }
    /// <summary>Positive, unique in the edition and stable for ever: clients of the frab format key people by it.</summary>
    public required int Number { get; init; }
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    public LocalizedText Office { get; init; } = LocalizedText.Empty;
    public LocalizedText Organisation { get; init; } = LocalizedText.Empty;
    public LocalizedText Biography { get; init; } = LocalizedText.Empty;
    /// <summary>ISO 3166-1 alpha-2, upper case, or null.</summary>
    public string? Country { get; init; }
    /// <summary>The id of the party the person speaks for, or null.</summary>
    public Guid? Party { get; init; }
}
