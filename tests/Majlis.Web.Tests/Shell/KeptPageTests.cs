using System.Net;
using System.Net.Http.Headers;
using Majlis.Database;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Tests;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Majlis.Web.Tests.Shell;

/// <summary>Pages that are kept for all readers: whether one was made anew is told by a mark put into what it is made from.</summary>
public sealed class KeptPageTests : IAsyncLifetime
{
    const string Home = $"/en/{Kazan.Slug}";

    readonly string _folder = Directory.CreateTempSubdirectory("majlis-kept").FullName;
    WebApplication _app = null!;
    HttpClient _http = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var heard = new Heard();
        _app = MajlisHost.Build([], new Storage(_folder, null), "http://127.0.0.1:0", services => services.AddSingleton<INodeListener>(heard));
        await MajlisHost.Prepare(_app);
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation);
        await Kazan.Seed(db, Instant.FromUtc(2021, 7, 20, 9, 0));
        await _app.StartAsync(Cancellation);
        // The node hears of these events after it has started, and each would empty what a test has just had kept.
        var happened = await db.Events.CountAsync(Cancellation);
        await Soon.Is(() => Task.FromResult(heard.Count), count => count >= happened);
        _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(_app.Urls.First()) };
    }

    sealed class Heard : INodeListener
    {
        int _count;

        public int Count => Volatile.Read(ref _count);

        public Task Hear(EventRow happened, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _count);
            return Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        TemporaryFolder.Delete(_folder);
    }

    async Task<HttpResponseMessage> Ask(string address, Action<HttpRequestMessage>? also = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        also?.Invoke(request);
        return await _http.SendAsync(request, Cancellation);
    }

    async Task<string> Read(string address) => await _http.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation);

    /// <summary>Changes the edition's city behind the back of every event.</summary>
    async Task Mark(string city)
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation);
        var edition = await db.Editions.SingleAsync(e => e.Slug == Kazan.Slug, Cancellation);
        edition.Describe(edition.Title, edition.Subtitle, LocalizedText.Of("en", city), edition.Venue);
        await db.SaveChangesAsync(Cancellation);
        _app.Services.GetRequiredService<EditionShelf>().Forget();
    }

    [Fact]
    public async Task A_page_is_kept_until_an_event_of_an_edition()
    {
        await Read(Home);
        await Mark("Atlantis");
        Assert.DoesNotContain("Atlantis", await Read(Home), StringComparison.Ordinal);

        await using (var db = await _app.Services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(Cancellation))
        {
            db.Record(Actor.Installation("test"), new EditionChanged((await db.Editions.SingleAsync(e => e.Slug == Kazan.Slug, Cancellation)).Id.Value, "changed", Guid.Empty));
            await db.SaveChangesAsync(Cancellation);
        }
        Assert.Contains("Atlantis", await Soon.Is(() => Read(Home), page => page.Contains("Atlantis", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?cal=solar")]
    [InlineData("?q=x")]
    [InlineData("?cal=solar&day=all")]
    public async Task Filters_tell_pages_apart_and_unknown_words_do_not(string query)
    {
        await Read(Home);
        await Mark("Atlantis");

        Assert.Contains("Atlantis", await Read(Home + query), StringComparison.Ordinal);
        Assert.DoesNotContain("Atlantis", await Read(Home + "?utm=news"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_page_is_told_that_it_is_the_same()
    {
        foreach (var path in new[] { Home, $"/en/{Kazan.Slug}/schedule.xml" })
            for (var round = 0; round < 2; round++)
            {
                using var whole = await Ask(path);
                var tag = whole.Headers.ETag!;
                Assert.Equal(HttpStatusCode.OK, whole.StatusCode);

                using var again = await Ask(path, r => r.Headers.IfNoneMatch.Add(tag));
                Assert.Equal((HttpStatusCode.NotModified, tag, 0), (again.StatusCode, again.Headers.ETag, (await again.Content.ReadAsByteArrayAsync(Cancellation)).Length));
                Assert.Contains("default-src 'none'", Assert.Single(again.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

                using var other = await Ask(path, r => r.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\"")));
                Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            }
    }

    [Fact]
    public async Task Each_encoding_is_kept_for_itself_and_named_in_Vary()
    {
        for (var round = 0; round < 2; round++)
            foreach (var encoding in new[] { "", "gzip", "br" })
            {
                using var answer = await Ask(Home, r => r.Headers.TryAddWithoutValidation("Accept-Encoding", encoding));
                Assert.Equal(encoding, string.Join(' ', answer.Content.Headers.ContentEncoding));
                Assert.Contains("Accept-Encoding", answer.Headers.Vary);
                Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
                Assert.Equal((await answer.Content.ReadAsByteArrayAsync(Cancellation)).Length, answer.Content.Headers.ContentLength);
            }
        using var refused = await Ask(Home, r => r.Headers.TryAddWithoutValidation("Accept-Encoding", "br;q=0, gzip;q=0"));
        Assert.Empty(refused.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_head_of_a_page_is_the_pages()
    {
        using var whole = await Ask(Home);
        using var head = await Ask(Home, method: HttpMethod.Head);

        Assert.Equal((HttpStatusCode.OK, whole.Content.Headers.ContentLength, whole.Headers.ETag), (head.StatusCode, head.Content.Headers.ContentLength, head.Headers.ETag));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_not_there_is_not_kept()
    {
        using (var missing = await Ask("/en/kazan-2022")) Assert.Equal((HttpStatusCode.NotFound, null), (missing.StatusCode, missing.Headers.ETag));
        using (var posted = await Ask(Home, method: HttpMethod.Post)) Assert.NotEqual(HttpStatusCode.OK, posted.StatusCode);
        using var sign = await Ask("/en/account/sign-in");
        Assert.Null(sign.Headers.ETag);
    }

    [Fact]
    public async Task Many_who_ask_for_a_page_at_once_get_the_same_one()
    {
        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Read($"{Home}/programme?day=all")));

        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task Words_that_no_page_reads_make_no_page_of_their_own()
    {
        await Read(Home);
        var pages = _app.Services.GetRequiredService<KeptPages>();
        var before = pages.Holds;
        for (var n = 0; n < 50; n++)
        {
            await Read($"{Home}?utm={n}&fbclid=x{n}");
            using var search = await Ask($"{Home}/programme?q=word{n}");
            using var missing = await Ask($"{Home}/made-up-{n}");
        }
        Assert.Equal(before, pages.Holds);
    }
}
