using Majlis.Platform;

namespace Majlis.Programme.Exchange;

public enum ProgrammeFormat { ScheduleXml, ScheduleJson, ICalendar, Csv, Xlsx }

public enum FindingKind
{
    /// <summary>Something was wrong and has one sure reading, which was taken.</summary>
    Repaired,
    /// <summary>The item was not taken.</summary>
    Refused,
    /// <summary>The item was taken without a place in time or hall.</summary>
    Unscheduled,
}

/// <summary>One thing a reader noticed, for the person who imports.</summary>
/// <param name="Line">One-based line of the file (row for a spreadsheet); null when the format has none, such as JSON after parsing.</param>
/// <param name="Item">What the file calls the item: its id, title or cell; never null, may be empty.</param>
/// <param name="Code">A key of the language files without the prefix <c>import.</c>, such as <c>duration_negative</c>.</param>
/// <param name="Values">What the sentence needs, by placeholder.</param>
public sealed record Finding(FindingKind Kind, int? Line, string Item, string Code, params (string Name, object? Value)[] Values);

/// <summary>What a file said, and what had to be mended or left out to understand it.</summary>
public sealed record ProgrammeReading(ProgrammeSnapshot Programme, IReadOnlyList<Finding> Findings);

/// <summary>Bounds every reader of programmes keeps beside <see cref="Tables.FileLimits"/>, so that a hostile file costs bounded memory and time. Beyond one, the whole file is
/// refused with a <see cref="Refusal"/> whose code is under <c>import.</c> and whose value <c>line</c>, where there is one, is the one-based line.</summary>
public static class ImportLimits
{
    public const int Sessions = 20_000;
    public const int PeoplePerSession = 200;
    /// <summary>Keys of one JSON object: more than any room list has.</summary>
    public const int Keys = 5_000;
    /// <summary>A session of this many minutes or more is refused: the schema of the frab format has two digits for hours.</summary>
    public const int SessionMinutes = 100 * 60;
    /// <summary>Things noted about one file: beyond it the rest are only counted, by one closing note.</summary>
    public const int Findings = 2_000;
}
