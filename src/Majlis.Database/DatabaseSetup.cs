using System.Data.Common;
using System.Reflection;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;

namespace Majlis.Database;

/// <summary>Where the installation keeps its data.</summary>
/// <param name="DataFolder">Files, keys, outgoing mail and, without PostgreSQL, the SQLite database <c>majlis.db</c>.</param>
/// <param name="Postgres">A connection string; null means SQLite.</param>
public sealed record Storage(string DataFolder, string? Postgres)
{
    public bool IsSqlite => Postgres is null;

    public string SqliteFile => Path.Combine(DataFolder, "majlis.db");
}

public static class DatabaseSetup
{
    /// <summary>
    /// Registers <see cref="IDbContextFactory{TContext}"/> of <see cref="AppDb"/> and a scoped <see cref="AppDb"/> for the storage.
    /// Needs an <see cref="IClock"/> and an <see cref="IOutboxBell"/> in the container.
    /// </summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, Storage storage)
    {
        services.AddSingleton(storage);
        if (storage.IsSqlite)
        {
            Directory.CreateDirectory(storage.DataFolder);
            services.AddSingleton(new DbContextOptionsBuilder<SqliteAppDb>()
                .UseSqlite($"Data Source={storage.SqliteFile}").AddInterceptors(new SqlitePragmas()).Options);
            services.AddSingleton<IDbContextFactory<AppDb>>(s => new Factory(() => new SqliteAppDb(
                s.GetRequiredService<DbContextOptions<SqliteAppDb>>(), s.GetRequiredService<IClock>(), s.GetRequiredService<IOutboxBell>())));
        }
        else
        {
            services.AddSingleton(_ => NpgsqlDataSource(storage.Postgres!));
            services.AddSingleton(s => new DbContextOptionsBuilder<PostgresAppDb>()
                .UseNpgsql(s.GetRequiredService<NpgsqlDataSource>(), o => o.UseNodaTime()).Options);
            services.AddSingleton<IDbContextFactory<AppDb>>(s => new Factory(() => new PostgresAppDb(
                s.GetRequiredService<DbContextOptions<PostgresAppDb>>(), s.GetRequiredService<IClock>(), s.GetRequiredService<IOutboxBell>())));
        }
        return services.AddScoped(s => s.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContext());
    }

    /// <summary>Makes the database when it is not there and brings it to this version's schema. Safe to call from several processes at once.</summary>
    public static async Task Migrate(this IDbContextFactory<AppDb> databases, CancellationToken cancellation = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        if (await IsMigrated(db, cancellation)) return;
        if (await WholeSchema.Script(db, cancellation) is not { } script || !await WholeSchema.Make(db, script, cancellation)) await db.Database.MigrateAsync(cancellation);
    }

    static async Task<bool> IsMigrated(AppDb db, CancellationToken cancellation)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellation);
            return await IsMigrated(db.Database.GetDbConnection(), db.GetType(), cancellation);
        }
        catch (DbException)
        {
            // There is no such table, or no database.
            return false;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>
    /// Whether the last migration is there. The framework compares the whole model with the last migration first, which takes a fifth of a second of every call of the
    /// executable; a test has done that.
    /// </summary>
    /// <param name="open">A connection to the database.</param>
    /// <param name="kind">The class that its migrations are for.</param>
    /// <exception cref="DbException">There is no table of migrations.</exception>
    internal static async Task<bool> IsMigrated(DbConnection open, Type kind, CancellationToken cancellation)
    {
        var last = typeof(DatabaseSetup).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Migration)) && t.GetCustomAttribute<DbContextAttribute>()?.ContextType == kind)
            .Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).Max(StringComparer.Ordinal);
        await using var command = open.CreateCommand();
        command.CommandText = $"""SELECT 1 FROM "{HistoryRepository.DefaultTableName}" WHERE "MigrationId" = '{last}'""";
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    /// <summary>Planning costs PostgreSQL more than running our queries, so statements used twice are prepared (measured: 2.3 times the pages).</summary>
    static NpgsqlDataSource NpgsqlDataSource(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = 64;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        }
        builder.UseNodaTime();
        return builder.Build();
    }

    sealed class Factory(Func<AppDb> make) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => make();
    }
}

/// <summary>For <c>dev.cs migration</c>: nothing is connected to.</summary>
sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteAppDb>
{
    public SqliteAppDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite("Data Source=design.db").Options, new ZeroClock(), new SilentBell());
}

sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresAppDb>
{
    public PostgresAppDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql("Host=127.0.0.1", o => o.UseNodaTime()).Options, new ZeroClock(), new SilentBell());
}

sealed class ZeroClock : IClock
{
    public Instant GetCurrentInstant() => default;
}
