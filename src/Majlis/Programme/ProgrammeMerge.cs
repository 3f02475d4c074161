using System.Text.Json;
using System.Text.Json.Nodes;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme.Exchange;
using NodaTime;

namespace Majlis.Programme;

/// <summary>
/// Lays a file over a draft, without a database. The same thing is known by its guid; halls, tracks and types else by slug, else by a name; people else
/// by number and name together. Guids, numbers and slugs of the draft stay.
/// <para>What the file leaves blank is kept as it is: a file that knows no abstracts does not delete them, one in a single language not the translations.
/// Two things are always as the file says: when and where a session is. A file can close a session's access or call the session off; opening it
/// or holding it after all is for people to decide, because most formats cannot say either.</para>
/// </summary>
sealed class ProgrammeMerge
{
    /// <summary>Numbers above are a file's mistake: no forum has so many, and the count goes on from the highest.</summary>
    const int HighestNumber = 1_000_000_000;

    readonly ProgrammeSnapshot _draft, _file;
    readonly List<Finding> _findings = [];
    readonly List<ImportLine> _lines = [];

    /// <param name="last">The last release: a number it shows is not given to anything else.</param>
    /// <param name="lastSession">The highest session number ever given.</param>
    public ProgrammeMerge(ProgrammeSnapshot draft, ProgrammeSnapshot? last, ProgrammeSnapshot file, int lastSession, int lastPerson, ImportOptions options)
    {
        (_draft, _file, LastSessionNumber, LastPersonNumber) = (draft, file, lastSession, lastPerson);
        var halls = Match(draft.Halls, file.Halls, h => h.Guid, h => h.Slug, h => h.Name);
        var tracks = Match(draft.Tracks, file.Tracks, t => t.Guid, t => t.Slug, t => t.Name);
        var types = Match(draft.Types, file.Types, t => t.Guid, t => t.Slug, t => t.Name);
        Halls = Merged(ImportedNoun.Hall, file.Halls, h => h.Guid, halls, draft.Halls.Select(h => h.Slug), Hall, h => (h.Guid, null, h.Name));
        Tracks = Merged(ImportedNoun.Track, file.Tracks, t => t.Guid, tracks, draft.Tracks.Select(t => t.Slug), Track, t => (t.Guid, null, t.Name));
        Types = Merged(ImportedNoun.Type, file.Types, t => t.Guid, types, draft.Types.Select(t => t.Slug), Type, t => (t.Guid, null, t.Name));
        var people = MergePeople();
        MergeSessions(last, g => halls.TryGetValue(g, out var h) ? h?.Guid ?? g : null, g => tracks.TryGetValue(g, out var t) ? t?.Guid ?? g : null,
            g => types.TryGetValue(g, out var t) ? t?.Guid ?? g : null, people);
        var filed = Sessions.Select(s => s.Guid).Concat(_unchanged).ToHashSet();
        var shown = last?.Sessions.Select(s => s.Guid).ToHashSet() ?? [];
        foreach (var missing in draft.Sessions.Where(s => !filed.Contains(s.Guid)))
        {
            var what = !options.RemoveMissing || missing.IsCancelled ? ImportedAs.Kept : shown.Contains(missing.Guid) ? ImportedAs.Cancelled : ImportedAs.Removed;
            _lines.Add(new(ImportedNoun.Session, what, missing.Guid, missing.Number, missing.Title, []));
        }
    }

    /// <summary>As they will be: only what is added or changed.</summary>
    public IReadOnlyList<HallEntry> Halls { get; }
    public IReadOnlyList<TrackEntry> Tracks { get; }
    public IReadOnlyList<SessionTypeEntry> Types { get; }
    public List<PersonEntry> People { get; } = [];
    public List<SessionEntry> Sessions { get; } = [];
    public int LastSessionNumber { get; private set; }
    public int LastPersonNumber { get; private set; }

    readonly HashSet<Guid> _unchanged = [];

    /// <summary>The sessions of the draft that the file has, changed by it or not.</summary>
    public IEnumerable<Guid> Filed => Sessions.Select(s => s.Guid).Concat(_unchanged);

