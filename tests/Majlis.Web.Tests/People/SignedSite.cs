using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Majlis.Database;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests;
using Majlis.Web.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Web.Tests.People;

/// <summary>A real site on SQLite in a folder of its own, with a clock that stands still and a few accounts.</summary>
public sealed class SignedSite : IAsyncDisposable
{
    public const string Password = "seven quiet rivers";

    readonly WebApplication _app;
    readonly string _folder;
    static int _addresses;

    SignedSite(WebApplication app, string folder, FakeClock clock) => (_app, _folder, Clock) = (app, folder, clock);

    public FakeClock Clock { get; }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <param name="settings">As <c>--NAME=value</c>; without any, one proxy before the site is trusted, so that every visitor has a network address of its own.</param>
    public static async Task<SignedSite> Start(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("majlis-people-").FullName;
        var clock = new FakeClock(Instant.FromUtc(2021, 7, 1, 12, 0));
        var app = MajlisHost.Build(settings.Length > 0 ? settings : ["--MAJLIS_TRUSTED_PROXIES=1"], new Storage(folder, null), "http://127.0.0.1:0",
            services => services.AddSingleton<IClock>(clock).AddSingleton<IMailService, NoMail>());
        await MajlisHost.Prepare(app, TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, folder, clock);
    }

    /// <summary>A browser of its own, at a network address of its own.</summary>
    public Visitor Visitor(string? address = null)
    {
        var n = Interlocked.Increment(ref _addresses);
        return new(this, address ?? string.Create(CultureInfo.InvariantCulture, $"198.51.{n / 250}.{n % 250 + 1}"));
    }

    public async Task<T> Ask<T>(Func<AppDb, Task<T>> question)
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync();
        return await question(db);
    }

    public Task Do(Func<AppDb, Task> change) => Ask(async db =>
    {
        await change(db);
        return 0;
    });

    public Task<Account> Account(string email = "amina@example.org", string? password = Password, string name = "Amina", string language = "en") => Ask(async db =>
    {
        var account = await MakeAccount.Run(db, Actor.Installation("test"), email, name, language, default);
        account.PasswordHash = password is null ? null : AccountPasswords.Hash(account, password);
        await db.SaveChangesAsync();
        return account;
    });

    /// <summary>Turns the authenticator app of the account on.</summary>
    /// <returns>The secret.</returns>
    public async Task<string> Authenticator(Account account)
    {
        var key = AuthenticatorCode.NewKey();
        await using var scope = _app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();
        var store = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.IUserStore<Account>>() as AccountStore;
        var id = account.Id;
        var there = await db.Accounts.FirstAsync(a => a.Id == id);
        await store!.SetAuthenticatorKeyAsync(there, key, default);
        await store.ReplaceCodesAsync(there, ["ABCDEF-GHJKMN"], default);
        there.TwoFactorEnabled = true;
        await db.SaveChangesAsync();
        return key;
    }

    public string Code(string key) => AuthenticatorCode.At(key, AuthenticatorCode.StepAt(Clock.GetCurrentInstant()));

    public Task<Edition> Edition(string slug = "kazan-2021") => Ask(async db =>
    {
        var forum = new Forum(slug, LocalizedText.Of("en", "Kazan Forum"));
        var edition = new Edition(forum.Id, 1, slug, LocalizedText.Of("en", "Kazan Forum 2021"), new(2021, 7, 28), new(2021, 7, 30), "Europe/Moscow", ["en"]);
        edition.Announce(db.Clock.GetCurrentInstant());
        db.AddRange(forum, edition);
        await db.SaveChangesAsync();
        return edition;
    });

    public Task Give(Account account, Edition edition, Role role) => Do(db => GiveRole.Run(db, Actor.Installation("test"), edition.Id, account.Id, role));

    /// <summary>Letters are read from the post, which forgets what has left: none ever does.</summary>
    sealed class NoMail : IMailService
    {
        public Task Send(Letter letter, CancellationToken cancellation) => throw new InvalidOperationException("Letters stay in the post.");
    }

    /// <summary>Waits until every wish for a link was looked at.</summary>
    public async Task Settled()
    {
        while (await Ask(db => db.Jobs.AnyAsync(j => j.Kind == MailSignInLink.JobKind && j.DoneAt == null)))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>Every letter that was put into the post, in order.</summary>
    public Task<List<Letter>> Letters() => Ask(async db => (await db.Jobs.AsNoTracking().Where(j => j.Kind == "SendLetter").OrderBy(j => j.MadeAt).ToListAsync())
        .OrderBy(j => j.Id).Select(j => JsonSerializer.Deserialize<Letter>(j.Payload, Json.Stored)!).ToList());

    /// <summary>The address in the last letter.</summary>
    public async Task<Uri> LastLink() => new(Regex.Match((await Letters())[^1].Text, @"https?://\S+").Value);

    public Task<int> LiveSignIns(Account account) => Ask(db =>
    {
        var id = account.Id;
        return db.SignIns.CountAsync(s => s.AccountId == id && s.RevokedAt == null);
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TemporaryFolder.Delete(_folder);
    }
}

/// <summary>A browser: keeps cookies, follows no redirect by itself, sends forms with the token of the page they are on.</summary>
public sealed partial class Visitor : IDisposable
{
    readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = true };
    readonly HttpClient _http;

    readonly SignedSite _site;

    public Visitor(SignedSite site, string address)
    {
        _site = site;
        _http = new(_handler) { BaseAddress = site.Address };
        _http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        _http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        _http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public CookieContainer Cookies => _handler.CookieContainer;

    public HttpClient Http => _http;

    public async Task<Seen> Get(string address) => await Seen.Of(await _http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

    /// <summary>Opens <paramref name="page"/> and sends a form of it to <paramref name="to"/>, or to itself.</summary>
    public async Task<Seen> Send(string page, string? to = null, params (string Name, string Value)[] fields)
    {
        var seen = await Get(page);
        if (seen.Token is null) return seen;
        return await Post(to ?? page, seen.Token, fields);
    }

    public async Task<Seen> Post(string to, string? token, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(f => KeyValuePair.Create(f.Name, f.Value));
        if (token is not null) all = all.Append(KeyValuePair.Create("__RequestVerificationToken", token));
        return await Seen.Of(await _http.PostAsync(new Uri(to, UriKind.RelativeOrAbsolute), new FormUrlEncodedContent(all)));
    }

    public Task<Seen> SignIn(string email = "amina@example.org", string password = SignedSite.Password, string page = "/en/account/sign-in") =>
        Send(page, null, ("email", email), ("password", password));

    public async Task<Seen> AskForLink(string email)
    {
        var seen = await Send("/en/account/sign-in", "/en/account/mail-link", ("email", email));
        await _site.Settled();
        return seen;
    }

    public void Dispose() => _http.Dispose();
}

public sealed partial record Seen(int Status, string? To, string Body, string? Token, HttpResponseMessage Answer)
{
    public static async Task<Seen> Of(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var to = answer.Headers.Location is { } location ? location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString : null;
        return new((int)answer.StatusCode, to, body, TokenField().Match(body) is { Success: true } found ? found.Groups[1].Value : null, answer);
    }

    public bool IsSignIn => Status == 302 && To is { } to && to.Contains("/account/sign-in", StringComparison.Ordinal);

    /// <summary>The page without what differs at every look.</summary>
    public string Constant => TokenField().Replace(Body, "");

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
