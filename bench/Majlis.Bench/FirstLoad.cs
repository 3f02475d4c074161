using Microsoft.Playwright;

namespace Majlis.Bench;

/// <summary>What a browser that was never here fetches for a page, as counted by the browser.</summary>
static class FirstLoad
{
    public static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Null where none is installed.</summary>
    public static string? Chromium => Environment.GetEnvironmentVariable("CHROMIUM") ?? Browsers.FirstOrDefault(File.Exists);

    /// <returns>Bytes over the wire, headers too; null without a Chromium.</returns>
    public static async Task<double?> Bytes(Uri page, string locale)
    {
        if (Chromium is null) return null;
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
        // Workers fetch what is for the next visits, after this one.
        var context = await browser.NewContextAsync(new() { Locale = locale, ServiceWorkers = ServiceWorkerPolicy.Block, ViewportSize = new() { Width = 390, Height = 844 } });
        var tab = await context.NewPageAsync();
        var network = await context.NewCDPSessionAsync(tab);
        await network.SendAsync("Network.enable");
        double bytes = 0;
        network.Event("Network.loadingFinished").OnEvent += (_, told) => bytes += told!.Value.GetProperty("encodedDataLength").GetDouble();
        await tab.GotoAsync(page.AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return bytes;
    }
}
