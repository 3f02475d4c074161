using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using NodaTime;

namespace Majlis.Tests.Programme.Exchange;

public partial class ScheduleXmlTests
{
    public static TheoryData<string, string?> Real => new()
    {
        { "36c3_merged.xml", "Europe/Berlin" }, { "fosdem-2007.xml", "Europe/Brussels" }, { "fosdem-2012.xml", "Europe/Brussels" },
        { "fosdem-2018.xml", "Europe/Brussels" }, { "fosdem-2026.xml", null }, { "golden-minimal.xml", null },
    };

    [Theory, MemberData(nameof(Real))]
    public void Takes_every_session_hall_person_and_track_of_a_real_file(string file, string? zone)
    {
        var path = ExchangeFiles.Schedule(file);
        var programme = ExchangeFiles.Read(path, zone).Programme;
        var schedule = XDocument.Load(path).Root!;
        var events = schedule.Descendants("event").ToList();
        var halls = schedule.Descendants("room").Where(r => r.Attribute("name") is not null).Select(r => r.Attribute("name")!.Value)
            .Concat(events.Where(e => e.Parent!.Name == "day").Select(e => e.Element("room")!.Value)).Distinct();
        var tracks = events.Select(e => e.Element("track")!.Value.Trim()).Where(t => t.Length > 0)
            .Concat(schedule.Descendants("track").Where(t => t.Parent!.Name != "event").Select(t => t.Attribute("name")?.Value ?? t.Value)).Distinct();

        Assert.Equal(events.Count, programme.Sessions.Count);
        Assert.Equal(halls.Order(StringComparer.Ordinal), programme.Halls.Select(h => h.Name["en"]!).Order(StringComparer.Ordinal));
        Assert.Equal(tracks.Order(StringComparer.Ordinal), programme.Tracks.Select(t => t.Name["en"]!).Order(StringComparer.Ordinal));
        Assert.Equal(PersonsOf(events), programme.People.Count);
        Assert.Equal(schedule.Elements("day").Count(), programme.Days.Count);
        Assert.Equal(events.Count, programme.Sessions.Select(s => s.Guid).Distinct().Count());
        Assert.Equal(events.Count, programme.Sessions.Select(s => s.Number).Distinct().Count());
        Assert.All(programme.Sessions, s => Assert.True(s.IsScheduled));
    }

    // A person is an id that names one name; other appearances are told apart by name, and join the one id that has their name.
    static int PersonsOf(List<XElement> events)
    {
        var all = events.SelectMany(e => e.Descendants("person")).Select(p => (Id: p.Attribute("id")!.Value, Name: Spaces().Replace(p.Value, " ").Trim())).ToList();
        var names = all.Where(p => p.Id != "0").GroupBy(p => p.Id).ToDictionary(g => g.Key, g => g.Select(p => p.Name).Distinct().Count());
        if (names.Count == all.Count && all.Count > 1 && all.Select(p => p.Name).Distinct().Count() < all.Count) return all.Select(p => p.Name).Distinct().Count();
        var sure = all.Where(p => p.Id != "0" && names[p.Id] == 1).Distinct().ToList();
        var ofName = sure.GroupBy(p => p.Name).ToDictionary(g => g.Key, g => g.Count());
        return sure.Count + all.Except(sure).Select(p => p.Name).Distinct().Count(n => ofName.GetValueOrDefault(n) != 1);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [Theory, MemberData(nameof(Real))]
    public void Survives_being_written_and_read_again(string file, string? zone)
    {
        var first = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var again = ExchangeFiles.Read(ExchangeFiles.Write(ProgrammeFormat.ScheduleXml, first), "schedule.xml");
        Assert.Empty(again.Findings);
        Assert.Equal(Carried(first, first).AsText(), Carried(again.Programme, first).AsText());
    }

    // The schema of the format has no place for these; slugs of another shape and addresses of our own pages are repairs.
    static ProgrammeSnapshot Carried(ProgrammeSnapshot programme, ProgrammeSnapshot first)
    {
        var before = first.Sessions.ToDictionary(s => s.Guid);
        var unused = programme.Types.Where(t => programme.Sessions.Any(s => s.Type == t.Guid)).ToList();
        return programme with
        {
            Edition = programme.Edition with { Subtitle = LocalizedText.Empty, Venue = LocalizedText.Empty, City = LocalizedText.Empty, Version = null },
            Halls = [.. programme.Halls.Select(h => h with { Slug = "" })],
            Types = unused,
            People = [.. programme.People.Select(p => p with { Biography = LocalizedText.Empty })],
            Sessions = [.. programme.Sessions.Select(s => s with
            {
                Slug = s.Slug is { } slug && slug == before[s.Guid].Slug ? slug : null,
                Url = before[s.Guid].Url is null ? null : s.Url,
            }).Select(s => s.Slug is { } slug && ConformingSlug().IsMatch(slug) && programme.Sessions.Count(x => x.Slug == slug) == 1 ? s : s with { Slug = null })],
        };
    }

    [GeneratedRegex(@"^[a-z0-9_]{4,}-[0-9]{1,6}-[a-z0-9\-_]{4,}$")]
    private static partial Regex ConformingSlug();

    [Theory, MemberData(nameof(Real))]
    public void Reading_again_over_what_is_there_changes_nothing(string file, string? zone)
    {
        var first = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var again = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone, existing: first).Programme;
        Assert.Equal(first.AsText(), again.AsText());
        Assert.Empty(ProgrammeChanges.Between(first, again));
    }

