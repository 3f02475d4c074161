using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>What people do here, in a language that is written from the left and in one that is written from the right.</summary>
public sealed class JourneyTests(Browser browser)
{
    [Theory]
    [InlineData("en", Screen.Phone)]
    [InlineData("en", Screen.Desktop)]
    [InlineData("fa", Screen.Phone)]
    [InlineData("fa", Screen.Desktop)]
    public async Task From_the_home_page_to_a_marked_session(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        var page = visitor.Page;
        await visitor.Open(visitor.At());
        Assert.Equal(language == "fa" ? "rtl" : "ltr", await page.Locator("html").GetAttributeAsync("dir"));

        await page.Locator(".edition-nav").GetByRole(AriaRole.Link, new() { Name = visitor.T["nav.programme"], Exact = true }).ClickAsync();
        var title = (await page.Locator(".sessions li > a").Last.TextContentAsync())!.Trim();
        await page.GetByRole(AriaRole.Searchbox).FillAsync(title);
        await page.GetByRole(AriaRole.Searchbox).PressAsync("Enter");
        await page.WaitForURLAsync("**q=**");
        await page.Locator(".sessions li > a").First.ClickAsync();
        Assert.Equal(title, (await page.Locator("h1").TextContentAsync())!.Trim());

        var mark = page.Locator("button.mark[aria-pressed]").First;
        await mark.ClickAsync();
        Assert.Equal("true", await mark.GetAttributeAsync("aria-pressed"));
        await page.Locator("a[data-stars]").ClickAsync();
        await page.WaitForURLAsync("**/programme/stars?s=*");
        Assert.Equal([title], (await page.Locator(".sessions li > a").AllTextContentsAsync()).Select(t => t.Trim()));
    }

    [Theory]
    [InlineData("en", "fa")]
    [InlineData("fa", "ru")]
    public async Task The_language_switch_stays_on_the_page(string from, string to)
    {
        await using var visitor = await browser.Visitor(from, Screen.Phone);
        await visitor.Open(visitor.At("programme") + "?day=all&q=a");
        await visitor.Page.Locator("header details.menu:has(a[hreflang]) > summary").ClickAsync();
        await visitor.Page.Locator($"header details.menu a[hreflang={to}]").ClickAsync();
        await visitor.Page.WaitForURLAsync($"**/{to}/{Visitor.Edition}/programme?day=all&q=a");
        Assert.Equal(to, await visitor.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fa")]
    public async Task The_keyboard_is_enough(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Desktop);
        var page = visitor.Page;
        await visitor.Open(visitor.At("programme"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#content", await page.EvaluateAsync<string?>("document.activeElement.getAttribute('href')"));
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, "input[type=search]");
        await page.Keyboard.TypeAsync("a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**q=a*");
        await TabTo(page, ".sessions li > a");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/programme/session/*");
        await TabTo(page, "button.mark");
        await page.Keyboard.PressAsync("Space");
        Assert.Equal("true", await page.EvaluateAsync<string?>("document.activeElement.getAttribute('aria-pressed')"));
    }

    /// <summary>Goes on by the key as often as somebody might who knows the page.</summary>
    static async Task TabTo(IPage page, string selector)
    {
        for (var steps = 0; steps < 60; steps++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
        }
        Assert.Fail($"{selector} is not reached by sixty presses of Tab.");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fa")]
    public async Task A_programme_once_seen_is_there_without_network(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Phone);
        var page = visitor.Page;
        await visitor.Open(visitor.At("programme"));
        await page.EvaluateAsync("() => navigator.serviceWorker.ready");
        // The first visit was before the worker; from now on it keeps what is seen.
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
        var titles = await page.Locator(".sessions li > a").AllTextContentsAsync();
        await visitor.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        Assert.Equal(titles, await page.Locator(".sessions li > a").AllTextContentsAsync());
        Assert.NotEmpty(titles);
    }

    [Theory]
    [InlineData("en", Screen.Desktop)]
    [InlineData("fa", Screen.Phone)]
    public async Task Everything_is_read_without_a_script(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen, script: false);
        var page = visitor.Page;
        await visitor.Open(visitor.At("programme"));
        var title = (await page.Locator(".sessions li > a").First.TextContentAsync())!.Trim();
        await page.GetByRole(AriaRole.Searchbox).FillAsync(title);
        await page.Locator("form[role=search] button").First.ClickAsync();
        await page.Locator(".sessions li > a").First.ClickAsync();
        Assert.Equal(title, (await page.Locator("h1").TextContentAsync())!.Trim());
    }
}
