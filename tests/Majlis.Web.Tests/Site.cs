using Majlis.Database;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Majlis.Web.Tests;

/// <summary>The whole site on a port of its own, with a database of its own that holds <see cref="Kazan"/>. One for all tests of a class: they only read.</summary>
public sealed class Site : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-web").FullName;
    WebApplication? _app;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _app = MajlisHost.Build([], new Storage(_folder, null), "http://127.0.0.1:0");
        await MajlisHost.Prepare(_app);
        await using (var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync())
            await Kazan.Seed(db, Instant.FromUtc(2021, 7, 20, 9, 0));
        await _app.StartAsync();
        Http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(_app.Urls.First()) };
    }

    /// <summary>The body of a page that must be there.</summary>
    public async Task<string> Read(string address)
    {
        using var answer = await Ask(address);
        Assert.True((int)answer.StatusCode == 200, $"{address} answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> Ask(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html");
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TemporaryFolder.Delete(_folder);
    }
}