    [Theory, MemberData(nameof(Real))]
    public void Is_valid_by_the_schema_of_the_format(string file, string? zone)
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var written = ExchangeFiles.Write(ProgrammeFormat.ScheduleXml, programme);
        foreach (var schema in (string[])["schema/schedule.xsd", "schema/voc/xsd/schedule.xml.xsd"])
        {
            var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
            settings.Schemas.Add(null, ExchangeFiles.Schedule(schema));
            var errors = new List<string>();
            settings.ValidationEventHandler += (_, e) => errors.Add($"{e.Exception.LineNumber}: {e.Message}");
            using var reader = XmlReader.Create(new MemoryStream(written), settings);
            while (reader.Read()) { }
            Assert.Empty(errors);
        }
    }

    [Fact]
    public void Follows_what_clients_need()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        var text = Encoding.UTF8.GetString(ExchangeFiles.Write(ProgrammeFormat.ScheduleXml, programme));
        var schedule = XDocument.Parse(text).Root!;
        Assert.True(text.IndexOf("<conference", StringComparison.Ordinal) is > 0 and < 1024);
        Assert.Equal(["generator", "version", "conference", "day", "day"], schedule.Elements().Select(e => e.Name.LocalName));
        Assert.Equal(["name", "version"], schedule.Element("generator")!.Attributes().Select(a => a.Name.LocalName));
        Assert.Equal(["2026-06-17", "2026-06-18"], new[] { "start", "end" }.Select(n => schedule.Element("conference")!.Element(n)!.Value));
        Assert.Equal(["1", "2"], schedule.Elements("day").Select(d => d.Attribute("index")!.Value));
        var late = schedule.Descendants("event").Single(e => e.Attribute("id")!.Value == "2");
        Assert.Equal("2026-06-18", late.Parent!.Parent!.Attribute("date")!.Value);
        Assert.Equal("2026-06-19T00:30:00+03:00", late.Element("date")!.Value);
        Assert.Equal("00:30", late.Element("start")!.Value);
        foreach (var name in (string[])["persons", "slug", "subtitle", "track", "type", "abstract"]) Assert.NotNull(late.Element(name));
        Assert.Equal("forum_2026-2-zakrytie", late.Element("slug")!.Value);
    }

    [Fact]
    public void Writes_no_duration_that_a_client_cannot_read()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        programme = programme with { Sessions = [.. programme.Sessions.Select(s => s with { Minutes = 30 * 60 })] };
        var text = Encoding.UTF8.GetString(ExchangeFiles.Write(ProgrammeFormat.ScheduleXml, programme));
        Assert.Equal(["23:59", "23:59"], XDocument.Parse(text).Descendants("duration").Select(d => d.Value));
    }

    [Fact]
    public void Leaves_out_what_is_called_off_or_has_no_place()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        programme = programme with { Sessions = [programme.Sessions[0] with { IsCancelled = true }, programme.Sessions[1] with { Start = null }] };
        Assert.Empty(XDocument.Load(new MemoryStream(ExchangeFiles.Write(ProgrammeFormat.ScheduleXml, programme))).Descendants("event"));
    }

    [Theory]
    [InlineData("ok-minimal", "2026-06-17T10:00", 30)]
    [InlineData("no-day-end", "2026-06-17T10:00", 30, "Repaired 1 2026-06-17 day_end_missing")]
    [InlineData("dur-3part", "2026-06-17T10:00", 26 * 60 + 30, "Repaired 1 1 duration_three_parts")]
    [InlineData("date-start-mismatch", "2026-06-17T10:00", 30, "Repaired 1 1 start_differs")]
    [InlineData("date-no-offset", "2026-06-17T10:00", 30, "Repaired 1 1 offset_missing")]
    [InlineData("after-midnight", "2026-06-18T01:30", 30)]
    [InlineData("dup-guid", "2026-06-17T10:00", 30, "Refused 1 1 guid_repeated")]
    [InlineData("rtl-and-bidi", "2026-06-17T10:00", 30, "Repaired 1 1 controls_stripped")]
    [InlineData("html-in-text", "2026-06-17T10:00", 30)]
    public void A_flawed_file_has_one_documented_meaning(string file, string start, int minutes, params string[] findings)
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile($"schedule/{file}.xml"));
        var session = Assert.Single(reading.Programme.Sessions);
        Assert.Equal((start, minutes), ($"{session.Start:uuuu-MM-dd'T'HH:mm}", session.Minutes));
        Assert.Equal(findings, reading.Told());
    }

    [Fact]
    public void A_number_given_twice_is_kept_by_the_first()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("schedule/dup-id-other-guid.xml"));
        Assert.Equal([1, 2], reading.Programme.Sessions.Select(s => s.Number));
        Assert.Equal(["Repaired 1 1 number_repeated"], reading.Told());
    }

    [Fact]
    public void Two_sessions_in_one_hall_are_both_taken() =>
        Assert.Equal(2, ExchangeFiles.Read(ExchangeFiles.Hostile("schedule/overlap-same-room.xml")).Programme.Sessions.Count);

    [Theory]
    [InlineData("neg-duration", "duration_negative")]
    [InlineData("dur-999h", "duration_too_long")]
    public void A_session_that_cannot_last_so_long_is_refused(string file, string code)
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile($"schedule/{file}.xml"));
        Assert.Empty(reading.Programme.Sessions);
        Assert.Equal([$"Refused 1 1 {code}"], reading.Told());
    }

    [Theory]
    [InlineData("schedule/xxe.xml", "import.doctype")]
    [InlineData("schedule/billion-laughs.xml", "import.doctype")]
    [InlineData("schedule/empty.xml", "import.empty")]
    [InlineData("schedule/html-404.xml", "import.html_page")]
    [InlineData("schedule/trunc.xml", "import.xml_broken")]
    [InlineData("schedule/wrong-encoding.xml", "import.xml_broken")]
    [InlineData("schedule/tz-unknown.xml", "import.zone_unknown")]
    [InlineData("xml/deep-100k.xml", "import.not_a_schedule")]
    [InlineData("xml/attr-100k.xml", "import.too_many_attributes")]
    public void A_broken_or_hostile_file_is_refused_by_name(string file, string code)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(code, ExchangeFiles.Refused(ExchangeFiles.Hostile(file)).Code);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 128 * 1024 * 1024);
    }

    [Fact]
    public void An_unknown_zone_is_the_importers_when_there_is_one()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("schedule/tz-unknown.xml"), "Europe/Moscow");
        Assert.Equal(["Repaired 1 Mars/Phobos zone_unknown"], reading.Told());
        Assert.Equal("Europe/Moscow", reading.Programme.Edition.Zone);
    }

    [Fact]
    public void Takes_twenty_thousand_sessions_and_not_one_more()
    {
        var path = ExchangeFiles.Hostile("schedule/20000-events.xml");
        Assert.Equal(20_000, ExchangeFiles.Read(path).Programme.Sessions.Count);
        var more = File.ReadAllText(path).Replace("</room></day>", "<event id='1'><title>One more</title></event></room></day>", StringComparison.Ordinal);
        Assert.Equal("import.too_many_sessions", ExchangeFiles.Refused(Encoding.UTF8.GetBytes(more), "schedule.xml").Code);
    }

    [Theory]
    [InlineData(100, "<x>", "import.too_deep")]
    [InlineData(100_000, "<x>", "import.too_deep")]
    [InlineData(100, "a", "import.too_many_attributes")]
    [InlineData(200_000, "text", "import.text_too_long")]
    public void Beyond_a_limit_the_whole_file_is_refused(int count, string what, string code)
    {
        var inside = what switch
        {
            "a" => $"<day {string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}='' "))}/>",
            "text" => $"<conference><title>{new string('x', count)}</title></conference>",
            _ => string.Concat(Enumerable.Repeat(what, count)),
        };
        Assert.Equal(code, ExchangeFiles.Refused(Encoding.UTF8.GetBytes($"<schedule><conference/>{inside}"), "schedule.xml").Code);
    }

    [Fact]
    public void Drops_addresses_that_are_not_of_the_web()
    {
        var reading = Small("<title>T</title><links><link href='javascript:alert(1)'>a</link><link href='data:text/html,x'>b</link><link href='https://a.example/'>c</link></links>" +
            "<url>ftp://x.example/</url><logo>/logo.png</logo>");
        var session = Assert.Single(reading.Programme.Sessions);
        Assert.Equal([new MaterialEntry(MaterialKind.Link, "https://a.example/", "c")], session.Materials);
        Assert.Equal((null, null), (session.Url, session.Logo));
        Assert.Equal(4, reading.Findings.Count(f => f.Code == "address_dropped"));
    }

    [Theory]
    [InlineData("<start>02:30</start><duration>00:15</duration>", "2026-03-29T03:30", "time_skipped")]
    [InlineData("<start>12:00</start><duration>soon</duration>", "2026-03-29T12:00", "duration_unreadable")]
    [InlineData("<date>tomorrow</date><start>12:00</start>", "2026-03-29T12:00", "date_unreadable")]
    [InlineData("<duration>01:00</duration>", "", "time_missing")]
    public void Mends_what_has_one_sure_reading(string times, string start, string code)
    {
        var reading = Small($"<title>T</title>{times}");
        Assert.Equal(start, reading.Programme.Sessions.Single().Start is { } at ? $"{at:uuuu-MM-dd'T'HH:mm}" : "");
        Assert.Equal(code, reading.Findings.Single(f => f.Code != "place_missing").Code);
    }

    [Fact]
    public void A_guid_given_at_two_times_is_two_sessions()
    {
        const string event1 = "<title>T</title><start>12:00</start></event><event guid='b2d0b1a0-0000-4000-8000-000000000001'><title>T</title><start>15:00</start>";
        var reading = Small(event1, "guid='b2d0b1a0-0000-4000-8000-000000000001'");
        Assert.Equal(2, reading.Programme.Sessions.Select(s => s.Guid).Distinct().Count());
        Assert.Equal(["guid_repeated_elsewhere"], reading.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Names_the_line_of_what_it_mends()
    {
        var reading = ExchangeFiles.Read(Encoding.UTF8.GetBytes(
            "<schedule><conference><title>T</title><time_zone_name>Europe/Berlin</time_zone_name></conference>\n<day date='2026-03-29' start='2026-03-29T06:00:00+02:00' end='2026-03-30T06:00:00+02:00'>\n" +
            "<room name='A'>\n<event id='7'>\n<title>T</title><duration>-00:10</duration></event></room></day></schedule>"), "x.xml");
        Assert.Equal(["Refused 4 7 duration_negative"], reading.Told());
    }

    static ProgrammeReading Small(string inside, string attributes = "id='1'") => ExchangeFiles.Read(Encoding.UTF8.GetBytes(
        "<schedule><conference><title>Small</title><time_zone_name>Europe/Berlin</time_zone_name></conference>" +
        "<day date='2026-03-29' start='2026-03-29T00:00:00+01:00' end='2026-03-30T00:00:00+02:00'><room name='A'>" +
        $"<event {attributes}>{inside}</event></room></day></schedule>"), "small.xml");
}
