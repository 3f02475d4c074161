using System.Globalization;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using NodaTime;

namespace Majlis.Programme.Exchange;

/// <summary>A session as its file tells it: references are still names.</summary>
sealed class DraftSession
{
    public int? Line { get; init; }
    public string Item { get; set; } = "";
    public string? Guid { get; set; }
    /// <summary>The number as the file writes it.</summary>
    public string? Number { get; set; }
    /// <summary>What the file knows the session by where it has no GUID; null: its number.</summary>
    public string? Key { get; set; }
    public string? HallGuid { get; set; }
    public string HallName { get; set; } = "";
    public string TrackName { get; set; } = "";
    public string? TrackSlug { get; set; }
    public string TypeName { get; set; } = "";
    /// <summary>Wall time in the edition's zone.</summary>
    public LocalDateTime? Start { get; set; }
    public List<DraftPerson> People { get; } = [];
    /// <summary>Everything of the entry that is no reference; its guid and number are given when the draft is finished.</summary>
    public SessionEntry Entry { get; set; } = new() { Guid = default, Number = 0 };
}

readonly record struct DraftPerson(string Name, string? Guid, string? Id, SessionRole Role, int? Line);

/// <summary>What every reader gathers: it cleans texts, notes findings, and in the end turns names into references, gives ids and numbers and checks limits.</summary>
sealed class ProgrammeDraft(ReadingOptions options)
{
    static readonly HashSet<string> BreakNames = new(StringComparer.OrdinalIgnoreCase) { "break", "coffee break", "lunch", "lunch break", "pause", "coffee" };

