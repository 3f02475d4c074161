using System.Text;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Majlis.Database;

/// <summary>
/// The tables of a new database by one script. Migrating makes the model as it was after each migration, which takes a second; the script is what those migrations do,
/// written down one after the other when the program is published (docs/adr/0008).
/// </summary>
public static class WholeSchema
{
    /// <summary>Any number that is ours will do.</summary>
    const long MakingLock = 7_305_003;

    /// <summary>The script for the database's kind; null in a program that was built and not published.</summary>
    public static async Task<string?> Script(AppDb db, CancellationToken cancellation = default)
    {
        if (typeof(WholeSchema).Assembly.GetManifestResourceStream($"schema/{db.GetType().Name}.sql") is not { } stream) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>Makes the database where there is none, and in an empty one all tables, or nothing. Processes that do it at once take turns.</summary>
    /// <returns>False: the database has tables, and nothing was done.</returns>
    public static async Task<bool> Make(AppDb db, string script, CancellationToken cancellation = default)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation)) await creator.CreateAsync(cancellation);
        // On SQLite this is the only writer from here on.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (db is PostgresAppDb) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({MakingLock})", cancellation);
        if (await creator.HasTablesAsync(cancellation)) return false;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = script;
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }
}
