using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Majlis.Browser.Tests;

/// <summary>The order of a panel by the pointer, which does what the buttons do.</summary>
public sealed class SpeakerListTests(Browser browser)
{
    [Theory]
    [InlineData("en", Screen.Desktop)]
    [InlineData("fa", Screen.Phone)]
    public async Task A_speaker_is_dragged_to_another_place_and_the_buttons_bring_them_back(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen);
        await visitor.SignIn("owner@demo.majlis.example");
        await visitor.Open(visitor.At("desk/programme/speaker-list/1"));
        var (page, names) = (visitor.Page, visitor.Page.Locator(".turns .who b"));
        var before = await names.AllTextContentsAsync();
        Assert.True(before.Count >= 3, "the session has too few speakers");
        await page.Locator(".turns [data-grip]").First.ScrollIntoViewIfNeededAsync();
        async Task Drag()
        {
            var grip = (await page.Locator(".turns [data-grip]").First.BoundingBoxAsync())!;
            var (x, y) = (grip.X + grip.Width / 2, grip.Y + grip.Height / 2);
            await page.Mouse.MoveAsync(x, y);
            await page.Mouse.DownAsync();
            // On a phone the rows are as high as their names from here on.
            var (first, second) = ((await page.Locator(".turns .line").First.BoundingBoxAsync())!, (await page.Locator(".turns .line").Nth(1).BoundingBoxAsync())!);
            await page.Mouse.MoveAsync(x, y + second.Y + second.Height / 2 - first.Y - first.Height / 2 + 8, new() { Steps = 6 });
        }

        // Escape puts it back.
        await Drag();
        await page.Keyboard.PressAsync("Escape");
        await page.Mouse.UpAsync();
        Assert.Equal(before, await names.AllTextContentsAsync());

        await Drag();
        await page.Mouse.UpAsync();
        await Expect(names.Nth(1)).ToHaveTextAsync(before[0]);
        Assert.Equal([before[1], before[0], .. before.Skip(2)], await names.AllTextContentsAsync());

        // Nothing is saved before it is asked for, and by keys it goes back.
        await page.Locator(".turns .line").Nth(1).Locator("button[value='1:up']").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(names.First).ToHaveTextAsync(before[0]);
        Assert.Equal(before, await names.AllTextContentsAsync());
    }
}