    readonly List<Finding> _findings = [];
    readonly List<DraftSession> _sessions = [];
    readonly List<HallEntry> _halls = [];
    readonly Dictionary<string, HallEntry> _hallsByName = new(StringComparer.Ordinal);
    readonly Dictionary<Guid, HallEntry> _hallsByGuid = [];
    readonly HashSet<string> _hallSlugs = new(StringComparer.Ordinal);
    readonly List<(string Name, string? Slug, string? Colour)> _tracks = [];
    readonly HashSet<string> _trackNames = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Name, string? Biography, string? Guid)> _profiles = new(StringComparer.Ordinal);
    int _unnoted;
    DateTimeZone? _zone;
    string? _edition;

    public string? Acronym { get; set; }
    public string? ZoneName { get; set; }
    public int? ZoneLine { get; set; }
    public LocalizedText Title { get; set; } = LocalizedText.Empty;
    public LocalizedText Subtitle { get; set; } = LocalizedText.Empty;
    public LocalizedText City { get; set; } = LocalizedText.Empty;
    public LocalizedText Venue { get; set; } = LocalizedText.Empty;
    public LocalDate? First { get; set; }
    public LocalDate? Last { get; set; }
    public LocalTime? DayChange { get; set; }
    public int? SlotMinutes { get; set; }
    public string? Url { get; set; }
    public string? BaseUrl { get; set; }
    public string? Logo { get; set; }
    public string? Version { get; set; }
    public List<DayEntry> Days { get; } = [];
    public List<string> Languages { get; } = [];

    /// <summary>The edition's slug: what the importer says, else the file's acronym, else its title.</summary>
    public string Edition => _edition ??= options.EditionSlug ?? options.Existing?.Edition.Slug
        ?? ScheduleSlugs.Of(string.IsNullOrWhiteSpace(Acronym) ? Title.In(options.DefaultLanguage).Text : Acronym, "imported");

    /// <summary>The file's zone, else the importer's; asked for the first time when the first time of the file is read.</summary>
    public DateTimeZone Zone => _zone ??= ResolveZone();

    DateTimeZone ResolveZone()
    {
        var fallback = ScheduleTimes.Zone(options.DefaultZone) ?? ScheduleTimes.Zone(options.Existing?.Edition.Zone);
        if (string.IsNullOrWhiteSpace(ZoneName))
        {
            if (fallback is null) throw new Refusal("import.zone_missing");
            if (fallback.Id != options.Existing?.Edition.Zone) Note(FindingKind.Repaired, null, "", "zone_missing", ("zone", fallback.Id));
            return fallback;
        }
        if (ScheduleTimes.Zone(ZoneName) is { } zone) return zone;
        var name = CleanText.OneLine(ZoneName, out _);
        if (fallback is null) throw new Refusal("import.zone_unknown", ("zone", Short(name)), ("line", ZoneLine));
        Note(FindingKind.Repaired, ZoneLine, Short(name), "zone_unknown", ("zone", fallback.Id));
        return fallback;
    }

    public void Note(FindingKind kind, int? line, string item, string code, params (string Name, object? Value)[] values)
    {
        if (_findings.Count < ImportLimits.Findings) _findings.Add(new(kind, line, item, code, values));
        else _unnoted++;
    }

    public string OneLine(string? text, int? line, string item)
    {
        Check(text, line);
        var clean = CleanText.OneLine(text, out var stripped);
        if (stripped) Note(FindingKind.Repaired, line, item.Length == 0 ? Short(clean) : item, "controls_stripped");
        return clean;
    }

    public LocalizedText Line(string? text, int? line, string item, string? language = null) =>
        LocalizedText.Of(language ?? options.DefaultLanguage, OneLine(text, line, item));

    public LocalizedText Text(string? text, int? line, string item, string? language = null)
    {
        Check(text, line);
        var clean = CleanText.Lines(text, out var stripped);
        if (stripped) Note(FindingKind.Repaired, line, item, "controls_stripped");
        return LocalizedText.Of(language ?? options.DefaultLanguage, clean);
    }

    static void Check(string? text, int? line)
    {
        if (text?.Length > FileLimits.TextLength) throw new Refusal("import.text_too_long", ("line", line), ("limit", FileLimits.TextLength));
    }

    public string? Address(string? text, int? line, string item)
    {
        var reading = WebAddress.Read(text, BaseUrl, out var address);
        if (reading == AddressReading.Dropped) Note(FindingKind.Refused, line, item, "address_dropped", ("address", Short(CleanText.OneLine(text, out _))));
        else if (reading == AddressReading.Mended) Note(FindingKind.Repaired, line, item, "address_mended", ("address", address));
        return address;
    }

    /// <summary>A link or attachment; where the address is missing, a label that is an address serves as one. Null when there is none to keep.</summary>
    public MaterialEntry? Material(MaterialKind kind, string? href, string? label, string? type, string? service, int? line, string item)
    {
        var name = OneLine(label, line, item);
        if (string.IsNullOrWhiteSpace(href))
        {
            if (name.Length == 0) return null;
            if (!WebAddress.IsHttp(name))
            {
                Note(FindingKind.Refused, line, item, "address_dropped", ("address", Short(name)));
                return null;
            }
            Note(FindingKind.Repaired, line, item, "address_mended", ("address", name));
            href = name;
        }
        return Address(href, line, item) is { } address ? new(kind, address, name, Blank(type), Blank(service)) : null;
    }

    /// <summary>The wall time of a moment told with or without an offset; null, with a finding, when it is neither.</summary>
    public LocalDateTime? Moment(string text, int? line, string item)
    {
        if (ScheduleTimes.Moment(text) is { } moment) return Whole(moment.InZone(Zone).LocalDateTime);
        if (ScheduleTimes.Wall(text) is { } wall)
        {
            Note(FindingKind.Repaired, line, item, "offset_missing", ("zone", Zone.Id));
            return Whole(Existing(wall, Zone, line, item));
        }
        Note(FindingKind.Repaired, line, item, "date_unreadable", ("text", Short(CleanText.OneLine(text, out _))));
        return null;
    }

    /// <summary>A wall time as it is: one that the clocks skip is moved forward with a finding, one that comes twice is noted as the first.</summary>
    public LocalDateTime Existing(LocalDateTime wall, DateTimeZone zone, int? line, string item)
    {
        var mapping = zone.MapLocal(wall);
        if (mapping.Count == 1) return wall;
        var taken = zone.At(wall);
        Note(FindingKind.Repaired, line, item, mapping.Count == 0 ? "time_skipped" : "time_ambiguous", ("time", wall), ("taken", taken.LocalDateTime), ("zone", zone.Id));
        return taken.LocalDateTime;
    }

    static LocalDateTime Whole(LocalDateTime time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute);

    /// <summary>Minutes that a session can last; null, with the session refused, when it cannot.</summary>
    public int? Duration(int minutes, int? line, string item)
    {
        if (minutes is >= 0 and < ImportLimits.SessionMinutes) return minutes;
        Note(FindingKind.Refused, line, item, minutes < 0 ? "duration_negative" : "duration_too_long", ("minutes", minutes));
        return null;
    }

    public void Add(DraftSession session)
    {
        if (_sessions.Count >= ImportLimits.Sessions) throw new Refusal("import.too_many_sessions", ("limit", ImportLimits.Sessions), ("line", session.Line));
        if (session.People.Count > ImportLimits.PeoplePerSession)
            throw new Refusal("import.too_many_people", ("limit", ImportLimits.PeoplePerSession), ("item", session.Item), ("line", session.Line));
        _sessions.Add(session);
    }

    /// <summary>A hall by guid, else by name; made at its first mention. Null when it has no name.</summary>
    public HallEntry? Hall(string name, string? guidText = null, string? slug = null, int? capacity = null)
    {
        var guid = System.Guid.TryParse(guidText, out var parsed) && parsed != default ? parsed : default(Guid?);
        if (guid is { } g && _hallsByGuid.TryGetValue(g, out var known)) return known;
        if (name.Length == 0) return null;
        if (_hallsByName.TryGetValue(name, out known) && (guid is null || guid == known.Guid)) return known;
        var before = options.Existing?.Halls.FirstOrDefault(h => guid is null ? h.Name.Wordings.Any(w => w.Value == name) : h.Guid == guid);
        var hall = new HallEntry
        {
            Guid = guid ?? before?.Guid ?? StableGuid.Of(Edition, "hall", name),
            Slug = ScheduleSlugs.Unique(before?.Slug ?? ScheduleSlugs.Of(slug ?? name, "hall"), _hallSlugs),
            Name = LocalizedText.Of(options.DefaultLanguage, name),
            Capacity = capacity ?? before?.Capacity,
        };
        _halls.Add(hall);
        _hallsByName.TryAdd(name, hall);
        _hallsByGuid[hall.Guid] = hall;
        return hall;
    }

    /// <summary>A track that the file lists for itself.</summary>
    public void Track(string name, string? slug, string? colour)
    {
        if (name.Length == 0 || !_trackNames.Add(name)) return;
        if (_tracks.Count >= ImportLimits.Keys) throw new Refusal("import.too_many_sessions", ("limit", ImportLimits.Keys), ("line", null));
        _tracks.Add((name, Blank(slug), colour is { Length: 7 } && colour[0] == '#' && colour.AsSpan(1).IndexOfAnyExcept(Hex) < 0 ? colour.ToLowerInvariant() : null));
    }

    static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>What the file tells of a person outside the sessions.</summary>
    public void Profile(string id, string name, string? biography, string? guid = null)
    {
        if (_profiles.Count < ImportLimits.Sessions) _profiles.TryAdd(id, (name, biography, guid));
    }

    public ProgrammeReading Finish()
    {
        var zone = Zone;
        var trackIds = Tracks(out var tracks);
        var typeIds = Types(out var types);
        var numbers = Numbers();
        var (persons, people) = People();
        var seen = new HashSet<Guid>();
        var repeats = new Dictionary<Guid, List<DraftSession>>();
        var sessions = new List<SessionEntry>(_sessions.Count);
        var nextPerson = 0;
        foreach (var draft in _sessions)
        {
            var appearances = draft.People.Count;
            var firstPerson = nextPerson;
            nextPerson += appearances;
            var guid = GuidOf(draft);
            if (!seen.Add(guid))
            {
                var twins = repeats[guid];
                if (twins.Any(t => t.Start == draft.Start && t.HallName == draft.HallName))
                {
                    Note(FindingKind.Refused, draft.Line, draft.Item, "guid_repeated", ("guid", guid));
                    continue;
                }
                twins.Add(draft);
                guid = StableGuid.Of(Edition, "session", string.Create(CultureInfo.InvariantCulture, $"{guid}#{twins.Count}"));
                Note(FindingKind.Repaired, draft.Line, draft.Item, "guid_repeated_elsewhere", ("guid", guid));
            }
            else repeats[guid] = [draft];
            var hall = Hall(draft.HallName, draft.HallGuid);
            if (draft.Start is null || (hall is null && !draft.Entry.AllHalls))
                Note(FindingKind.Unscheduled, draft.Line, draft.Item, draft.Start is null ? hall is null ? "place_missing" : "time_missing" : "hall_missing");
            sessions.Add(draft.Entry with
            {
                Guid = guid,
                Number = numbers.Take(guid, draft),
                Hall = hall?.Guid,
                Start = draft.Start,
                Track = draft.TrackName.Length == 0 ? null : trackIds[TrackKey(draft.TrackName, draft.TrackSlug)],
                Type = draft.TypeName.Length == 0 ? null : typeIds[draft.TypeName],
                People = [.. Enumerable.Range(0, appearances).Select(i => new SessionPersonEntry(persons[firstPerson + i], draft.People[i].Role)).Distinct()],
            });
        }
        if (_unnoted > 0) _findings.Add(new(FindingKind.Repaired, null, "", "more_findings", ("count", _unnoted)));
        var days = DaysOf(sessions);
        var dates = days.Select(d => d.Date).ToList();
        if (First is null && dates.Count == 0 && options.FirstDay is null && options.Existing is null) throw new Refusal("import.no_dates");
        var first = First ?? (dates.Count > 0 ? dates.Min() : options.FirstDay ?? options.Existing!.Edition.First);
        var last = Last ?? (dates.Count > 0 ? dates.Max() : first);
        return new(new()
        {
            Edition = new()
            {
                Slug = Edition,
                Title = Title.IsEmpty ? options.Existing?.Edition.Title ?? Title : Title,
                Subtitle = Subtitle,
                City = City,
                Venue = Venue,
                First = first,
                Last = last < first ? first : last,
                Zone = zone.Id,
                DayChange = DayChange ?? (Days.Count == 0 ? options.Existing?.Edition.DayChange : null) ?? ChangeOf(days),
                SlotMinutes = SlotMinutes,
                Languages = [.. (options.Existing?.Edition.Languages ?? [options.DefaultLanguage]).Concat(Languages).Distinct(StringComparer.Ordinal)],
                Url = Url,
                BaseUrl = BaseUrl,
                Logo = Logo,
                Version = Version,
            },
            Days = days,
            Halls = _halls,
            Tracks = tracks,
            Types = types,
            People = people,
            Sessions = sessions,
        }, _findings);
    }

    Guid GuidOf(DraftSession draft)
    {
        if (System.Guid.TryParse(draft.Guid, out var guid) && guid != default) return guid;
        if (draft.Guid is { Length: > 0 } told) Note(FindingKind.Repaired, draft.Line, draft.Item, "guid_unreadable", ("guid", Short(CleanText.OneLine(told, out _))));
        if (draft.Key is null && draft.Number is { } number && Number(number) is { } n && options.Existing?.Sessions.FirstOrDefault(s => s.Number == n) is { } before) return before.Guid;
        return StableGuid.Of(Edition, "session", draft.Key ?? draft.Number
            ?? string.Create(CultureInfo.InvariantCulture, $"{draft.Entry.Title}|{draft.Start}|{draft.HallName}"));
    }

    static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : null;

    NumberBook Numbers() => new(this, options.Existing?.Sessions.ToDictionary(s => s.Guid, s => s.Number) ?? [], _sessions.Select(s => Number(s.Number) ?? 0));

    /// <summary>Gives out numbers: the one the item had before, else the file's where it is free, else the next above all others.</summary>
    sealed class NumberBook(ProgrammeDraft draft, Dictionary<Guid, int> before, IEnumerable<int> wanted)
    {
        const int Largest = 999_999;
        readonly HashSet<int> _taken = [.. before.Values];
        int _next = wanted.Concat(before.Values).Where(n => n < Largest - ImportLimits.Sessions).DefaultIfEmpty().Max();

        public int Take(Guid guid, DraftSession session)
        {
            if (before.TryGetValue(guid, out var kept)) return kept;
            if (Number(session.Number) is { } told)
            {
                if (_taken.Add(told)) return told;
                var other = Next();
                draft.Note(FindingKind.Repaired, session.Line, session.Item, "number_repeated", ("number", told), ("given", other));
                return other;
            }
            var given = Next();
            if (!string.IsNullOrWhiteSpace(session.Number))
                draft.Note(FindingKind.Repaired, session.Line, session.Item, "number_unreadable", ("number", Short(CleanText.OneLine(session.Number, out _))), ("given", given));
            return given;
        }

        public int Take(Guid guid, int? told) =>
            before.TryGetValue(guid, out var kept) ? kept : told is { } n && _taken.Add(n) ? n : Next();

        int Next()
        {
            while (!_taken.Add(++_next)) { }
            return _next;
        }
    }

    static string TrackKey(string name, string? slug) => string.IsNullOrWhiteSpace(slug) ? name : name + "\n" + slug;

    Dictionary<string, Guid> Tracks(out List<TrackEntry> tracks)
    {
        tracks = [];
        var keys = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var byName = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var bySlug = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        var mentioned = _sessions.Where(s => s.TrackName.Length > 0).Select(s => (s.TrackName, s.TrackSlug, default(string))).Distinct()
            .OrderBy(t => t.TrackName, StringComparer.Ordinal);
        foreach (var (name, slug, colour) in _tracks.Concat(mentioned))
        {
            var key = TrackKey(name, slug);
            if (keys.ContainsKey(key)) continue;
            if (!string.IsNullOrWhiteSpace(slug) ? bySlug.TryGetValue(slug, out var id) : byName.TryGetValue(name, out id)) { keys[key] = id; continue; }
            var before = options.Existing?.Tracks.FirstOrDefault(t => t.Name.Wordings.Any(w => w.Value == name)) ?? options.Existing?.Tracks.FirstOrDefault(t => t.Slug == slug);
            var entry = new TrackEntry
            {
                Guid = before?.Guid ?? StableGuid.Of(Edition, "track", name),
                Slug = ScheduleSlugs.Unique(before?.Slug ?? ScheduleSlugs.Of(slug ?? name, "track"), slugs),
                Name = LocalizedText.Of(options.DefaultLanguage, name),
                Colour = colour ?? before?.Colour,
            };
            if (tracks.Any(t => t.Guid == entry.Guid)) entry = entry with { Guid = StableGuid.Of(Edition, "track", entry.Slug) };
            tracks.Add(entry);
            keys[key] = entry.Guid;
            byName.TryAdd(name, entry.Guid);
            if (slug is not null) bySlug.TryAdd(slug, entry.Guid);
        }
        return keys;
    }

    Dictionary<string, Guid> Types(out List<SessionTypeEntry> types)
    {
        types = [];
        var keys = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _sessions.Select(s => s.TypeName).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal))
        {
            var before = options.Existing?.Types.FirstOrDefault(t => t.Name.Wordings.Any(w => w.Value == name));
            var entry = new SessionTypeEntry
            {
                Guid = before?.Guid ?? StableGuid.Of(Edition, "type", name),
                Slug = ScheduleSlugs.Unique(before?.Slug ?? ScheduleSlugs.Of(name, "type"), slugs),
                Name = LocalizedText.Of(options.DefaultLanguage, name),
                IsBreak = before?.IsBreak ?? BreakNames.Contains(name),
            };
            types.Add(entry);
            keys[name] = entry.Guid;
        }
        return keys;
    }

    /// <summary>
    /// Whose appearances are one person's: those of one guid; else of one id; else of one name. An id that stands by several names names nobody, and where no id comes twice
    /// though names do, ids count appearances and are not used at all: such files are real. Somebody without a usable id who bears the name of exactly one who has one is that person.
    /// </summary>
    (List<Guid> Appearances, List<PersonEntry> People) People()
    {
        var appearances = _sessions.SelectMany(s => s.People).ToList();
        var namesOfId = appearances.Where(p => Usable(p)).GroupBy(p => p.Id!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count(), StringComparer.Ordinal);
        var byId = appearances.Where(p => Usable(p)).ToList();
        var idsAreAppearances = byId.Count > 1 && namesOfId.Count == byId.Count && byId.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() < byId.Count;
        if (idsAreAppearances) Note(FindingKind.Repaired, null, "", "person_ids_count_appearances");
        foreach (var id in idsAreAppearances ? [] : namesOfId.Where(n => n.Value > 1).Select(n => n.Key))
            Note(FindingKind.Repaired, byId.First(p => p.Id == id).Line, id, "person_id_shared", ("id", id), ("count", namesOfId[id]));

        var before = options.Existing?.People.GroupBy(p => p.Guid).ToDictionary(g => g.Key, g => g.First()) ?? [];
        var beforeByName = before.Values.SelectMany(p => p.Name.Wordings.Select(w => (w.Value, p.Guid))).ToLookup(p => p.Value, p => p.Guid, StringComparer.Ordinal);
        var idOfName = appearances.Where(HasKey).GroupBy(p => p.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(KeyOf).Distinct().ToList(), StringComparer.Ordinal);
        var numbers = new NumberBook(this, before.ToDictionary(b => b.Key, b => b.Value.Number), byId.Select(p => Number(p.Id) ?? 0));
        var people = new Dictionary<Guid, PersonEntry>();
        var guids = new List<Guid>(appearances.Count);
        foreach (var person in appearances)
        {
            var profile = person.Id is { } key && _profiles.TryGetValue(key, out var told) ? told : default;
            var guid = HasKey(person) ? KeyOf(person)
                : idOfName.TryGetValue(person.Name, out var same) && same.Count == 1 ? same[0]
                : beforeByName[person.Name].Distinct().Take(2).ToList() is [var kept] ? kept
                : StableGuid.Of(Edition, "person", "name/" + person.Name);
            guids.Add(guid);
            if (people.ContainsKey(guid)) continue;
            people[guid] = new()
            {
                Guid = guid,
                Number = numbers.Take(guid, idsAreAppearances ? null : Number(person.Id)),
                Name = LocalizedText.Of(options.DefaultLanguage, person.Name),
                Biography = LocalizedText.Of(options.DefaultLanguage, profile.Biography),
                Office = before.GetValueOrDefault(guid)?.Office ?? LocalizedText.Empty,
                Organisation = before.GetValueOrDefault(guid)?.Organisation ?? LocalizedText.Empty,
                Country = before.GetValueOrDefault(guid)?.Country,
            };
        }
        return (guids, [.. people.Values.OrderBy(p => p.Number)]);

        static bool Usable(DraftPerson p) => !System.Guid.TryParse(p.Guid, out _) && p.Id is not null && Number(p.Id) is not null;
        bool HasKey(DraftPerson p) => System.Guid.TryParse(p.Guid, out _) || (Usable(p) && !idsAreAppearances && namesOfId[p.Id!] == 1);
        Guid KeyOf(DraftPerson p) => System.Guid.TryParse(p.Guid, out var guid) ? guid : StableGuid.Of(Edition, "person", "id/" + p.Id);
    }

    List<DayEntry> DaysOf(List<SessionEntry> sessions)
    {
        if (Days.Count > 0) return [.. Days.DistinctBy(d => d.Date)];
        if (options.Existing is { Days.Count: > 0 } existing) return [.. existing.Days];
        var change = DayChange ?? options.Existing?.Edition.DayChange ?? LocalTime.Midnight;
        var sinceChange = Period.FromTicks(change.TickOfDay);
        return [.. sessions.Where(s => s.Start is not null).Select(s => (s.Start!.Value - sinceChange).Date).Distinct().Order()
            .Select(d => new DayEntry(d, d + change, d.PlusDays(1) + change))];
    }

    /// <summary>Where the file does not tell it: when its days end after midnight, their end is the change; an end one minute before the next opening means that opening.</summary>
    static LocalTime ChangeOf(List<DayEntry> days)
    {
        var late = days.Where(d => d.Closes.Date > d.Date).ToList();
        if (late.Count == 0) return LocalTime.Midnight;
        var end = late.Max(d => d.Closes.TimeOfDay);
        var opening = late.Min(d => d.Opens.TimeOfDay);
        return end >= opening || end.PlusMinutes(1) == opening ? opening : end;
    }

    public static string Short(string text) => text.Length <= 80 ? text : text[..77] + "…";

    public static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : CleanText.OneLine(text, out _);
}
