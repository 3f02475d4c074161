using System.Net;
using System.Text;
using Majlis.Programme;
using NodaTime;

namespace Majlis.Web.Tests.Programme.Desk;

public sealed class ProgrammeDeskTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Desk = DeskSite.Desk;

    public static TheoryData<string> Pages => ["sessions", "grid", "session", "session/1", "people", "person", "person/1", "tracks", "tracks/economy", "types", "types/panel", "import", "releases", "export/csv"];

    [Theory, MemberData(nameof(Pages))]
    public async Task A_participant_and_the_owner_of_another_edition_find_nothing(string page)
    {
        var participant = await site.Browser("participant");
        var other = await site.Browser("other");
        Assert.Equal((404, 404), ((await participant.Get($"{Desk}/{page}")).Status, (await other.Get($"{Desk}/{page}")).Status));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task The_programme_role_opens_every_page(string page)
    {
        var browser = await site.Browser("programme");
        Assert.Equal(200, (await browser.Get($"{Desk}/{page}")).Status);
    }

    [Fact]
    public async Task The_press_reads_the_list_and_changes_nothing()
    {
        var press = await site.Browser("press");
        var list = await press.Get($"{Desk}/sessions");
        Assert.Equal((200, false), (list.Status, list.Body.Contains("name=\"do\"", StringComparison.Ordinal)));
        var before = await site.Everything();
        var page = await press.Get($"{Desk}/session/1");
        var answer = await press.Post($"{Desk}/session/1", page, ("Form.Title[en]", "Taken over"), ("Form.Version", page.Value("Form.Version")));
        Assert.Equal((404, before), (answer.Status, await site.Everything()));
    }

    [Fact]
    public async Task A_session_is_made_edited_released_and_called_off_by_plain_forms()
    {
        var browser = await site.Browser("programme");
        var empty = await browser.Get($"{Desk}/session");
        var made = await browser.Post($"{Desk}/session", empty, ("Form.Title[en]", "Halal finance"), ("Form.Title[fa]", "مالیهٔ حلال"), ("Form.Date", "۶ مرداد ۱۴۰۰"), ("Form.Time", "۱۴:۳۰"), ("Form.Until", "16:00"),
            ("Form.Hall", site.Hall.ToString()), ("Form.Track", site.Track.ToString()), ("Form.Access", "ByInvitation"), ("Form.FloorLanguages", "fa, en"),
            ("Form.People[0].Name", "امینه الکعبي"), ("Form.People[0].Role", "Chair"), ("Form.People[1].Name", "Rustam Ganiev #2"), ("Form.People[1].Role", "Speaker"),
            ("Form.Materials[0].Href", "https://example.org/paper"), ("Form.Materials[0].Label", "Paper"));
        Assert.Equal(302, made.Status);
        var number = int.Parse(made.To!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var session = await site.Session(number);
        Assert.Equal((new LocalDateTime(2021, 7, 28, 14, 30), 90, SessionAccess.ByInvitation, 2), (session.Start, session.Minutes, session.Access, session.People.Count));
        Assert.Equal(["fa", "en"], session.Details.FloorLanguages);

        var releases = await browser.Get($"{Desk}/releases");
        var released = await browser.Post($"{Desk}/releases", releases, ("Form.Name", $"R{number}"), ("Form.Note[en]", "First"));
        Assert.Equal(302, released.Status);
        var same = await browser.Post($"{Desk}/releases", releases, ("Form.Name", $"S{number}"));
        Assert.Equal((409, true), (same.Status, same.Body.Contains("error-summary", StringComparison.Ordinal)));

        var page = await browser.Get($"{Desk}/session/{number}");
        var gone = await browser.Post($"{Desk}/session/{number}?handler=Remove", page, ("version", page.Value("version")));
        Assert.Equal((302, true), (gone.Status, (await site.Session(number)).IsCancelled));
        Assert.Equal(200, (await browser.Get($"{Desk}/releases")).Status);
        Assert.Equal(200, (await browser.Get($"{Desk}/releases/1")).Status);
    }

    [Fact]
    public async Task A_field_that_cannot_be_read_is_told_and_what_was_typed_stays()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/session");
        var answer = await browser.Post($"{Desk}/session", page, ("Form.Title[en]", "Kept title"), ("Form.Date", "31 February 2021"), ("Form.Time", "25:99"), ("Form.Minutes", "ninety"), ("Form.People[0].Name", "Nobody Known"));
        Assert.Equal(400, answer.Status);
        foreach (var kept in new[] { "Kept title", "31 February 2021", "25:99", "ninety", "Nobody Known" }) Assert.Contains($"value=\"{kept}\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_of_an_older_version_keeps_the_input_and_shows_the_newer_state()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/session/1");
        var old = page.Value("Form.Version");
        Assert.Equal(302, (await browser.Post($"{Desk}/session/1", page, ("Form.Title[en]", "Newer title"), ("Form.Version", old))).Status);
        var late = await browser.Post($"{Desk}/session/1", page, ("Form.Title[en]", "My title"), ("Form.Version", old));
        Assert.Equal(409, late.Status);
        Assert.Contains("value=\"My title\"", late.Body, StringComparison.Ordinal);
        Assert.Contains("Newer title</dd>", late.Body, StringComparison.Ordinal);
        Assert.Equal("Newer title", (await site.Session(1)).Title["en"]);
        Assert.Equal(302, (await browser.Post($"{Desk}/session/1", late, ("Form.Title[en]", "My title"), ("Form.Version", late.Value("Form.Version")))).Status);
        Assert.Equal(("My title", "https://example.org/opening"), ((await site.Session(1)).Title["en"], (await site.Session(1)).Details.Url));
    }

    [Fact]
    public async Task Rows_of_people_move_without_being_saved()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/session/1");
        var before = await site.Everything();
        var moved = await browser.Post($"{Desk}/session/1?handler=Rows", page, ("move", "people:1:up"), ("Form.People[0].Name", "Amina"), ("Form.People[0].Role", "Chair"), ("Form.People[1].Name", "Rustam"), ("Form.Version", page.Value("Form.Version")));
        Assert.Equal(("Rustam", "Amina", before), (moved.Value("Form.People[0].Name"), moved.Value("Form.People[1].Name"), await site.Everything()));
    }

    [Fact]
    public async Task Many_sessions_get_a_track_at_once_or_none_of_them()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/selection?n=1&do=track");
        Assert.Equal(200, page.Status);
        var stale = await browser.Post($"{Desk}/selection", page, ("do", "track"), ("to", site.Track.ToString()), ("sessions", "1:999"));
        Assert.Equal((409, null), (stale.Status, (await site.Session(1)).TrackId));
        var done = await browser.Post($"{Desk}/selection", page, ("do", "track"), ("to", site.Track.ToString()), ("sessions", page.Value("sessions")));
        Assert.Equal((302, false), (done.Status, (await site.Session(1)).TrackId is null));
        page = await browser.Get($"{Desk}/selection?n=1&do=track");
        Assert.Equal(302, (await browser.Post($"{Desk}/selection", page, ("do", "track"), ("sessions", page.Value("sessions")))).Status);
    }

    public static TheoryData<string, string> HostileFiles => new()
    {
        { "empty.xml", "" }, { "broken.xml", "<schedule><conference>" }, { "bomb.xml", "<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><schedule>&b;</schedule>" },
        { "outside.xml", "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><schedule>&x;</schedule>" }, { "deep.json", "[[[[[[[[[[" }, { "broken.json", "{\"schedule\":" },
        { "broken.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" }, { "broken.xlsx", "PK\u0003\u0004 not a workbook" }, { "nul.csv", "title\0,start\n\0" }, { "picture.png", "\u0089PNG\r\n" }, { "..\\..\\evil.exe", "MZ" },
    };

    [Theory, MemberData(nameof(HostileFiles))]
    public async Task A_file_that_cannot_be_read_gives_a_message_and_changes_nothing(string name, string content)
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/import");
        var before = await site.Everything();
        var answer = await browser.Upload($"{Desk}/import", page, Encoding.Latin1.GetBytes(content), name, ("Form.Language", "en"), ("Form.Zone", "Europe/Moscow"));
        Assert.True(answer.Status is 400 or 409, $"{name} answered {answer.Status}");
        Assert.Contains("error-summary", answer.Body, StringComparison.Ordinal);
        Assert.Equal(before, await site.Everything());
    }

    const string Calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20210701T090000Z\r\nDTSTART;TZID=Europe/Moscow:20210729T110000\r\nDTEND;TZID=Europe/Moscow:20210729T120000\r\nSUMMARY:<img src=x onerror=alert(1)> imported\r\nLOCATION:Imported hall\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    [Fact]
    public async Task An_upload_is_previewed_imported_once_and_harmless()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/import");
        var before = await site.Everything();
        var sent = await browser.Upload($"{Desk}/import", page, Encoding.UTF8.GetBytes(Calendar), "forum.ics", ("Form.Language", "en"), ("Form.Zone", "Europe/Moscow"));
        Assert.Equal((302, before), (sent.Status, await site.Everything()));
        var preview = await browser.Get(sent.To!);
        Assert.Equal((200, true, false), (preview.Status, preview.Body.Contains("&lt;img src=x", StringComparison.Ordinal), preview.Body.Contains("<img src=x", StringComparison.Ordinal)));

        var press = await site.Browser("press");
        Assert.Equal(404, (await press.Get(sent.To!)).Status);

        var both = await Task.WhenAll(browser.Post($"{sent.To}?handler=Run", preview), browser.Post($"{sent.To}?handler=Run", preview));
        Assert.Equal([$"{Desk}/import", $"{Desk}/sessions"], both.Select(b => b.To!).Order(StringComparer.Ordinal));
        var list = await browser.Get($"{Desk}/sessions?q=imported");
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(list.Body, "&lt;img src=x"), m => m.Index > list.Body.IndexOf("<tbody>", StringComparison.Ordinal) && list.Body[m.Index - 1] == '>');
        Assert.Equal($"{Desk}/import", (await browser.Get(sent.To!)).To);

        var again = await browser.Upload($"{Desk}/import", page, Encoding.UTF8.GetBytes(Calendar), "forum.ics", ("Form.Language", "en"), ("Form.Zone", "Europe/Moscow"));
        Assert.DoesNotContain("handler=Run", (await browser.Get(again.To!)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_no_upload_asks_for_the_file_again()
    {
        var browser = await site.Browser("programme");
        Assert.Equal($"{Desk}/import", (await browser.Get($"{Desk}/import/{new string('0', 32)}")).To);
        Assert.Equal($"{Desk}/import", (await browser.Get($"{Desk}/import/..%2f..%2fkeys")).To);
    }

    [Fact]
    public async Task Hostile_words_are_shown_as_words()
    {
        const string evil = "<script>alert(1)</script>\"'><b>";
        var browser = await site.Browser("programme");
        var person = await browser.Get($"{Desk}/person");
        Assert.Equal(302, (await browser.Post($"{Desk}/person", person, ("Form.Name[en]", evil), ("Form.Office[en]", evil), ("Form.Organisation[en]", evil), ("Form.Biography[en]", evil), ("Form.Country", "AE"))).Status);
        var track = await browser.Get($"{Desk}/tracks");
        Assert.Equal(302, (await browser.Post($"{Desk}/tracks", track, ("Form.Name[en]", evil), ("Form.Slug", "evil"), ("Form.Colour", "#ffff00"))).Status);
        var session = await browser.Get($"{Desk}/session");
        var made = await browser.Post($"{Desk}/session", session, ("Form.Title[en]", evil), ("Form.Subtitle[en]", evil), ("Form.Abstract[en]", evil), ("Form.Description[en]", evil), ("Form.Stream", "https://example.org/?a=\"><script>"));
        Assert.Equal(302, made.Status);
        foreach (var page in new[] { "sessions", "people", "person/3", "tracks", "tracks/evil", "releases", made.To![(Desk.Length + 1)..] })
        {
            var body = (await browser.Get($"{Desk}/{page}")).Body;
            Assert.DoesNotContain("<script>alert", body, StringComparison.Ordinal);
            Assert.DoesNotContain("\"><script>", body, StringComparison.Ordinal);
        }
        Assert.Equal(409, (await browser.Post($"{Desk}/session", session, ("Form.Title[en]", "x"), ("Form.Stream", "javascript:alert(1)"))).Status);
        Assert.Equal(409, (await browser.Post($"{Desk}/tracks", track, ("Form.Name[en]", "x"), ("Form.Colour", "red;background:url(x)"))).Status);
    }

    [Fact]
    public async Task Who_speaks_is_not_removed()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Desk}/session/1");
        Assert.Equal(302, (await browser.Post($"{Desk}/session/1", page, ("Form.Title[en]", "Opening"), ("Form.People[0].Name", "#2"), ("Form.People[0].Role", "Speaker"), ("Form.Version", page.Value("Form.Version")))).Status);
        var person = await browser.Get($"{Desk}/person/2");
        Assert.DoesNotContain("handler=Remove", person.Body, StringComparison.Ordinal);
        Assert.Equal(409, (await browser.Post($"{Desk}/person/2?handler=Remove", person)).Status);
    }

    [Fact]
    public async Task Lists_answer_whatever_the_address_asks()
    {
        var browser = await site.Browser("programme");
        foreach (var query in new[] { "?q=%00%ff", "?day=2021-13-45", "?hall=nowhere&track=x&type=y&state=z&sort=evil&p=99999999999", "?p=-1", "?state=unscheduled", "?sort=-title", "?day=2021-07-28&hall=grand", $"?q={WebUtility.UrlEncode(new string('x', 3000))}" })
            Assert.Equal((query, 200), (query, (await browser.Get($"{Desk}/sessions{query}")).Status));
    }
}
