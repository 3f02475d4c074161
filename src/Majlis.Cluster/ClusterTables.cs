using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Majlis.Cluster;

/// <summary>
/// The tables in which nodes find one another, in a schema of their own. Orleans reads the queries it shall use from the table <c>OrleansQuery</c> and knows nothing else of
/// the database; the names of queries, parameters and columns are its interface. A node's row changes only together with the version it was read at.
/// </summary>
sealed class ClusterTables(string connectionString) : IHostedLifecycleService
{
    public const string Schema = "cluster";

    /// <summary>Where PostgreSQL tells of commits that nodes should look at.</summary>
    public const string Channel = "majlis_commits";

    /// <summary>
    /// In the database, so that whoever writes an event rings with the same commit, the command line too. Words of one transaction are one. Made once: it waits for the writers
    /// of the table.
    /// </summary>
    const string Bells = $"""
        CREATE OR REPLACE FUNCTION cluster.tell_of_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_notify('{Channel}', ''); RETURN NULL; END $$;
        DO $$ DECLARE place text; BEGIN
            FOREACH place IN ARRAY ARRAY['"Events"', '"Jobs"'] LOOP
                IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'tell_of_commit' AND tgrelid = place::regclass) THEN
                    EXECUTE format('CREATE TRIGGER tell_of_commit AFTER INSERT ON %s FOR EACH STATEMENT EXECUTE FUNCTION cluster.tell_of_commit()', place);
                END IF;
            END LOOP;
        END $$;
        """;

    const string Tables = """
        CREATE SCHEMA IF NOT EXISTS cluster;
        CREATE TABLE IF NOT EXISTS cluster.OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE IF NOT EXISTS cluster.versions (deployment text PRIMARY KEY, version integer NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS cluster.nodes (
            deployment text NOT NULL REFERENCES cluster.versions, address text NOT NULL, port integer NOT NULL, generation integer NOT NULL,
            name text NOT NULL, host text NOT NULL, status integer NOT NULL, proxy_port integer, suspects text,
            started timestamptz NOT NULL, alive timestamptz NOT NULL, PRIMARY KEY (deployment, address, port, generation));
        """;

    const string Columns = """
        n.address AS Address, n.port AS Port, n.generation AS Generation, n.name AS SiloName, n.host AS HostName, n.status AS Status, n.proxy_port AS ProxyPort,
        n.suspects AS SuspectTimes, n.started AS StartTime, n.alive AS IAmAliveTime, v.version AS Version
        """;

    const string ThisNode = "n.deployment = @DeploymentId AND n.address = @Address AND n.port = @Port AND n.generation = @Generation";

    static readonly (string Key, string Text)[] Queries =
    [
        ("InsertMembershipVersionKey", """
            WITH added AS (INSERT INTO versions (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) > 0 FROM added
            """),
        ("InsertMembershipKey", $"""
            WITH next AS (UPDATE versions SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version
                AND NOT EXISTS (SELECT 1 FROM nodes n WHERE {ThisNode}) RETURNING deployment),
            added AS (INSERT INTO nodes (deployment, address, port, generation, name, host, status, proxy_port, started, alive)
                SELECT deployment, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM next RETURNING 1)
            SELECT count(*) > 0 FROM added
            """),
        ("UpdateMembershipKey", $"""
            WITH next AS (UPDATE versions SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version
                AND EXISTS (SELECT 1 FROM nodes n WHERE {ThisNode}) RETURNING deployment),
            changed AS (UPDATE nodes n SET status = @Status, suspects = @SuspectTimes, alive = @IAmAliveTime FROM next
                WHERE n.deployment = next.deployment AND {ThisNode} RETURNING 1)
            SELECT count(*) > 0 FROM changed
            """),
        ("UpdateIAmAlivetimeKey", $"UPDATE nodes n SET alive = @IAmAliveTime WHERE {ThisNode}"),
        // The version comes even when there is no node, as a row of nulls.
        ("MembershipReadRowKey", $"SELECT {Columns} FROM versions v LEFT JOIN nodes n ON n.deployment = v.deployment AND {ThisNode} WHERE v.deployment = @DeploymentId"),
        ("MembershipReadAllKey", $"SELECT {Columns} FROM versions v LEFT JOIN nodes n ON n.deployment = v.deployment WHERE v.deployment = @DeploymentId"),
        ("GatewaysQueryKey", """
            SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM nodes
            WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0
            """),
        ("DeleteMembershipTableEntriesKey", "DELETE FROM nodes WHERE deployment = @DeploymentId; DELETE FROM versions WHERE deployment = @DeploymentId"),
        // Status 6 is "dead".
        ("CleanupDefunctSiloEntriesKey", "DELETE FROM nodes WHERE deployment = @DeploymentId AND status = 6 AND alive < @IAmAliveTime"),
        ("CleanupDefunctSiloEntryKey", $"""
            DELETE FROM nodes n WHERE {ThisNode} AND n.status = 6 AND n.started = @StartTime AND n.alive = @IAmAliveTime AND n.suspects IS NOT DISTINCT FROM @SuspectTimes
            """),
    ];

    /// <summary>Nodes that start together take turns; what is there already stays.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("SELECT pg_advisory_xact_lock(7305002)"));
        foreach (var table in Tables.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) batch.BatchCommands.Add(new(table));
        foreach (var (key, text) in Queries)
            batch.BatchCommands.Add(new("""
                INSERT INTO cluster.OrleansQuery VALUES ($1, $2)
                ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText
                """) { Parameters = { new() { Value = key }, new() { Value = text } } });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await using var bells = new NpgsqlCommand(Bells, connection, transaction);
        await bells.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
