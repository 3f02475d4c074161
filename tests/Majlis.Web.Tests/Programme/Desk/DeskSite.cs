using System.Net;
using System.Text.RegularExpressions;
using Majlis.Database;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests;
using Majlis.Web.People;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Majlis.Web.Tests.Programme.Desk;

/// <summary>A site of its own with two editions, a hall, a track, a type, two people and one session, and an account for each kind of reader.</summary>
public sealed class DeskSite : IAsyncLifetime
{
    public const string Desk = "/en/kazan-2021/desk/programme";
    const string Password = "seven quiet rivers";

    readonly string _folder = Directory.CreateTempSubdirectory("majlis-desk-").FullName;
    readonly Dictionary<string, Browser> _browsers = [];
    WebApplication _app = null!;

    /// <summary>The connection string of an empty PostgreSQL; null: SQLite.</summary>
    public string? Postgres { get; init; }

    public Guid Hall { get; private set; }
    public Guid Track { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _app = MajlisHost.Build(["--applicationName=Majlis.Web", "--Logging:LogLevel:Default=Error"], new Storage(_folder, Postgres), "http://127.0.0.1:0");
        await MajlisHost.Prepare(_app);
        await Do(async db =>
        {
            var forum = new Forum("kazan", Text("Kazan Forum"));
            var (edition, other) = (Edition(forum, 1, "kazan-2021"), Edition(forum, 2, "kazan-2022"));
            db.AddRange(forum, edition, other);
            await db.SaveChangesAsync();
            var by = Actor.Installation("test");
            foreach (var (name, at, role) in new[] { ("owner", edition, Role.Owner), ("programme", edition, Role.Programme), ("participant", edition, Role.Participant), ("press", edition, Role.Press), ("other", other, Role.Owner) })
            {
                var account = await MakeAccount.Run(db, by, $"{name}@example.org", name, "en", default);
                account.PasswordHash = AccountPasswords.Hash(account, Password);
                await db.SaveChangesAsync();
                await GiveRole.Run(db, by, at.Id, account.Id, role);
            }
            var hall = await AddHall.Run(db, by, edition.Id, new() { Slug = "grand", Name = Text("Grand Hall") });
            var track = await AddTrack.Run(db, by, edition.Id, new("economy", Text("Economy")));
            await AddSessionType.Run(db, by, edition.Id, new("panel", Text("Panel")));
            await AddPerson.Run(db, by, edition.Id, new() { Guid = Guid.Empty, Number = 0, Name = Text("Amina Al-Kaabi").With("fa", "امینه الکعبی") });
            await AddPerson.Run(db, by, edition.Id, new() { Guid = Guid.Empty, Number = 0, Name = Text("Rustam Ganiev") });
            await AddSession.Run(db, by, edition.Id, new()
            {
                Guid = Guid.Empty, Number = 0, Title = Text("Opening"), Hall = hall.Guid, Start = new(2021, 7, 28, 10, 0), Minutes = 60, Url = "https://example.org/opening",
            });
            (Hall, Track) = (hall.Guid, track.Guid);
        });
        await _app.StartAsync();
    }

    static Edition Edition(Forum forum, int number, string slug)
    {
        var edition = new Edition(forum.Id, number, slug, Text("Kazan Forum"), new(2021, 7, 28), new(2021, 7, 29), "Europe/Moscow", ["en", "fa"]);
        edition.Announce(Instant.FromUtc(2021, 7, 1, 9, 0));
        return edition;
    }

    public static LocalizedText Text(string en) => LocalizedText.Of("en", en);

