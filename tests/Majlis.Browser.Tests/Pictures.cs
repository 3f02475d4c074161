using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>The pictures of the README and the guide: <c>dotnet dev.cs pictures</c>. No test, and never run as one.</summary>
public sealed class Pictures(Browser browser)
{
    [Theory(Explicit = true)]
    [InlineData("home-en.png", "en", Screen.Desktop, "")]
    [InlineData("programme-en.png", "en", Screen.Desktop, "programme")]
    [InlineData("home-fa.png", "fa", Screen.Phone, "")]
    [InlineData("programme-fa.png", "fa", Screen.Phone, "programme")]
    [InlineData("timetable-en.png", "en", Screen.Desktop, "desk/programme/grid#2021-07-29")]
    [InlineData("timetable-ar.png", "ar", Screen.Desktop, "desk/programme/grid#2021-07-29")]
    public async Task Of_the_demonstration(string file, string language, Screen screen, string path)
    {
        await using var visitor = await browser.Visitor(language, screen);
        if (screen == Screen.Desktop) await visitor.Page.SetViewportSizeAsync(1200, 800);
        var isDesk = path.StartsWith("desk", StringComparison.Ordinal);
        if (isDesk) await visitor.SignIn("owner@demo.majlis.example");
        await visitor.Open(visitor.At(path));
        // A page with a live feed is never without a request; the findings are what is read last.
        if (isDesk) await visitor.Page.Locator(".findings-part").WaitForAsync();
        else await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs", "pictures", file), Type = ScreenshotType.Png, Scale = ScreenshotScale.Css });
    }
}
