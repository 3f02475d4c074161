using Majlis.Platform;
using Majlis.Programme;
using NodaTime;

namespace Majlis.Demo;

/// <summary>
/// The programme of the demonstration edition: invented sessions, people and organisations at the size of the real forum of 2021, every text in six languages.
/// Pure: the same scale and seed give the same programme, guid by guid, on every machine.
/// </summary>
public static class DemoProgramme
{
    public const string Slug = "kazan-2021";
    public const string PastSlug = "kazan-2019";
    public const int DefaultSeed = 1400;
    public const int MostScale = 50;
    /// <summary>At scale 1, breaks included.</summary>
    public const int Sessions = 92;

    const string Zone = "Europe/Moscow";
    static readonly LocalDate First = new(2021, 7, 28);
    static readonly LocalTime DayChange = new(6, 0);

    /// <summary>Kept without a time or a hall: their speakers have not answered yet.</summary>
    static readonly HashSet<string> Undecided = ["law-2", "digital-3", "heritage-1", "tourism-2"];

    sealed record Slot(int Day, int Hour, int Minute, bool Evening = false);

    static readonly Slot[] Slots =
    [
        new(0, 14, 30), new(0, 16, 0), new(0, 17, 45), new(1, 9, 30), new(1, 14, 15), new(1, 15, 45), new(1, 17, 30), new(2, 9, 30),
        new(0, 19, 15, Evening: true), new(1, 19, 0, Evening: true),
    ];

    sealed record HouseItem(string Key, string Type, int Day, int Hour, int Minute, int Minutes, string? Ceremony = null);

    /// <summary>What takes every hall.</summary>
    static readonly HouseItem[] HouseItems =
    [
        new("opening", "opening", 0, 10, 0, 60, "opening"), new("coffee-1", "coffee", 0, 11, 0, 30), new("plenary-1", "plenary", 0, 11, 30, 90, "plenary-1"),
        new("lunch-1", "lunch", 0, 13, 0, 60), new("prayer-1", "prayer", 0, 14, 0, 20), new("prayer-2", "prayer", 0, 17, 15, 20),
        new("coffee-2", "coffee", 1, 10, 45, 30), new("plenary-2", "plenary", 1, 11, 15, 90, "plenary-2"), new("lunch-2", "lunch", 1, 12, 45, 60),
        new("prayer-3", "prayer", 1, 13, 45, 20), new("prayer-4", "prayer", 1, 17, 0, 20),
        new("coffee-3", "coffee", 2, 10, 45, 30), new("closing", "closing", 2, 11, 15, 60, "closing"), new("prayer-5", "prayer", 2, 12, 20, 50),
        new("lunch-3", "lunch", 2, 13, 10, 60),
    ];

    sealed record Theme(string Key, string Type, string Track, LocalizedText Title, LocalizedText Abstract, SessionAccess? Access, int? Day);

    sealed record Place(Slot Slot, HallEntry Hall, int Kind)
    {
        public LocalDateTime Start(LocalDate first) => first.PlusDays(Slot.Day).At(new(Slot.Hour, Slot.Minute));
    }

