using System.Text.Json.Serialization;
using Majlis.People;
using Majlis.Platform;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// The whole programme of one edition at one moment, as plain records: what a file is read into, what a release freezes, what every export is
/// written from and what two programmes are compared as. It refers by <see cref="Guid"/> only, each unique within its list; every reference is
/// present in the list it points to. Lists are in display order; sessions are in no promised order.
/// </summary>
public sealed record ProgrammeSnapshot
{
    public required EditionEntry Edition { get; init; }
    public IReadOnlyList<DayEntry> Days { get; init; } = [];
    public IReadOnlyList<HallEntry> Halls { get; init; } = [];
    /// <summary>Measured ways between halls, once a pair, the same both ways. Empty in files, and in releases made before they were carried.</summary>
    public IReadOnlyList<WalkEntry> Walks { get; init; } = [];
    public IReadOnlyList<TrackEntry> Tracks { get; init; } = [];
    public IReadOnlyList<SessionTypeEntry> Types { get; init; } = [];
    public IReadOnlyList<PersonEntry> People { get; init; } = [];
    public IReadOnlyList<SessionEntry> Sessions { get; init; } = [];

    /// <summary>
    /// The day that a start belongs to: the one whose hours hold it, else the calendar date, or the date before when it is before the day change.
    /// </summary>
    public LocalDate DayOf(LocalDateTime start)
    {
        foreach (var day in Days)
            if (day.Opens <= start && start < day.Closes) return day.Date;
        return start.TimeOfDay < Edition.DayChange ? start.Date.PlusDays(-1) : start.Date;
    }
}

/// <summary>The edition as its programme's readers know it.</summary>
public sealed record EditionEntry
{
    /// <summary>What the world calls it in an address: <c>[a-z0-9-]</c>, unique in the installation. Files that carry an acronym give it here.</summary>
    public required string Slug { get; init; }
    public LocalizedText Title { get; init; } = LocalizedText.Empty;
    public LocalizedText Subtitle { get; init; } = LocalizedText.Empty;
    public LocalizedText City { get; init; } = LocalizedText.Empty;
    public LocalizedText Venue { get; init; } = LocalizedText.Empty;
    public required LocalDate First { get; init; }
    /// <summary>The last day, included.</summary>
    public required LocalDate Last { get; init; }
    /// <summary>IANA zone id, known to the time zone database.</summary>
    public required string Zone { get; init; }
    /// <summary>A session that starts before this wall time belongs to the day before.</summary>
    public LocalTime DayChange { get; init; } = LocalTime.Midnight;
    /// <summary>Minutes of the grid a file asks for; null when it does not say.</summary>
    public int? SlotMinutes { get; init; }
    /// <summary>Minutes to walk between two halls that nobody measured; null in files, and in releases made before it was carried.</summary>
    public int? DefaultWalk { get; init; }
    /// <summary>Content languages in fallback order; the first is the one an untagged imported text is taken to be in.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en"];
    /// <summary>The edition's own site, when it has one elsewhere.</summary>
    public string? Url { get; init; }
    /// <summary>What session addresses of the file are relative to.</summary>
    public string? BaseUrl { get; init; }
    public string? Logo { get; init; }
    /// <summary>The version the file or the release calls itself; null when there is none.</summary>
    public string? Version { get; init; }
}

/// <param name="Date">The date the day is called by.</param>
/// <param name="Opens">Wall time of the first minute that belongs to it.</param>
/// <param name="Closes">Wall time of the first minute that does not; may be after midnight.</param>
public sealed record DayEntry(LocalDate Date, LocalDateTime Opens, LocalDateTime Closes);

public sealed record HallEntry
{
    public required Guid Guid { get; init; }
    /// <summary><c>[a-z0-9-]</c>, unique in the edition.</summary>
    public required string Slug { get; init; }
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    public LocalizedText Building { get; init; } = LocalizedText.Empty;
    /// <summary>Seats; null when unknown.</summary>
    public int? Capacity { get; init; }
}

/// <param name="A">A <see cref="HallEntry.Guid"/>, as is <paramref name="B"/>.</param>
/// <param name="Minutes">On foot.</param>
public sealed record WalkEntry(Guid A, Guid B, int Minutes);

public sealed record TrackEntry
{
    public required Guid Guid { get; init; }
    public required string Slug { get; init; }
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    /// <summary><c>#rrggbb</c>, or null.</summary>
    public string? Colour { get; init; }
}

