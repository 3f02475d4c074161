using System.Globalization;
using System.Net;
using System.Text;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Programme.Desk;

/// <summary>Lists of speakers, letters, releases and their undoing, by plain forms. In a site of their own: they release.</summary>
public sealed class ReleaseDeskTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Desk = DeskSite.Desk, Root = "/en/kazan-2021/desk";

    public static TheoryData<string> Pages =>
    [
        "programme/speakers", "programme/speaker-list/1", "programme/running?session=1", "programme/running?day=2021-07-28", "programme/running?day=2021-07-28&hall=grand", "programme/running?handler=Sheet&format=csv&session=1",
        "programme/compare", "messaging/letters", "messaging/letters/slotchanged/fa", "people/protocol", "programme/people?handler=Sheet&format=xlsx",
    ];

    [Theory, MemberData(nameof(Pages))]
    public async Task Only_who_may_opens_a_page(string page)
    {
        var participant = (await (await site.Browser("participant")).Get($"{Root}/{page}")).Status;
        var other = (await (await site.Browser("other")).Get($"{Root}/{page}")).Status;
        var programme = (await (await site.Browser("programme")).Get($"{Root}/{page}")).Status;
        Assert.Equal((404, 404, 200), (participant, other, programme));
    }

    [Theory]
    [InlineData("messaging/letters")]
    [InlineData("messaging/letters/slotchanged/en")]
    [InlineData("people/protocol")]
    [InlineData("programme/people?handler=Sheet&format=xlsx")]
    [InlineData("programme/roll-back/1")]
    public async Task The_press_reads_no_addresses_and_words_no_letters(string page) => Assert.Equal(404, (await (await site.Browser("press")).Get($"{Root}/{page}")).Status);

    [Theory]
    [InlineData("programme/running?day=yesterday")]
    [InlineData("programme/running?day=2021-07-28&hall=nowhere")]
    [InlineData("programme/running?session=999")]
    [InlineData("programme/running?handler=Sheet&format=exe&session=1")]
    [InlineData("programme/speaker-list/999")]
    [InlineData("programme/roll-back/999")]
    [InlineData("messaging/letters/nothing/en")]
    [InlineData("messaging/letters/slotchanged/xx")]
    [InlineData("messaging/letters/99/en")]
    public async Task What_is_not_there_is_404(string page) => Assert.Equal(404, (await (await site.Browser("programme")).Get($"{Root}/{page}")).Status);

    [Fact]
    public async Task A_letter_is_worded_seen_and_refused_where_it_is_wrong()
    {
        var browser = await site.Browser("programme");
        var at = $"{Root}/messaging/letters/slotreleased/fa";
        var page = await browser.Get(at);
        Assert.Contains("{sessions}", page.Body, StringComparison.Ordinal);
        var wrong = await browser.Post(at, page, ("Form.Subject", "{nobody}"), ("Form.Text", "One\n<script>alert(1)</script> {name.Length}"), ("Form.Version", ""));
        Assert.Equal(400, wrong.Status);
        Assert.Contains("Line 1, character 1: there is no placeholder called “nobody”", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("Line 2, character 27: there is no placeholder called “name.Length”", wrong.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", wrong.Body, StringComparison.Ordinal);
        var seen = await browser.Post($"{at}?handler=Preview", page, ("Form.Subject", "{edition} <b>"), ("Form.Text", "{name}\n{sessions}"), ("Form.Version", ""));
        Assert.Equal(200, seen.Status);
        Assert.Contains("\u2068Kazan Forum\u2069 &lt;b&gt;", seen.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await browser.Post(at, page, ("Form.Subject", "Ours"), ("Form.Text", "{name}"), ("Form.Version", ""))).Status);
        var late = await browser.Post(at, page, ("Form.Subject", "Mine"), ("Form.Text", "Mine"), ("Form.Version", ""));
        Assert.Equal((409, true, true), (late.Status, late.Body.Contains("value=\"Mine\"", StringComparison.Ordinal), late.Body.Contains(">Ours</dd>", StringComparison.Ordinal)));
        Assert.Equal(302, (await browser.Post($"{at}?handler=BuiltIn", page)).Status);
        Assert.DoesNotContain("value=\"Ours\"", (await browser.Get(at)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Precedence_is_agreed_and_ranks_move_by_buttons()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{Root}/people/protocol");
        (string, string)[] form = [("Form.Version", page.Value("Form.Version")), ("Form.Ranks[0].Guid", "0197b5d0-0000-7000-8000-000000000005"), ("Form.Ranks[0].Name[en]", "Minister"),
            ("Form.Ranks[1].Guid", "0197b5d0-0000-7000-8000-000000000007"), ("Form.Ranks[1].Name[en]", "Ambassador")];
        var moved = await browser.Post($"{Root}/people/protocol?handler=Rows", page, [.. form, ("move", "1:up")]);
        Assert.True(moved.Body.IndexOf("value=\"Ambassador\"", StringComparison.Ordinal) < moved.Body.IndexOf("value=\"Minister\"", StringComparison.Ordinal));
        var wrong = await browser.Post($"{Root}/people/protocol", page, [.. form[..^1], ("Form.Ranks[1].Name[en]", "")]);
        Assert.True(wrong.Status == 409 && wrong.Body.Contains("error-summary", StringComparison.Ordinal) && wrong.Body.Contains("value=\"Minister\"", StringComparison.Ordinal));
        Assert.Equal(302, (await browser.Post($"{Root}/people/protocol", page, form)).Status);
        var late = await browser.Post($"{Root}/people/protocol", page, form);
        Assert.Equal(409, late.Status);
    }

    [Fact]
    public async Task From_an_address_to_a_letter_and_back_to_the_release_before()
    {
        var browser = await site.Browser("programme");
        var before = await browser.Get($"{Desk}/person/1");
        var wrong = await browser.Post($"{Desk}/person/1?handler=Dossier", before, ("Dossier.Email", "no address"), ("Dossier.Version", ""));
        Assert.Equal((409, true), (wrong.Status, wrong.Body.Contains("value=\"no address\"", StringComparison.Ordinal)));
        Assert.Equal(302, (await browser.Post($"{Desk}/person/1?handler=Dossier", before, ("Dossier.Email", "leak-marker@example.org"), ("Dossier.Language", "ar"), ("Dossier.Version", ""))).Status);
        var stale = await browser.Post($"{Desk}/person/1?handler=Dossier", before, ("Dossier.Email", "other@example.org"), ("Dossier.Version", ""));
        Assert.Equal((409, true), (stale.Status, stale.Body.Contains("leak-marker@example.org", StringComparison.Ordinal)));

        var empty = await browser.Get($"{Desk}/session");
        var made = await browser.Post($"{Desk}/session", empty, ("Form.Title[en]", "Panel"), ("Form.Date", "2021-07-28"), ("Form.Time", "14:00"), ("Form.Minutes", "60"), ("Form.Hall", site.Hall.ToString()),
            ("Form.People[0].Name", "Rustam Ganiev #2"), ("Form.People[0].Role", "Speaker"), ("Form.People[1].Name", "Amina Al-Kaabi #1"), ("Form.People[1].Role", "Speaker"));
        var number = made.To!.Split('/')[^1];

        var list = await browser.Get($"{Desk}/speaker-list/{number}");
        var rows = Rows(list);
        Assert.Equal(2, rows.Count);
        (string, string)[] Form(IEnumerable<(string Person, string Role)> order, string version) =>
            [.. order.Index().SelectMany(r => new[] { ($"Form.Turns[{r.Index}].Person", r.Item.Person), ($"Form.Turns[{r.Index}].Role", r.Item.Role), ($"Form.Turns[{r.Index}].Minutes", r.Index == 0 ? "۲۰" : "") }), ("Form.Version", version)];
        var version = list.Value("Form.Version");
        // Amina comes before Rustam by name; the list as it stands needs a reason.
        var reasonless = await browser.Post($"{Desk}/speaker-list/{number}", list, Form(rows, version));
        Assert.Equal(409, reasonless.Status);
        var sorted = await browser.Post($"{Desk}/speaker-list/{number}?handler=Rows", list, [.. Form(rows, version), ("move", "precedence")]);
        Assert.Equal(rows.AsEnumerable().Reverse(), Rows(sorted));
        var moved = await browser.Post($"{Desk}/speaker-list/{number}?handler=Rows", list, [.. Form(rows, version), ("move", "0:down")]);
        Assert.Equal(rows.AsEnumerable().Reverse(), Rows(moved));
        Assert.Equal(302, (await browser.Post($"{Desk}/speaker-list/{number}", list, [.. Form(rows, version), ("Form.Reason", "Agreed")])).Status);
        Assert.Equal(409, (await browser.Post($"{Desk}/speaker-list/{number}", list, [.. Form(rows, version), ("Form.Reason", "Agreed")])).Status);
        var running = await browser.Get($"{Desk}/running?day=2021-07-28");
        Assert.Matches("14:20.*Amina", running.Body.ReplaceLineEndings(" "));
        Assert.Contains("\"14:20\",\"40\",\"Amina Al-Kaabi\"", (await browser.Get($"{Desk}/running?handler=Sheet&format=csv&session={number}")).Body, StringComparison.Ordinal);

        var releases = await browser.Get($"{Desk}/releases");
        Assert.Contains("for the calendar: 1 letter", releases.Body, StringComparison.Ordinal);
        Assert.Equal(302, (await browser.Post($"{Desk}/releases", releases, ("Form.Name", "One"), ("Form.Note[en]", "Welcome"), ("Form.Letters", "Speakers"))).Status);
        var letter = await site.Letter("leak-marker@example.org");
        Assert.Contains("text/calendar; method=REQUEST", letter, StringComparison.Ordinal);
        var sent = await Soon.Is(async () => await browser.Get($"{Desk}/releases/1"), page => page.Body.Contains("Sent", StringComparison.Ordinal));
        Assert.Matches("(?s)letters.*Amina Al-Kaabi.*Sent", sent.Body);

        var page = await browser.Get($"{Desk}/session/{number}");
        Assert.Equal(302, (await browser.Post($"{Desk}/session/{number}?handler=Remove", page, ("version", page.Value("version")))).Status);
        Assert.Equal(302, (await browser.Post($"{Desk}/releases", releases, ("Form.Name", "Two"))).Status);
        var compared = await browser.Get($"{Desk}/compare?from=1&to=2");
        Assert.Contains("Cancelled", compared.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.Get($"{Desk}/compare?from=1&to=2&view=side&kind=cancelled&hall=grand&day=2021-07-28")).Status);
        Assert.Equal(404, (await browser.Get($"{Desk}/compare?from=7")).Status);
        Assert.Equal(409, (await browser.Post($"{Desk}/releases/1?handler=Letters", releases, ("Form.Letters", "Speakers"))).Status);
        Assert.Equal(302, (await browser.Post($"{Desk}/releases/2?handler=Letters", releases, ("Form.Letters", "Speakers"))).Status);

        var back = await browser.Get($"{Desk}/roll-back/1");
        Assert.Contains("Takes place after all", back.Body, StringComparison.Ordinal);
        var taken = await browser.Post($"{Desk}/roll-back/1", back, ("Form.Name", "One"));
        Assert.Equal(409, taken.Status);
        Assert.Equal(302, (await browser.Post($"{Desk}/roll-back/1", back, ("Form.Name", "Three"), ("Form.Note[en]", "As before"))).Status);
        Assert.True((await site.Session(int.Parse(number, CultureInfo.InvariantCulture))).IsCancelled);
        var changes = await browser.Get("/en/kazan-2021/changes");
        Assert.Contains("As before", changes.Body, StringComparison.Ordinal);
        Assert.Contains("Takes place after all", changes.Body, StringComparison.Ordinal);
        Assert.Contains("/en/kazan-2021/changes</link>", (await browser.Get("/en/kazan-2021/changes.rss")).Body, StringComparison.Ordinal);

        await Nothing_leaks(browser, number);
    }

    /// <summary>The address is in the desk's own sheet and on the person's page for those who may, and nowhere else.</summary>
    async Task Nothing_leaks(Browser browser, string number)
    {
        const string marker = "leak-marker";
        Assert.Contains(marker, (await browser.Get($"{Desk}/people?handler=Sheet&format=csv")).Body, StringComparison.Ordinal);
        var press = await site.Browser("press");
        using var anonymous = site.Stranger();
        foreach (var (who, at) in new[]
                 {
                     "", "/programme", $"/programme/session/{number}", "/people", "/people/1", "/changes", "/changes.rss", "/programme.ics", "/programme.csv", "/programme.jsonld", "/schedule.xml", "/schedule.json",
                 }.Select(p => (anonymous, $"/en/kazan-2021{p}"))
                 .Concat(new[] { "person/1", "people", "sessions", $"session/{number}", $"speaker-list/{number}", "releases/1", "export/csv", "export/ics", "export/schedule.json" }.Select(p => (press, $"{Desk}/{p}")))
                 .Append((browser, "/api/v1/editions/kazan-2021/programme")))
        {
            var answer = await who.Get(at, at.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "text/html");
            Assert.True(answer.Status == 200, $"{at} answered {answer.Status}");
            Assert.DoesNotContain(marker, answer.Body, StringComparison.Ordinal);
        }
    }

    static List<(string Person, string Role)> Rows(Answer page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page.Body, """name="Form\.Turns\[\d+\]\.Person" value="([^"]+)"><input type="hidden" name="Form\.Turns\[\d+\]\.Role" value="([^"]+)" """.TrimEnd()).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];
}
