using System.Net;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Programme.Desk;

/// <summary>Findings at the desk: listed, filtered, accepted, taken back, and in the way of a release.</summary>
public sealed class ConflictPageTests(DeskSite site) : IClassFixture<DeskSite>
{
    static readonly Actor By = Actor.Installation("test");

    /// <summary>A session beside the opening, in the same hall at the same time, under a title of its own.</summary>
    async Task<int> Beside(string title, int hour)
    {
        var number = 0;
        await site.Do(async db =>
        {
            var edition = await db.Editions.SingleAsync(e => e.Slug == "kazan-2021");
            var person = await db.Persons.FirstAsync(p => p.EditionId == edition.Id);
            SessionEntry At(string name) => new() { Guid = Guid.Empty, Number = 0, Title = DeskSite.Text(name), Hall = site.Hall, Start = new(2021, 7, 29, hour, 0), Minutes = 60, People = [new(person.Guid, SessionRole.Speaker)] };
            await AddSession.Run(db, By, edition.Id, At(title + " first"));
            number = (await AddSession.Run(db, By, edition.Id, At(title))).Number;
        });
        return number;
    }

    static string Plain(string body) => WebUtility.HtmlDecode(body).Replace("\u2068", "").Replace("\u2069", "");

    [Fact]
    public async Task What_was_found_is_listed_with_its_sessions_filtered_accepted_and_taken_back()
    {
        var number = await Beside("Halal <b>finance</b>", 10);
        var browser = await site.Browser("programme");
        var list = $"{DeskSite.Desk}/conflicts?session={number}";
        var page = await browser.Get(list);
        Assert.Equal(200, page.Status);
        Assert.Contains("Grand Hall: “Halal <b>finance</b> first” and “Halal <b>finance</b>” at once, 29 July 2021 10:00–11:00.", Plain(page.Body));
        Assert.DoesNotContain("<b>finance", page.Body);
        Assert.Contains($"href=\"/en/kazan-2021/desk/programme/session/{number}\"", page.Body);
        Assert.Contains("2 findings", page.Body);
        Assert.Contains("1 finding<", (await browser.Get($"{list}&rule=halltwice")).Body);
        Assert.Contains("1 finding<", (await browser.Get($"{list}&rule=halltwice&level=forbidsrelease&day=2021-07-29&hall=grand&state=open&by=day")).Body);
        Assert.Contains("No finding fits", (await browser.Get($"{list}&day=2021-07-28")).Body);
        Assert.Contains("2 findings", (await browser.Get($"{list}&rule=%00&level=99&day=tomorrow&person=-1&state=")).Body);

        var key = page.Value("key");
        var refused = await browser.Post($"{list}&handler=Accept", page, ("key", key), ("reason", " "));
        Assert.Equal(409, refused.Status);
        Assert.Contains("Say why it is accepted.", refused.Body);
        Assert.Equal(404, (await browser.Post($"{list}&handler=Accept", page, ("key", "halltwice.nothing"), ("reason", "x"))).Status);
        var done = await browser.Post($"{list}&handler=Accept", page, ("key", key), ("reason", "Shared & joined <i>panel</i>"));
        Assert.Equal((302, $"/en/kazan-2021/desk/programme/conflicts?session={number}"), (done.Status, done.To));
        var accepted = await browser.Get($"{list}&state=accepted");
        Assert.Contains("1 finding<", accepted.Body);
        Assert.Contains("Shared & joined <i>panel</i>", WebUtility.HtmlDecode(accepted.Body));
        Assert.DoesNotContain("<i>panel", accepted.Body);
        // On the session's own page too.
        Assert.Contains("Shared &amp; joined", (await browser.Get($"{DeskSite.Desk}/session/{number}")).Body);
        Assert.Equal(302, (await browser.Post($"{list}&handler=TakeBack", accepted, ("key", key))).Status);
        Assert.Contains("No finding fits", (await browser.Get($"{list}&state=accepted")).Body);
    }

    [Fact]
    public async Task Nobody_but_editors_of_the_edition_accepts_or_sets_levels()
    {
        var number = await Beside("Closed", 13);
        var key = (await (await site.Browser("programme")).Get($"{DeskSite.Desk}/conflicts?session={number}")).Value("key");
        var press = await site.Browser("press");
        var page = await press.Get($"{DeskSite.Desk}/conflicts?session={number}");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("name=\"reason\"", page.Body);
        foreach (var name in new[] { "press", "participant", "other" })
        {
            var browser = await site.Browser(name);
            var token = await browser.Get("/en/account");
            Assert.Equal(404, (await browser.Post($"{DeskSite.Desk}/conflicts?handler=Accept", token, ("key", key), ("reason", "mine"))).Status);
            Assert.Equal(404, (await browser.Post($"{DeskSite.Desk}/conflicts?handler=TakeBack", token, ("key", key))).Status);
            Assert.Equal(404, (await browser.Post($"{DeskSite.Desk}/rules", token, ("Levels[PersonTwice]", "Ignored"))).Status);
        }
        // The programme team looks at levels, the edition's editors set them.
        var programme = await site.Browser("programme");
        var rules = await programme.Get($"{DeskSite.Desk}/rules");
        Assert.Contains("disabled", rules.Body);
        Assert.Equal(404, (await programme.Post($"{DeskSite.Desk}/rules", rules, ("Levels[PersonTwice]", "Ignored"))).Status);
        await site.Do(async db => Assert.Empty(await db.RuleLevels.ToListAsync()));
    }

