using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>The meetings of a forum, from the first plan to a phone in a corridor: planned with a bound and reasons, published, mended after a lost room, and read from the right.</summary>
public sealed partial class PlanJourneyTests(Browser browser)
{
    const int SecondsToPlan = 10;

    [Fact]
    public async Task Requests_are_planned_published_mended_after_a_lost_room_and_read_on_a_phone()
    {
        await using var site = await browser.Own();
        await using var desk = await browser.Visitor("en", Screen.Desktop, site: site);
        var page = desk.Page;
        await desk.SignIn("owner@demo.majlis.example");

        await desk.Open(desk.At("desk/meetings/plans"));
        var accepted = Number(await page.Locator(".tallies a[href*='state=accepted'] b").TextContentAsync());
        await page.Locator("#Seconds").FillAsync(SecondsToPlan.ToString(CultureInfo.InvariantCulture));
        await page.Locator("#Seconds").PressAsync("Enter");
        await page.WaitForURLAsync("**/plan/1");
        await Computed(page);
        var tally = await page.Locator(".tally dd").AllTextContentsAsync();
        Assert.Equal(accepted, Number(tally[0]) + Number(tally[1]));
        Assert.InRange(Number(tally[2]), 1, Number(tally[3]));
        if (await page.Locator("a[href*='all=true']").IsVisibleAsync()) await page.Locator("a[href*='all=true']").ClickAsync();
        var unmet = page.Locator(".unmet > li");
        Assert.Equal(Number(tally[1]), await unmet.CountAsync());
        // Each says why.
        Assert.All(await unmet.Locator("p:not(.quiet)").AllTextContentsAsync(), why => Assert.NotEqual("", why.Trim()));
        Assert.Equal(Number(tally[1]), await unmet.Locator("> p:not(.quiet)").CountAsync());
        await MoveAndPutBack(desk);
        await desk.Open(desk.At("desk/meetings/plan/1"));
        Assert.Equal(tally[0], await page.Locator(".tally dd").First.TextContentAsync());
        await Publish(page);

        // A room with meetings on the first day is lost for good.
        await desk.Open(desk.At("desk/meetings/board/1"));
        var lost = await page.Locator("td[data-room]:has(a.meeting)").First.GetAttributeAsync("data-room");
        var name = (await page.Locator($"tr:has(td[data-room='{lost}']) th bdi").First.TextContentAsync())!;
        Assert.NotEqual(0, await page.Locator($"td[data-room='{lost}'] a.meeting").CountAsync());
        await desk.Open(desk.At("desk/meetings/live"));
        await page.Locator("#Form_Room").SelectOptionAsync([lost!]);
        await page.Locator("#room-from").FillAsync("00:00");
        await page.Locator("#room-from").PressAsync("Enter");
        await page.WaitForURLAsync("**/plan/2");
        await Computed(page);
        var before = await page.Locator("#changes tbody tr td:nth-child(2)").AllTextContentsAsync();
        Assert.NotEmpty(before);
        Assert.All(before, was => Assert.Contains(name, was, StringComparison.Ordinal));
        await Publish(page);
        await desk.Open(desk.At("desk/meetings/board/2"));
        foreach (var day in await page.Locator(".day-tabs a").EvaluateAllAsync<string[]>("links => links.map(a => a.href)"))
        {
            await page.GotoAsync(day);
            Assert.Equal(0, await page.Locator($"td[data-room='{lost}'] a.meeting").CountAsync());
        }

        foreach (var (language, colours) in new[] { ("en", ColorScheme.Dark), ("ar", ColorScheme.Light) })
        {
            await using var other = await browser.Visitor(language, Screen.Desktop, colours, site: site);
            await other.SignIn("owner@demo.majlis.example");
            List<string> barriers = [];
            foreach (var path in new[] { "plans", "plan/1", "plan/2", "board/1", "board/2?by=side", "live", "held", "figures" }) barriers.AddRange(await PageTests.Barriers(other, other.At("desk/meetings/" + path)));
            Assert.Equal([], barriers);
        }

        foreach (var (language, colours) in new[] { ("ar", ColorScheme.Light), ("fa", ColorScheme.Dark) })
        {
            await using var phone = await browser.Visitor(language, Screen.Phone, colours, site: site);
            await phone.SignIn("focal-point@demo.majlis.example");
            Assert.Equal([], await PageTests.Barriers(phone, phone.At("my/meetings/day")));
            Assert.Equal("rtl", await phone.Page.Locator("html").GetAttributeAsync("dir"));
            Assert.True(await phone.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
            var meetings = phone.Page.Locator(".my-day li:has(a[href*='/sheet/'])");
            Assert.NotEqual(0, await meetings.CountAsync());
            // Where to go stands at each.
            Assert.Equal(await meetings.CountAsync(), await meetings.Locator(".where strong").CountAsync());
            if (language == "ar") await StaysWithoutNetwork(phone, await meetings.CountAsync());
            await meetings.First.Locator("h3 a").ClickAsync();
            Assert.Equal([], await PageTests.Barriers(phone, new Uri(phone.Page.Url).PathAndQuery));
            Assert.True(await phone.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        }
    }

    /// <summary>By the mouse to another time, which says what that breaks; by keys back to where it was, and locked there.</summary>
    static async Task MoveAndPutBack(Visitor desk)
    {
        const int columns = 2;
        var page = desk.Page;
        await desk.Open(desk.At("desk/meetings/board/1"));
        var card = page.Locator("td .meeting").First;
        var request = await card.GetAttributeAsync("data-request");
        var at = await card.EvaluateAsync<int[]>("card => { const cell = card.closest('td'); return [cell.parentElement.sectionRowIndex + 1, cell.cellIndex + 1]; }");
        var isLater = at[1] <= 1 + columns;
        ILocator In(int column) => page.Locator($"tbody tr:nth-child({at[0]}) > :nth-child({column})");
        var elsewhere = at[1] + (isLater ? columns : -columns);
        await card.DragToAsync(In(elsewhere));
        var moved = In(elsewhere).Locator($"[data-request='{request}']");
        await moved.WaitForAsync();
        await moved.PressAsync("m");
        // What fits is marked once the server has said so; the place it came from is free.
        await page.Locator("td.over").WaitForAsync();
        Assert.Contains("fits", await In(at[1]).GetAttributeAsync("class"), StringComparison.Ordinal);
        for (var i = 0; i < columns; i++) await moved.PressAsync(isLater ? "ArrowLeft" : "ArrowRight");
        await moved.PressAsync("Enter");
        var back = In(at[1]).Locator($"[data-request='{request}']");
        await back.WaitForAsync();
        await back.PressAsync("l");
        await page.Locator($".meeting[data-request='{request}'][data-locked='true']").WaitForAsync();
    }

    static async Task StaysWithoutNetwork(Visitor phone, int meetings)
    {
        var page = phone.Page;
        await page.EvaluateAsync("() => navigator.serviceWorker.ready");
        // The first visit was before the worker; from now on it keeps what is seen.
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        await phone.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        Assert.Equal(meetings, await page.Locator(".my-day li:has(a[href*='/sheet/'])").CountAsync());
        await Assertions.Expect(page.Locator("p[data-offline]")).ToBeVisibleAsync();
        await phone.Context.SetOfflineAsync(false);
        await page.ReloadAsync();
    }

    /// <summary>The page finds out by itself that the plan is there.</summary>
    static Task Computed(IPage page) => page.Locator("[data-worth]").WaitForAsync(new() { Timeout = 120_000 });

    static async Task Publish(IPage page)
    {
        await page.Locator("form[action*='handler=Publish'] button").PressAsync("Enter");
        await page.Locator(".notice.ok").WaitForAsync();
    }

    static long Number(string? said) => long.Parse(NoFigure().Replace(said!, ""), CultureInfo.InvariantCulture);

    [GeneratedRegex("[^0-9-]")]
    private static partial Regex NoFigure();
}
