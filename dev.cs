#!/usr/bin/env dotnet
#:property PublishAot=false
#:property NoWarn=$(NoWarn);CA1303;CA1852
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Xml.Linq;

// The developer's command: `dotnet dev.cs VERB`. It needs the .NET SDK and Node, and no project of its own.
Environment.SetEnvironmentVariable("DOTNET_CLI_TELEMETRY_OPTOUT", "1");
Environment.SetEnvironmentVariable("DOTNET_NOLOGO", "1");
Environment.CurrentDirectory = Root.Folder;
try
{
    return args switch
    {
        ["run", .. var rest] => Run.Site(rest),
        ["test", .. var rest] => Tests.All(rest),
        ["check"] => Check.All(),
        ["bench", var name, .. var rest] => Bench.Run(name, rest),
        ["migration", var name] => Migration.Add(name),
        ["majlis", .. var rest] => Host.Call(rest),
        ["publish", .. var rest] => Publish.Folder(rest),
        ["pictures"] => Tests.Pictures(),
        _ => Usage(),
    };
}
catch (Trouble trouble)
{
    Console.Error.WriteLine(trouble.Message);
    return 1;
}

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet dev.cs run [--urls URL]                      the site with the demonstration edition on http://localhost:5080
        dotnet dev.cs test [--filter NAME] [--no-browser]   every test, on SQLite and PostgreSQL and in a browser
        dotnet dev.cs check                                 layout of the source, and a build without warnings
        dotnet dev.cs bench NAME                            a benchmark with its peers: programme, meetings, delegations, accreditation
        dotnet dev.cs migration NAME                        a migration for both databases
        dotnet dev.cs majlis ARGS                           the executable, from source
        dotnet dev.cs publish [RID]                         a self-contained folder, artifacts/majlis
        dotnet dev.cs pictures                              the pictures of the README, anew
        """);
    return 2;
}

/// <summary>Something the developer can mend, told in one line.</summary>
sealed class Trouble(string message) : Exception(message);

static class Root
{
    public static readonly string Folder = Find();

    static string Find([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}

/// <summary>Programs that this one calls.</summary>
static class Tool
{
    /// <summary>Calls and waits; what it prints goes where ours goes. Ctrl-C reaches both, and the program called decides when to end.</summary>
    public static int Call(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(program, arguments, environment);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            if (OperatingSystem.IsWindows()) process.Kill();
            else Ask("kill", process.Id.ToString(CultureInfo.InvariantCulture));
        });
        process.WaitForExit();
        return process.ExitCode;
    }

    static Process Start(string program, IEnumerable<string> arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new Trouble($"{program} is not installed or not on the PATH.");
        }
    }

    /// <summary>Calls and waits in silence; what it printed is shown when it fails.</summary>
    public static void Quietly(string program, params string[] arguments)
    {
        var (code, text) = Ask(program, arguments);
        if (code == 0) return;
        Console.Error.WriteLine(text);
        throw new Trouble($"{program} {string.Join(' ', arguments.Take(3))} ended with {code}.");
    }

    /// <summary>Code 127 when there is no such program.</summary>
    public static (int Code, string Text) Ask(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, text + error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, "");
        }
    }

    public static bool IsThere(string program) => Path(program) is not null;

    public static string? Path(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { System.IO.Path.Combine(folder, program), System.IO.Path.Combine(folder, program + ".exe"), System.IO.Path.Combine(folder, program + ".cmd") })
            .FirstOrDefault(File.Exists);
}

static class Build
{
    const int OldestNode = 20;

    /// <summary>What the build needs beside the SDK, told before it fails for the lack of it.</summary>
    public static void NeedsNode()
    {
        var (code, text) = Tool.Ask("node", "--version");
        if (code != 0) throw new Trouble($"Node is missing: install Node {OldestNode} or newer with npm (https://nodejs.org). It is used by the build only.");
        if (!int.TryParse(text.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var major) || major < OldestNode)
            throw new Trouble($"Node {text.Trim()} is too old: {OldestNode} or newer is needed.");
        if (!Tool.IsThere("npm")) throw new Trouble("npm is missing: it comes with Node or, on Debian and Ubuntu, as the package npm.");
    }

    public static void Project(string path)
    {
        NeedsNode();
        if (Tool.Call("dotnet", ["build", path, "-v", "quiet", "--nologo", "-m:2", "-clp:NoSummary"]) != 0) throw new Trouble("The build failed.");
    }
}

/// <summary>The executable, run from source.</summary>
static class Host
{
    const string Project = "src/Majlis.Web";
    const string Program = "src/Majlis.Web/bin/Debug/net10.0/Majlis.Web.dll";

    public static void Make()
    {
        if (!File.Exists(Program)) Console.Error.WriteLine("Building Majlis. The first time it also fetches its packages, which takes a minute or two.");
        Build.Project(Project);
    }

    public static int Call(string[] arguments)
    {
        Make();
        return Tool.Call("dotnet", [Program, .. arguments]);
    }

    public static int CallMade(params string[] arguments) => Tool.Call("dotnet", [Program, .. arguments]);
}

static class Run
{
    public static int Site(string[] options)
    {
        var urls = options switch
        {
            [] => "http://localhost:5080",
            ["--urls", var given] => given,
            [var given] when given.StartsWith("--urls=", StringComparison.Ordinal) => given["--urls=".Length..],
            _ => throw new Trouble("dotnet dev.cs run [--urls http://localhost:PORT]"),
        };
        foreach (var url in urls.Split(';'))
        {
            if (!Uri.TryCreate(url.Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal), UriKind.Absolute, out var address))
                throw new Trouble($"{url} is no address; one is http://localhost:5080.");
            if (IsTaken(address.Port))
                throw new Trouble($"Port {address.Port} is taken. Choose another: dotnet dev.cs run --urls http://localhost:{address.Port + 1}");
        }
        Host.Make();
        var data = Path.Combine(Root.Folder, "data-dev");
        var code = Host.CallMade("demo", "--if-empty", "--data", data);
        return code != 0 ? code : Host.CallMade("serve", "--urls", urls, "--data", data);
    }

    static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return true;
        }
    }
}

static class Check
{
    public static int All()
    {
        var layout = Tool.Call("dotnet", ["format", "whitespace", ".", "--folder", "--verify-no-changes", "--exclude", "artifacts", "--exclude", "**/Migrations/**"]);
        Build.Project("Majlis.slnx");
        return layout;
    }
}

static class Migration
{
    public static int Add(string name)
    {
        Tool.Quietly("dotnet", "tool", "restore");
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            var code = Tool.Call("dotnet", ["ef", "migrations", "add", name, "--project", "src/Majlis.Database", "--context", $"{database}AppDb", "--output-dir", $"Migrations/{database}"]);
            if (code != 0) return code;
        }
        return 0;
    }
}

static class Publish
{
    public static int Folder(string[] arguments)
    {
        Build.NeedsNode();
        var machine = arguments is [var given] ? given : RuntimeInformation.RuntimeIdentifier;
        var folder = Path.Combine(Root.Folder, "artifacts", "majlis");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var models = Models();
        if (Tool.Call("dotnet", ["publish", "src/Majlis.Web", "-c", "Release", "-r", machine, "--self-contained", "-o", folder, "-p:PublishReadyToRun=true", $"-p:CompiledModels={models}", "-v", "quiet", "--nologo"]) != 0)
            throw new Trouble("Publishing failed.");
        // The program knows its assembly by name, so the file may be called what people type.
        var ending = machine.StartsWith("win", StringComparison.Ordinal) ? ".exe" : "";
        File.Move(Path.Combine(folder, "Majlis.Web" + ending), Path.Combine(folder, "majlis" + ending));
        Console.WriteLine(Path.GetRelativePath(Root.Folder, Path.Combine(folder, "majlis" + ending)));
        return 0;
    }

    /// <summary>The database's model as code and its migrations as one script, for both databases, from the source as it is now.</summary>
    static string Models()
    {
        var folder = Path.Combine(Root.Folder, "artifacts", "models");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Tool.Quietly("dotnet", "tool", "restore");
        Tool.Quietly("dotnet", "build", "src/Majlis.Database", "-v", "quiet", "--nologo");
        foreach (var database in new[] { "Sqlite", "Postgres" })
        {
            var context = $"{database}AppDb";
            Tool.Quietly("dotnet", "ef", "dbcontext", "optimize", "--no-build", "--project", "src/Majlis.Database", "--context", context,
                "--output-dir", Path.Combine(folder, database), "--namespace", $"Majlis.Database.Models.{database}");
            Tool.Quietly("dotnet", "ef", "migrations", "script", "--no-transactions", "--no-build", "--project", "src/Majlis.Database", "--context", context,
                "--output", Path.Combine(folder, $"{context}.sql"));
        }
        return folder;
    }
}

static class Bench
{
    /// <summary>What is measured is the published program, as operators run it.</summary>
    public static int Run(string name, string[] options)
    {
        Publish.Folder([]);
        if (Tool.Call("dotnet", ["build", "bench/Majlis.Bench", "-c", "Release", "-v", "quiet", "--nologo", "-clp:NoSummary"]) != 0) throw new Trouble("The build failed.");
        using var postgres = name == "meetings" ? null : Postgres.Start();
        return Tool.Call("dotnet", ["bench/Majlis.Bench/bin/Release/net10.0/Majlis.Bench.dll", name, .. options], Postgres.ForChild(postgres));
    }
}

static class Tests
{
    const string Browser = "Majlis.Browser.Tests";

    public static int All(string[] options)
    {
        string? filter = null;
        var browser = true;
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == "--no-browser") browser = false;
            else if (options[i] == "--filter" && i + 1 < options.Length) filter = options[++i];
            else throw new Trouble("dotnet dev.cs test [--filter NAME] [--no-browser]");
        }
        var projects = Directory.GetFiles("tests", "*.Tests.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p)!)
            .Where(p => browser || p != Browser).Order(StringComparer.Ordinal).ToList();
        var (passed, failed, skipped) = (0, 0, 0);
        List<string> failures = [];
        try
        {
            Machine.GetReady(browser);
            Build.Project("Majlis.slnx");
            if (browser) Machine.GetBrowser();
            using var postgres = Postgres.Start();
            foreach (var project in projects)
            {
                Console.WriteLine($"\n── {project}");
                var counts = One(project, filter is null ? [] : ["-method", $"*{filter}*"], postgres);
                (passed, failed, skipped) = (passed + counts.Passed, failed + counts.Failed, skipped + counts.Skipped);
                failures.AddRange(counts.Failures);
            }
        }
        catch (Trouble trouble)
        {
            // What could not be built or started has failed, too.
            Console.Error.WriteLine(trouble.Message);
            failed++;
        }
        Console.WriteLine();
        // Named once more, together: among the lines of a whole run they are hard to find.
        foreach (var failure in failures) Console.WriteLine(failure);
        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    public static int Pictures()
    {
        Build.Project($"tests/{Browser}");
        Machine.GetReady(browser: true);
        Machine.GetBrowser();
        return One(Browser, ["-explicit", "only", "-class", "*Pictures"], null).Failed == 0 ? 0 : 1;
    }

    static string Shortly(string? message) => (message ?? "").ReplaceLineEndings(" ") is { Length: > 300 } text ? text[..300] + "…" : (message ?? "").ReplaceLineEndings(" ");

    static string[] Plain => Console.IsOutputRedirected ? ["-noColor"] : [];

    /// <summary>A test project is a program; it has been built, and writes its counts and failures into a file.</summary>
    static (int Passed, int Failed, int Skipped, List<string> Failures) One(string project, string[] options, Postgres? postgres)
    {
        var report = Path.Combine(Path.GetTempPath(), $"majlis-{project}-{Environment.ProcessId}.xml");
        try
        {
            var code = Tool.Call("dotnet", [$"tests/{project}/bin/Debug/net10.0/{project}.dll", "-noLogo", .. Plain, "-result-xml", report, .. options],
                Postgres.ForChild(postgres));
            if (!File.Exists(report))
            {
                Console.Error.WriteLine($"{project} ended with {code} and without a report.");
                return (0, 1, 0, [$"FAILED {project}: no report"]);
            }
            var assemblies = XDocument.Load(report).Root!.Elements("assembly").ToList();
            int Sum(string name) => assemblies.Sum(a => (int?)a.Attribute(name) ?? 0);
            var failed = Sum("failed") + Sum("errors");
            var failures = assemblies.Descendants("failure").Select(f => $"FAILED {(string?)f.Parent!.Attribute("name")}: {Shortly((string?)f.Element("message"))}").ToList();
            return (Sum("passed"), failed == 0 && code > 1 ? 1 : failed, Sum("skipped"), failures);
        }
        finally
        {
            File.Delete(report);
        }
    }
}

/// <summary>What the tests need of the machine.</summary>
static class Machine
{
    static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    static string System => File.Exists("/etc/os-release")
        ? File.ReadLines("/etc/os-release").FirstOrDefault(l => l.StartsWith("ID=", StringComparison.Ordinal))?[3..].Trim('"') ?? "" : "";

    static bool HasBrowser => File.Exists(Environment.GetEnvironmentVariable("CHROMIUM")) || Browsers.Any(Tool.IsThere);

    /// <summary>On Debian and Ubuntu gets what is missing when it may; elsewhere says what to install. Tests that need it are skipped with a message.</summary>
    public static void GetReady(bool browser)
    {
        List<string> missing = [];
        if (Postgres.Programs is null && Environment.GetEnvironmentVariable("MAJLIS_TEST_POSTGRES") is null) missing.Add("postgresql");
        // Ubuntu's package only leads to a snap, which does not start in a container: see GetBrowser.
        if (browser && !HasBrowser && System != "ubuntu") missing.Add("chromium");
        if (missing.Count == 0) return;
        var how = Environment.IsPrivilegedProcess ? [] : Tool.Ask("sudo", "-n", "true").Code == 0 ? new[] { "sudo", "-n" } : null;
        if (System is "debian" or "ubuntu" && how is not null && Tool.IsThere("apt-get"))
        {
            Console.Error.WriteLine($"Installing {string.Join(", ", missing)}.");
            string[] environment = [.. how, "env", "DEBIAN_FRONTEND=noninteractive"];
            var (_, updated) = Tool.Ask(environment[0], [.. environment[1..], "apt-get", "-qq", "update"]);
            var (code, text) = Tool.Ask(environment[0], [.. environment[1..], "apt-get", "-qq", "-y", "--no-install-recommends", "install", .. missing]);
            if (code == 0) return;
            Console.Error.WriteLine(updated + text);
        }
        Console.Error.WriteLine($"Install {string.Join(" and ", missing)} to run every test (Debian, Ubuntu: sudo apt-get install {string.Join(' ', missing)}); tests that need them are skipped.");
    }

    /// <summary>Where the system has no Chromium to install, the one of the test library is fetched.</summary>
    public static void GetBrowser()
    {
        const string Driver = "tests/Majlis.Browser.Tests/bin/Debug/net10.0/.playwright/package/cli.js";
        if (HasBrowser || System != "ubuntu" || !File.Exists(Driver)) return;
        Console.Error.WriteLine("Fetching Chromium.");
        if (Tool.Call("node", [Driver, "install", "--with-deps", "chromium"]) != 0) Console.Error.WriteLine("Chromium could not be fetched; browser tests are skipped.");
    }
}

/// <summary>A PostgreSQL of our own in a temporary folder, for as long as the tests run.</summary>
sealed class Postgres : IDisposable
{
    /// <summary>Its input is our pipe: when that closes, because we are done or because we died, the server stops and its folder goes.</summary>
    const string Script = """
        trap '' INT; bin=$1; port=$2; dir=$(mktemp -d /tmp/majlis-pg.XXXXXX) || exit 1
        "$bin/initdb" -D "$dir/data" -U majlis -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; rm -rf "$dir"; exit 1; }
        "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=300 -c jit=off >"$dir/log" 2>&1 </dev/null &
        cat >/dev/null; kill -INT $!; wait $!; rm -rf "$dir"
        """;

    readonly Process _shell;

    /// <summary>The folder of <c>initdb</c> and <c>postgres</c>; Debian keeps them off the PATH.</summary>
    public static string? Programs
    {
        get
        {
            var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
            return versions.OrderByDescending(v => int.TryParse(Path.GetFileName(v), CultureInfo.InvariantCulture, out var n) ? n : 0).Select(v => Path.Combine(v, "bin"))
                .FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb"))) ?? Path.GetDirectoryName(Tool.Path("initdb"));
        }
    }

    public string Connection { get; }

    /// <returns>Null when there is none on this machine, or when <c>MAJLIS_TEST_POSTGRES</c> already names one.</returns>
    public static Postgres? Start() =>
        Environment.GetEnvironmentVariable("MAJLIS_TEST_POSTGRES") is { Length: > 0 } || Programs is null || OperatingSystem.IsWindows() ? null : new(Programs);

    /// <summary>How a program that is called hears of it.</summary>
    public static (string Name, string Value)[] ForChild(Postgres? postgres) => postgres is null ? [] : [("MAJLIS_TEST_POSTGRES", postgres.Connection)];

    Postgres(string programs)
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        string[] call = ["/bin/sh", "-c", Script, "sh", programs, port];
        // initdb refuses root, so root goes through the user that the package made.
        if (Environment.IsPrivilegedProcess) call = ["runuser", "-u", "postgres", "--", .. call];
        _shell = Process.Start(new ProcessStartInfo(call[0], call[1..]) { RedirectStandardInput = true, WorkingDirectory = "/tmp" })!;
        Connection = $"Host=127.0.0.1;Port={port};Username=majlis;Database=postgres";
        var patience = Stopwatch.StartNew();
        while (Tool.Ask(Path.Combine(programs, "pg_isready"), "-q", "-h", "127.0.0.1", "-p", port).Code != 0)
        {
            if (_shell.WaitForExit(100) || patience.Elapsed > TimeSpan.FromSeconds(60)) throw new Trouble("PostgreSQL did not start.");
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
