using Majlis.Platform;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;

namespace Majlis.Programme;

/// <summary>What the importer asks for beside the file.</summary>
public sealed record ImportOptions
{
    /// <summary>The file's name, for the record.</summary>
    public string File { get; init; } = "";
    /// <summary>Sessions of the draft that the file does not have are taken out, those that are public called off. Else they are kept as they are.</summary>
    public bool RemoveMissing { get; init; }
    /// <summary>Sessions go where the file has them, whatever rule forbids it: somebody looked at the conflicts and answers for them.</summary>
    internal bool PlaceAll { get; init; }
}

public enum ImportedNoun { Hall, Track, Type, Person, Session }

public enum ImportedAs
{
    Added,
    Changed,
    /// <summary>A session the file does not have, taken out.</summary>
    Removed,
    /// <summary>A public session the file does not have, called off.</summary>
    Cancelled,
    /// <summary>A session the file does not have, left alone.</summary>
    Kept,
}

/// <summary>What an import does to one thing. Things that stay as they are, because the file says the same, have no line.</summary>
/// <param name="Number">Of a session or person; null for the others.</param>
/// <param name="Fields">Names of the fields that change, as in the stored JSON (<c>title</c>, <c>start</c>); empty unless changed.</param>
public sealed record ImportLine(ImportedNoun Noun, ImportedAs As, Guid Guid, int? Number, LocalizedText Name, IReadOnlyList<string> Fields);

/// <summary>What an import would do, or did.</summary>
/// <param name="Findings">The reader's and then those of placing what it read.</param>
public sealed record ImportPlan(IReadOnlyList<ImportLine> Lines, IReadOnlyList<Finding> Findings)
{
    /// <summary>The conflicts that the file's sessions are in once it is taken, and the programme they are told in. None of them keeps the file out; sessions that a rule forbids to place are kept unscheduled, each told by a finding <c>placing_forbidden</c>.</summary>
    public CheckedProgramme? Conflicts { get; init; }

    /// <summary>The draft says all of it already: nothing is written.</summary>
    public bool ChangesNothing => Lines.All(l => l.As == ImportedAs.Kept);

    public int Count(ImportedNoun noun, ImportedAs what) => Lines.Count(l => l.Noun == noun && l.As == what);
}
