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
    public async Task Of_the_demonstration(string file, string language, Screen screen, string path)
    {
        await using var visitor = await browser.Visitor(language, screen);
        if (screen == Screen.Desktop) await visitor.Page.SetViewportSizeAsync(1200, 800);
        await visitor.Open(visitor.At(path));
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Majlis.slnx"))) root = root.Parent;
        await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(root.FullName, "docs", "pictures", file), Type = ScreenshotType.Png, Scale = ScreenshotScale.Css });
    }
}
