namespace Majlis.Meetings.Planning;

/// <summary>One rule that a plan breaks.</summary>
/// <param name="Code">Such as <c>meetings.person_twice</c>.</param>
/// <param name="Of">The ids of what is concerned, in the order in which a sentence would name them.</param>
public sealed record Violation(string Code, IReadOnlyList<string> Of)
{
    public override string ToString() => $"{Code} ({string.Join(", ", Of)})";
}