public sealed record SessionTypeEntry
{
    public required Guid Guid { get; init; }
    public required string Slug { get; init; }
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    /// <summary>Coffee, lunch, prayers: shown in the grid, but nobody attends it as a session.</summary>
    public bool IsBreak { get; init; }
}

public enum SessionRole { Speaker, Chair, Moderator, Keynote, Panellist, Rapporteur, Interpreter }

public enum SessionAccess { Open, ByCategory, ByInvitation, Closed }

/// <param name="Person">A <see cref="PersonEntry.Guid"/>.</param>
public sealed record SessionPersonEntry(Guid Person, SessionRole Role);

public enum MaterialKind { Link, Attachment }

/// <param name="Href">An absolute http(s) address, or the address of a file kept here; never any other scheme.</param>
/// <param name="Label">What it is called; may be empty, then the address is shown.</param>
/// <param name="Type">What the frab format puts in <c>type</c>; null when it does not.</param>
/// <param name="Service">What the frab format puts in <c>service</c>; null when it does not.</param>
public sealed record MaterialEntry(MaterialKind Kind, string Href, string Label, string? Type = null, string? Service = null);

/// <param name="License">Empty when none is told.</param>
public sealed record RecordingEntry(string License, bool OptOut, string? Url = null, string? Link = null);

public sealed record SessionEntry
{
    public required Guid Guid { get; init; }
    /// <summary>Positive, unique in the edition and stable for ever: it is in the session's address and is the frab <c>id</c>.</summary>
    public required int Number { get; init; }
    /// <summary>The slug a file gave, kept letter for letter; null when our own is to be made.</summary>
    public string? Slug { get; init; }
    /// <summary>The UID an iCalendar file gave; null: <c>guid@majlis</c> is used.</summary>
    public string? Uid { get; init; }
    public LocalizedText Title { get; init; } = LocalizedText.Empty;
    public LocalizedText Subtitle { get; init; } = LocalizedText.Empty;
    /// <summary>Short text. Plain, Markdown or the small HTML that schedules carry; cleaned when shown, never when stored.</summary>
    public LocalizedText Abstract { get; init; } = LocalizedText.Empty;
    public LocalizedText Description { get; init; } = LocalizedText.Empty;
    public Guid? Track { get; init; }
    public Guid? Type { get; init; }
    /// <summary>Where; null together with, or apart from, <see cref="Start"/>: a session that lacks either is unscheduled.</summary>
    public Guid? Hall { get; init; }
    /// <summary>A plenary or a break that takes every hall.</summary>
    public bool AllHalls { get; init; }
    /// <summary>Wall time in the edition's zone; null when unscheduled.</summary>
    public LocalDateTime? Start { get; init; }
    /// <summary>Whole minutes; zero only when unknown.</summary>
    public int Minutes { get; init; }
    /// <summary>Languages spoken from the floor, as BCP 47 tags or as the file wrote them.</summary>
    public IReadOnlyList<string> FloorLanguages { get; init; } = [];
    /// <summary>Languages interpreted into.</summary>
    public IReadOnlyList<string> OutputLanguages { get; init; } = [];
    public SessionAccess Access { get; init; }
    public string? Stream { get; init; }
    public string? Url { get; init; }
    public string? FeedbackUrl { get; init; }
    public string? OriginUrl { get; init; }
    public string? VideoUrl { get; init; }
    public string? Logo { get; init; }
    public RecordingEntry? Recording { get; init; }
    public IReadOnlyList<MaterialEntry> Materials { get; init; } = [];
    public IReadOnlyList<SessionPersonEntry> People { get; init; } = [];
    /// <summary>How many people the organiser expects in the room; null when nobody said. Never public: a release does not carry it.</summary>
    public int? Expected { get; init; }
    /// <summary>Called off after it was public: kept in calendars as cancelled, struck through on pages.</summary>
    public bool IsCancelled { get; init; }
    /// <summary>Goes up by one whenever a release moves the session in time or place: the iCalendar SEQUENCE.</summary>
    public int Sequence { get; init; }
    /// <summary>When its public facts last changed; null in a file that does not say.</summary>
    public Instant? Changed { get; init; }

    /// <summary>Has a time, and a hall or all of them.</summary>
    [JsonIgnore]
    public bool IsScheduled => Start is not null && (Hall is not null || AllHalls);

    /// <summary>First minute after the session; null when unscheduled.</summary>
    [JsonIgnore]
    public LocalDateTime? End => Start?.PlusMinutes(Minutes);
}