    [Fact]
    public async Task A_release_says_what_stands_against_it()
    {
        await Beside("Against", 16);
        var browser = await site.Browser("programme");
        var page = await browser.Get($"{DeskSite.Desk}/releases");
        Assert.Contains("forbid this release", page.Body);
        Assert.Contains("/desk/programme/conflicts\"", page.Body);
        var refused = await browser.Post($"{DeskSite.Desk}/releases", page, ("Form.Name", "Against"));
        Assert.Equal(409, refused.Status);
        Assert.Contains("Not released:", refused.Body);
        await site.Do(async db => Assert.False(await db.Releases.AnyAsync(r => r.Name == "Against")));
    }

    [Fact]
    public async Task Presence_booths_and_expectations_are_kept_as_typed_and_what_cannot_be_read_is_told_at_its_field()
    {
        var browser = await site.Browser("programme");
        var person = await browser.Get($"{DeskSite.Desk}/person/2");
        (string, string)[] facts =
        [
            ("Form.Name[en]", "Rustam Ganiev"), ("Form.Version", person.Value("Form.Version")), ("Form.ArrivesDate", "2021-07-27"), ("Form.ArrivesTime", "22:15"), ("Form.DepartsDate", "2021-07-30"),
            ("Form.DepartsTime", "06:00"), ("Form.Available", "2021-07-28 09:00 – 2021-07-28 18:00\r\n2021-07-29 09:00 – 2021-07-29 13:00"), ("Form.Interprets", "ru>en, en>ru"),
        ];
        Assert.Equal(302, (await browser.Post($"{DeskSite.Desk}/person/2", person, facts)).Status);
        await site.Do(async db =>
        {
            var presence = (await db.Persons.SingleAsync(p => p.Number == 2)).Presence;
            Assert.Equal((new(2021, 7, 27, 22, 15), new(2021, 7, 30, 6, 0)), (presence.Arrives!.Value, presence.Departs!.Value));
            Assert.Equal([new FreeTime(new(2021, 7, 28, 9, 0), new(2021, 7, 28, 18, 0)), new FreeTime(new(2021, 7, 29, 9, 0), new(2021, 7, 29, 13, 0))], presence.Available);
            Assert.Equal([new LanguagePair("ru", "en"), new LanguagePair("en", "ru")], presence.Interprets);
        });
        person = await browser.Get($"{DeskSite.Desk}/person/2");
        Assert.Contains("ru&gt;en en&gt;ru", person.Body);
        var wrong = await browser.Post($"{DeskSite.Desk}/person/2", person, [.. facts.Where(f => f.Item1 is not ("Form.Available" or "Form.ArrivesTime" or "Form.Version")), ("Form.Version", person.Value("Form.Version")), ("Form.Available", "all day"), ("Form.ArrivesTime", "25:99")]);
        Assert.Equal(400, wrong.Status);
        Assert.Contains("Line 1 is not a window", wrong.Body);
        Assert.Contains(">all day<", wrong.Body.Replace("\n", ""));
        Assert.Equal(409, (await browser.Post($"{DeskSite.Desk}/person/2", person, [.. facts.Where(f => f.Item1 is not ("Form.Interprets" or "Form.Version")), ("Form.Version", person.Value("Form.Version")), ("Form.Interprets", "ru-en")])).Status);

        var session = await browser.Get($"{DeskSite.Desk}/session/1");
        var sent = await browser.Post($"{DeskSite.Desk}/session/1", session, ("Form.Title[en]", "Opening"), ("Form.Version", session.Value("Form.Version")), ("Form.Date", "2021-07-28"), ("Form.Time", "10:00"), ("Form.Minutes", "60"), ("Form.Hall", site.Hall.ToString()), ("Form.Expected", "٢٥٠"));
        Assert.Equal(302, sent.Status);
        Assert.Equal(250, (await site.Session(1)).Details.Expected);
        Assert.Equal(409, (await browser.Post($"{DeskSite.Desk}/session/1", await browser.Get($"{DeskSite.Desk}/session/1"), ("Form.Title[en]", "Opening"), ("Form.Version", (await site.Session(1)).Version.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Form.Expected", "-5"))).Status);
    }
}
