using System.Diagnostics;
using System.Globalization;
using System.Net;
using Npgsql;

namespace Majlis.Bench;

/// <summary>The public programme of an edition of a thousand sessions, from the published executable, beside nginx with the same bytes in a file.</summary>
sealed class ProgrammeBench : IAsyncDisposable
{
    const string Name = "programme";
    const string Edition = "kazan-2021";
    const string Programme = $"en/{Edition}/programme";
    /// <summary>Eleven times the demonstration: a little over 1,000 sessions.</summary>
    const string Scale = "11";
    const int Samples = 3;
    /// <summary>Of a process that starts: what else the machine does only ever makes it slower, so the best is the truest.</summary>
    const int Starts = 5;
    const int Releases = 7;

    readonly string _folder = Directory.CreateTempSubdirectory("majlis-bench-").FullName;
    readonly string _root = RepositoryRoot();

    string Executable => Path.Combine(_root, "artifacts", "majlis", "majlis");

    string Data => Path.Combine(_folder, "data");

    public async IAsyncEnumerable<Figure> Run()
    {
        if (!File.Exists(Executable)) throw new InvalidOperationException("Nothing is published: dotnet dev.cs publish");
        Say($"an edition of 1,000 sessions in {_folder}");
        await Shell.Run(Executable, "demo", "--scale", Scale, "--data", Data);
        await foreach (var figure in FirstPage()) yield return figure;
        var (site, _) = await Serve("--data", Data);
        await using (site)
        {
            foreach (var page in new[] { Programme, $"{Programme}?day=all" })
                await foreach (var figure in Cached(site, page)) yield return figure;
            await foreach (var figure in Uncached(site, "SQLite")) yield return figure;
            foreach (var feed in new[] { "schedule.xml", "programme.ics" })
                await foreach (var figure in Feed(site, feed)) yield return figure;
            await Requests(site, 10_000);
            yield return new(Name, "resident memory after 10,000 requests and the loads above", site.ResidentBytes / 1e6, "MB");
            foreach (var language in new[] { "en", "ru", "ar", "fa", "tr", "fr" })
                if (await FirstLoad.Bytes(new(site.Address, $"{language}/{Edition}/programme"), language) is { } bytes)
                    yield return new(Name, $"first load of the programme page, {language}, over the wire", bytes / 1000, "kB");
        }
        (site, _) = await Serve("--data", Data);
        await using (site)
        {
            await Requests(site, 10_000);
            yield return new(Name, "resident memory after 10,000 requests", site.ResidentBytes / 1e6, "MB");
            yield return new(Name, "memory after 10,000 requests that is the process's own (private, dirty)", site.OwnBytes / 1e6, "MB");
        }
        await foreach (var figure in Exchange()) yield return figure;
        if (Environment.GetEnvironmentVariable("MAJLIS_TEST_POSTGRES") is { Length: > 0 } server)
            await foreach (var figure in OnPostgres(server)) yield return figure;
        else Say("no PostgreSQL: its cases are left out");
    }

    async IAsyncEnumerable<Figure> FirstPage()
    {
        List<double> times = [], processor = [];
        for (var i = 0; i < Starts; i++)
        {
            var (site, first) = await Serve("--data", Data);
            processor.Add(site.ProcessorTime.TotalSeconds);
            await site.DisposeAsync();
            times.Add(first.TotalSeconds);
        }
        yield return new(Name, "first programme page after start, best of 5", times.Min(), "s");
        yield return new(Name, "first programme page after start, median of 5", times.Median(), "s");
        yield return new(Name, "first programme page after start: processor time", processor.Min(), "s");
    }

