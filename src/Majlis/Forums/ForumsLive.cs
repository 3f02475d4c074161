using Majlis.Platform;

namespace Majlis.Forums;

/// <summary>What browsers are told of forums and editions.</summary>
public static class ForumsLive
{
    public static IReadOnlyList<LiveKind> Kinds { get; } =
    [
        LiveKind.Public<EditionAnnounced>(e => new { e.Slug }),
        LiveKind.Public<EditionWithdrawn>(e => new { e.Slug }, ends: true),
        LiveKind.Desk<EditionChanged>(),
    ];
}
