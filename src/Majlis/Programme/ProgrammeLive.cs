using Majlis.Platform;

namespace Majlis.Programme;

/// <summary>What browsers are told of the programme. The public hears of releases only: a change of the draft would betray it.</summary>
public static class ProgrammeLive
{
    public static IReadOnlyList<LiveKind> Kinds { get; } =
    [
        LiveKind.Public<ProgrammeReleased>(e => new { e.Number, e.Name }),
        LiveKind.Desk<SessionChanged>(),
        LiveKind.Desk<ProgrammeImported>(),
        LiveKind.Desk<ConflictAccepted>(),
        LiveKind.Desk<ConflictAcceptanceTakenBack>(),
        LiveKind.Desk<LettersAsked>(),
    ];
}