    /// <summary>
    /// The 12th edition as first released, 28–30 July 2021: 92 sessions (breaks among them) in 9 halls with 310 people, a few of them without a place yet.
    /// </summary>
    /// <param name="scale">Multiplies sessions, halls and people; what everybody attends stays single. 1 to <see cref="MostScale"/>.</param>
    /// <exception cref="Refusal"><c>demo.scale</c></exception>
    public static ProgrammeSnapshot Make(int scale = 1, int seed = DefaultSeed)
    {
        if (scale is < 1 or > MostScale) throw new Refusal("demo.scale", ("scale", scale), ("most", MostScale));
        var random = new DemoRandom(seed);
        var halls = HallsOf(Slug, scale, seed);
        var people = DemoPeople.Make(Slug, DemoPeople.PerSeries * scale, DemoPeople.Interpreters * scale, seed);
        var cast = new Cast(people, new());
        var frame = Frame(Slug, First, 3, halls, people, seed);
        var sessions = new List<SessionEntry>();

        foreach (var common in HouseItems)
        {
            var type = DemoTexts.Edition.Types.First(t => t.Key == common.Type);
            var ceremony = common.Ceremony is { } key ? DemoTexts.Edition.Ceremonies[key] : null;
            sessions.Add(cast.Fill(Entry(Slug, common.Key, common.Type, ceremony is null ? null : "politics", seed) with
            {
                Title = DemoTexts.Text(ceremony?.Title ?? type.Name),
                Abstract = DemoTexts.Text(ceremony?.About ?? DemoTexts.Edition.Breaks[common.Type]),
                Start = First.PlusDays(common.Day).At(new(common.Hour, common.Minute)), Minutes = common.Minutes, AllHalls = true,
            }, common.Type, null, null));
        }
        var reception = DemoTexts.Edition.Ceremonies["reception"];
        sessions.Add(cast.Fill(Entry(Slug, "reception", "reception", "culture", seed) with
        {
            Title = DemoTexts.Text(reception.Title), Abstract = DemoTexts.Text(reception.About),
            Start = First.PlusDays(1).At(new(22, 0)), Minutes = 165, Hall = halls[0].Guid,
        }, "reception", null, halls[0]));

        var themes = Themes(random);
        var wanted = Enumerable.Range(0, Sessions * scale - sessions.Count).Select(i => (Theme: themes[i % themes.Count], Series: i / themes.Count)).ToList();
        var places = random.Shuffled(Places(halls, evening: false));
        places.AddRange(random.Shuffled(Places(halls, evening: true)));
        var meetingPoints = new Queue<HallEntry>(random.Shuffled(halls));
        // The undecided choose last: everybody who came for a public session has one.
        foreach (var (theme, series) in random.Shuffled(wanted).OrderBy(w => IsUndecided(w.Theme, w.Series)).ThenBy(w => w.Theme.Day is null))
        {
            var key = series == 0 ? theme.Key : FormattableString.Invariant($"{theme.Key}/{series + 1}");
            var entry = Entry(Slug, key, theme.Type, theme.Track, seed, random) with
            {
                Title = DemoTexts.InSeries(theme.Title, series), Abstract = theme.Abstract, Minutes = MinutesOf(theme.Type),
            };
            if (theme.Access is { } access) entry = entry with { Access = access };
            HallEntry? hall = null;
            if (theme.Type == "excursion")
            {
                hall = meetingPoints.Dequeue();
                entry = entry with { Hall = hall.Guid, Start = First.PlusDays(2).At(new(14, 30)) };
            }
            else if (!IsUndecided(theme, series))
            {
                var place = Take(places, theme);
                hall = place.Hall;
                entry = entry with { Hall = hall.Guid, Start = place.Start(First) };
            }
            sessions.Add(cast.Fill(entry, theme.Type, theme.Track, hall));
        }
        return frame with { Sessions = Numbered(sessions, halls, Slug) };
    }

