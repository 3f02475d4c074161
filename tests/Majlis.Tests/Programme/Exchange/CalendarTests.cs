using System.Text;
using System.Text.RegularExpressions;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using NodaTime;

namespace Majlis.Tests.Programme.Exchange;

public partial class CalendarTests
{
    [GeneratedRegex("^ATTENDEE;CN=\"([^\"]*)\"", RegexOptions.Multiline)]
    private static partial Regex CommonName();

    [Theory]
    [InlineData("kielux_2020.ics", "Europe/Berlin")]
    [InlineData("linux_conf_au_2020.ics", null)]
    public void Takes_every_session_hall_and_person_of_a_real_file(string file, string? zone)
    {
        var path = ExchangeFiles.Schedule(file);
        var reading = ExchangeFiles.Read(path, zone);
        var programme = reading.Programme;
        var events = Ical.Net.Calendar.Load(File.ReadAllText(path))!.Events.ToList();
        Assert.Equal(events.Count, programme.Sessions.Count);
        Assert.Equal(events.Select(e => e.Location?.Trim()).Where(l => !string.IsNullOrEmpty(l)).Distinct().Count(), programme.Halls.Count);
        var unfolded = File.ReadAllText(path).ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal);
        Assert.Equal(CommonName().Matches(unfolded).Select(m => m.Groups[1].Value.Trim()).Distinct().Order(StringComparer.Ordinal),
            programme.People.Select(p => p.Name["en"]!).Order(StringComparer.Ordinal));
        Assert.Equal(events.Select(e => e.Uid).Order(StringComparer.Ordinal), programme.Sessions.Select(s => s.Uid).Order(StringComparer.Ordinal));
        Assert.Equal(events.Count(e => string.IsNullOrEmpty(e.Location)), reading.Findings.Count(f => f.Code == "hall_missing"));
        var starts = events.ToDictionary(e => e.Uid!, e => Instant.FromDateTimeUtc(e.DtStart!.AsUtc));
        var tz = DateTimeZoneProviders.Tzdb[programme.Edition.Zone];
        Assert.All(programme.Sessions, s => Assert.Equal(starts[s.Uid!], s.Start!.Value.InZoneStrictly(tz).ToInstant()));
    }

    [Theory]
    [InlineData("kielux_2020.ics", "Europe/Berlin")]
    [InlineData("linux_conf_au_2020.ics", null)]
    public void Survives_being_written_and_read_again(string file, string? zone)
    {
        var first = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var again = ExchangeFiles.Read(ExchangeFiles.Write(ProgrammeFormat.ICalendar, first), "forum.ics").Programme;
        Assert.Equal(Carried(first).AsText(), Carried(again).AsText());
    }

    static ProgrammeSnapshot Carried(ProgrammeSnapshot programme) => programme with
    {
        Sessions = [.. programme.Sessions.Select(s => s with { Changed = null, Description = LocalizedText.Of("en", PlainText.Of(s.Description["en"] ?? "")) })],
        Halls = [.. programme.Halls.OrderBy(h => h.Guid).Select(h => h with { Slug = "" })],
    };

    [Theory]
    [InlineData("rrule-secondly-forever", "first_occurrence_only")]
    [InlineData("rrule-never", "first_occurrence_only")]
    [InlineData("rrule-count-1e9", "first_occurrence_only")]
    public void A_repeating_event_is_its_first_occurrence(string file, string code)
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile($"ics/{file}.ics"), "UTC");
        Assert.Single(reading.Programme.Sessions);
        Assert.Contains(code, reading.Findings.Select(f => f.Code));
    }

    [Theory]
    [InlineData("ics/unfolded-10MB.ics", "import.text_too_long")]
    [InlineData("ics/fold-bombs.ics", "import.text_too_long")]
    [InlineData("ics/nest-10k.ics", "import.too_deep")]
    public void A_hostile_file_is_refused_by_name(string file, string code) => Assert.Equal(code, ExchangeFiles.Refused(ExchangeFiles.Hostile(file), "UTC").Code);

    [Fact]
    public void Of_a_thousand_events_with_one_uid_one_is_taken()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("ics/dup-uid-1000.ics"), "UTC");
        Assert.Single(reading.Programme.Sessions);
        Assert.Equal(999, reading.Findings.Count(f => f is { Kind: FindingKind.Refused, Code: "uid_repeated", Line: not null }));
    }

    [Fact]
    public void A_zone_by_an_unknown_name_leaves_the_session_unscheduled()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("ics/tz-unknown-and-malicious.ics"), "UTC", existing: ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme);
        Assert.Null(reading.Programme.Sessions.Single().Start);
        Assert.Contains("zone_of_item_unknown", reading.Findings.Select(f => f.Code));
    }

    [Fact]
    public void A_time_that_is_not_moves_forward_and_of_one_that_is_twice_the_first_is_meant()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("ics/dst-gap-and-overlap.ics"), "UTC");
        Assert.Equal([new LocalDateTime(2026, 3, 29, 1, 30), new LocalDateTime(2026, 11, 1, 5, 30)], reading.Programme.Sessions.Select(s => s.Start!.Value));
        Assert.Contains("time_skipped", reading.Findings.Select(f => f.Code));
        Assert.Contains("time_ambiguous", reading.Findings.Select(f => f.Code));
    }

    [Fact]
    public void An_event_that_ends_before_it_starts_is_refused()
    {
        var reading = ExchangeFiles.Read(ExchangeFiles.Hostile("ics/end-before-start.ics"), "UTC", existing: ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme);
        Assert.Empty(reading.Programme.Sessions);
        Assert.Contains("duration_negative", reading.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Active_content_is_dropped()
    {
        var session = ExchangeFiles.Read(ExchangeFiles.Hostile("ics/attach-javascript-and-data.ics"), "UTC").Programme.Sessions.Single();
        Assert.Equal((null, 0), (session.Url, session.Materials.Count));
    }

    [Fact]
    public void A_title_cannot_bring_a_property_of_its_own()
    {
        var title = File.ReadAllText(ExchangeFiles.Hostile("ics/crlf-inject.txt"));
        var text = Text(Forum(LocalizedText.Of("en", title)));
        Assert.DoesNotContain("\r\nATTENDEE", text, StringComparison.Ordinal);
        Assert.Contains("SUMMARY:Summary\\\\nATTENDEE:mailto:evil@x\\nATTENDEE:mailto:evil@x", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("الافتتاح الرسمي للمنتدى الاقتصادي الدولي بمشاركة رؤساء الوفود")]
    [InlineData("国际经济论坛开幕式与全体会议以及各国代表团团长的发言和签字仪式")]
    [InlineData("👩🏽‍🚀👨‍👩‍👧‍👦🇷🇺🇮🇷🎉🎊🥳👩🏽‍🚀👨‍👩‍👧‍👦🇷🇺🇮🇷🎉🎊🥳👩🏽‍🚀👨‍👩‍👧‍👦")]
    public void Folds_at_75_octets_and_never_inside_a_character(string title)
    {
        var bytes = ExchangeFiles.Write(ProgrammeFormat.ICalendar, Forum(LocalizedText.Of("en", title)));
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        var lines = text.Split("\r\n");
        Assert.DoesNotContain('\n', string.Concat(lines));
        Assert.All(lines, l => Assert.True(Encoding.UTF8.GetByteCount(l) <= 75));
        Assert.All(lines, l => Assert.DoesNotContain('\uFFFD', l));
        Assert.Equal(title, Ical.Net.Calendar.Load(text)!.Events[0]!.Summary);
    }

    [Fact]
    public void Says_what_calendars_need()
    {
        var programme = Forum(LocalizedText.Of("en", "Opening — الافتتاح").With("ru", "Открытие"));
        programme = programme with { Sessions = [programme.Sessions[0] with { IsCancelled = true, Sequence = 3, Changed = Instant.FromUtc(2026, 5, 1, 0, 0) }, programme.Sessions[1]] };
        var text = Text(programme).Replace("\r\n ", "", StringComparison.Ordinal);
        foreach (var line in (string[])[
            "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "X-WR-TIMEZONE:Europe/Moscow", "TZID:Europe/Moscow", "TZOFFSETTO:+0300", "COLOR:teal",
            "UID:b0000000-0000-4000-8000-000000000001@majlis", "DTSTAMP:20260601T070000Z", "LAST-MODIFIED:20260501T000000Z", "SEQUENCE:3", "STATUS:CANCELLED",
            "DTSTART;TZID=Europe/Moscow:20260617T100000", "DTEND;TZID=Europe/Moscow:20260617T103000", "SUMMARY:\u2068Opening — الافتتاح\u2069", "LOCATION:Hall A", "CATEGORIES:Plenary",
            "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://forum.example.org/live", "URL:https://forum.example.org/s/1",
            "DESCRIPTION:Анна Á. علي\\, Li Wei 李伟\\n\\nWelcome\\n\\nShort text.\\n\\nLonger text & more."])
            Assert.Contains("\r\n" + line + "\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_selection_has_its_name_and_only_its_sessions()
    {
        var programme = Forum(LocalizedText.Of("en", "x"));
        using var stream = new MemoryStream();
        CalendarWriter.Write(programme, new("Stars", [programme.Sessions[1]]), stream, ExchangeFiles.Writing);
        var calendar = Ical.Net.Calendar.Load(Encoding.UTF8.GetString(stream.ToArray()))!;
        Assert.Equal("b0000000-0000-4000-8000-000000000002@majlis", Assert.Single(calendar.Events).Uid);
        Assert.Equal("Stars", calendar.Properties["X-WR-CALNAME"]!.Value);
    }

    [Theory]
    [InlineData("<p>a</p><p>b &amp; <b>c</b></p>", "a\n\nb & c")]
    [InlineData("see <a href=\"https://x.example/\">here</a>", "see here (https://x.example/)")]
    [InlineData("<ul><li>a</li><li>b</li></ul>", "- a\n- b")]
    [InlineData("<script>alert(1)</script>x &lt;b&gt; 1 < 2", "x <b> 1 < 2")]
    public void Rich_text_becomes_plain(string html, string plain) => Assert.Equal(plain, PlainText.Of(html));

    static ProgrammeSnapshot Forum(LocalizedText title)
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        return programme with { Sessions = [programme.Sessions[0] with { Title = title }, programme.Sessions[1]] };
    }

    static string Text(ProgrammeSnapshot programme) => Encoding.UTF8.GetString(ExchangeFiles.Write(ProgrammeFormat.ICalendar, programme));
}
