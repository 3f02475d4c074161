using Majlis.Forums;
using Majlis.Messaging;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell.Api;
using NodaTime;

namespace Majlis.Web.Programme.Api;

/// <summary>How what the programme is made of stands in JSON.</summary>
static class Shapes
{
    static readonly Shape<SessionPersonEntry> PersonInSession = new("PersonInSession", "Somebody in a role of a session.", new(System.Guid.Empty, default),
        Field<SessionPersonEntry>.Of("person", Kinds.Identity, p => p.Person, (p, v) => p with { Person = v }, "The person's guid.") with { Required = true },
        Field<SessionPersonEntry>.Of("role", Kinds.OneOf<SessionRole>(), p => p.Role, (p, v) => p with { Role = v }, "The role. One person may hold several, each once.") with { Required = true });

    static readonly Shape<MaterialEntry> Material = new("Material", "A link or a file that belongs to a session.", new(default, "", ""),
        Field<MaterialEntry>.Of("kind", Kinds.OneOf<MaterialKind>(), m => m.Kind, (m, v) => m with { Kind = v }, "Whether it is a link or an attachment."),
        Field<MaterialEntry>.Of("href", Kinds.PlainText, m => m.Href, (m, v) => m with { Href = v }, "An http or https address, or one of this site.") with { Required = true },
        Field<MaterialEntry>.Of("label", Kinds.PlainText, m => m.Label, (m, v) => m with { Label = v }, "What it is called; empty: by its address."),
        Field<MaterialEntry>.Of("type", Kinds.Text, m => m.Type, (m, v) => m with { Type = v }, "The attribute of the frab format."),
        Field<MaterialEntry>.Of("service", Kinds.Text, m => m.Service, (m, v) => m with { Service = v }, "The attribute of the frab format."));

    static readonly Shape<HallHours> Hours = new("Hours", "When something is open: from the first minute, included, until the last, excluded.", new(default, default),
        Field<HallHours>.Of("from", Kinds.PlainWall, h => h.From, (h, v) => h with { From = v }, "The first minute.") with { Required = true },
        Field<HallHours>.Of("until", Kinds.PlainWall, h => h.Until, (h, v) => h with { Until = v }, "The first minute that is not.") with { Required = true });

    static readonly Field<SessionEntry>[] SessionFields =
    [
        Of<SessionEntry, int>("number", Kinds.PlainNumber, s => s.Number, null, "Stable for ever and in the session's address; given when it is made."),
        Of<SessionEntry, LocalizedText>("title", Kinds.Localized, s => s.Title, (s, v) => s with { Title = v }, "What it is called; at least in one language.") with { Required = true },
        Of<SessionEntry, LocalizedText>("subtitle", Kinds.Localized, s => s.Subtitle, (s, v) => s with { Subtitle = v }, "A second line under the title."),
        Of<SessionEntry, LocalizedText>("abstract", Kinds.Localized, s => s.Abstract, (s, v) => s with { Abstract = v }, "A short text: plain, or Markdown."),
        Of<SessionEntry, LocalizedText>("description", Kinds.Localized, s => s.Description, (s, v) => s with { Description = v }, "A long text: plain, or Markdown."),
        Start, Minutes, Hall, AllHalls, Track,
        Of<SessionEntry, Guid?>("type", Kinds.Reference, s => s.Type, (s, v) => s with { Type = v }, "The session type's guid."),
        Of<SessionEntry, SessionAccess>("access", Kinds.OneOf<SessionAccess>(), s => s.Access, (s, v) => s with { Access = v }, "Who may attend."),
        Of<SessionEntry, IReadOnlyList<string>>("floorLanguages", Kinds.Many(Kinds.PlainText), s => s.FloorLanguages, (s, v) => s with { FloorLanguages = v }, "Languages spoken, as BCP 47 tags."),
        Of<SessionEntry, IReadOnlyList<string>>("outputLanguages", Kinds.Many(Kinds.PlainText), s => s.OutputLanguages, (s, v) => s with { OutputLanguages = v }, "Languages interpreted into."),
        Of<SessionEntry, bool>("isCancelled", Kinds.Flag, s => s.IsCancelled, (s, v) => s with { IsCancelled = v }, "Called off: struck through, and cancelled in calendars."),
        Of<SessionEntry, string?>("stream", Kinds.Text, s => s.Stream, (s, v) => s with { Stream = v }, "Where it can be watched. Public only for sessions that are open or by category."),
        Of<SessionEntry, string?>("url", Kinds.Text, s => s.Url, (s, v) => s with { Url = v }, "Its page elsewhere."),
        Of<SessionEntry, IReadOnlyList<MaterialEntry>>("materials", Kinds.Many(Kinds.Part(Material)), s => s.Materials, (s, v) => s with { Materials = v }, "Papers, slides, links."),
        Of<SessionEntry, IReadOnlyList<SessionPersonEntry>>("people", Kinds.Many(Kinds.Part(PersonInSession)), s => s.People, (s, v) => s with { People = v }, "Who is in it, in the order of the programme."),
    ];

