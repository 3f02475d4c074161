using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Threading.Channels;
using Majlis.Database;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Majlis.Web.Tests.Shell;

/// <summary>Three executables on one PostgreSQL.</summary>
public sealed class ThreeHostsTests(PostgresServer server, ITestOutputHelper output)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_shows_on_every_node_and_goes_on_showing_when_the_node_that_drains_is_killed()
    {
        await using var database = await server.Fresh();
        using var folder = new TemporaryFolder();
        var edition = await Seed(database.ConnectionString);
        List<RunningSite> nodes = [];
        try
        {
            // The first node drains: the outbox lives where it was first visited.
            for (var n = 1; n <= 3; n++)
            {
                nodes.Add(await RunningSite.Start("--data", folder.Name, "--postgres", database.ConnectionString));
                foreach (var node in nodes) await Until(node.Address, n);
            }
            foreach (var node in nodes) Assert.DoesNotContain("Silk Road", await Programme(node.Address), StringComparison.Ordinal);
            var heard = await Task.WhenAll(nodes.Select(n => Listen(n.Address)));

            await Change(database.ConnectionString, edition, "Silk Road", "3.0");
            foreach (var one in heard) Assert.Equal("3.0", await one.ReadAsync(Cancellation));
            foreach (var node in nodes) Assert.Contains("Silk Road", await Programme(node.Address), StringComparison.Ordinal);

            await nodes[0].DisposeAsync();
            nodes.RemoveAt(0);
            var killed = Stopwatch.StartNew();
            await Change(database.ConnectionString, edition, "Amber Road", "4.0");
            foreach (var one in heard[1..]) Assert.Equal("4.0", await one.ReadAsync(Cancellation));
            output.WriteLine($"told on after {killed.ElapsedMilliseconds} ms");
            foreach (var node in nodes) Assert.Contains("Amber Road", await Programme(node.Address), StringComparison.Ordinal);

            await using var db = Open(database.ConnectionString);
            var places = await db.Events.OrderBy(e => e.Position).Select(e => e.Position).ToListAsync(Cancellation);
            Assert.Equal(Enumerable.Range(1, places.Count).Select(n => (long?)n), places);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    /// <summary>As the command line opens it: without a bell, so that the nodes find what changed in their rounds.</summary>
    static PostgresAppDb Open(string connection) =>
        new(new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(connection, o => o.UseNodaTime()).Options,
            new NodaTime.Testing.FakeClock(Instant.FromUtc(2021, 7, 21, 9, 0)), new SilentBell());

    static async Task<Id<Edition>> Seed(string postgres)
    {
        await using var db = Open(postgres);
        await Kazan.Seed(db, Instant.FromUtc(2021, 7, 20, 9, 0));
        return await db.Editions.Where(e => e.Slug == Kazan.Slug).Select(e => e.Id).SingleAsync(Cancellation);
    }

    static async Task Change(string postgres, Id<Edition> edition, string title, string release)
    {
        await using var db = Open(postgres);
        var actor = Actor.Installation("test");
        // One after another: a hall that is taken twice is not released.
        var hour = 10 + await db.Sessions.CountAsync(s => s.EditionId == edition, Cancellation) % 12;
        var hall = await db.Halls.Where(h => h.EditionId == edition).Select(h => h.Guid).FirstAsync(Cancellation);
        await AddSession.Run(db, actor, edition, new SessionEntry
        {
            Guid = Id<Session>.New().Value,
            Number = 0,
            Hall = hall,
            Title = Kazan.Text(title),
            Start = new LocalDateTime(2021, 7, 28, hour, 0),
            Minutes = 60,
        }, Cancellation);
        await ReleaseProgramme.Run(db, actor, edition, release, LocalizedText.Empty, Cancellation);
    }

    /// <summary>The names of releases as the node tells them.</summary>
    static async Task<ChannelReader<string>> Listen(Uri address)
    {
        var heard = Channel.CreateUnbounded<string>();
        var http = new HttpClient();
        var stream = await http.GetStreamAsync(new Uri(address, $"{Kazan.Slug}/live"), Cancellation);
        var greeted = new TaskCompletionSource();
        _ = Task.Run(async () =>
        {
            using (http)
                try
                {
                    await foreach (var item in SseParser.Create(stream).EnumerateAsync(Cancellation))
                        if (item.EventType == "Listening") greeted.TrySetResult();
                        else if (item.EventType == nameof(ProgrammeReleased))
                            heard.Writer.TryWrite(JsonDocument.Parse(item.Data).RootElement.GetProperty("name").GetString()!);
                }
                catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
                {
                    heard.Writer.TryComplete();
                }
        }, Cancellation);
        await greeted.Task.WaitAsync(Cancellation);
        return heard.Reader;
    }

    static async Task<string> Programme(Uri address)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(address, $"en/{Kazan.Slug}/programme"), Cancellation);
    }

    static async Task Until(Uri address, int nodes)
    {
        using var http = new HttpClient();
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100, Cancellation))
            try
            {
                if ((await http.GetFromJsonAsync<JsonElement>(new Uri(address, "readyz"), Cancellation)).GetProperty("nodes").GetInt32() == nodes) return;
            }
            catch (HttpRequestException) when (waited.Elapsed < TimeSpan.FromSeconds(60))
            {
            }
    }
}
