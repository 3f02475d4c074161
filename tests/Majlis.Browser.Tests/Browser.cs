using System.Collections.Concurrent;
using Majlis.Browser.Tests;
using Majlis.Calendars;
using Majlis.Demo;
using Majlis.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Majlis.Browser.Tests;

/// <summary>A screen in somebody's hand or on a desk.</summary>
public enum Screen { Phone, Desktop }

/// <summary>One Chromium and one site with the demonstration edition, for all tests. Without a Chromium the tests are skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    readonly TemporaryFolder _data = new();
    IPlaywright? _playwright;
    IBrowser? _chromium;
    RunningSite? _site;
    readonly ConcurrentDictionary<string, IReadOnlyList<BrowserContextCookiesResult>> _signedIn = [];
    string? _missing;

    /// <summary>There is no Chromium: every test of pages is skipped.</summary>
    public bool IsMissing => _missing is not null;

    /// <summary>The folder of the site's data, for the command line.</summary>
    public string Data => _data.Name;

    /// <summary>Ends without a slash.</summary>
    public string Address => _site!.Address.AbsoluteUri.TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        try
        {
            _chromium = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Installed, Args = Arguments });
        }
        catch (PlaywrightException e) when (Installed is null)
        {
            _missing = $"No Chromium was found: install one, or name it in CHROMIUM. ({e.Message.Split('\n')[0]})";
            return;
        }
        var built = await MajlisProgram.Call("demo", "--data", _data.Name);
        if (built.Code != 0) throw new InvalidOperationException(built.Error);
        _site = await RunningSite.Start("--data", _data.Name);
    }

    static string? Installed => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/bin").SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>A browser of somebody who was never here.</summary>
    /// <param name="site">Null: the site of all tests.</param>
    public async Task<Visitor> Visitor(string language, Screen screen, ColorScheme colours = ColorScheme.Light, bool script = true, int? width = null, OwnSite? site = null)
    {
        if (_missing is not null) Assert.Skip(_missing);
        var context = await _chromium!.NewContextAsync(new()
        {
            BaseURL = site?.Address ?? Address,
            Locale = language,
            ColorScheme = colours,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = screen == Screen.Phone ? new() { Width = width ?? 390, Height = 844 } : new() { Width = width ?? 1440, Height = 900 },
            HasTouch = screen == Screen.Phone,
        });
        context.SetDefaultTimeout(15_000);
        return new(context, await context.NewPageAsync(), language, site?.SignedIn ?? _signedIn);
    }

    /// <summary>A demonstration of its own, for a test that changes what the others count on.</summary>
    public async Task<OwnSite> Own()
    {
        if (_missing is not null) Assert.Skip(_missing);
        var folder = new TemporaryFolder();
        var built = await MajlisProgram.Call("demo", "--data", folder.Name);
        if (built.Code != 0) throw new InvalidOperationException(built.Error);
        return new(folder, await RunningSite.Start("--data", folder.Name));
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
        _data.Dispose();
    }
}

/// <summary>A site that one test has for itself, and who is signed in there.</summary>
public sealed class OwnSite : IAsyncDisposable
{
    readonly TemporaryFolder _folder;
    readonly RunningSite _site;

    internal OwnSite(TemporaryFolder folder, RunningSite site) => (_folder, _site) = (folder, site);

    public string Address => _site.Address.AbsoluteUri.TrimEnd('/');

    internal ConcurrentDictionary<string, IReadOnlyList<BrowserContextCookiesResult>> SignedIn { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>One person's browser, and the words this person reads.</summary>
public sealed class Visitor(IBrowserContext context, IPage page, string language, ConcurrentDictionary<string, IReadOnlyList<BrowserContextCookiesResult>> signedIn) : IAsyncDisposable
{
    public const string Edition = DemoProgramme.Slug;

    public IBrowserContext Context => context;

    public IPage Page => page;

    /// <summary>The interface's sentences in the visitor's language.</summary>
    public Texts T { get; } = Texts.Of(Language.Of(language));

    /// <summary>The address of a page of the demonstration edition, from the root.</summary>
    public string At(string path = "") => $"/{language}/{Edition}{(path.Length == 0 ? "" : "/" + path)}";

    public async Task Open(string path)
    {
        var response = await page.GotoAsync(path);
        Assert.Equal(200, response!.Status);
    }

    /// <summary>Signs in as one of the demonstration's accounts. One sign-in an account is enough for all tests: there are only so many a minute.</summary>
    public async Task SignIn(string email)
    {
        if (signedIn.TryGetValue(email, out var cookies))
        {
            await context.AddCookiesAsync(cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = c.HttpOnly, Secure = c.Secure, SameSite = c.SameSite }));
            return;
        }
        await Open($"/{language}/account/sign-in");
        await page.Locator("input[name=email]").FillAsync(email);
        await page.Locator("input[name=password]").FillAsync(DemoAccounts.Password);
        await page.Locator("form button.main").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        signedIn[email] = await context.CookiesAsync();
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
