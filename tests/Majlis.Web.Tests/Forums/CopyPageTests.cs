using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Forums;

public sealed class CopyPageTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Page = "/en/kazan-2022/desk/copy";

    [Fact]
    public async Task Says_what_will_be_copied_and_then_makes_it()
    {
        var browser = await site.Browser("other");
        var page = await browser.Get(Page);
        (string, string)[] form = [("Form.Title[en]", "Kazan Forum 2023"), ("Form.Slug", "kazan-2023"), ("Form.First", "۵ خرداد ۱۴۰۲"), ("Form.Team", "true")];
        var preview = await browser.Post($"{Page}?handler=Preview", page, form);
        Assert.Equal(200, preview.Status);
        Assert.Contains("26–27 May 2023", preview.Body, StringComparison.Ordinal);
        await site.Do(async db => Assert.False(await db.Editions.AnyAsync(e => e.Slug == "kazan-2023")));

        var made = await browser.Post(Page, preview, form);
        Assert.Equal((302, "/en/kazan-2023/desk"), (made.Status, made.To));
        Assert.Equal(200, (await browser.Get(made.To!)).Status);
        var again = await browser.Post(Page, preview, form);
        Assert.Equal((409, true), (again.Status, again.Body.Contains("error-summary", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_first_day_that_cannot_be_read_is_told_at_its_field()
    {
        var browser = await site.Browser("other");
        var page = await browser.Get(Page);
        foreach (var first in new[] { "", "soon" })
        {
            var answer = await browser.Post($"{Page}?handler=Preview", page, ("Form.Slug", "kazan-2024"), ("Form.First", first));
            Assert.Equal((400, "kazan-2024", true), (answer.Status, answer.Value("Form.Slug"), answer.Body.Contains("Form_First-error", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Who_may_not_edit_the_edition_finds_nothing()
    {
        foreach (var (name, edition) in new[] { ("programme", "kazan-2021"), ("press", "kazan-2021"), ("other", "kazan-2021"), ("programme", "kazan-2022") })
            Assert.Equal(404, (await (await site.Browser(name)).Get($"/en/{edition}/desk/copy")).Status);
    }
}