    /// <summary>The page as the cache gives it, and nginx giving the same bytes from a file, in turns.</summary>
    async IAsyncEnumerable<Figure> Cached(Server site, string page)
    {
        foreach (var encoding in new[] { "", "br" })
        {
            var body = await Fetch(new(site.Address, page), encoding);
            var folder = Path.Combine(_folder, $"nginx-{Guid.CreateVersion7():N}");
            Directory.CreateDirectory(Path.Combine(folder, "www"));
            await File.WriteAllBytesAsync(Path.Combine(folder, "www", "page.html"), body);
            Say($"{page}, {(encoding.Length == 0 ? "identity" : encoding)}, {body.Length:#,0} bytes");
            if (!Shell.Has("nginx") || !Shell.Has("wrk"))
            {
                Say("nginx or wrk is missing: apt-get install nginx-light wrk");
                yield break;
            }
            var (nginx, _) = await Server.Start(port => Nginx.Serving(folder, port, encoding), "page.html");
            await using (nginx)
            {
                List<Load> ours = [], theirs = [];
                for (var i = 0; i < Samples; i++)
                {
                    ours.Add(Whole(await Wrk.Run(new(site.Address, page), encoding)));
                    theirs.Add(Whole(await Wrk.Run(new(nginx.Address, "page.html"), encoding)));
                }
                var what = string.Create(CultureInfo.InvariantCulture, $"{(page == Programme ? "programme page" : "programme of all days")}, cached, {(encoding.Length == 0 ? "identity" : encoding)}, {body.Length / 1000.0:0.#} kB");
                yield return new(Name, what, ours.Select(l => l.RequestsPerSecond).Median(), "req/s", "nginx", theirs.Select(l => l.RequestsPerSecond).Median());
                yield return new(Name, $"{what}: p99", ours.Select(l => l.P99).Median(), "ms", "nginx", theirs.Select(l => l.P99).Median());
            }
        }
    }

    /// <summary>Each request asks with a number of its own, which the cache tells apart and the page does not look at.</summary>
    static async IAsyncEnumerable<Figure> Uncached(Server site, string database)
    {
        const string Script = """
            local n = math.floor(os.time() % 100000) * 10000
            function request() n = n + 1; return wrk.format("GET", wrk.path .. "?s=" .. n) end
            """;
        Say($"uncached on {database}");
        await Wrk.Run(new(site.Address, Programme), "", 2, Script);
        List<Load> loads = [];
        List<double> allocated = [];
        for (var i = 0; i < Samples; i++)
        {
            using var allocations = new Allocations(site.Id);
            // The counter speaks once a second: one silent second on either side loses nothing.
            await Task.Delay(1500);
            var before = allocations.Bytes;
            var load = Whole(await Wrk.Run(new(site.Address, Programme), "", 5, Script));
            await Task.Delay(1500);
            loads.Add(load);
            allocated.Add((allocations.Bytes - before) / (double)load.Requests);
        }
        yield return new(Name, $"programme page, uncached, {database}", loads.Select(l => l.RequestsPerSecond).Median(), "req/s");
        yield return new(Name, $"programme page, uncached, {database}: p99", loads.Select(l => l.P99).Median(), "ms");
        yield return new(Name, $"programme page, uncached, {database}: allocated a request", allocated.Median() / 1000, "kB");
    }

    /// <summary>Four readers of five already have it and ask whether it changed, as clients of calendars do.</summary>
    static async IAsyncEnumerable<Figure> Feed(Server site, string feed)
    {
        var page = new Uri(site.Address, $"en/{Edition}/{feed}");
        using var http = new HttpClient();
        using var answer = await http.GetAsync(page);
        if (answer.StatusCode != HttpStatusCode.OK || answer.Headers.ETag is not { } tag)
        {
            Say($"{page} answers {(int)answer.StatusCode}, tag {answer.Headers.ETag}");
            yield break;
        }
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        Say($"{feed}, {bytes:#,0} bytes");
        var script = $$"""
            local n = 0
            function request()
              n = n + 1
              if n % 5 == 0 then return wrk.format("GET") end
              return wrk.format("GET", nil, { ["If-None-Match"] = '{{tag}}' })
            end
            function response(status) if status == 304 then notmodified = notmodified + 1 end end
            """;
        List<Load> loads = [];
        for (var i = 0; i < Samples; i++) loads.Add(Whole(await Wrk.Run(page, "", 5, script)));
        var what = string.Create(CultureInfo.InvariantCulture, $"{feed}, {bytes / 1000.0:0} kB, four of five with If-None-Match");
        yield return new(Name, what, loads.Select(l => l.RequestsPerSecond).Median(), "req/s");
        yield return new(Name, $"{what}: answered 304", loads.Select(l => 100.0 * l.NotModified / l.Requests).Median(), "%");
    }

