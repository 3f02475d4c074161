using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell.Api;
using NodaTime;

namespace Majlis.Web.Programme.Api;

/// <summary>How what the programme is made of stands in JSON.</summary>
static class Shapes
{
    static readonly Shape<SessionPersonEntry> PersonInSession = new("PersonInSession", "Somebody in a role of a session.", new(Guid.Empty, default),
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

    public static readonly Shape<Known<SessionEntry>> Session = Kept<SessionEntry>("Session", "A session of the draft. What the public sees of it is in the last release.",
        new() { Guid = Guid.Empty, Number = 0 }, (s, guid) => s with { Guid = guid }, canChooseGuid: true,
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
        Of<SessionEntry, IReadOnlyList<SessionPersonEntry>>("people", Kinds.Many(Kinds.Part(PersonInSession)), s => s.People, (s, v) => s with { People = v }, "Who is in it, in the order of the programme."));

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

    public static readonly Shape<Known<HallFacts>> HallShape = Kept<HallFacts>("Hall", "A place where sessions are held.", new(), null, canChooseGuid: false,
        Of<HallFacts, string>("slug", Kinds.PlainText, h => h.Slug, (h, v) => h with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<HallFacts, LocalizedText>("name", Kinds.Localized, h => h.Name, (h, v) => h with { Name = v }, "What it is called.") with { Required = true },
        Of<HallFacts, LocalizedText>("building", Kinds.Localized, h => h.Building, (h, v) => h with { Building = v }, "The building it is in."),
        Of<HallFacts, int?>("capacity", Kinds.Number, h => h.Capacity, (h, v) => h with { Capacity = v }, "Seats; null: unknown."),
        Of<HallFacts, IReadOnlyList<HallHours>>("hours", Kinds.Many(Kinds.Part(Hours)), h => h.Hours, (h, v) => h with { Hours = v }, "When it can be used; empty: always."));

    public static readonly Shape<Known<TrackFacts>> TrackShape = Kept<TrackFacts>("Track", "A line through the programme.", new("", LocalizedText.Empty), null, canChooseGuid: false,
        Of<TrackFacts, string>("slug", Kinds.PlainText, t => t.Slug, (t, v) => t with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<TrackFacts, LocalizedText>("name", Kinds.Localized, t => t.Name, (t, v) => t with { Name = v }, "What it is called.") with { Required = true },
        Of<TrackFacts, string?>("colour", Kinds.Text, t => t.Colour, (t, v) => t with { Colour = v }, "#rrggbb; null: none."));

    public static readonly Shape<Known<SessionTypeFacts>> TypeShape = Kept<SessionTypeFacts>("SessionType", "The kind of a session: plenary, panel, coffee.", new("", LocalizedText.Empty), null, canChooseGuid: false,
        Of<SessionTypeFacts, string>("slug", Kinds.PlainText, t => t.Slug, (t, v) => t with { Slug = v }, "Its part of an address; left out: made of the name."),
        Of<SessionTypeFacts, LocalizedText>("name", Kinds.Localized, t => t.Name, (t, v) => t with { Name = v }, "What it is called.") with { Required = true },
        Of<SessionTypeFacts, bool>("isBreak", Kinds.Flag, t => t.IsBreak, (t, v) => t with { IsBreak = v }, "Coffee, lunch, prayers: in the grid, attended by nobody."));

    public static readonly Shape<Known<PersonEntry>> Person = Kept<PersonEntry>("Person", "A person as this edition knows them.",
        new() { Guid = Guid.Empty, Number = 0 }, (p, guid) => p with { Guid = guid }, canChooseGuid: true,
        Of<PersonEntry, int>("number", Kinds.PlainNumber, p => p.Number, null, "Stable for ever; given when the person is added."),
        Of<PersonEntry, LocalizedText>("name", Kinds.Localized, p => p.Name, (p, v) => p with { Name = v }, "The name, in each script that is known.") with { Required = true },
        Of<PersonEntry, LocalizedText>("office", Kinds.Localized, p => p.Office, (p, v) => p with { Office = v }, "The office held."),
        Of<PersonEntry, LocalizedText>("organisation", Kinds.Localized, p => p.Organisation, (p, v) => p with { Organisation = v }, "The organisation."),
        Of<PersonEntry, LocalizedText>("biography", Kinds.Localized, p => p.Biography, (p, v) => p with { Biography = v }, "A few sentences: plain, or Markdown."),
        Of<PersonEntry, string?>("country", Kinds.Text, p => p.Country, (p, v) => p with { Country = v }, "ISO 3166-1, two capital letters; null: none."));

    static Field<T> Of<T, TValue>(string name, Kind<TValue> kind, Func<T, TValue> get, Func<T, TValue, T>? set, string about) => Field<T>.Of(name, kind, get, set, about);

    /// <summary>The shape of facts that have a guid and a version.</summary>
    /// <param name="give">Puts the chosen guid into the facts; null: they do not hold it.</param>
    static Shape<Known<T>> Kept<T>(string name, string about, T empty, Func<T, Guid, T>? give, bool canChooseGuid, params IReadOnlyList<Field<T>> fields) => new(name, about, new(Guid.Empty, 0, empty),
    [
        Field<Known<T>>.Of("guid", Kinds.Identity, k => k.Guid, canChooseGuid ? (k, v) => k with { Guid = v, Facts = give!(k.Facts, v) } : null,
            canChooseGuid ? "Stable for ever. May be chosen by whoever makes it." : "Stable for ever.") with { OnlyNew = true },
        Field<Known<T>>.Of("version", Kinds.Version, k => k.Version, null, "Goes up by one with each change; the ETag."),
        .. fields.Select(Inside),
    ]);

    static Field<Known<T>> Inside<T>(Field<T> field) => new(field.Name, field.About, field.Schema, (json, known) => field.Write(json, known.Facts),
        field.Read is { } read ? (known, node, at, faults) => known with { Facts = read(known.Facts, node, at, faults) } : null) { OnlyNew = field.OnlyNew, Required = field.Required };
}