    /// <summary>The draft with the file laid over it.</summary>
    public ProgrammeSnapshot After()
    {
        var gone = _lines.Where(l => l is { Noun: ImportedNoun.Session, As: ImportedAs.Removed }).Select(l => l.Guid).ToHashSet();
        var cancelled = _lines.Where(l => l is { Noun: ImportedNoun.Session, As: ImportedAs.Cancelled }).Select(l => l.Guid).ToHashSet();
        return _draft with
        {
            Halls = Over(_draft.Halls, Halls, h => h.Guid), Tracks = Over(_draft.Tracks, Tracks, t => t.Guid), Types = Over(_draft.Types, Types, t => t.Guid), People = Over(_draft.People, People, p => p.Guid),
            Sessions = [.. Over(_draft.Sessions, Sessions, s => s.Guid).Where(s => !gone.Contains(s.Guid)).Select(s => cancelled.Contains(s.Guid) ? s with { IsCancelled = true } : s)],
        };

        static IReadOnlyList<T> Over<T>(IReadOnlyList<T> drafted, IReadOnlyList<T> filed, Func<T, Guid> guid)
        {
            var young = filed.ToDictionary(guid);
            return [.. drafted.Select(d => young.Remove(guid(d), out var now) ? now : d), .. filed.Where(f => young.ContainsKey(guid(f)))];
        }
    }

    /// <summary>Takes a session's time away and says why. One that the draft has so already is then as it was.</summary>
    public void Unschedule(Guid session, Finding why)
    {
        _findings.Add(why);
        var at = Sessions.FindIndex(s => s.Guid == session);
        var (was, now) = (_draft.Sessions.FirstOrDefault(s => s.Guid == session), Sessions[at] with { Start = null });
        var line = _lines.FindIndex(l => l.Noun == ImportedNoun.Session && l.Guid == session);
        if (was is null) Sessions[at] = now;
        else if (Differing(was, now) is { Count: > 0 } fields) (Sessions[at], _lines[line]) = (now, _lines[line] with { Fields = fields });
        else
        {
            Sessions.RemoveAt(at);
            _lines.RemoveAt(line);
            _unchanged.Add(session);
        }
    }

    public ImportPlan Plan(IEnumerable<Finding> readers) => new(_lines, [.. readers, .. _findings]);

    /// <summary>The draft's item for each of the file's, or null for a new one.</summary>
    static Dictionary<Guid, T?> Match<T>(IReadOnlyList<T> drafted, IReadOnlyList<T> filed, Func<T, Guid> guid, Func<T, string> slug, Func<T, LocalizedText> name)
        where T : class
    {
        var free = drafted.ToDictionary(guid);
        var found = new Dictionary<Guid, T?>();
        foreach (var item in filed)
            if (free.Remove(guid(item), out var same)) found[guid(item)] = same;
        foreach (var like in new Func<T, T, bool>[] { (a, b) => slug(a) == slug(b), (a, b) => AlikeIn(name(a), name(b)) })
            foreach (var item in filed.Where(i => !found.ContainsKey(guid(i))))
                if (free.Values.FirstOrDefault(d => like(d, item)) is { } same && free.Remove(guid(same))) found[guid(item)] = same;
        foreach (var item in filed) found.TryAdd(guid(item), null);
        return found;
    }

    static bool AlikeIn(LocalizedText one, LocalizedText other) => one.Wordings.Any(w => other.Wordings.Any(o => o.Value == w.Value));

    List<T> Merged<T>(ImportedNoun noun, IReadOnlyList<T> filed, Func<T, Guid> guid, Dictionary<Guid, T?> matches, IEnumerable<string> slugs,
        Func<T?, T, ICollection<string>, T> merge, Func<T, (Guid, int?, LocalizedText)> called) where T : class
    {
        var taken = slugs.ToHashSet();
        var merged = new List<T>();
        foreach (var item in filed.DistinctBy(guid))
        {
            var was = matches[guid(item)];
            var now = merge(was, item, taken);
            if (Line(noun, was, now, called(now))) merged.Add(now);
        }
        return merged;
    }

    static HallEntry Hall(HallEntry? was, HallEntry file, ICollection<string> taken) => new()
    {
        Guid = was?.Guid ?? file.Guid, Slug = was?.Slug ?? Give(file.Slug, "hall", taken), Name = Over(was?.Name, file.Name, file.Slug),
        Building = Over(was?.Building, file.Building), Capacity = file.Capacity is >= 0 and <= 1_000_000 ? file.Capacity : was?.Capacity,
    };

    static TrackEntry Track(TrackEntry? was, TrackEntry file, ICollection<string> taken) => new()
    {
        Guid = was?.Guid ?? file.Guid, Slug = was?.Slug ?? Give(file.Slug, "track", taken), Name = Over(was?.Name, file.Name, file.Slug),
        Colour = file.Colour is { Length: 7 } colour && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour.ToLowerInvariant() : was?.Colour,
    };

    static SessionTypeEntry Type(SessionTypeEntry? was, SessionTypeEntry file, ICollection<string> taken) => new()
    {
        Guid = was?.Guid ?? file.Guid, Slug = was?.Slug ?? Give(file.Slug, "type", taken), Name = Over(was?.Name, file.Name, file.Slug),
        IsBreak = file.IsBreak || was?.IsBreak is true,
    };

