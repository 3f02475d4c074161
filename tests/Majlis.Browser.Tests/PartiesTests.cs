using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>Protocol's work on the order, in a language that is written from the left and in one that is written from the right.</summary>
public sealed class PartiesTests(Browser browser)
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task The_order_is_changed_by_keyboard_alone_with_a_reason_and_back(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Desktop);
        var page = visitor.Page;
        await visitor.SignIn("owner@demo.majlis.example");
        await visitor.Open(visitor.At("desk/parties/order"));
        var list = page.Locator(".order-list").Nth(1).Locator("li a");
        var before = await list.AllTextContentsAsync();
        await page.Locator("#reason").FillAsync("Agreed with both");
        await page.Locator(".order-list").Nth(1).Locator("li").Nth(2).Locator("[data-down]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Alt+ArrowUp");
        await page.WaitForURLAsync("**/order#p-*");
        string[] expected = [.. before.Take(2), before[3], before[2], .. before.Skip(4)];
        Assert.Equal(expected, await list.AllTextContentsAsync());
        // The reason stays for the next move, and the moved row has the focus.
        Assert.Equal("Agreed with both", await page.Locator("#reason").InputValueAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement.closest('li')?.id === location.hash.slice(1)"));
        await page.Locator("form[action$='handler=Restore'] button").Last.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains('#', StringComparison.Ordinal));
        Assert.Equal(before, await list.AllTextContentsAsync());
    }

    [Theory]
    [InlineData("en", Screen.Phone)]
    [InlineData("ar", Screen.Desktop)]
    public async Task Participants_are_filtered_by_group(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen, script: false);
        var page = visitor.Page;
        await visitor.Open(visitor.At("parties"));
        var all = await page.Locator(".parties li").CountAsync();
        await page.Locator(".chips a[href$='group=oic']").ClickAsync();
        var members = await page.Locator(".parties li").CountAsync();
        Assert.InRange(members, 20, all - 20);
        Assert.Equal("true", await page.Locator(".chips a[href$='group=oic']").GetAttributeAsync("aria-current"));
    }
}