    /// <summary>The whole process, from the shell's call to its end; beside the least that a process of ours takes.</summary>
    async IAsyncEnumerable<Figure> Exchange()
    {
        var file = Path.Combine(_root, "..", "shared", "data", "schedules", "fosdem-2026.xml");
        var source = "FOSDEM 2026";
        if (!File.Exists(file))
        {
            file = Path.Combine(_folder, "schedule.xml");
            source = "the 1,000 sessions";
            await Shell.Run(Executable, "export", "programme", "--edition", Edition, "--format", "schedule.xml", "--data", Data, "--out", file);
        }
        List<double> import = [], export = [], nothing = [], floor = [];
        for (var i = 0; i < Starts; i++)
        {
            var data = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"import-{i}"));
            import.Add((await Shell.Run(Executable, "import", "programme", file, "--edition", "fosdem-2026", "--release", "1.0", "--accept", "as it was held", "--data", data)).Wall.TotalSeconds);
            export.Add((await Shell.Run(Executable, "export", "programme", "--edition", "fosdem-2026", "--format", "schedule.xml", "--data", data, "--out", Path.Combine(_folder, "out.xml"))).Wall.TotalSeconds);
            nothing.Add((await Shell.Run(Executable, "--version")).Wall.TotalSeconds);
            if (Shell.Has("xmllint")) floor.Add((await Shell.Run("xmllint", "--noout", "--nonet", file)).Wall.TotalSeconds);
        }
        var (peer, value) = floor.Count > 0 ? ("xmllint --noout", floor.Min()) : ("", default(double?));
        yield return new(Name, $"import and release {source}, the whole process into a new database, best of 5", import.Min(), "s", peer, value);
        yield return new(Name, $"import and release {source}, median of 5", import.Median(), "s");
        yield return new(Name, $"export {source} to schedule.xml, the whole process, best of 5", export.Min(), "s", peer, value);
        yield return new(Name, $"export {source} to schedule.xml, median of 5", export.Median(), "s");
        yield return new(Name, "a process of ours that does nothing (--version)", nothing.Min(), "s");
    }

    async IAsyncEnumerable<Figure> OnPostgres(string server)
    {
        var database = $"bench_{Guid.CreateVersion7():N}";
        await using (var source = NpgsqlDataSource.Create(server))
        await using (var create = source.CreateCommand($"CREATE DATABASE {database}")) await create.ExecuteNonQueryAsync();
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
        string[] Storage(int node) => ["--postgres", connection, "--data", Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"node-{node}"))];
        await Shell.Run(Executable, ["demo", "--scale", Scale, .. Storage(0)]);
        var (site, _) = await Serve(Storage(0));
        await using (site)
            await foreach (var figure in Uncached(site, "PostgreSQL")) yield return figure;

        List<Server> nodes = [];
        try
        {
            for (var node = 0; node < 3; node++) nodes.Add((await Serve(Storage(node))).Server);
            Say("three nodes on one PostgreSQL");
            var desk = await Desk.SignIn(Executable, Storage(0), nodes[0].Address);
            foreach (var (from, release) in new (string, Func<string, Task<double>>)[]
                     {
                         ("the command line", mark => ByCommandLine(mark, connection, Storage(0))), ("the desk", mark => desk.Release(Edition, mark)),
                     })
            {
                List<double> last = [];
                for (var i = 0; i < Releases; i++) last.Add(await Release(nodes, Storage(0), i, release));
                yield return new(Name, $"from the commit of a release from {from} to the new page on every one of 3 nodes, median of {Releases}", last.Median(), "s");
                yield return new(Name, $"from the commit of a release from {from} to the new page on every one of 3 nodes, worst of {Releases}", last.Max(), "s");
            }
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    /// <summary>Changes a title, releases, and asks every node until it shows it.</summary>
    /// <param name="release">Makes a release of this name and returns when it was committed.</param>
    async Task<double> Release(List<Server> nodes, string[] storage, int round, Func<string, Task<double>> release)
    {
        var file = Path.Combine(_folder, "release.xml");
        await Shell.Run(Executable, ["export", "programme", "--edition", Edition, "--format", "schedule.xml", "--draft", "--out", file, .. storage]);
        var mark = string.Create(CultureInfo.InvariantCulture, $"Bench {round} {Guid.CreateVersion7():N}");
        var text = await File.ReadAllTextAsync(file);
        var from = text.IndexOf("<title>", text.IndexOf("<event", StringComparison.Ordinal), StringComparison.Ordinal) + "<title>".Length;
        await File.WriteAllTextAsync(file, text[..from] + mark + text[text.IndexOf("</title>", from, StringComparison.Ordinal)..]);
        await Shell.Run(Executable, ["import", "programme", file, "--edition", Edition, .. storage]);
        var page = $"{Programme}?day=all";
        using var http = new HttpClient();
        foreach (var node in nodes) await http.GetStringAsync(new Uri(node.Address, page));
        var seen = nodes.Select(node => Task.Run(async () =>
        {
            var patience = Stopwatch.StartNew();
            while (patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                if ((await http.GetStringAsync(new Uri(node.Address, page))).Contains(mark, StringComparison.Ordinal)) return Now();
                await Task.Delay(20);
            }
            throw new InvalidOperationException($"{node.Address} does not show the release.");
        })).ToList();
        var committed = await release(mark);
        return (await Task.WhenAll(seen)).Max() - committed;
    }

    /// <summary>A change of nothing is imported again, and released. The moment is the one at which the database tells of the commit.</summary>
    async Task<double> ByCommandLine(string mark, string connection, string[] storage)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var hears = await source.OpenConnectionAsync();
        var committed = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        hears.Notification += (_, _) => committed.TrySetResult(Now());
        await using (var listen = new NpgsqlCommand("LISTEN majlis_commits", hears)) await listen.ExecuteNonQueryAsync();
        var calling = Shell.Run(Executable, ["import", "programme", Path.Combine(_folder, "release.xml"), "--edition", Edition, "--release", mark, "--accept", "as it was held", .. storage]);
        while (!committed.Task.IsCompleted) await hears.WaitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        await calling;
        return await committed.Task;
    }

    /// <summary>Seconds since 1970 by the clock that the nodes have, too.</summary>
    public static double Now() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    async Task<(Server Server, TimeSpan First)> Serve(params string[] storage) => await Server.Start(port =>
        new(Executable, ["serve", "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"), .. storage]), Programme);

    static async Task<byte[]> Fetch(Uri page, string encoding)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        if (encoding.Length > 0) request.Headers.AcceptEncoding.Add(new(encoding));
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }

    /// <summary>Pages as people read them: many addresses, most of them again and again.</summary>
    static async Task Requests(Server site, int count)
    {
        using var http = new HttpClient();
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            while (Interlocked.Increment(ref done) is var n && n <= count)
            {
                var language = (n % 3) switch { 0 => "fa", 1 => "en", _ => "ru" };
                var page = (n % 4) switch { 0 => "", 1 => "/programme", 2 => $"/programme/session/{n % 900 + 1}", _ => $"/programme?q={n % 200}" };
                using var answer = await http.GetAsync(new Uri(site.Address, $"{language}/{Edition}{page}"));
                await answer.Content.CopyToAsync(Stream.Null);
            }
        }));
    }

    static Load Whole(Load load) => load.Failed == 0 ? load : throw new InvalidOperationException($"{load.Failed} of {load.Requests} requests failed.");

    static void Say(string what) => Console.Error.WriteLine(what);

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Majlis.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