    /// <summary>
    /// The same edition as released the second time: two sessions moved, one got another title, one was cancelled, one is new.
    /// Nobody is in two places at once after it.
    /// </summary>
    /// <param name="first">From <see cref="Make"/> with the same seed, moved in time or not.</param>
    public static ProgrammeSnapshot Revise(ProgrammeSnapshot first, int seed = DefaultSeed)
    {
        var sessions = first.Sessions.ToList();
        Replace("halal-3", s => s with { Title = DemoTexts.Text(DemoTexts.Edition.Revision["retitled"]) });
        Replace("food-security-2", s => s with { IsCancelled = true });
        foreach (var key in new[] { "cities-2", "export-1" })
            Replace(key, s =>
            {
                var without = Timetable.Of(first with { Sessions = [.. sessions.Where(other => other.Guid != s.Guid)] });
                var place = FreePlace(without, s);
                return s with { Hall = place.Hall.Guid, Start = place.Start(first.Edition.First) };
            });

        var timetable = Timetable.Of(first with { Sessions = sessions });
        var added = Entry(Slug, "added", "round-table", "security", seed) with
        {
            Number = sessions.Max(s => s.Number) + 1,
            Title = DemoTexts.Text(DemoTexts.Edition.Revision["added"]),
            Abstract = DemoTexts.Joined(DemoTexts.Edition.Revision["added-about"], DemoTexts.Edition.Formats["round-table"][0]),
            Minutes = MinutesOf("round-table"),
        };
        var spot = FreePlace(timetable, added);
        added = added with { Hall = spot.Hall.Guid, Start = spot.Start(first.Edition.First) };
        var busy = sessions.SelectMany(s => s.People).CountBy(p => p.Person).ToDictionary();
        var people = first.People.Where(p => busy.GetValueOrDefault(p.Guid) == 1
            && timetable.IsFree(p.Guid, added.Start!.Value, added.End!.Value, spot.Hall)).Take(4);
        SessionRole[] roles = [SessionRole.Chair, SessionRole.Speaker, SessionRole.Speaker, SessionRole.Rapporteur];
        sessions.Add(added with { People = [.. people.Zip(roles, (person, role) => new SessionPersonEntry(person.Guid, role))] });
        return first with { Sessions = sessions };

        void Replace(string key, Func<SessionEntry, SessionEntry> change)
        {
            var at = sessions.FindIndex(s => s.Guid == SessionGuid(Slug, key, seed));
            sessions[at] = change(sessions[at]);
        }

        Place FreePlace(Timetable timetable, SessionEntry session) =>
            Places(first.Halls, evening: false).Concat(Places(first.Halls, evening: true)).First(place =>
            {
                var start = place.Start(first.Edition.First);
                return start != session.Start && timetable.IsFree(place.Hall, start, start.PlusMinutes(session.Minutes))
                    && session.People.All(p => timetable.IsFree(p.Person, start, start.PlusMinutes(session.Minutes), place.Hall));
            });
    }

    /// <summary>The edition before: the 11th, two days in April 2019, a dozen sessions in three halls.</summary>
    public static ProgrammeSnapshot Past(int seed = DefaultSeed)
    {
        var first = new LocalDate(2019, 4, 24);
        var halls = HallsOf(PastSlug, 1, seed)[..3];
        var people = DemoPeople.Make(PastSlug, 40, 3, seed);
        var cast = new Cast(people, new());
        (int Day, int Hour, int Minute)[] slots = [(0, 14, 0), (0, 15, 45), (1, 10, 0)];
        var sessions = new List<SessionEntry>();
        var parallel = 0;
        foreach (var (i, text) in DemoTexts.Edition.Past.Index())
        {
            var entry = Entry(PastSlug, FormattableString.Invariant($"{text.Type}-{i + 1}"), text.Type, text.Track, seed)
                with { Title = DemoTexts.Text(text.Title) };
            HallEntry? hall = null;
            if (text.Type is "opening" or "plenary" or "closing")
            {
                var start = text.Type switch { "opening" => first.At(new(10, 0)), "plenary" => first.At(new(11, 15)), _ => first.PlusDays(1).At(new(12, 0)) };
                entry = entry with { AllHalls = true, Start = start, Minutes = 60 };
            }
            else
            {
                var (day, hour, minute) = slots[parallel / 3];
                hall = halls[parallel++ % 3];
                entry = entry with
                {
                    Hall = hall.Guid, Start = first.PlusDays(day).At(new(hour, minute)), Minutes = MinutesOf(text.Type),
                    Abstract = DemoTexts.Text(DemoTexts.Edition.Formats[text.Type][0]),
                };
            }
            sessions.Add(cast.Fill(entry, text.Type, text.Track, hall));
        }
        return Frame(PastSlug, first, 2, halls, people, seed) with { Sessions = Numbered(sessions, halls, PastSlug) };
    }

