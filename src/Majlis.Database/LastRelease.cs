using System.Data.Common;
using Majlis.Programme;
using Microsoft.Data.Sqlite;
using NodaTime;
using Npgsql;

namespace Majlis.Database;

/// <summary>
/// The last release of an edition by one statement. For a call that writes one file and ends: the start of Entity Framework takes longer than all else that it does
/// (docs/benchmarks.md).
/// </summary>
public static class LastRelease
{
    const string Statement = """
        SELECT r."Number", r."Name", r."At", r."Packed" FROM "Releases" r JOIN "Editions" e ON e."Id" = r."EditionId" WHERE e."Slug" = @edition ORDER BY r."Number" DESC LIMIT 1
        """;

    /// <summary>Announced or not, so not for the public.</summary>
    /// <param name="edition">Its slug.</param>
    /// <returns>Null: there is no such release, no such edition, or no database of this version. <see cref="Releases"/> finds out, after migrating.</returns>
    public static async Task<OpenedRelease?> Read(Storage storage, string edition, CancellationToken cancellation = default)
    {
        await using DbConnection connection = storage.IsSqlite ? new SqliteConnection($"Data Source={storage.SqliteFile};Mode=ReadWrite;Pooling=False") : new NpgsqlConnection(storage.Postgres);
        try
        {
            await connection.OpenAsync(cancellation);
            if (!await DatabaseSetup.IsMigrated(connection, storage.IsSqlite ? typeof(SqliteAppDb) : typeof(PostgresAppDb), cancellation)) return null;
        }
        catch (DbException)
        {
            return null;
        }
        await using var command = connection.CreateCommand();
        command.CommandText = Statement;
        var slug = command.CreateParameter();
        (slug.ParameterName, slug.Value) = ("edition", edition);
        command.Parameters.Add(slug);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        if (!await row.ReadAsync(cancellation)) return null;
        // As the mapping of each database keeps an instant: ticks, or a moment of its own.
        var at = storage.IsSqlite ? Instant.FromUnixTimeTicks(row.GetInt64(2)) : Instant.FromDateTimeUtc(row.GetDateTime(2));
        return new(Release.Unpack(row.GetFieldValue<byte[]>(3)), row.GetInt32(0), row.GetString(1), at);
    }
}
