using System.Text.Json;
using System.Text.RegularExpressions;
using Majlis.Demo;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Calendars;
using NodaTime;

namespace Majlis.Tests.Demo;

public partial class DemoProgrammeTests
{
    static readonly string[] Six = ["ar", "en", "fa", "fr", "ru", "tr"];
    static readonly ProgrammeSnapshot First = DemoProgramme.Make();
    static readonly ProgrammeSnapshot Second = DemoProgramme.Revise(First);
    static readonly ProgrammeSnapshot Past = DemoProgramme.Past();

    [Fact]
    public void Is_the_same_bytes_for_the_same_seed_and_other_for_another()
    {
        Assert.Equal(Bytes(First), Bytes(DemoProgramme.Make()));
        Assert.Equal(Bytes(Second), Bytes(DemoProgramme.Revise(DemoProgramme.Make())));
        Assert.Equal(Bytes(Past), Bytes(DemoProgramme.Past()));
        Assert.NotEqual(Bytes(First), Bytes(DemoProgramme.Make(seed: 1401)));
        Assert.Equal("c3747932-83fa-8338-8307-04723481d9af", First.Halls[0].Guid.ToString());
    }

    [Fact]
    public void Is_as_great_as_the_forum_it_is_modelled_on()
    {
        var paper = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.Shared("data/refdata/demo-scale.json"))).RootElement;
        var scale = paper.GetProperty("scale");
        Assert.Equal(scale.GetProperty("sessions").GetInt32(), First.Sessions.Count);
        Assert.Equal(scale.GetProperty("parallel_halls").GetInt32(), First.Halls.Count);
        Assert.Equal(scale.GetProperty("speakers").GetInt32(), First.People.Count);
        var days = paper.GetProperty("event").GetProperty("days").EnumerateArray().Select(d => d.GetString());
        Assert.Equal(days, First.Days.Select(d => d.Date.ToString("uuuu-MM-dd", null)));
        Assert.Equal(paper.GetProperty("event").GetProperty("time_zone").GetString(), First.Edition.Zone);
        int Of(string metric) => scale.GetProperty(metric).GetInt32();
        var final = DemoFigures.At(Majlis.Figures.FigureStage.Final).ToDictionary(f => f.Metric, f => f.Value);
        Assert.Equal(
            [Of("registered_people"), Of("participating_states"), Of("regions"), Of("sessions"), Of("speakers"), Of("agreements"), Of("media_outlets"), Of("media_countries")],
            DemoFigures.Metrics.Select(m => final[m]));
        var announced = DemoFigures.At(Majlis.Figures.FigureStage.Announced).ToDictionary(f => f.Metric, f => f.Value);
        Assert.Equal((Of("states_first_announced"), Of("regions_first_announced")), (announced["states"], announced["regions"]));
    }

    [Theory, InlineData(1), InlineData(3), InlineData(10)]
    public void Multiplies_sessions_halls_and_people(int scale)
    {
        var programme = DemoProgramme.Make(scale);
        Assert.Equal((92 * scale, 9 * scale, 310 * scale), (programme.Sessions.Count, programme.Halls.Count, programme.People.Count));
        Assert.Equal(programme.Sessions.Count, programme.Sessions.Select(s => s.Number).Distinct().Count());
        Assert.Equal(programme.Sessions.Count, programme.Sessions.Select(s => s.Guid).Distinct().Count());
        Assert.Equal(programme.Halls.Count, programme.Halls.Select(h => h.Slug).Distinct().Count());
        var breaks = programme.Types.Where(t => t.IsBreak).Select(t => t.Guid).ToHashSet();
        foreach (var language in Six)
        {
            var titles = programme.Sessions.Where(s => !breaks.Contains(s.Type!.Value)).Select(s => s.Title[language]).ToList();
            Assert.Equal(titles.Count, titles.Distinct().Count());
        }
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(51)]
    public void Refuses_a_scale_out_of_bounds(int scale) => Assert.Equal("demo.scale", Assert.Throws<Refusal>(() => DemoProgramme.Make(scale)).Code);

    [Theory, InlineData(1, 1400), InlineData(2, 7), InlineData(3, 1400), InlineData(10, 1400)]
    public void Nobody_and_no_hall_is_taken_twice_and_speakers_have_time_to_walk(int scale, int seed)
    {
        var programme = DemoProgramme.Make(scale, seed);
        AssertNoClash(programme);
        AssertNoClash(DemoProgramme.Revise(programme, seed));
    }

    [Fact]
    public void The_edition_before_has_a_dozen_sessions_and_no_clash()
    {
        Assert.Equal((12, 3, 2), (Past.Sessions.Count, Past.Halls.Count, Past.Days.Count));
        AssertNoClash(Past);
        AssertReferencesResolve(Past);
    }

    [Fact]
    public void Every_reference_resolves()
    {
        AssertReferencesResolve(First);
        AssertReferencesResolve(Second);
        AssertReferencesResolve(DemoProgramme.Make(4));
    }

    [Fact]
    public void Everybody_is_in_a_public_session() =>
        Assert.Equal(310, First.Sessions.Where(s => s.IsScheduled).SelectMany(s => s.People).Select(p => p.Person).Distinct().Count());

    [Fact]
    public void Every_session_but_excursions_breaks_and_the_reception_has_people()
    {
        var silent = First.Types.Where(t => t.IsBreak || t.Slug is "excursion" or "reception").Select(t => t.Guid).ToHashSet();
        Assert.Equal([], First.Sessions.Where(s => s.People.Count == 0 != silent.Contains(s.Type!.Value)).Select(s => s.Title["en"]));
        Assert.Equal(Enum.GetValues<SessionRole>().Order(), First.Sessions.SelectMany(s => s.People).Select(p => p.Role).Distinct().Order());
    }

    [Fact]
    public void Uses_every_type_track_and_access_and_leaves_some_sessions_without_a_place()
    {
        Assert.Equal(First.Types.Select(t => t.Slug), First.Types.Where(t => First.Sessions.Any(s => s.Type == t.Guid)).Select(t => t.Slug));
        Assert.Equal(First.Tracks.Select(t => t.Slug), First.Tracks.Where(t => First.Sessions.Any(s => s.Track == t.Guid)).Select(t => t.Slug));
        Assert.Equal(Enum.GetValues<SessionAccess>(), First.Sessions.Select(s => s.Access).Distinct().Order());
        Assert.Equal(4, First.Sessions.Count(s => !s.IsScheduled));
        Assert.Equal(15, First.Sessions.Count(s => s.AllHalls));
        Assert.Equal(6, First.Sessions.Count(s => s.Type == First.Types.Single(t => t.Slug == "excursion").Guid && s.Start!.Value.Date == new LocalDate(2021, 7, 30)));
    }

    [Fact]
    public void The_reception_ends_past_midnight_and_belongs_to_the_second_day()
    {
        var reception = First.Sessions.Single(s => s.Type == First.Types.Single(t => t.Slug == "reception").Guid);
        Assert.Equal((new LocalDateTime(2021, 7, 29, 22, 0), new LocalDateTime(2021, 7, 30, 0, 45)), (reception.Start, reception.End));
        Assert.Equal([reception.Guid], First.Sessions.Where(s => s.IsScheduled && s.End!.Value.Date != s.Start!.Value.Date).Select(s => s.Guid));
        Assert.Equal(new LocalDate(2021, 7, 29), new PublishedProgramme(First, 1, "1.0", default).DayOf(reception));
    }

    [Fact]
    public void Every_session_lies_in_a_day_of_the_edition() =>
        Assert.Equal([], First.Sessions.Where(s => s.IsScheduled && !First.Days.Any(d => d.Opens <= s.Start && s.End <= d.Closes)).Select(s => s.Title["en"]));

    [Fact]
    public void The_second_release_moves_two_sessions_retitles_cancels_and_adds_one()
    {
        var before = First.Sessions.ToDictionary(s => s.Guid);
        var old = Second.Sessions.Where(s => before.ContainsKey(s.Guid)).ToList();
        Assert.Equal(92, old.Count);
        Assert.Equal(2, old.Count(s => (s.Start, s.Hall) != (before[s.Guid].Start, before[s.Guid].Hall)));
        Assert.Equal(1, old.Count(s => !s.Title.Equals(before[s.Guid].Title)));
        Assert.Equal(1, old.Count(s => s is { IsCancelled: true, IsScheduled: true }));
        Assert.Equal(0, First.Sessions.Count(s => s.IsCancelled));
        var added = Assert.Single(Second.Sessions, s => !before.ContainsKey(s.Guid));
        Assert.Equal((93, 4, true), (added.Number, added.People.Count, added.IsScheduled));
    }

    [Fact]
    public void Moves_to_another_date_as_a_whole()
    {
        var moved = DemoProgramme.MovedTo(Second, new(2026, 11, 22));
        Assert.Equal((new LocalDate(2026, 11, 22), new LocalDate(2026, 11, 24)), (moved.Edition.First, moved.Edition.Last));
        Assert.Equal(Bytes(Second), Bytes(DemoProgramme.MovedTo(moved, Second.Edition.First)));
        AssertNoClash(moved);
        AssertNoClash(DemoProgramme.Revise(DemoProgramme.MovedTo(First, new(2026, 11, 22))));
    }

    [Fact]
    public void Every_text_is_whole_in_six_languages_and_in_their_scripts()
    {
        var faults = new List<string>();
        foreach (var programme in new[] { First, Second, Past, DemoProgramme.Make(2) })
            foreach (var text in Texts(programme)) Check(text);
        foreach (var stage in Enum.GetValues<Majlis.Figures.FigureStage>()) Check(DemoFigures.Source(stage));
        Assert.Equal([], faults.Distinct());

        void Check(LocalizedText text)
        {
            if (!text.Languages.SequenceEqual(Six)) faults.Add($"languages: {text}");
            foreach (var (language, wording) in text.Wordings) Wrong(language, wording, faults);
            var different = text.Wordings.Select(w => w.Value).Distinct().Count();
            if (different < 4) faults.Add($"the same in too many languages: {text}");
        }
    }

    [Fact]
    public void Every_abstract_is_there_but_for_ceremonies_of_the_past() =>
        Assert.Equal([], First.Sessions.Where(s => s.Abstract.IsEmpty).Select(s => s.Title["en"]));

    [Fact]
    public void Names_stand_in_Latin_Cyrillic_and_their_owners_script()
    {
        var faults = new List<string>();
        foreach (var person in First.People)
        {
            foreach (var (language, wording) in person.Name.Wordings) Wrong(language, wording, faults);
            var own = person.Country switch
            {
                "IR" or "AF" => "fa",
                "SA" or "AE" or "EG" or "QA" or "KW" or "OM" or "BH" or "JO" or "IQ" or "LB" or "PS" or "SD" or "YE" or "SY" or "MA" or "DZ" or "TN" or "LY" or "MR" => "ar",
                "TR" => "tr",
                "SN" or "ML" or "CI" or "NE" or "GN" or "BF" or "TD" or "CM" or "BJ" or "DJ" => "fr",
                _ => null,
            };
            string[] wanted = own is null ? ["en", "ru"] : [.. new[] { "en", "ru", own }.Order(StringComparer.Ordinal)];
            Assert.Equal(wanted, person.Name.Languages);
        }
        Assert.Equal([], faults);
        Assert.Equal(310, First.People.Select(p => p.Name["en"]).Distinct().Count());
    }

    [Fact]
    public void Track_colours_can_be_read_on_white()
    {
        foreach (var track in First.Tracks)
        {
            var channels = Enumerable.Range(0, 3).Select(i => Convert.ToInt32(track.Colour!.Substring(1 + 2 * i, 2), 16) / 255.0)
                .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
            var contrast = 1.05 / (0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2] + 0.05);
            Assert.True(contrast >= 4.5, $"{track.Slug}: {contrast:F2}");
        }
    }

    /// <summary>Halls and people with the sessions they are in, each pair compared; written apart from the timetable that places them.</summary>
    static void AssertNoClash(ProgrammeSnapshot programme)
    {
        var halls = programme.Halls.ToDictionary(h => h.Guid);
        var held = programme.Sessions.Where(s => s is { IsScheduled: true, IsCancelled: false }).ToList();
        var faults = new List<string>();
        foreach (var hall in programme.Halls)
            Compare(held.Where(s => s.AllHalls || s.Hall == hall.Guid), (_, _) => 0, hall.Slug);
        foreach (var inSessions in held.SelectMany(s => s.People.Select(p => (p.Person, Session: s))).ToLookup(x => x.Person, x => x.Session))
            Compare(inSessions, (a, b) => a.AllHalls || b.AllHalls ? 12
                : a.Hall == b.Hall ? 0 : halls[a.Hall!.Value].Building.Equals(halls[b.Hall!.Value].Building) ? 4 : 12, inSessions.Key.ToString());
        Assert.Equal([], faults);

        void Compare(IEnumerable<SessionEntry> sessions, Func<SessionEntry, SessionEntry, int> walk, string who)
        {
            var list = sessions.Distinct().OrderBy(s => s.Start).ToList();
            foreach (var (one, next) in list.Zip(list.Skip(1)))
                if (one.Guid != next.Guid && one.End!.Value.PlusMinutes(walk(one, next)) > next.Start) faults.Add($"{who}: {one.Number} and {next.Number}");
        }
    }

    static void AssertReferencesResolve(ProgrammeSnapshot programme)
    {
        var (halls, tracks, types, people) = (programme.Halls.Select(h => h.Guid).ToHashSet(), programme.Tracks.Select(t => t.Guid).ToHashSet(),
            programme.Types.Select(t => t.Guid).ToHashSet(), programme.People.Select(p => p.Guid).ToHashSet());
        Assert.Equal([], programme.Sessions.Where(s => !(
            (s.Hall is null || halls.Contains(s.Hall.Value)) && (s.Track is null || tracks.Contains(s.Track.Value)) && types.Contains(s.Type!.Value)
            && s.People.All(p => people.Contains(p.Person)) && s.People.Distinct().Count() == s.People.Count)).Select(s => s.Number));
    }

    static IEnumerable<LocalizedText> Texts(ProgrammeSnapshot p) =>
    [
        p.Edition.Title, p.Edition.Subtitle, p.Edition.City, p.Edition.Venue, .. p.Halls.SelectMany(h => new[] { h.Name, h.Building }),
        .. p.Tracks.Select(t => t.Name), .. p.Types.Select(t => t.Name), .. p.People.SelectMany(x => new[] { x.Office, x.Organisation }),
        .. p.Sessions.Select(s => s.Title), .. p.Sessions.Select(s => s.Abstract).Where(a => !a.IsEmpty),
    ];

    static void Wrong(string language, string wording, List<string> faults)
    {
        var fault = language switch
        {
            "ar" when PersianOnly().IsMatch(wording) => "Persian letters in Arabic",
            "fa" when ArabicOnly().IsMatch(wording) => "Arabic yeh, kaf, teh marbuta or digits in Persian",
            "ar" or "fa" when Latin().IsMatch(wording) || !Arabic().IsMatch(wording) => "not in Arabic script",
            "fa" when LostJoiner().IsMatch(wording) => "a zero-width non-joiner is missing",
            "ru" when Latin().IsMatch(wording) || !Cyrillic().IsMatch(wording) => "not in Cyrillic",
            "en" or "tr" or "fr" when Arabic().IsMatch(wording) || Cyrillic().IsMatch(wording) => "not in Latin",
            "fr" when FrenchSpacing().IsMatch(wording) => "a breaking space before high punctuation",
            _ when wording.Contains("  ", StringComparison.Ordinal) || wording != wording.Trim() => "spaces",
            _ when wording.Contains('"') => "typewriter quotes",
            _ => null,
        };
        if (fault is not null) faults.Add($"{language}, {fault}: {wording}");
    }

    static string Bytes(ProgrammeSnapshot programme) => JsonSerializer.Serialize(programme, Json.Stored);

    [GeneratedRegex("[\u06CC\u06A9\u06AF\u067E\u0686\u0698\u06C0\u06F0-\u06F9\u200C]")]
    private static partial Regex PersianOnly();
    [GeneratedRegex("[\u064A\u0649\u0643\u0629\u0660-\u0669]")]
    private static partial Regex ArabicOnly();
    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex Latin();
    [GeneratedRegex("[\u0621-\u064A]")]
    private static partial Regex Arabic();
    [GeneratedRegex("[\u0400-\u04FF]")]
    private static partial Regex Cyrillic();
    [GeneratedRegex("(^| )(ن?می|ها|های|هایی|تر|ترین)( |$)")]
    private static partial Regex LostJoiner();
    [GeneratedRegex("[^\u00A0\u202F][:;?!»]|« ")]
    private static partial Regex FrenchSpacing();
}
