using System.Net;
using System.Text;
using Majlis.Programme;

namespace Majlis.Web.Tests.Programme.Desk;

/// <summary>A file from the desk's form to the public's disk, and who does not get it.</summary>
public sealed class SessionFileTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Page = $"{DeskSite.Desk}/session/1";

    [Fact]
    public async Task A_file_is_public_with_the_release_and_only_as_a_download()
    {
        var browser = await site.Browser("programme");
        var page = await browser.Get(Page);
        var sent = await browser.Upload($"{Page}?handler=Attach", page, "<svg onload=alert(1) xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "../../gr\u202Evs.svg", "file", ("version", page.Value("version")));
        Assert.Equal(302, sent.Status);
        var material = (await site.Session(1)).Details.Materials.Single();
        Assert.Equal("grvs.svg", material.Label);

        var anybody = await site.Browser("participant");
        Assert.Equal(404, (int)(await anybody.Head(material.Href)).StatusCode);
        Assert.Equal(404, (int)(await anybody.Head($"/kazan-2021/desk{material.Href}")).StatusCode);
        Assert.Equal(404, (int)(await (await site.Browser("other")).Head($"/kazan-2022/desk{material.Href}")).StatusCode);
        Assert.Equal(200, (int)(await browser.Head($"/kazan-2021/desk{material.Href}")).StatusCode);

        var releases = await browser.Get($"{DeskSite.Desk}/releases");
        await browser.Post($"{DeskSite.Desk}/releases", releases, ("Form.Name", "F1"));
        using var answer = await Public(anybody, material.Href, HttpStatusCode.OK);
        Assert.Equal(("application/octet-stream", "attachment", "default-src 'none'; sandbox", "nosniff"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType,
            answer.Headers.GetValues("Content-Security-Policy").Single(), answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal("grvs.svg", answer.Content.Headers.ContentDisposition.FileNameStar);

        // Replaced in the draft: what is released keeps its bytes until the next release.
        page = await browser.Get(Page);
        Assert.Equal(302, (await browser.Upload($"{Page}?handler=Attach", page, "%PDF-1.4 new"u8.ToArray(), "new.pdf", "file", ("version", page.Value("version")), ("instead", material.Href))).Status);
        var newer = (await site.Session(1)).Details.Materials.Single();
        Assert.NotEqual(material.Href, newer.Href);
        Assert.Equal((200, 404), ((int)(await anybody.Head(material.Href)).StatusCode, (int)(await anybody.Head(newer.Href)).StatusCode));
        await browser.Post($"{DeskSite.Desk}/releases", releases, ("Form.Name", "F2"));
        using var second = await Public(anybody, newer.Href, HttpStatusCode.OK);
        Assert.Equal(404, (int)(await anybody.Head(material.Href)).StatusCode);

        // The form of the session does not lose what it does not show.
        page = await browser.Get(Page);
        await browser.Post(Page, page, ("Form.Title[en]", "Opening, again"), ("Form.Version", page.Value("Form.Version")), ("Form.Materials[0].Href", "https://example.org/a"), ("Form.Materials[0].Label", "A"));
        Assert.Equal(["https://example.org/a", newer.Href], (await site.Session(1)).Details.Materials.Select(m => m.Href));
        page = await browser.Get(Page);
        Assert.Equal(302, (await browser.Post($"{Page}?handler=Detach", page, ("version", page.Value("version")), ("href", newer.Href))).Status);
        Assert.Equal(["https://example.org/a"], (await site.Session(1)).Details.Materials.Select(m => m.Href));
    }

    /// <summary>Releases reach the shelves of a node a moment after the answer.</summary>
    static async Task<HttpResponseMessage> Public(Browser browser, string address, HttpStatusCode status)
    {
        var answer = await Soon.Is(() => browser.Head(address), a => a.StatusCode == status);
        Assert.Equal(status, answer.StatusCode);
        return answer;
    }

    [Fact]
    public async Task Bad_uploads_are_told_at_the_form_and_keep_nothing()
    {
        var browser = await site.Browser("programme");
        await site.Do(async db => await AddSession.Run(db, Majlis.Platform.Actor.Installation("test"), (await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.SingleAsync(db.Editions, e => e.Slug == "kazan-2021")).Id,
            new() { Guid = Guid.Empty, Number = 0, Title = DeskSite.Text("Uploads") }));
        var page = await browser.Get($"{DeskSite.Desk}/session/2");
        var to = $"{DeskSite.Desk}/session/2?handler=Attach";
        Assert.Equal(409, (await browser.Upload(to, page, [], "empty.pdf", "file", ("version", page.Value("version")))).Status);
        Assert.Equal(409, (await browser.Upload(to, page, Encoding.UTF8.GetBytes("%PDF-"), "stale.pdf", "file", ("version", "77"))).Status);
        Assert.Equal(400, (await browser.Post(to, page, ("version", page.Value("version")))).Status);
        Assert.Equal(404, (await browser.Upload(to, page, Encoding.UTF8.GetBytes("%PDF-"), "x.pdf", "file", ("version", page.Value("version")), ("instead", "/files/../../etc"))).Status);
        Assert.Equal(404, (await (await site.Browser("press")).Upload(to, await (await site.Browser("press")).Get($"{DeskSite.Desk}/session/2"), Encoding.UTF8.GetBytes("%PDF-"), "x.pdf", "file", ("version", "0"))).Status);
        Assert.Empty((await site.Session(2)).Details.Materials);
        foreach (var id in new[] { "x", "..%2F..%2Fetc%2Fpasswd", new string('0', 32), new string('f', 300), "%00" })
            Assert.InRange((int)(await browser.Head($"/files/{id}")).StatusCode, 400, 404);
    }
}
