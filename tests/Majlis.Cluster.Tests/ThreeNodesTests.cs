using System.Diagnostics;
using System.Globalization;
using Majlis.Database;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Cluster.Tests;

public class ThreeNodesTests(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task When_the_node_that_drains_is_killed_no_event_and_no_job_is_lost_and_none_is_told_twice()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = await server.Fresh();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NodeProcess.Start(database.ConnectionString)));
        try
        {
            var outbox = await nodes[0].Ask("outbox", "outbox ");
            var victim = nodes.Single(n => n.Silo == outbox);
            var survivors = nodes.Where(n => n != victim).ToArray();

            foreach (var node in nodes) node.Tell("record 200");
            await survivors[0].Until(n => n.Heard.Count >= 150, cancellation);
            victim.Kill();
            var killed = Stopwatch.StartNew();
            var heardThen = survivors[0].Heard.Count;
            await survivors[0].Until(n => n.Heard.Count > heardThen + 20, cancellation);
            output.WriteLine($"drained on after {killed.ElapsedMilliseconds} ms");

            foreach (var node in survivors) await node.Until(n => n.Lines.Contains("recorded"), cancellation);
            await using var db = Open(database.ConnectionString);
            var events = await db.Events.CountAsync(cancellation);
            // The two that live recorded 200 each; the dead one what it managed.
            Assert.InRange(events, 401, 600);
            foreach (var node in survivors) await node.Until(n => n.Heard.Count >= events, cancellation);
            var places = Enumerable.Range(1, events).Select(n => (long)n).ToArray();
            foreach (var node in survivors) Assert.Equal(places, node.Heard);
            Assert.Equal(places, await db.Events.OrderBy(e => e.Position).Select(e => e.Position!.Value).ToArrayAsync(cancellation));

            // A job that the dead node had taken becomes free after its time.
            await survivors[0].Until(_ => Open(database.ConnectionString).Jobs.All(j => j.DoneAt != null), cancellation);
            var ordered = await db.Events.Select(e => e.Id.ToString()).ToListAsync(cancellation);
            Assert.Equal(events, await db.Jobs.CountAsync(cancellation));
            Assert.Equal(ordered.Order(), nodes.SelectMany(n => n.Lines).Where(l => l.StartsWith("did ", StringComparison.Ordinal)).Select(l => l[4..]).Distinct().Order());

            output.WriteLine($"memory of a node: {await survivors[0].Ask("memory", "memory ")} MB");
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    static PostgresAppDb Open(string connection) =>
        new(new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(connection, o => o.UseNodaTime()).Options, new FakeClock(default), new SilentBell());
}

/// <summary>This assembly, started again as a node.</summary>
sealed class NodeProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly List<string> _lines = [];

    NodeProcess(Process process) => _process = process;

    public string Silo { get; private set; } = "";

    public string[] Lines { get { lock (_lines) return [.. _lines]; } }

    /// <summary>Positions in the order of hearing.</summary>
    public IReadOnlyList<long> Heard =>
        [.. Lines.Where(l => l.StartsWith("heard ", StringComparison.Ordinal)).Select(l => long.Parse(l[6..], CultureInfo.InvariantCulture))];

    public static async Task<NodeProcess> Start(string postgres)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(NodeProcess).Assembly.Location, "--node", postgres])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var node = new NodeProcess(Process.Start(start)!);
        node._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) return;
            lock (node._lines) node._lines.Add(line.Data);
        };
        node._process.BeginOutputReadLine();
        node.Silo = await node.Answer("silo ");
        return node;
    }

    public void Tell(string command) => _process.StandardInput.WriteLine(command);

    public Task<string> Ask(string command, string answer)
    {
        Tell(command);
        return Answer(answer);
    }

    async Task<string> Answer(string start)
    {
        await Until(n => n.Lines.Any(l => l.StartsWith(start, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        return Lines.Last(l => l.StartsWith(start, StringComparison.Ordinal))[start.Length..];
    }

    public async Task Until(Func<NodeProcess, bool> condition, CancellationToken cancellation)
    {
        for (var waited = Stopwatch.StartNew(); !condition(this); await Task.Delay(20, cancellation))
            if (_process.HasExited || waited.Elapsed > TimeSpan.FromSeconds(60))
                Assert.Fail($"The node {(_process.HasExited ? "ended" : "did not come so far in a minute")}; its last words: {string.Join('\n', Lines.TakeLast(30))}");
    }

    /// <summary>As a power cut would: nothing is finished.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Tell("stop");
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
