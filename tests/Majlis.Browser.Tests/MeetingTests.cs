using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>A focal point asks, a participant answers: on a phone, in languages written from the right and from the left, without script and by keyboard.</summary>
public sealed class MeetingTests(Browser browser)
{
    [Theory]
    [InlineData("ar", Screen.Phone)]
    [InlineData("en", Screen.Desktop)]
    public async Task A_side_is_found_asked_and_the_request_taken_back(string language, Screen screen)
    {
        await using var visitor = await browser.Visitor(language, screen, script: false);
        var page = visitor.Page;
        await visitor.SignIn("focal-point@demo.majlis.example");
        await visitor.Open(visitor.At("my/meetings/find"));
        // Suggestions say why.
        Assert.NotEqual(0, await page.Locator(".meetings .why li").CountAsync());
        await page.Locator(".meetings li:not(:has(.state)) h2 a").First.ClickAsync();
        var address = page.Url;
        await page.Locator("#Form_Purpose").FillAsync("گفت‌وگو دربارهٔ همکاری");
        await page.Locator("#Form_Purpose").PressAsync("Tab");
        await page.Locator("main form button.main").PressAsync("Enter");
        await page.WaitForURLAsync("**/my/meetings?as=*");
        Assert.True(await page.Locator(".notice.ok").IsVisibleAsync());
        await page.GotoAsync(address);
        await page.Locator(".notice a[href*='/request/']").ClickAsync();
        Assert.Equal("گفت‌وگو دربارهٔ همکاری", await page.Locator(".wrapped bdi").TextContentAsync());
        await page.Locator("details > summary").Last.ClickAsync();
        await page.Locator("details[open] button.danger").ClickAsync();
        Assert.Equal(visitor.T["meeting.state.withdrawn"], await page.Locator("h1 .state").TextContentAsync());
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("fa")]
    public async Task On_a_phone_no_page_is_wider_than_it_or_has_a_barrier(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Phone, language == "ar" ? ColorScheme.Dark : ColorScheme.Light);
        List<string> barriers = [];
        await visitor.SignIn("participant@demo.majlis.example");
        foreach (var path in new[] { "my/meetings", "my/meetings/find", "my/meetings/profile" })
        {
            barriers.AddRange(await PageTests.Barriers(visitor, visitor.At(path)));
            Assert.True(await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), path);
        }
        await visitor.Open(visitor.At("my/meetings"));
        foreach (var link in new[] { "a[href*='/request/']", "a[href*='/side/']" })
        {
            if (link.Contains("side", StringComparison.Ordinal)) await visitor.Open(visitor.At("my/meetings/find"));
            barriers.AddRange(await PageTests.Barriers(visitor, new Uri(new Uri(visitor.Page.Url), await visitor.Page.Locator(link).First.GetAttributeAsync("href")).PathAndQuery));
        }
        Assert.Equal([], barriers);
    }
}