    /// <summary>The programme as many days earlier or later as it takes to begin on another date. Clock times, guids and numbers stay.</summary>
    public static ProgrammeSnapshot MovedTo(ProgrammeSnapshot programme, LocalDate first)
    {
        var days = Period.DaysBetween(programme.Edition.First, first);
        return programme with
        {
            Edition = programme.Edition with { First = first, Last = programme.Edition.Last.PlusDays(days) },
            Days = [.. programme.Days.Select(d => new DayEntry(d.Date.PlusDays(days), d.Opens.PlusDays(days), d.Closes.PlusDays(days)))],
            Sessions = [.. programme.Sessions.Select(s => s with { Start = s.Start?.PlusDays(days) })],
        };
    }

    /// <summary>Minutes on foot between two halls of the demonstration: 0 in one hall, 4 in one building, 12 between buildings;
    /// null (all halls) counts as the other building.</summary>
    public static int WalkMinutes(HallEntry? one, HallEntry? other) =>
        one is null || other is null ? 12 : one.Guid == other.Guid ? 0 : one.Building.Equals(other.Building) ? 4 : 12;

    static ProgrammeSnapshot Frame(string slug, LocalDate first, int days, IReadOnlyList<HallEntry> halls, IEnumerable<DemoPerson> people, int seed)
    {
        var texts = DemoTexts.Edition;
        return new()
        {
            Edition = new()
            {
                Slug = slug, Title = DemoTexts.Text(texts.Title), Subtitle = DemoTexts.Text(texts.Subtitle), City = DemoTexts.Text(texts.City),
                Venue = DemoTexts.Text(texts.Venue), First = first, Last = first.PlusDays(days - 1), Zone = Zone, DayChange = DayChange,
                SlotMinutes = 15, Languages = DemoTexts.Languages,
            },
            Days = [.. Enumerable.Range(0, days)
                .Select(d => new DayEntry(first.PlusDays(d), first.PlusDays(d) + DayChange, first.PlusDays(d + 1) + DayChange))],
            Halls = halls,
            Tracks = [.. texts.Tracks
                .Select(t => new TrackEntry { Guid = TrackGuid(slug, t.Key, seed), Slug = t.Key, Name = DemoTexts.Text(t.Name), Colour = t.Colour })],
            Types =
            [
                .. texts.Types
                    .Select(t => new SessionTypeEntry { Guid = TypeGuid(slug, t.Key, seed), Slug = t.Key, Name = DemoTexts.Text(t.Name), IsBreak = t.Break }),
            ],
            People = [.. people.Select(p => p.Entry)],
        };
    }

    static HallEntry[] HallsOf(string slug, int scale, int seed) =>
    [
        .. Enumerable.Range(0, scale).SelectMany(series => DemoTexts.Edition.Halls.Select(hall =>
        {
            var key = series == 0 ? hall.Key : FormattableString.Invariant($"{hall.Key}-{series + 1}");
            return new HallEntry
            {
                Guid = DemoRandom.GuidOf(seed, $"{slug}/hall/{key}"), Slug = key, Capacity = hall.Capacity,
                Name = DemoTexts.Numbered(DemoTexts.Text(hall.Name), series), Building = DemoTexts.Text(DemoTexts.Edition.Buildings[hall.Building]),
            };
        })),
    ];

    static bool IsUndecided(Theme theme, int series) => series == 0 && Undecided.Contains(theme.Key);

    static List<Theme> Themes(DemoRandom random)
    {
        var themes = new List<Theme>();
        foreach (var subject in DemoTexts.Subjects)
            foreach (var (i, session) in subject.Sessions.Index())
                themes.Add(new(FormattableString.Invariant($"{subject.Key}-{i + 1}"), session.Type, subject.Track, DemoTexts.Text(session.Title),
                    DemoTexts.Joined(subject.About, random.Of(DemoTexts.Edition.Formats[session.Type])), session.Access, session.Day));
        foreach (var (i, excursion) in DemoTexts.Edition.Excursions.Index())
            themes.Add(new(FormattableString.Invariant($"excursion-{i + 1}"), "excursion", "culture", DemoTexts.Text(excursion.Title),
                DemoTexts.Joined(excursion.About, DemoTexts.Edition.Excursion), null, null));
        return themes;
    }

