using Majlis.Demo;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>What scripts and keys add to letters, lists of speakers and releases, from the left and from the right.</summary>
public sealed class ReleaseTests(Browser browser)
{
    [Theory]
    [InlineData("en", Screen.Desktop)]
    [InlineData("ar", Screen.Phone)]
    public async Task A_letter_is_seen_while_it_is_worded(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        await visitor.SignIn("owner@demo.majlis.example");
        var page = visitor.Page;
        await visitor.Open(visitor.At($"desk/messaging/letters/slotchanged/{language}"));
        await page.Locator("#Form_Text").FillAsync("{name}\n<b>Word by word</b>\n{nobody}");
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("<b>Word by word</b>");
        await Assertions.Expect(page.Locator("#Form_Text-error")).ToContainTextAsync("nobody");
        await page.Locator("#Form_Text").FillAsync("{name}");
        await Assertions.Expect(page.Locator("#Form_Text-error")).ToHaveCountAsync(0);
        Assert.Equal(0, await page.Locator("#preview b b").CountAsync());
    }

    [Theory]
    [InlineData("en", Screen.Desktop)]
    [InlineData("ar", Screen.Phone)]
    public async Task Speakers_are_moved_by_keys(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        await visitor.SignIn("owner@demo.majlis.example");
        var page = visitor.Page;
        await visitor.Open(visitor.At("desk/programme/speaker-list/1"));
        var before = await page.Locator(".turns .who b").AllTextContentsAsync();
        await page.Locator(".turns .line").Nth(1).Locator("button[value='1:up']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**handler=Rows*");
        Assert.Equal([before[1], before[0], .. before.Skip(2)], await page.Locator(".turns .who b").AllTextContentsAsync());
        await page.Locator("button[value=precedence]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".state.ok")).ToHaveTextAsync(visitor.T["speakers.by_precedence"]);
        var ranked = await page.Locator(".turns .who b").AllTextContentsAsync();
        Assert.Equal(before.Order(StringComparer.Ordinal), ranked.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("en", Screen.Phone)]
    [InlineData("ar", Screen.Desktop)]
    public async Task What_changed_since_it_was_last_seen_is_marked_once(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        var page = visitor.Page;
        await visitor.Open(visitor.At("programme/stars") + "?s=1,2");
        await page.EvaluateAsync("edition => { localStorage.setItem(`majlis:${edition}:stars`, '[1,2]'); localStorage.setItem(`majlis:${edition}:seen`, '{\"1\":\"2000-01-01T00:00:00Z\"}'); }", Visitor.Edition);
        await page.ReloadAsync();
        Assert.Equal([visitor.T["stars.changed"]], await page.Locator("#s1 .news").AllTextContentsAsync());
        Assert.Equal(0, await page.Locator("#s2 .news").CountAsync());
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("button.mark").First).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator(".news").CountAsync());
    }

    [Theory]
    [InlineData("en", Screen.Phone)]
    [InlineData("ar", Screen.Desktop)]
    public async Task My_programme_tells_what_changed_in_it(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        await visitor.SignIn(DemoAccounts.All.First(a => a.Role == Platform.Role.Participant).Email);
        Assert.Empty(await PageTests.Barriers(visitor, visitor.At("my/programme")));
        await Assertions.Expect(visitor.Page.GetByText(visitor.T["stars.news"])).ToBeVisibleAsync();
        Assert.NotEqual(0, await visitor.Page.Locator(".notice .changes li").CountAsync());
    }
}
