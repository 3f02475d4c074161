using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>Screens of the venue on the first day of the demonstration, with the browser's clock moved by hand.</summary>
public sealed class ScreenTests(Browser browser)
{
    static readonly DateTime Morning = new(2021, 7, 28, 5, 0, 0, DateTimeKind.Utc);

    sealed record Row(string Title, DateTime From, DateTime Until);

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_sign_goes_with_the_clock_and_outlives_the_network(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Desktop);
        var page = visitor.Page;
        await page.Clock.InstallAsync(new() { TimeDate = Morning });
        await visitor.Open(visitor.At("sign/great"));
        var rows = await Rows(page);
        var first = rows.First(r => r.From > Morning);

        await page.Clock.FastForwardAsync((long)(first.From.AddMinutes(1) - Morning).TotalMilliseconds);
        await page.Clock.RunForAsync(6000);
        Assert.Equal([first.Title], await Titles(page, "on"));
        var second = rows.First(r => r.From >= first.Until);
        Assert.Equal([second.Title], await Titles(page, "next"));
        Assert.True(await page.Locator("[data-stale]").IsHiddenAsync());

        await visitor.Context.SetOfflineAsync(true);
        await page.Clock.RunForAsync(61_000);
        await Assertions.Expect(page.Locator("[data-stale]")).ToBeVisibleAsync();
        await page.Clock.FastForwardAsync((long)(second.From.AddMinutes(2) - first.From.AddMinutes(2)).TotalMilliseconds);
        await page.Clock.RunForAsync(6000);
        // The programme of before, at the hour of now.
        Assert.Equal([second.Title], await Titles(page, "on"));

        await visitor.Context.SetOfflineAsync(false);
        await page.Clock.RunForAsync(61_000);
        await Assertions.Expect(page.Locator("[data-stale]")).ToBeHiddenAsync();
        Assert.Equal([second.Title], await Titles(page, "on"));
    }

    [Theory]
    [InlineData("en", 1920, 1080)]
    [InlineData("ar", 1080, 1920)]
    public async Task The_board_turns_its_pages_until_every_hall_was_seen(string language, int width, int height)
    {
        await using var visitor = await browser.Visitor(language, Screen.Desktop);
        var page = visitor.Page;
        await page.SetViewportSizeAsync(width, height);
        await page.Clock.InstallAsync(new() { TimeDate = Morning.AddHours(3) });
        await visitor.Open(visitor.At("board") + "?lang2=ru");
        var halls = await page.Locator(".hall > h2").AllTextContentsAsync();
        HashSet<string> seen = [];
        for (var turns = 0; turns < 12; turns++)
        {
            var shown = page.Locator(".hall:visible > h2");
            seen.UnionWith(await shown.AllTextContentsAsync());
            // A page fits the screen: nothing of it has to be scrolled to.
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollHeight <= innerHeight + 1"));
            await page.Clock.RunForAsync(13_000);
        }
        Assert.Equal(halls.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.True(await page.Locator("[data-pager]").IsVisibleAsync());
    }

    [Fact]
    public async Task Without_a_script_a_sign_tells_the_same()
    {
        await using var visitor = await browser.Visitor("ar", Screen.Phone, script: false);
        await visitor.Open(visitor.At("sign/great"));
        Assert.Equal(1, await visitor.Page.Locator("h1").CountAsync());
        // The demonstration is over: the page says so, and nothing is on.
        Assert.Equal((0, true), (await visitor.Page.Locator(".told > .on").CountAsync(), await visitor.Page.Locator("[data-over]").IsVisibleAsync()));
    }

    static async Task<List<Row>> Rows(IPage page)
    {
        List<Row> rows = [];
        foreach (var row in await page.Locator(".told > li").AllAsync())
            rows.Add(new((await row.Locator(".title").TextContentAsync())!.Trim(), Instant(await row.GetAttributeAsync("data-from")), Instant(await row.GetAttributeAsync("data-until"))));
        return rows;
    }

    static DateTime Instant(string? iso) => DateTimeOffset.Parse(iso!, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;

    static async Task<IEnumerable<string>> Titles(IPage page, string state) => (await page.Locator($".told > .{state} .title").AllTextContentsAsync()).Select(t => t.Trim());
}
