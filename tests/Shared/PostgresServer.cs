using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Majlis.Database;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;

namespace Majlis.Tests;

/// <summary>
/// A PostgreSQL for tests: the server named by <c>MAJLIS_TEST_POSTGRES</c> (a connection string of somebody who may make databases), or else a
/// throw-away server started on a free port of the loopback and gone with this process, however it ends. Use it as an assembly fixture:
/// <c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>, take it in the constructor, and ask for <see cref="Fresh"/>.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>Run by a shell whose input is our pipe: when it closes, because we are done or because we died, the server stops and its folder goes.</summary>
    const string Script = """
        bin=$1; port=$2; dir=$(mktemp -d "$3/majlis-pg.XXXXXX") || exit 1
        "$bin/initdb" -D "$dir/data" -U majlis -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; rm -rf "$dir"; exit 1; }
        "$bin/postgres" -D "$dir/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" -c fsync=off -c full_page_writes=off \
            -c synchronous_commit=off -c max_connections=300 -c shared_buffers=48MB -c jit=off >"$dir/log" 2>&1 </dev/null &
        cat >/dev/null; kill -INT $!; wait $!; rm -rf "$dir"
        """;

    /// <summary>Two test processes on one server must not make the template at once; any number that is ours will do.</summary>
    const long TemplateLock = 7_305_001;

    readonly SemaphoreSlim _starting = new(1, 1);
    Process? _process;
    string? _server, _template, _absent;

    public ValueTask InitializeAsync() => default;

    /// <summary>A new database at this version's schema, dropped when disposed. Skips the test, saying why, where PostgreSQL is not installed.</summary>
    public async Task<PostgresDatabase> Fresh()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_server is null && _absent is null) await Start(cancellation);
            if (_absent is not null) Assert.Skip(_absent);
            _template ??= await Template(cancellation);
        }
        finally
        {
            _starting.Release();
        }
        var name = $"majlis_{Guid.CreateVersion7():N}";
        await Locked($"CREATE DATABASE {name} TEMPLATE {_template}", cancellation);
        return new(this, name, To(name));
    }

    internal Task Drop(string name) => Do($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);

    async Task Start(CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable("MAJLIS_TEST_POSTGRES") is { Length: > 0 } given)
        {
            _server = given;
            return;
        }
        if (Binaries() is not { } folder)
        {
            _absent = "PostgreSQL is not installed (looked in /usr/lib/postgresql/*/bin and on PATH); set MAJLIS_TEST_POSTGRES to use a running server.";
            return;
        }
        var port = FreePort();
        var start = new ProcessStartInfo { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        string[] shell = ["/bin/sh", "-c", Script, "sh", folder, port.ToString(CultureInfo.InvariantCulture), Path.GetTempPath().TrimEnd('/')];
        // PostgreSQL refuses to run as root; its package made a user for it.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. shell] : shell;
        start.FileName = command[0];
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException("The shell did not start.");
        _server = $"Host=127.0.0.1;Port={port};Username=majlis;Database=postgres";
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, cancellation))
        {
            try
            {
                await Do("SELECT 1", cancellation);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited && waited.Elapsed < TimeSpan.FromSeconds(60))
            {
            }
        }
    }

    /// <summary>The newest installed server's folder of programs, or null.</summary>
    static string? Binaries()
    {
        const string packages = "/usr/lib/postgresql";
        var folders = Directory.Exists(packages)
            ? Directory.GetDirectories(packages).OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var n) ? n : 0)
                .Select(d => Path.Combine(d, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Migrations run once a server, not once a test: they take seconds, a copy takes milliseconds.</summary>
    async Task<string> Template(CancellationToken cancellation)
    {
        var options = (string to) => new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(to, o => o.UseNodaTime()).Options;
        await using var probe = new PostgresAppDb(options(_server!), new FakeClock(default), new SilentBell());
        var name = $"majlis_template_{probe.Database.GetMigrations().Last().ToLowerInvariant()}";
        await using var connection = await Open(cancellation);
        await Do(connection, $"SELECT pg_advisory_lock({TemplateLock})", cancellation);
        await using (var made = new NpgsqlCommand($"SELECT datistemplate FROM pg_database WHERE datname = '{name}'", connection))
            if (await made.ExecuteScalarAsync(cancellation) is true) return name;
        await Do(connection, $"DROP DATABASE IF EXISTS {name}", cancellation);
        await Do(connection, $"CREATE DATABASE {name}", cancellation);
        await using (var db = new PostgresAppDb(options(To(name) + ";Pooling=false"), new FakeClock(default), new SilentBell()))
            await db.Database.MigrateAsync(cancellation);
        await Do(connection, $"ALTER DATABASE {name} IS_TEMPLATE true", cancellation);
        return name;
    }

    string To(string database) => new NpgsqlConnectionStringBuilder(_server) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    /// <summary>Without a pool, so that the lock goes with the connection.</summary>
    async Task<NpgsqlConnection> Open(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    async Task Locked(string sql, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await Do(connection, $"SELECT pg_advisory_lock({TemplateLock})", cancellation);
        await Do(connection, sql, cancellation);
    }

    async Task Do(string sql, CancellationToken cancellation)
    {
        await using var connection = await Open(cancellation);
        await Do(connection, sql, cancellation);
    }

    static async Task Do(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_process is null) return;
        NpgsqlConnection.ClearAllPools();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}

/// <summary>One database of a test class or test.</summary>
public sealed class PostgresDatabase(PostgresServer server, string name, string connectionString) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(connectionString)) NpgsqlConnection.ClearPool(pool);
        await server.Drop(name);
    }
}
