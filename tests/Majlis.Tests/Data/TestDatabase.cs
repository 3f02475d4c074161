using System.Reflection;
using Majlis.Database;
using Majlis.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Testing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Majlis.Tests.Data.TestDatabases))]

namespace Majlis.Tests.Data;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Runs a test body once on each database; where PostgreSQL is not installed its case is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryDatabaseAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow<DatabaseKind>(DatabaseKind.Sqlite), new TheoryDataRow<DatabaseKind>(DatabaseKind.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>Makes databases at this version's schema in milliseconds: migrations run once a test run, then a copy is made.</summary>
public sealed class TestDatabases : IAsyncLifetime
{
    readonly PostgresServer _server = new();
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-tests-").FullName;
    readonly SemaphoreSlim _once = new(1, 1);
    string? _template;

    public async ValueTask InitializeAsync() => await _server.InitializeAsync();

    public async Task<TestDatabase> Fresh(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Postgres)
        {
            var database = await _server.Fresh();
            return new(kind, database.ConnectionString, database);
        }
        var file = Path.Combine(_folder, $"{Guid.CreateVersion7():N}.db");
        File.Copy(await Template(), file);
        return new(kind, $"Data Source={file}", null);
    }

    /// <summary>One without any table.</summary>
    public async Task<TestDatabase> Empty(DatabaseKind kind)
    {
        if (kind == DatabaseKind.Sqlite) return new(kind, $"Data Source={Path.Combine(_folder, $"{Guid.CreateVersion7():N}.db")}", null);
        var database = await Fresh(kind);
        await database.Do(db => db.Database.ExecuteSqlAsync($"DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
        return database;
    }

    async Task<string> Template()
    {
        await _once.WaitAsync();
        try
        {
            if (_template is not null) return _template;
            var file = Path.Combine(_folder, "template.db");
            await using (var database = new TestDatabase(DatabaseKind.Sqlite, $"Data Source={file};Pooling=false", null))
            await using (var db = database.Open())
                await db.Database.MigrateAsync();
            return _template = file;
        }
        finally
        {
            _once.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _once.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>One database of one test, and the clock it goes by.</summary>
public sealed class TestDatabase(DatabaseKind kind, string connection, IAsyncDisposable? server) : IAsyncDisposable
{
    public DatabaseKind Kind => kind;
    public string ConnectionString => connection;
    public FakeClock Clock { get; } = new(Instant.FromUtc(2026, 5, 1, 9, 0));

    /// <summary>A new context, as each request has its own.</summary>
    public AppDb Open() => kind == DatabaseKind.Sqlite ? new SqliteAppDb(_sqlite.Value, Clock, new SilentBell()) : new PostgresAppDb(_postgres.Value, Clock, new SilentBell());

    readonly Lazy<DbContextOptions<SqliteAppDb>> _sqlite =
        new(() => new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite(connection).AddInterceptors(new SqlitePragmas()).Options);
    readonly Lazy<DbContextOptions<PostgresAppDb>> _postgres =
        new(() => new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(connection, o => o.UseNodaTime()).Options);

    /// <summary>Does something as one request does.</summary>
    public async Task<T> Do<T>(Func<AppDb, Task<T>> act)
    {
        await using var db = Open();
        return await act(db);
    }

    public async Task Do(Func<AppDb, Task> act)
    {
        await using var db = Open();
        await act(db);
    }

    /// <summary>The kinds of the events recorded so far, in order.</summary>
    public Task<List<string>> Events() => Do(db => db.Events.OrderBy(e => e.Number).Select(e => e.Kind).ToListAsync());

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? default;
}
