using System.Collections.Concurrent;
using System.Data.Common;
using Majlis.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Database;

/// <summary>One file, one writer at a time. Instants are ticks and dates are ISO text, so both sort and compare inside the database.</summary>
public sealed class SqliteAppDb(DbContextOptions<SqliteAppDb> options, IClock clock, IOutboxBell bell) : AppDb(options, clock, bell)
{
    /// <summary>SQLite's own waiting for the write lock is not fair: of many writers some starve for seconds. A queue in the process is.</summary>
    static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new();

    protected override async Task<int> Write(Func<Task<int>> save, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is not null) return await save();
        var gate = Gate;
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await save();
        }
        finally
        {
            gate.Release();
        }
    }

    SemaphoreSlim Gate => Gates.GetOrAdd(Database.GetConnectionString() ?? "", _ => new(1, 1));

    public override async Task<Turn> InTurn(CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null) return new(null);
        var gate = Gate;
        await gate.WaitAsync(cancellationToken);
        try
        {
            return new(await Database.BeginTransactionAsync(cancellationToken), () => gate.Release());
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Deferred: the provider's usual transaction takes the write lock at once.</summary>
    public override async Task<IAsyncDisposable> OneMoment(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        var deferred = ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true);
        return new Moment(this, deferred, (await Database.UseTransactionAsync(deferred, cancellationToken))!);
    }

    sealed class Moment(SqliteAppDb db, SqliteTransaction deferred, IDbContextTransaction seen) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await seen.DisposeAsync();
            await deferred.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY; the message is "UNIQUE constraint failed: Halls.EditionId, Halls.Slug".</summary>
    protected override string? TakenIn(DbUpdateException error) =>
        error.InnerException is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } inner
            ? inner.Message.Split(": ", 3)[^1].Trim('\'', '.').Split('.')[0] : null;

    /// <summary>SQLITE_CONSTRAINT_FOREIGNKEY, and SQLITE_CONSTRAINT_TRIGGER for what is told at once.</summary>
    protected override bool IsReferredTo(DbUpdateException error) =>
        error.InnerException is SqliteException { SqliteExtendedErrorCode: 787 or 1811 } inner && inner.Message.Contains("FOREIGN KEY", StringComparison.Ordinal);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<InstantToTicks>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<DateToText>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<TimeToText>();
        configurationBuilder.Properties<LocalDateTime>().HaveConversion<DateTimeToText>();
    }

    internal sealed class InstantToTicks() : ValueConverter<Instant, long>(v => v.ToUnixTimeTicks(), v => Instant.FromUnixTimeTicks(v));
    internal sealed class DateToText() : ValueConverter<LocalDate, string>(v => LocalDatePattern.Iso.Format(v), v => LocalDatePattern.Iso.Parse(v).Value);
    internal sealed class TimeToText() : ValueConverter<LocalTime, string>(v => LocalTimePattern.ExtendedIso.Format(v), v => LocalTimePattern.ExtendedIso.Parse(v).Value);
    internal sealed class DateTimeToText() : ValueConverter<LocalDateTime, string>(
        v => LocalDateTimePattern.ExtendedIso.Format(v), v => LocalDateTimePattern.ExtendedIso.Parse(v).Value);
}

/// <summary>What every connection is told: keep the log, sync it at each commit so that an acknowledged write survives a power cut, hold foreign keys.</summary>
public sealed class SqlitePragmas : DbConnectionInterceptor
{
    const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
