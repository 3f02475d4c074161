using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Majlis.Bench;

static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A program called to its end.</summary>
static class Shell
{
    public static async Task<(TimeSpan Wall, string Output)> Run(string program, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var wall = watch.Elapsed;
        return process.ExitCode == 0 ? (wall, output) : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
    }

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(folder => File.Exists(Path.Combine(folder, program)));
}

/// <summary>A server of ours or of others on a free port of the loopback, ended by its id.</summary>
sealed class Server : IAsyncDisposable
{
    readonly Process _process;

    Server(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>As <c>ps</c> shows it: with the program files that are mapped.</summary>
    public long ResidentBytes => Memory("Rss:");

    /// <summary>What nobody else could share: without the program files as they are on disk.</summary>
    public long OwnBytes => Memory("Private_Dirty:");

    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    long Memory(string line) => File.ReadLines($"/proc/{Id}/smaps_rollup").Where(l => l.StartsWith(line, StringComparison.Ordinal))
        .Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);

    /// <summary>Starts it and waits until the page answers 200. The time is from the start of the process to the end of that answer.</summary>
    public static async Task<(Server Server, TimeSpan First)> Start(Func<int, ProcessStartInfo> how, string page)
    {
        var port = Ports.Free();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        var start = how(port);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
        _ = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(address, page));
                if (answer.IsSuccessStatusCode) return (new(process, address), watch.Elapsed);
                if (watch.Elapsed > TimeSpan.FromSeconds(60)) throw new InvalidOperationException($"{page} answers {(int)answer.StatusCode}");
            }
            catch (HttpRequestException) when (watch.Elapsed < TimeSpan.FromSeconds(60) && !process.HasExited)
            {
            }
            if (process.HasExited) throw new InvalidOperationException($"{start.FileName} ended: {await error}");
            await Task.Delay(5);
        }
    }

    static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Disposed: it has ended.
        }
    }

    public async ValueTask DisposeAsync()
    {
        End(_process);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>nginx with a worker a core and a file, tuned as its manual says for static files.</summary>
static class Nginx
{
    public static ProcessStartInfo Serving(string folder, int port, string encoding)
    {
        var header = encoding.Length == 0 ? "" : $"add_header Content-Encoding {encoding};";
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            {{(Environment.IsPrivilegedProcess ? "user root;" : "")}} daemon off; worker_processes auto; pid {{folder}}/nginx.pid; error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type text/html; open_file_cache max=100;
              client_body_temp_path {{folder}}/t1; proxy_temp_path {{folder}}/t2; fastcgi_temp_path {{folder}}/t3; uwsgi_temp_path {{folder}}/t4; scgi_temp_path {{folder}}/t5;
              server { listen 127.0.0.1:{{port}}; root {{folder}}/www; {{header}} }
            }
            """);
        return new("nginx", ["-p", folder, "-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]);
    }
}

/// <param name="RequestsPerSecond">Answered.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="NotModified">Answers with 304 among all.</param>
/// <param name="Failed">Answers of 400 and above and broken connections.</param>
sealed record Load(double RequestsPerSecond, double P99, long Requests, long NotModified, long Failed);

/// <summary>wrk: one thread, 32 connections.</summary>
static class Wrk
{
    const string Report = """
        local threads = {}
        function setup(thread) table.insert(threads, thread) end
        function init(args) n = 0; notmodified = 0 end
        function done(summary, latency)
          local same = 0
          for _, t in ipairs(threads) do same = same + (t:get("notmodified") or 0) end
          local e = summary.errors
          io.write(string.format("MAJLIS %d %d %f %d %d\n", summary.requests, summary.duration, latency:percentile(99) / 1000, same, e.connect + e.read + e.write + e.status + e.timeout))
        end

        """;

    /// <param name="script">Lua: a function <c>request</c> or <c>response</c> of one's own.</param>
    public static async Task<Load> Run(Uri page, string encoding, int seconds = 5, string script = "")
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Report + script);
            List<string> arguments = ["-t1", "-c32", $"-d{seconds}s", "-s", file];
            if (encoding.Length > 0) arguments.AddRange(["-H", $"Accept-Encoding: {encoding}"]);
            var (_, output) = await Shell.Run("wrk", [.. arguments, page.AbsoluteUri]);
            var line = output.Split('\n').First(l => l.StartsWith("MAJLIS ", StringComparison.Ordinal)).Split(' ');
            double Field(int i) => double.Parse(line[i], CultureInfo.InvariantCulture);
            return new(Field(1) / (Field(2) / 1e6), Field(3), (long)Field(1), (long)Field(4), (long)Field(5));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