    /// <summary>Where and when a session of up to 75 minutes can be held, day by day.</summary>
    static IEnumerable<Place> Places(IReadOnlyList<HallEntry> halls, bool evening) =>
        from slot in Slots.Where(s => s.Evening == evening)
        from hall in halls.Index()
        select new Place(slot, hall.Item, hall.Index % DemoTexts.Edition.Halls.Length);

    /// <summary>The first place that suits: briefings by the press, lessons in the workshop, the rest in the halls; otherwise any.</summary>
    static Place Take(List<Place> places, Theme theme)
    {
        var at = theme.Day is { } day ? places.FindIndex(p => p.Slot is { Evening: false, Hour: 17 } && p.Slot.Day == day - 1 && p.Kind == 7) : -1;
        if (at < 0) at = places.FindIndex(p => !p.Slot.Evening
            && theme.Type switch { "briefing" => p.Kind == 7, "master-class" => p.Kind == 8, _ => p.Kind < 7 });
        if (at < 0) at = 0;
        var place = places[at];
        places.RemoveAt(at);
        return place;
    }

    static int MinutesOf(string type) => type switch { "master-class" => 60, "presentation" or "signing" => 45, "briefing" => 40, "excursion" => 180, _ => 75 };

    static SessionEntry Entry(string slug, string key, string type, string? track, int seed, DemoRandom? random = null) => new()
    {
        Guid = SessionGuid(slug, key, seed), Number = 1, Type = TypeGuid(slug, type, seed), Track = track is null ? null : TrackGuid(slug, track, seed),
        Access = type switch
        {
            "opening" or "signing" or "reception" => SessionAccess.ByInvitation,
            "plenary" or "closing" or "round-table" or "briefing" or "excursion" => SessionAccess.ByCategory,
            _ => SessionAccess.Open,
        },
        FloorLanguages = type switch
        {
            "opening" or "plenary" or "closing" or "panel" or "signing" => ["ru", "en", "ar"],
            "round-table" or "briefing" => ["ru", "en"],
            "presentation" or "master-class" or "excursion" => [random?.Of(["ru", "en", "ar"]) ?? "ru"],
            _ => [],
        },
        OutputLanguages = type switch
        {
            "opening" or "plenary" or "closing" or "panel" => ["ru", "en", "ar"],
            "round-table" or "briefing" or "signing" => ["ru", "en"],
            _ => [],
        },
    };

    /// <summary>In reading order, with the addresses that carry the number.</summary>
    static SessionEntry[] Numbered(IEnumerable<SessionEntry> sessions, IReadOnlyList<HallEntry> halls, string slug)
    {
        var place = halls.Index().ToDictionary(h => h.Item.Guid, h => h.Index);
        return
        [
            .. sessions.OrderBy(s => s.Start is null).ThenBy(s => s.Start).ThenBy(s => s.Hall is { } hall ? place[hall] : -1).ThenBy(s => s.Guid)
                .Select((s, i) => Linked(s with { Number = i + 1 }, slug)),
        ];
    }

    static SessionEntry Linked(SessionEntry session, string slug)
    {
        var at = FormattableString.Invariant($"{slug}/{session.Number}");
        var interpreted = session.OutputLanguages.Count > 2;
        var discussed = session.FloorLanguages.Count == 2 && session.Minutes > 60;
        return session with
        {
            Stream = interpreted ? $"https://stream.example.org/{at}" : null,
            Materials = interpreted ? [new(MaterialKind.Link, $"https://docs.example.org/{at}/concept.pdf", "")]
                : discussed ? [new(MaterialKind.Link, $"https://docs.example.org/{at}/working-paper.pdf", "")]
                : [],
        };
    }

    static Guid SessionGuid(string slug, string key, int seed) => DemoRandom.GuidOf(seed, $"{slug}/session/{key}");
    static Guid TrackGuid(string slug, string key, int seed) => DemoRandom.GuidOf(seed, $"{slug}/track/{key}");
    static Guid TypeGuid(string slug, string key, int seed) => DemoRandom.GuidOf(seed, $"{slug}/type/{key}");
}