    public static readonly Shape<Known<SessionEntry>> Session = Kept("Session", "A session of the draft. What the public sees of it is in the last release.",
        new() { Guid = System.Guid.Empty, Number = 0 }, (s, guid) => s with { Guid = guid },
    [
        .. SessionFields,
        Of<SessionEntry, int?>("expected", Kinds.Number, s => s.Expected, (s, v) => s with { Expected = v }, "How many people are expected; null: nobody guessed. Never public."),
    ]);

    static Field<SessionEntry> Start => Of<SessionEntry, LocalDateTime?>("start", Kinds.Wall, s => s.Start, (s, v) => s with { Start = v }, "Wall time in the edition's zone; null: unscheduled.");
    static Field<SessionEntry> Minutes => Of<SessionEntry, int>("minutes", Kinds.PlainNumber, s => s.Minutes, (s, v) => s with { Minutes = v }, "Length; 0 only when unknown.");
    static Field<SessionEntry> Hall => Of<SessionEntry, Guid?>("hall", Kinds.Reference, s => s.Hall, (s, v) => s with { Hall = v }, "The hall's guid; null: none, or all of them.");
    static Field<SessionEntry> AllHalls => Of<SessionEntry, bool>("allHalls", Kinds.Flag, s => s.AllHalls, (s, v) => s with { AllHalls = v }, "A plenary or a break that takes every hall.");
    static Field<SessionEntry> Track => Of<SessionEntry, Guid?>("track", Kinds.Reference, s => s.Track, (s, v) => s with { Track = v }, "The track's guid.");

    /// <summary>What a move may say of a session. What it leaves out stays.</summary>
    public static readonly Shape<Known<SessionEntry>> Move = new("Move", "Where and when a session shall be. What is left out stays as it is; null takes away.", Session.Empty,
    [
        Field<Known<SessionEntry>>.Of("guid", Kinds.Identity, k => k.Guid, (k, v) => k with { Guid = v }, "The session's guid.") with { Required = true },
        Field<Known<SessionEntry>>.Of("version", Kinds.Version, k => k.Version, (k, v) => k with { Version = v }, "The version you saw.") with { Required = true },
        .. new[] { Start, Minutes, Hall, AllHalls, Track, Of<SessionEntry, bool>("cancelled", Kinds.Flag, s => s.IsCancelled, (s, v) => s with { IsCancelled = v }, "Called off, or on again.") }.Select(Inside),
    ]);