    static string Give(string wanted, string otherwise, ICollection<string> taken)
    {
        var slug = Slug.Free(wanted, otherwise, taken);
        taken.Add(slug);
        return slug;
    }

    /// <returns>The draft's guid of each of the file's people who can be taken.</returns>
    Dictionary<Guid, Guid> MergePeople()
    {
        var byGuid = _draft.People.ToDictionary(p => p.Guid);
        var byNumber = _draft.People.ToDictionary(p => p.Number);
        var filed = _file.People.DistinctBy(p => p.Guid).ToList();
        var claimed = filed.Where(p => byGuid.ContainsKey(p.Guid)).Select(p => p.Guid).ToHashSet();
        var numbers = byNumber.Keys.ToHashSet();
        LastPersonNumber = filed.Select(p => p.Number).Where(n => n <= HighestNumber).Append(LastPersonNumber).Max();
        var guids = new Dictionary<Guid, Guid>();
        foreach (var person in filed)
        {
            if (person.Name.IsEmpty)
            {
                _findings.Add(new(FindingKind.Refused, null, Invariant(person.Number), "person_unnamed"));
                continue;
            }
            var was = byGuid.GetValueOrDefault(person.Guid);
            if (was is null && byNumber.GetValueOrDefault(person.Number) is { } other && AlikeIn(other.Name, person.Name) && claimed.Add(other.Guid)) was = other;
            var number = was?.Number ?? Number(person.Number, numbers, null, () => ++LastPersonNumber, person.Name);
            var country = person.Country is { Length: 2 } code && code.All(char.IsAsciiLetterUpper) ? code : was?.Country;
            var now = new PersonEntry
            {
                Guid = was?.Guid ?? person.Guid, Number = number, Name = Over(was?.Name, person.Name), Office = Over(was?.Office, person.Office),
                Organisation = Over(was?.Organisation, person.Organisation), Biography = Over(was?.Biography, person.Biography), Country = country, Party = person.Party ?? was?.Party,
            };
            guids[person.Guid] = now.Guid;
            if (Line(ImportedNoun.Person, was, now, (now.Guid, now.Number, now.Name))) People.Add(now);
        }
        return guids;
    }

    void MergeSessions(ProgrammeSnapshot? last, Func<Guid, Guid?> hall, Func<Guid, Guid?> track, Func<Guid, Guid?> type, Dictionary<Guid, Guid> people)
    {
        var byGuid = _draft.Sessions.ToDictionary(s => s.Guid);
        var numbers = _draft.Sessions.Select(s => s.Number).ToHashSet();
        var shown = last?.Sessions.ToDictionary(s => s.Number, s => s.Guid) ?? [];
        var filed = _file.Sessions.DistinctBy(s => s.Guid).ToList();
        LastSessionNumber = filed.Select(s => s.Number).Where(n => n <= HighestNumber).Append(LastSessionNumber).Max();
        var (opens, closes) = (_draft.Edition.First.AtMidnight(), _draft.Edition.Last.PlusDays(1) + _draft.Edition.DayChange);
        foreach (var told in filed)
        {
            if (told.Title.IsEmpty)
            {
                _findings.Add(new(FindingKind.Refused, null, Invariant(told.Number), "title_missing"));
                continue;
            }
            var was = byGuid.GetValueOrDefault(told.Guid);
            var start = told.Start;
            if (start is { } time && (time < opens || time >= closes))
            {
                _findings.Add(new(FindingKind.Unscheduled, null, told.Title.In("en").Text, "outside_edition", ("date", time.Date)));
                start = null;
            }
            var minutes = told.Minutes is > 0 and <= Session.MostMinutes ? told.Minutes : was?.Minutes ?? 0;
            var place = told.Hall is { } h ? hall(h) : null;
            var roles = told.People.Where(p => people.ContainsKey(p.Person)).Select(p => p with { Person = people[p.Person] }).Distinct().ToList();
            var materials = told.Materials.Where(m => Keep(told, m.Href) is not null).ToList();
            var now = new SessionEntry
            {
                Guid = told.Guid,
                Number = was?.Number ?? Number(told.Number, numbers, shown.TryGetValue(told.Number, out var owner) ? owner == told.Guid : null,
                    () => ++LastSessionNumber, told.Title),
                Slug = Plain(told.Slug) ?? was?.Slug, Uid = Plain(told.Uid) ?? was?.Uid,
                Title = Over(was?.Title, told.Title), Subtitle = Over(was?.Subtitle, told.Subtitle), Abstract = Over(was?.Abstract, told.Abstract),
                Description = Over(was?.Description, told.Description),
                Track = (told.Track is { } t ? track(t) : null) ?? was?.Track, Type = (told.Type is { } y ? type(y) : null) ?? was?.Type,
                Hall = place, AllHalls = told.AllHalls || place is null && start is not null && was?.AllHalls is true, Start = start, Minutes = minutes,
                FloorLanguages = Filled(told.FloorLanguages.Select(Characters.Kept).ToList(), was?.FloorLanguages),
                OutputLanguages = Filled(told.OutputLanguages.Select(Characters.Kept).ToList(), was?.OutputLanguages),
                Access = told.Access == SessionAccess.Open ? was?.Access ?? SessionAccess.Open : told.Access,
                Stream = Keep(told, told.Stream) ?? was?.Stream, Url = Keep(told, told.Url) ?? was?.Url,
                FeedbackUrl = Keep(told, told.FeedbackUrl) ?? was?.FeedbackUrl, OriginUrl = Keep(told, told.OriginUrl) ?? was?.OriginUrl,
                VideoUrl = Keep(told, told.VideoUrl) ?? was?.VideoUrl, Logo = Plain(told.Logo) ?? was?.Logo,
                Recording = told.Recording is { } r
                    ? r with { License = Characters.Kept(r.License), Url = Keep(told, r.Url), Link = Keep(told, r.Link) } : was?.Recording,
                Materials = Filled(materials.Select(m => m with { Href = Own(was, m.Href), Label = Characters.Kept(m.Label), Type = Plain(m.Type), Service = Plain(m.Service) }).ToList(),
                    was?.Materials),
                People = Filled(roles, was?.People), Expected = told.Expected is >= 0 and <= Session.MostExpected ? told.Expected : was?.Expected,
                IsCancelled = told.IsCancelled || was?.IsCancelled is true,
            };
            if (Line(ImportedNoun.Session, was, now, (now.Guid, now.Number, now.Title))) Sessions.Add(now);
            else _unchanged.Add(now.Guid);
        }
    }