    public async Task Do(Func<AppDb, Task> what)
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync();
        await what(db);
    }

    public async Task<Session> Session(int number)
    {
        Session? found = null;
        await Do(async db => found = await db.Sessions.Include(s => s.People).AsNoTracking().SingleAsync(s => s.Number == number && db.Editions.Any(e => e.Id == s.EditionId && e.Slug == "kazan-2021")));
        return found!;
    }

    /// <summary>A browser of nobody.</summary>
    public Browser Stranger() => new(new Uri(_app.Urls.First()));

    /// <summary>The letter to the address, as it lies in the folder of letters; waits for the node to write it.</summary>
    public async Task<string> Letter(string address) =>
        await Soon.Is(async () => Directory.Exists(Path.Combine(_folder, "mail"))
            ? (await Task.WhenAll(Directory.GetFiles(Path.Combine(_folder, "mail"), "*.eml").Select(f => File.ReadAllTextAsync(f)))).FirstOrDefault(l => l.Contains(address, StringComparison.Ordinal)) ?? "" : "", l => l.Length > 0);

    /// <summary>Everything the desk can change, as one text, to see that nothing did.</summary>
    public async Task<string> Everything()
    {
        var all = "";
        await Do(async db =>
        {
            var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Slug == "kazan-2021");
            all = System.Text.Json.JsonSerializer.Serialize(await Draft.Load(db, edition), Json.Stored) + await db.Events.CountAsync(e => e.Edition == edition.Id.Value);
        });
        return all;
    }

    /// <summary>The browser of the account of this name; signed in once, because sign-ins of one address are throttled.</summary>
    public async Task<Browser> Browser(string name)
    {
        if (_browsers.TryGetValue(name, out var known)) return known;
        var browser = new Browser(new Uri(_app.Urls.First()));
        var page = await browser.Get("/en/account/sign-in");
        var answer = await browser.Post("/en/account/sign-in", page, ("email", $"{name}@example.org"), ("password", Password));
        Assert.Equal(302, answer.Status);
        return _browsers[name] = browser;
    }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>A token of the account of this name, made as its owner makes it.</summary>
    /// <param name="hasSecondFactor">Its owner had shown one.</param>
    public async Task<string> Token(string name, string edition = "kazan-2021", bool hasSecondFactor = false, params Permission[] permissions)
    {
        var secret = "";
        await Do(async db =>
        {
            var account = await db.Accounts.SingleAsync(a => a.Email == $"{name}@example.org");
            var actor = await ActorOf.Account(db, account, hasSecondFactor, default);
            (_, secret) = await MakeApiToken.Run(db, actor, (await db.Editions.SingleAsync(e => e.Slug == edition)).Id, $"token of {name}", permissions, null);
        });
        return secret;
    }

    /// <summary>Calls the API as a program does: without cookies.</summary>
    /// <param name="token">Null: without one.</param>
    public Task<ApiSaid> Program(string? token, string method, string at, string? body = null, params (string Name, string Value)[] headers) =>
        ApiSaid.Of(_program ??= new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address }, method, at, body, [.. token is null ? [] : new[] { ("Authorization", $"Bearer {token}") }, .. headers]);

    HttpClient? _program;

    public async ValueTask DisposeAsync()
    {
        _program?.Dispose();
        foreach (var browser in _browsers.Values) browser.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TemporaryFolder.Delete(_folder);
    }
}

/// <summary>What came back. <see cref="To"/> is where it sends the browser.</summary>
public sealed record Answer(int Status, string? To, string Body)
{
    /// <summary>The value of a hidden or text input on the page.</summary>
    public string Value(string name) =>
        WebUtility.HtmlDecode(Regex.Match(Body, $"""name="{Regex.Escape(name)}"[^>]*? value="([^"]*)"|value="([^"]*)"[^>]*? name="{Regex.Escape(name)}" """.TrimEnd()) is { Success: true } found
            ? found.Groups[1].Success ? found.Groups[1].Value : found.Groups[2].Value : "");
}

/// <summary>A browser without scripts: keeps cookies, follows nothing by itself, sends forms with the token of the page they stand on.</summary>
public sealed class Browser(Uri address) : IDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true })
    {
        BaseAddress = address, DefaultRequestHeaders = { { "User-Agent", "test" } },
    };

    public async Task<Answer> Get(string at, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(at, UriKind.Relative)) { Headers = { { "Accept", accept } } };
        return await Read(await _http.SendAsync(request));
    }

    public async Task<Answer> Post(string to, Answer from, params (string Name, string Value)[] fields) =>
        await Read(await Send(to,
            new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", from.Value("__RequestVerificationToken"))).Select(f => KeyValuePair.Create(f.Item1, f.Item2)))));

    /// <summary>The headers of an answer.</summary>
    public Task<HttpResponseMessage> Head(string at) => _http.SendAsync(new(HttpMethod.Head, new Uri(at, UriKind.Relative)));

    /// <summary>A stream of what happens, line by line.</summary>
    public async Task<StreamReader> Listen(string at) => new(await _http.GetStreamAsync(new Uri(at, UriKind.Relative)));

    public Task<Answer> Upload(string to, Answer from, byte[] content, string name, params (string Name, string Value)[] fields) => Upload(to, from, content, name, "Form.File", fields);

    public async Task<Answer> Upload(string to, Answer from, byte[] content, string name, string input, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(from.Value("__RequestVerificationToken")), "__RequestVerificationToken" }, { new ByteArrayContent(content), input, name } };
        foreach (var (field, value) in fields) form.Add(new StringContent(value), field);
        return await Read(await Send(to, form));
    }

    /// <summary>Calls the API as a page's own script does.</summary>
    /// <param name="headers">Beside the header of own pages; a header named here replaces it, an empty one takes it away.</param>
    public Task<ApiSaid> Call(string method, string at, string? body = null, params (string Name, string Value)[] headers) => ApiSaid.Of(_http, method, at, body, [("X-Majlis", "1"), .. headers]);

    async Task<HttpResponseMessage> Send(string to, HttpContent form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(to, UriKind.Relative)) { Content = form, Headers = { { "Accept", "text/html" } } };
        return await _http.SendAsync(request);
    }

    static async Task<Answer> Read(HttpResponseMessage answer) =>
        new((int)answer.StatusCode, answer.Headers.Location is { } to ? to.IsAbsoluteUri ? to.PathAndQuery : to.OriginalString : null, await answer.Content.ReadAsStringAsync());

    public void Dispose() => _http.Dispose();
}
