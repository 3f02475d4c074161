using Majlis.Programme;

namespace Majlis.Web.Programme.Desk;

/// <summary>Whom a release is to be written to, for the part <c>_LettersForm</c>: one tick for each audience.</summary>
public sealed record LettersOffer(LetterCount Count, IReadOnlyList<(int Number, string Name)> Unreachable, IReadOnlyCollection<LettersTo> Ticked)
{
    public static LettersTo Of(IEnumerable<LettersTo> ticked) => ticked.Aggregate(LettersTo.Nobody, (all, one) => all | one) & (LettersTo.Speakers | LettersTo.Stars | LettersTo.Readers);
}