    static readonly Field<HallFacts>[] HallFields =
    [
        Of<HallFacts, string>("slug", Kinds.PlainText, h => h.Slug, (h, v) => h with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<HallFacts, LocalizedText>("name", Kinds.Localized, h => h.Name, (h, v) => h with { Name = v }, "What it is called.") with { Required = true },
        Of<HallFacts, LocalizedText>("building", Kinds.Localized, h => h.Building, (h, v) => h with { Building = v }, "The building it is in."),
        Of<HallFacts, int?>("capacity", Kinds.Number, h => h.Capacity, (h, v) => h with { Capacity = v }, "Seats; null: unknown."),
    ];

    public static readonly Shape<Known<HallFacts>> OneHall = Kept("Hall", "A place where sessions are held.", new HallFacts(), null,
    [
        .. HallFields,
        Of<HallFacts, int?>("booths", Kinds.Number, h => h.Booths, (h, v) => h with { Booths = v }, "Booths of interpreters; null: unknown."),
        Of<HallFacts, IReadOnlyList<HallHours>>("hours", Kinds.Many(Kinds.Part(Hours)), h => h.Hours, (h, v) => h with { Hours = v }, "When it can be used; empty: always."),
    ]);

    static readonly Field<TrackFacts>[] TrackFields =
    [
        Of<TrackFacts, string>("slug", Kinds.PlainText, t => t.Slug, (t, v) => t with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<TrackFacts, LocalizedText>("name", Kinds.Localized, t => t.Name, (t, v) => t with { Name = v }, "What it is called.") with { Required = true },
        Of<TrackFacts, string?>("colour", Kinds.Text, t => t.Colour, (t, v) => t with { Colour = v }, "#rrggbb; null: none."),
    ];

    public static readonly Shape<Known<TrackFacts>> OneTrack = Kept("Track", "A line through the programme.", new TrackFacts("", LocalizedText.Empty), null, TrackFields);

    static readonly Field<SessionTypeFacts>[] TypeFields =
    [
        Of<SessionTypeFacts, string>("slug", Kinds.PlainText, t => t.Slug, (t, v) => t with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<SessionTypeFacts, LocalizedText>("name", Kinds.Localized, t => t.Name, (t, v) => t with { Name = v }, "What it is called.") with { Required = true },
        Of<SessionTypeFacts, bool>("isBreak", Kinds.Flag, t => t.IsBreak, (t, v) => t with { IsBreak = v }, "Coffee, lunch, prayers: in the grid, attended by nobody."),
    ];

    public static readonly Shape<Known<SessionTypeFacts>> OneType = Kept("SessionType", "The kind of a session: plenary, panel, coffee.", new SessionTypeFacts("", LocalizedText.Empty), null, TypeFields);

    static readonly Field<PersonEntry>[] PersonFields =
    [
        Of<PersonEntry, int>("number", Kinds.PlainNumber, p => p.Number, null, "Stable for ever; given when the person is added."),
        Of<PersonEntry, LocalizedText>("name", Kinds.Localized, p => p.Name, (p, v) => p with { Name = v }, "The name, in each script that is known.") with { Required = true },
        Of<PersonEntry, LocalizedText>("office", Kinds.Localized, p => p.Office, (p, v) => p with { Office = v }, "The office held."),
        Of<PersonEntry, LocalizedText>("organisation", Kinds.Localized, p => p.Organisation, (p, v) => p with { Organisation = v }, "The organisation."),
        Of<PersonEntry, LocalizedText>("biography", Kinds.Localized, p => p.Biography, (p, v) => p with { Biography = v }, "A few sentences: plain, or Markdown."),
        Of<PersonEntry, string?>("country", Kinds.Text, p => p.Country, (p, v) => p with { Country = v }, "ISO 3166-1, two capital letters; null: none."),
    ];

    static readonly Shape<FreeTime> Free = new("FreeTime", "A time in which a person is free for the programme.", new(default, default),
        Of<FreeTime, LocalDateTime>("from", Kinds.PlainWall, f => f.From, (f, v) => f with { From = v }, "The first minute.") with { Required = true },
        Of<FreeTime, LocalDateTime>("until", Kinds.PlainWall, f => f.Until, (f, v) => f with { Until = v }, "The first minute that is not.") with { Required = true });

    static readonly Shape<LanguagePair> Pair = new("LanguagePair", "Languages an interpreter works from and into.", new("", ""),
        Of<LanguagePair, string>("from", Kinds.PlainText, p => p.From, (p, v) => p with { From = v }, "A BCP 47 tag.") with { Required = true },
        Of<LanguagePair, string>("to", Kinds.PlainText, p => p.To, (p, v) => p with { To = v }, "A BCP 47 tag.") with { Required = true });

    public static readonly Shape<Known<PersonAtDesk>> OnePerson = Kept("Person", "A person as this edition knows them. When they are there and what they interpret is never public.",
        new PersonAtDesk(new() { Guid = System.Guid.Empty, Number = 0 }, Presence.Unknown), (p, guid) => p with { Facts = p.Facts with { Guid = guid } },
    [
        .. PersonFields.Append(Of<PersonEntry, Guid?>("party", Kinds.Reference, p => p.Party, (p, v) => p with { Party = v }, "The guid of the party the person speaks for, one of the edition's; null: nobody said."))
            .Select(f => Inside<PersonEntry, PersonAtDesk>(f, p => p.Facts, (p, facts) => p with { Facts = facts })),
        .. new[]
        {
            Of<Presence, LocalDateTime?>("arrives", Kinds.Wall, p => p.Arrives, (p, v) => p with { Arrives = v }, "Wall time; null: unknown."),
            Of<Presence, LocalDateTime?>("departs", Kinds.Wall, p => p.Departs, (p, v) => p with { Departs = v }, "Wall time; null: unknown."),
            Of<Presence, IReadOnlyList<FreeTime>>("available", Kinds.Many(Kinds.Part(Free)), p => p.Available, (p, v) => p with { Available = v }, "When they are free; empty: always."),
            Of<Presence, IReadOnlyList<LanguagePair>>("interprets", Kinds.Many(Kinds.Part(Pair)), p => p.Interprets, (p, v) => p with { Interprets = v }, "What they interpret; empty: nothing."),
        }.Select(f => Inside<Presence, PersonAtDesk>(f, p => p.Presence, (p, presence) => p with { Presence = presence })),
    ]);

    static readonly Field<EditionEntry>[] EditionFields =
    [
        Of<EditionEntry, string>("slug", Kinds.PlainText, e => e.Slug, null, "What it is called in addresses."),
        Of<EditionEntry, LocalizedText>("title", Kinds.Localized, e => e.Title, null, "What it is called."),
        Of<EditionEntry, LocalDate>("first", Kinds.Date, e => e.First, null, "The first day."),
        Of<EditionEntry, LocalDate>("last", Kinds.Date, e => e.Last, null, "The last day, included."),
        Of<EditionEntry, string>("zone", Kinds.PlainText, e => e.Zone, null, "The zone of all wall times, an IANA id."),
        Of<EditionEntry, LocalTime>("dayChange", Kinds.Time, e => e.DayChange, null, "A session that starts before this belongs to the day before."),
        Of<EditionEntry, IReadOnlyList<string>>("languages", Kinds.Many(Kinds.PlainText), e => e.Languages, null, "Content languages, in the order in which one stands in for another."),
        Of<EditionEntry, int?>("slotMinutes", Kinds.Number, e => e.SlotMinutes, null, "Minutes of the grid; null: free."),
    ];

    static readonly Shape<(EditionEntry Facts, int DefaultWalk)> Edition = new("Edition", "The edition as its programme's editors know it.", default,
    [
        .. EditionFields.Select(f => Inside<EditionEntry, (EditionEntry Facts, int DefaultWalk)>(f, e => e.Facts, null)),
        Of<(EditionEntry Facts, int DefaultWalk), int>("defaultWalk", Kinds.PlainNumber, e => e.DefaultWalk, null, "Minutes between two halls that nobody measured."),
    ]);

    static readonly Shape<DayEntry> Day = new("Day", "A day of the edition.", null!,
        Of<DayEntry, LocalDate>("date", Kinds.Date, d => d.Date, null, "The date it is called by."),
        Of<DayEntry, LocalDateTime>("opens", Kinds.PlainWall, d => d.Opens, null, "The first minute that belongs to it."),
        Of<DayEntry, LocalDateTime>("closes", Kinds.PlainWall, d => d.Closes, null, "The first minute that does not; may be after midnight."));

    static readonly Shape<HallWalk> Walk = new("Walk", "Minutes on foot between two halls, the same both ways.", null!,
        Of<HallWalk, Guid>("a", Kinds.Identity, w => w.A, null, "A hall's guid."),
        Of<HallWalk, Guid>("b", Kinds.Identity, w => w.B, null, "The other hall's."),
        Of<HallWalk, int>("minutes", Kinds.PlainNumber, w => w.Minutes, null, "Minutes."));

    static readonly Shape<PartyName> PartyNamed = new("PartyName", "A party whom people speak for.", null!,
        Of<PartyName, Guid>("guid", Kinds.Identity, p => p.Guid, null, "The party's guid."),
        Of<PartyName, LocalizedText>("name", Kinds.Localized, p => p.Name, null, "The short name."));

    public static readonly Shape<DraftProgramme> Draft = new("Programme", "The whole draft, as of one moment.", null!,
        Of<DraftProgramme, (EditionEntry, int)>("edition", Kinds.Part(Edition), p => p.Edition, null, "The edition."),
        Of<DraftProgramme, IReadOnlyList<DayEntry>>("days", Kinds.Many(Kinds.Part(Day)), p => p.Days, null, "Its days."),
        Of<DraftProgramme, IReadOnlyList<Known<HallFacts>>>("halls", Kinds.Many(Kinds.Part(OneHall)), p => p.Halls, null, "Its halls, in the order of lists."),
        Of<DraftProgramme, IReadOnlyList<HallWalk>>("walks", Kinds.Many(Kinds.Part(Walk)), p => p.Walks, null, "The walks that were measured."),
        Of<DraftProgramme, IReadOnlyList<Known<TrackFacts>>>("tracks", Kinds.Many(Kinds.Part(OneTrack)), p => p.Tracks, null, "Its tracks, in the order of lists."),
        Of<DraftProgramme, IReadOnlyList<Known<SessionTypeFacts>>>("types", Kinds.Many(Kinds.Part(OneType)), p => p.Types, null, "Its session types, in the order of lists."),
        Of<DraftProgramme, IReadOnlyList<PartyName>>("parties", Kinds.Many(Kinds.Part(PartyNamed)), p => p.Parties, null, "The parties at the edition, in the order of protocol."),
        Of<DraftProgramme, IReadOnlyList<Known<PersonAtDesk>>>("people", Kinds.Many(Kinds.Part(OnePerson)), p => p.People, null, "Its people, by number."),
        Of<DraftProgramme, IReadOnlyList<Known<SessionEntry>>>("sessions", Kinds.Many(Kinds.Part(Session)), p => p.Sessions, null, "Its sessions, by number; with ?day= those of that day and the unscheduled."),
        Of<DraftProgramme, long>("position", Kinds.Version, p => p.Position, null, "Listen after it at /{edition}/desk/live, as Last-Event-ID, and nothing is missed."));

    public static readonly Shape<IReadOnlyList<Known<SessionEntry>>> Moves = Shape.ListOf("sessions", Move);

    static readonly Shape<AcceptedConflict> Accepted = new("Acceptance", "Somebody answers for the conflict.", null!,
        Of<AcceptedConflict, string>("reason", Kinds.PlainText, a => a.Reason, null, "Why."),
        Of<AcceptedConflict, string>("by", Kinds.PlainText, a => a.By, null, "Who."),
        Of<AcceptedConflict, Instant?>("at", Kinds.Moment, a => a.At, null, "When."));

    /// <summary>What a conflict is accepted with.</summary>
    public static readonly Shape<string> Reason = new("Reason", "Why a conflict is accepted.", "", Of<string, string>("reason", Kinds.PlainText, r => r, (_, v) => v, "At most 500 characters.") with { Required = true });

    public static readonly Shape<Finding> Finding = new("Finding", "A conflict of the draft.", null!,
        Of<Finding, string>("key", Kinds.PlainText, f => f.Conflict.Key, null, "The same as long as it is the same conflict."),
        Of<Finding, ConflictRule>("rule", Kinds.OneOf<ConflictRule>(), f => f.Conflict.Rule, null, "The rule that found it."),
        Of<Finding, ConflictLevel>("level", Kinds.OneOf<ConflictLevel>(), f => f.Conflict.Level, null, "What the edition does about it."),
        Of<Finding, IReadOnlyList<Guid>>("sessions", Kinds.Many(Kinds.Identity), f => f.Conflict.Sessions, null, "One or two, the earlier first."),
        Of<Finding, IReadOnlyList<Guid>>("halls", Kinds.Many(Kinds.Identity), f => f.Conflict.Halls, null, "The halls it is about."),
        Of<Finding, IReadOnlyList<Guid>>("people", Kinds.Many(Kinds.Identity), f => f.Conflict.People, null, "The people it is about."),
        Of<Finding, LocalDateTime?>("from", Kinds.Wall, f => f.Conflict.From, null, "The first minute it is about; null: time does not matter."),
        Of<Finding, LocalDateTime?>("until", Kinds.Wall, f => f.Conflict.Until, null, "The first minute after."),
        Of<Finding, int>("minutes", Kinds.PlainNumber, f => f.Conflict.Amount, null, "How much: minutes, or seats, booths, interpreters, as the rule counts; 0: nothing to count."),
        Of<Finding, string>("text", Kinds.PlainText, f => f.Text, null, "A sentence in the caller's language."),
        Of<Finding, AcceptedConflict?>("accepted", Kinds.Maybe(Accepted), f => f.Found.IsAccepted ? f.Found.Acceptance : null, null, "Who answers for it as it is now; null: nobody."));

    public static readonly Shape<IReadOnlyList<Finding>> Findings = Shape.ListOf("findings", Finding);

    /// <summary>A session in an answer to what was written.</summary>
    public static readonly Shape<(Known<SessionEntry> Session, IReadOnlyList<Finding> Findings)> Written = new("WrittenSession", "A session after a change, with the conflicts it is in.", default,
    [
        .. Session.Fields.Select(f => Inside<Known<SessionEntry>, (Known<SessionEntry> Session, IReadOnlyList<Finding> Findings)>(f, w => w.Session, null)),
        Of<(Known<SessionEntry> Session, IReadOnlyList<Finding> Findings), IReadOnlyList<Finding>>("findings", Kinds.Many(Kinds.Part(Finding)), w => w.Findings, null, "The conflicts it is in now."),
    ]);

    public static readonly Shape<IReadOnlyList<(Known<SessionEntry> Session, IReadOnlyList<Finding> Findings)>> ManyWritten = Shape.ListOf("sessions", Written);

    /// <summary>A release in a list, for the desk.</summary>
    public static readonly Shape<ReleaseLine> Release = new("Release", "A programme made public: named, numbered, fixed.", new(0, "", LocalizedText.Empty, "", default, LettersTo.Nobody),
        ReleaseField("number", Kinds.PlainNumber, r => r.Number, null, "1, 2, 3… in the edition."),
        ReleaseField("name", Kinds.PlainText, r => r.Name, (r, v) => r with { Name = v }, "What people call it; at most 64 characters.") with { Required = true },
        ReleaseField("note", Kinds.Localized, r => r.Note, (r, v) => r with { Note = v }, "What is worth saying of it."),
        Letters<ReleaseLine>(r => r.LettersTo, (r, v) => r with { LettersTo = v }),
        ReleaseField("by", Kinds.PlainText, r => r.By, null, "Who made it."),
        ReleaseField("at", Kinds.Moment, r => r.At, null, "When."));

    static readonly Shape<SessionEntry> ReleasedSession = new("ReleasedSession", "A session as a release has it.", null!,
    [
        Guid<SessionEntry>(s => s.Guid), .. SessionFields.Select(Fixed),
        Of<SessionEntry, int>("sequence", Kinds.PlainNumber, s => s.Sequence, null, "Goes up whenever a release moves it in time or place: the SEQUENCE of calendars."),
        Of<SessionEntry, Instant?>("changed", Kinds.Moment, s => s.Changed, null, "When its public facts last changed."),
    ]);

    static readonly Shape<HallEntry> ReleasedHall = new("ReleasedHall", "A hall as a release has it.", null!,
    [
        Guid<HallEntry>(h => h.Guid), .. HallFields.Select(f => Inside<HallFacts, HallEntry>(f, h => new() { Slug = h.Slug, Name = h.Name, Building = h.Building, Capacity = h.Capacity }, null)),
    ]);

    static readonly Shape<TrackEntry> ReleasedTrack = new("ReleasedTrack", "A track as a release has it.", null!,
        [Guid<TrackEntry>(t => t.Guid), .. TrackFields.Select(f => Inside<TrackFacts, TrackEntry>(f, t => new(t.Slug, t.Name, t.Colour), null))]);

    static readonly Shape<SessionTypeEntry> ReleasedType = new("ReleasedSessionType", "A session type as a release has it.", null!,
        [Guid<SessionTypeEntry>(t => t.Guid), .. TypeFields.Select(f => Inside<SessionTypeFacts, SessionTypeEntry>(f, t => new(t.Slug, t.Name, t.IsBreak), null))]);

    static readonly Shape<PersonEntry> ReleasedPerson = new("ReleasedPerson", "A person as a release has them.", null!, [Guid<PersonEntry>(p => p.Guid), .. PersonFields.Select(Fixed)]);

    static readonly Shape<EditionEntry> ReleasedEdition = new("ReleasedEdition", "The edition as its public knows it.", null!, EditionFields);

    static readonly Shape<PublishedProgramme> PublicRelease = new("PublicRelease", "Which release it is.", null!,
        Of<PublishedProgramme, int>("number", Kinds.PlainNumber, r => r.Release, null, "1, 2, 3… in the edition."),
        Of<PublishedProgramme, string>("name", Kinds.PlainText, r => r.ReleaseName, null, "What people call it."),
        Of<PublishedProgramme, Instant?>("at", Kinds.Moment, r => r.ReleasedAt, null, "When it was made."));

    static readonly Field<ProgrammeSnapshot>[] SnapshotFields =
    [
        Of<ProgrammeSnapshot, EditionEntry>("edition", Kinds.Part(ReleasedEdition), p => p.Edition, null, "The edition."),
        Of<ProgrammeSnapshot, IReadOnlyList<DayEntry>>("days", Kinds.Many(Kinds.Part(Day)), p => p.Days, null, "Its days."),
        Of<ProgrammeSnapshot, IReadOnlyList<HallEntry>>("halls", Kinds.Many(Kinds.Part(ReleasedHall)), p => p.Halls, null, "Its halls."),
        Of<ProgrammeSnapshot, IReadOnlyList<TrackEntry>>("tracks", Kinds.Many(Kinds.Part(ReleasedTrack)), p => p.Tracks, null, "Its tracks."),
        Of<ProgrammeSnapshot, IReadOnlyList<SessionTypeEntry>>("types", Kinds.Many(Kinds.Part(ReleasedType)), p => p.Types, null, "Its session types."),
        Of<ProgrammeSnapshot, IReadOnlyList<PersonEntry>>("people", Kinds.Many(Kinds.Part(ReleasedPerson)), p => p.People, null, "Its people."),
        Of<ProgrammeSnapshot, IReadOnlyList<SessionEntry>>("sessions", Kinds.Many(Kinds.Part(ReleasedSession)), p => p.Sessions, null, "Its sessions."),
    ];

    /// <summary>What the public may read.</summary>
    public static readonly Shape<PublishedProgramme> Released = new("Released", "The last release of an announced edition.", null!,
    [
        Of<PublishedProgramme, PublishedProgramme>("release", Kinds.Part(PublicRelease), p => p, null, "Which release it is."),
        .. SnapshotFields.Select(f => Inside<ProgrammeSnapshot, PublishedProgramme>(f, p => p.Programme, null)),
    ]);

    /// <summary>A release with its programme, for the desk.</summary>
    public static readonly Shape<(ReleaseLine Line, ProgrammeSnapshot Programme)> OpenedRelease = new("ReleasedProgramme", "A release and the programme that it made public.", default,
    [
        Of<(ReleaseLine Line, ProgrammeSnapshot Programme), ReleaseLine>("release", Kinds.Part(Release), r => r.Line, null, "The release."),
        .. SnapshotFields.Select(f => Inside<ProgrammeSnapshot, (ReleaseLine Line, ProgrammeSnapshot Programme)>(f, r => r.Programme, null)),
    ]);

    static readonly Shape<ProgrammeChange> Change = new("Change", "One thing that is different about one session.", null!,
        Of<ProgrammeChange, ProgrammeChangeKind>("kind", Kinds.OneOf<ProgrammeChangeKind>(), c => c.Kind, null, "What is different."),
        Of<ProgrammeChange, Guid>("session", Kinds.Identity, c => c.Session, null, "The session's guid."),
        Of<ProgrammeChange, int>("number", Kinds.PlainNumber, c => c.Number, null, "Its number."),
        Of<ProgrammeChange, SessionEntry?>("before", Kinds.Maybe(ReleasedSession), c => c.Before, null, "The session in the earlier release; null: it was not in it."),
        Of<ProgrammeChange, SessionEntry?>("after", Kinds.Maybe(ReleasedSession), c => c.After, null, "The session in the later release; null: it is not in it."));

    public static readonly Shape<IReadOnlyList<ProgrammeChange>> Changes = Shape.ListOf("changes", Change);

    /// <summary>What is asked of a roll back.</summary>
    public static readonly Shape<RollBackAsked> RollBack = new("RollBack", "What a roll back is called, and whom it is told.", new("", LocalizedText.Empty, LettersTo.Nobody, false, 0),
        Of<RollBackAsked, string>("name", Kinds.PlainText, r => r.Name, (r, v) => r with { Name = v }, "What people call the new release; at most 64 characters.") with { Required = true },
        Of<RollBackAsked, LocalizedText>("note", Kinds.Localized, r => r.Note, (r, v) => r with { Note = v }, "What is worth saying of it."),
        Letters<RollBackAsked>(r => r.LettersTo, (r, v) => r with { LettersTo = v }),
        Of<RollBackAsked, bool>("draftToo", Kinds.Flag, r => r.DraftToo, (r, v) => r with { DraftToo = v }, "The draft follows; needs the permission EditProgramme, too."),
        Of<RollBackAsked, int>("despite", Kinds.PlainNumber, r => r.Despite, (r, v) => r with { Despite = v }, "How many conflicts that forbid a release you saw and answer for; kept with your name."));

    /// <summary>What a release would be that goes back to an earlier one.</summary>
    public static readonly Shape<(IReadOnlyList<ProgrammeChange> Changes, IReadOnlyList<Finding> Against)> WouldRollBack = new("RollBackPreview", "What rolling back to a release would change now.", default,
        Of<(IReadOnlyList<ProgrammeChange> Changes, IReadOnlyList<Finding> Against), IReadOnlyList<ProgrammeChange>>("changes", Kinds.Many(Kinds.Part(Change)), p => p.Changes, null, "What the public would see change, session by session."),
        Of<(IReadOnlyList<ProgrammeChange> Changes, IReadOnlyList<Finding> Against), IReadOnlyList<Finding>>("against", Kinds.Many(Kinds.Part(Finding)), p => p.Against, null, "The conflicts that forbid it and that nobody accepted: despite is their number."));

    static readonly Shape<NoticeLine> LetterToSpeaker = new("LetterToSpeaker", "A letter about a release to one person of the programme, about one session.", null!,
        Of<NoticeLine, Guid>("person", Kinds.Identity, l => l.Recipient, null, "The person's guid."),
        Of<NoticeLine, Guid>("session", Kinds.Identity, l => l.Session, null, "The guid of the session it is about."),
        Of<NoticeLine, LetterKind>("kind", Kinds.OneOf<LetterKind>(), l => l.Kind, null, "What it tells."),
        Of<NoticeLine, NoticeState>("state", Kinds.OneOf<NoticeState>(), l => l.State, null, "How far it got."),
        Of<NoticeLine, string?>("why", Kinds.Text, l => l.Why, null, "What the mail server said when the last try failed; null: nothing."));

    static readonly Shape<(NoticeState State, int Count)> LettersToOthers = new("LettersToOthers", "Letters about a release to readers. Who marked what is nobody's business.", default,
        Of<(NoticeState State, int Count), NoticeState>("state", Kinds.OneOf<NoticeState>(), l => l.State, null, "How far they got."),
        Of<(NoticeState State, int Count), int>("count", Kinds.PlainNumber, l => l.Count, null, "How many."));

    public static readonly Shape<IReadOnlyList<NoticeLine>> SentLetters = new("ReleaseLetters", "The letters about a release.", [],
        Of<IReadOnlyList<NoticeLine>, IReadOnlyList<NoticeLine>>("speakers", Kinds.Many(Kinds.Part(LetterToSpeaker)), l => [.. l.Where(x => x.IsToSpeaker)], null, "To people of the programme."),
        Of<IReadOnlyList<NoticeLine>, IReadOnlyList<(NoticeState State, int Count)>>("others", Kinds.Many(Kinds.Part(LettersToOthers)),
            l => [.. l.Where(x => !x.IsToSpeaker).GroupBy(x => x.State).OrderBy(x => x.Key).Select(x => (x.Key, x.Count()))], null, "To readers, counted."));

    /// <summary>Whom letters are asked for.</summary>
    public static readonly Shape<LettersTo> Audience = new("Audience", "Who is to be written to.", LettersTo.Nobody, Letters<LettersTo>(l => l, (_, v) => v) with { Required = true });

    static readonly Shape<(ConflictRule Rule, ConflictLevel Level)> Rule = new("Rule", "What the edition does about a rule.", default,
        Of<(ConflictRule Rule, ConflictLevel Level), ConflictRule>("rule", Kinds.OneOf<ConflictRule>(), r => r.Rule, (r, v) => (v, r.Level), "The rule.") with { Required = true },
        Of<(ConflictRule Rule, ConflictLevel Level), ConflictLevel>("level", Kinds.OneOf<ConflictLevel>(), r => r.Level, (r, v) => (r.Rule, v), "What is done about what it finds.") with { Required = true });

    public static readonly Shape<IReadOnlyList<(ConflictRule Rule, ConflictLevel Level)>> Rules = Shape.ListOf("rules", Rule);

    static readonly Shape<SpeakerTurn> Turn = new("Turn", "One person's turn in a session.", new(System.Guid.Empty, default),
        Of<SpeakerTurn, Guid>("person", Kinds.Identity, t => t.Person, (t, v) => t with { Person = v }, "The person's guid.") with { Required = true },
        Of<SpeakerTurn, SessionRole>("role", Kinds.OneOf<SessionRole>(), t => t.Role, (t, v) => t with { Role = v }, "The role in the session.") with { Required = true },
        Of<SpeakerTurn, int?>("minutes", Kinds.Number, t => t.Minutes, (t, v) => t with { Minutes = v }, "Minutes; null: a share of what the others leave."),
        Of<SpeakerTurn, string>("note", Kinds.PlainText, t => t.Note, (t, v) => t with { Note = v }, "For the moderator; at most 500 characters. Never public."));

    static readonly Shape<RunningTurn> Running = new("RunningTurn", "A turn with its time.", null!,
        Of<RunningTurn, Guid>("person", Kinds.Identity, t => t.Person.Guid, null, "The person's guid."),
        Of<RunningTurn, SessionRole>("role", Kinds.OneOf<SessionRole>(), t => t.Role, null, "The role in the session."),
        Of<RunningTurn, LocalDateTime?>("begins", Kinds.Wall, t => t.Begins, null, "Wall time; null: the session has none."),
        Of<RunningTurn, int>("minutes", Kinds.PlainNumber, t => t.Minutes, null, "How long."));

    public static readonly Shape<SessionSpeakers> Speakers = new("SessionSpeakers", "Who speaks in a session, in which order and how long.", new([], null, null),
        Of<SessionSpeakers, IReadOnlyList<SpeakerTurn>>("turns", Kinds.Many(Kinds.Part(Turn)), s => s.Turns, (s, v) => s with { Turns = v }, "In order: everybody who is in the session, interpreters left out or not.") with { Required = true },
        Of<SessionSpeakers, string?>("reason", Kinds.Text, s => s.Reason, (s, v) => s with { Reason = v }, "Why the order is another than that of precedence; null while it is that."),
        Of<SessionSpeakers, IReadOnlyList<RunningTurn>>("running", Kinds.Many(Kinds.Part(Running)), s => s.Order?.Turns ?? [], null, "The running order for the moderator: what was not given is shared evenly."),
        Of<SessionSpeakers, int>("left", Kinds.PlainNumber, s => s.Order?.Left ?? 0, null, "Minutes that nobody has; less than zero when more were given than there are."));

    public static readonly Shape<IReadOnlyList<SessionPersonEntry>> Seated = new("Seated", "People of a session as protocol seats them.", [],
        Of<IReadOnlyList<SessionPersonEntry>, IReadOnlyList<SessionPersonEntry>>("people", Kinds.Many(Kinds.Part(PersonInSession)), p => p, null, "From the highest."));

    static Field<T> Of<T, TValue>(string name, Kind<TValue> kind, Func<T, TValue> get, Func<T, TValue, T>? set, string about) => Field<T>.Of(name, kind, get, set, about);

    static Field<ReleaseLine> ReleaseField<TValue>(string name, Kind<TValue> kind, Func<ReleaseLine, TValue> get, Func<ReleaseLine, TValue, ReleaseLine>? set, string about) => Of(name, kind, get, set, about);

    static Field<T> Letters<T>(Func<T, LettersTo> get, Func<T, LettersTo, T> set) =>
        Of<T, IReadOnlyList<LettersTo>>("letters", Kinds.Many(Kinds.OneOf(LettersTo.Nobody)), r => [.. Enum.GetValues<LettersTo>().Where(l => l != LettersTo.Nobody && get(r).HasFlag(l))],
            (r, v) => set(r, v.Aggregate(LettersTo.Nobody, (all, one) => all | one)), "Who is written to about it; left out: nobody.");

    static Field<T> Guid<T>(Func<T, Guid> get) => Of<T, Guid>("guid", Kinds.Identity, get, null, "Stable for ever.");

    static Field<T> Fixed<T>(Field<T> field) => field with { Read = null, Required = false };

    /// <summary>The shape of facts that have a guid and a version.</summary>
    /// <param name="give">Puts the guid that the maker chose into the facts; null: it is not the maker's to choose.</param>
    static Shape<Known<T>> Kept<T>(string name, string about, T empty, Func<T, Guid, T>? give, IReadOnlyList<Field<T>> fields) => new(name, about, new(System.Guid.Empty, 0, empty),
    [
        Of<Known<T>, Guid>("guid", Kinds.Identity, k => k.Guid, give is null ? null : (k, v) => k with { Guid = v, Facts = give(k.Facts, v) },
            give is null ? "Stable for ever." : "Stable for ever. May be chosen by whoever makes it.") with { OnlyNew = true },
        Of<Known<T>, long>("version", Kinds.Version, k => k.Version, null, "Goes up by one with each change; the ETag."),
        .. fields.Select(Inside),
    ]);

    static Field<Known<T>> Inside<T>(Field<T> field) => Inside<T, Known<T>>(field, known => known.Facts, (known, facts) => known with { Facts = facts });

    /// <summary>A field of something that is part of a whole.</summary>
    /// <param name="put">Null: the field is told only.</param>
    static Field<TWhole> Inside<T, TWhole>(Field<T> field, Func<TWhole, T> part, Func<TWhole, T, TWhole>? put) =>
        new(field.Name, field.About, field.Schema, (json, whole) => field.Write(json, part(whole)),
            field.Read is { } read && put is not null ? (whole, node, at, faults) => put(whole, read(part(whole), node, at, faults)) : null)
        { OnlyNew = field.OnlyNew, Required = field.Required && put is not null, Inside = field.Inside };
}

/// <summary>What is asked of a roll back; see <see cref="RollBack"/>.</summary>
sealed record RollBackAsked(string Name, LocalizedText Note, LettersTo LettersTo, bool DraftToo, int Despite);

/// <param name="Order">Null in what is sent.</param>
sealed record SessionSpeakers(IReadOnlyList<SpeakerTurn> Turns, string? Reason, RunningOrder? Order);

/// <summary>A person as the desk knows them.</summary>
sealed record PersonAtDesk(PersonEntry Facts, Presence Presence);

/// <summary>What the editor shows.</summary>
sealed record DraftProgramme((EditionEntry Facts, int DefaultWalk) Edition, IReadOnlyList<DayEntry> Days, IReadOnlyList<Known<HallFacts>> Halls, IReadOnlyList<HallWalk> Walks,
    IReadOnlyList<Known<TrackFacts>> Tracks, IReadOnlyList<Known<SessionTypeFacts>> Types, IReadOnlyList<PartyName> Parties, IReadOnlyList<Known<PersonAtDesk>> People, IReadOnlyList<Known<SessionEntry>> Sessions, long Position);

/// <summary>A party as the editor shows it.</summary>
sealed record PartyName(Guid Guid, LocalizedText Name);

/// <param name="A">A hall's guid; the way to the other is as long as the way back.</param>
sealed record HallWalk(Guid A, Guid B, int Minutes);
