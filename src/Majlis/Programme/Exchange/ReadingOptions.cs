using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>What a reader is told beside the file.</summary>
public sealed record ReadingOptions
{
    /// <summary>The language that texts without one are taken to be in: a BCP 47 tag, such as <c>en</c>.</summary>
    public string DefaultLanguage { get; init; } = "en";
    /// <summary>IANA zone for a file that names none, or one that does not exist; null: such a file is refused.</summary>
    public string? DefaultZone { get; init; }
    /// <summary>The edition the file is for, in an address; null: the file's acronym, else its title. Ids made for items that have none are made from it.</summary>
    public string? EditionSlug { get; init; }
    /// <summary>The programme the edition has now; null when it has none. Halls, tracks, types and people that the file knows only by name are found in it,
    /// numbers and slugs it gave out are kept, and its zone and languages serve where the file is silent.</summary>
    public ProgrammeSnapshot? Existing { get; init; }
    /// <summary>Days of a file without any session and without dates: what an empty table is dated by; null: such a file is refused.</summary>
    public LocalDate? FirstDay { get; init; }
}

/// <summary>What a writer is told beside the programme.</summary>
public sealed record WritingOptions
{
    /// <summary>The absolute http(s) address of the site; with or without a slash at its end.</summary>
    public required Uri BaseAddress { get; init; }
    /// <summary>The language texts are written in, as far as they exist in it; else the edition's order decides.</summary>
    public string Language { get; init; } = "en";
    public string GeneratorVersion { get; init; } = "0.1.0";
    /// <summary>When what is written became public: stamps, and the version where the programme has none.</summary>
    public required Instant Published { get; init; }
    /// <summary>The public address of the file itself; null when it has none.</summary>
    public Uri? FileAddress { get; init; }
    /// <summary>The address of a session's own page, used where the session has no address of its own;
    /// null: <c>{base}/{edition}/sessions/{number}</c>.</summary>
    public Func<SessionEntry, Uri>? SessionAddress { get; init; }

    /// <summary>Materials with absolute addresses: those of files kept here stand in the programme without the site's.</summary>
    internal IEnumerable<MaterialEntry> Materials(SessionEntry session, MaterialKind kind) => session.Materials.Where(m => m.Kind == kind)
        .Select(m => m.Href.StartsWith('/') ? m with { Href = new Uri(BaseAddress, m.Href).AbsoluteUri } : m);

    internal string AddressOf(ProgrammeSnapshot programme, SessionEntry session) => session.Url ?? (SessionAddress?.Invoke(session)
        ?? new Uri($"{BaseAddress.AbsoluteUri.TrimEnd('/')}/{programme.Edition.Slug}/sessions/{session.Number}")).AbsoluteUri;
}
