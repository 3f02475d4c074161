using Majlis.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Majlis.Cluster;

/// <summary>
/// Rings this node's bell when any process committed something, the command line too: nobody waits for the next round. What it fails to hear, the round finds.
/// </summary>
abstract class Commits(Bell bell, ILogger log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
            try
            {
                await Listen(bell.Ring, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Commits are not heard; the next rounds find them");
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
    }

    /// <summary>Endless, until cancelled or until it throws.</summary>
    protected abstract Task Listen(Action heard, CancellationToken cancellation);
}

/// <summary>PostgreSQL tells: triggers on the tables of events and of jobs send a word with the commit. See <see cref="ClusterTables"/>.</summary>
sealed class PostgresCommits(Storage storage, Bell bell, ILogger<PostgresCommits> log) : Commits(bell, log)
{
    protected override async Task Listen(Action heard, CancellationToken cancellation)
    {
        // A word every half a minute, so that a connection which died in silence is noticed.
        var settings = new NpgsqlConnectionStringBuilder(storage.Postgres) { Pooling = false, KeepAlive = 30 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        connection.Notification += (_, _) => heard();
        await connection.OpenAsync(cancellation);
        await using (var listen = new NpgsqlCommand($"LISTEN {ClusterTables.Channel}", connection)) await listen.ExecuteNonQueryAsync(cancellation);
        // What was committed before it listened.
        heard();
        while (true) await connection.WaitAsync(cancellation);
    }
}

/// <summary>SQLite does not tell, but is quickly asked: a number changes whenever another connection committed (measured: 15 µs a question).</summary>
sealed class SqliteCommits(Storage storage, Bell bell, ILogger<SqliteCommits> log) : Commits(bell, log)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task Listen(Action heard, CancellationToken cancellation)
    {
        await using var connection = new SqliteConnection($"Data Source={storage.SqliteFile};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancellation);
        await using var ask = connection.CreateCommand();
        ask.CommandText = "PRAGMA data_version";
        for (var last = 0L; ; await Task.Delay(Pause, cancellation))
            if (Convert.ToInt64(await ask.ExecuteScalarAsync(cancellation), null) is var version && version != last)
            {
                last = version;
                heard();
            }
    }
}