    /// <summary>The file's number when it is good and nobody's, else the next one.</summary>
    /// <param name="shown">Whether the last release shows the number as this one's; null: it does not show the number.</param>
    int Number(int wanted, HashSet<int> taken, bool? shown, Func<int> next, LocalizedText name)
    {
        if (wanted is > 0 and <= HighestNumber && shown is not false && taken.Add(wanted)) return wanted;
        int given;
        do given = next();
        while (!taken.Add(given));
        if (wanted > 0)
            _findings.Add(new(FindingKind.Repaired, null, name.In("en").Text, "number_taken", ("number", wanted), ("given", given)));
        return given;
    }

    /// <summary>A file of ours that went out with the site's address comes back as what it was.</summary>
    static string Own(SessionEntry? was, string address) => was?.Materials.FirstOrDefault(m => StoredFile.Of(m.Href) is not null && address.EndsWith(m.Href, StringComparison.Ordinal))?.Href ?? address;

    string? Keep(SessionEntry session, string? address)
    {
        if (string.IsNullOrEmpty(address)) return null;
        if (Address.IsSafe(address)) return address;
        _findings.Add(new(FindingKind.Repaired, null, session.Title.In("en").Text, "address_dropped", ("address", Characters.Kept(address))));
        return null;
    }

    /// <summary>Notes what becomes different.</summary>
    /// <returns>False when nothing does.</returns>
    bool Line<T>(ImportedNoun noun, T? was, T now, (Guid Guid, int? Number, LocalizedText Name) called) where T : class
    {
        var fields = was is null ? [] : Differing(was, now);
        if (was is not null && fields.Count == 0) return false;
        _lines.Add(new(noun, was is null ? ImportedAs.Added : ImportedAs.Changed, called.Guid, called.Number, called.Name, fields));
        return true;
    }

    static List<string> Differing<T>(T was, T now)
    {
        var (before, after) = (JsonSerializer.SerializeToUtf8Bytes(was, Json.Stored), JsonSerializer.SerializeToUtf8Bytes(now, Json.Stored));
        if (before.AsSpan().SequenceEqual(after)) return [];
        var (old, young) = (JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject());
        return [.. old.Select(f => f.Key).Union(young.Select(f => f.Key)).Where(f => !JsonNode.DeepEquals(old[f], young[f]))];
    }

    static LocalizedText Over(LocalizedText? was, LocalizedText told, string? otherwise = null) =>
        LocalizedText.Of((was ?? LocalizedText.Empty).Wordings.Concat(told.Wordings)) is { IsEmpty: false } text ? text
        : LocalizedText.Of(LocalizedText.Undetermined, otherwise);

    static IReadOnlyList<T> Filled<T>(IReadOnlyList<T> told, IReadOnlyList<T>? was) => told.Count > 0 ? told : was ?? [];

    static string? Plain(string? text) => text is null ? null : Characters.Kept(text);

    static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
