using System.Data.Common;
using Majlis.Database;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Majlis.Tests.Data;

public class MigrationTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task The_migrations_say_what_the_model_says(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        await using var db = database.Open();
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await db.Editions.CountAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEveryDatabase]
    public async Task Migrating_again_changes_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        await using var db = database.Open();
        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEveryDatabase]
    public async Task One_script_makes_what_all_migrations_make(DatabaseKind kind)
    {
        await using var stepwise = await databases.Fresh(kind);
        await using var atOnce = await databases.Empty(kind);
        Assert.True(await atOnce.Do(db => WholeSchema.Make(db, Script(db), TestContext.Current.CancellationToken)));
        var made = await Facts(stepwise);
        Assert.NotEmpty(made);
        Assert.Equal(made, await Facts(atOnce));
        await using var db = atOnce.Open();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Theory, OnEveryDatabase]
    public async Task The_script_leaves_a_database_with_tables_alone(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var before = await Facts(database);
        Assert.False(await database.Do(db => WholeSchema.Make(db, Script(db), TestContext.Current.CancellationToken)));
        Assert.Equal(before, await Facts(database));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_several_that_make_the_tables_at_once_one_does(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => database.Do(db => WholeSchema.Make(db, Script(db), TestContext.Current.CancellationToken)))));
        Assert.Single(made, true);
    }

    [Theory, OnEveryDatabase]
    public async Task A_script_that_breaks_off_leaves_no_table(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        await Assert.ThrowsAnyAsync<DbException>(() => database.Do(db => WholeSchema.Make(db, Script(db) + "INSERT INTO nowhere VALUES (1);", TestContext.Current.CancellationToken)));
        Assert.Empty(await Facts(database));
    }

    /// <summary>As <c>dotnet ef migrations script --no-transactions</c> writes it for a published program.</summary>
    static string Script(AppDb db) => db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Script | MigrationsSqlGenerationOptions.NoTransactions);

    /// <summary>Tables, columns, indexes and keys in the words of the database, and the migrations it says it has had. The framework's own lock is left out: it comes when migrating.</summary>
    static Task<List<string>> Facts(TestDatabase database) => database.Do(async db =>
    {
        List<string> facts = [];
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var query in database.Kind == DatabaseKind.Sqlite ? OfSqlite : OfPostgres)
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = query;
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await rows.ReadAsync(TestContext.Current.CancellationToken)) facts.Add(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        }
        facts.Sort(StringComparer.Ordinal);
        facts.AddRange((await db.GetService<IHistoryRepository>().GetAppliedMigrationsAsync(TestContext.Current.CancellationToken)).Select(m => $"{m.MigrationId} {m.ProductVersion}"));
        return facts;
    });

    static readonly string[] OfSqlite = ["SELECT type, name, tbl_name, sql FROM sqlite_master WHERE tbl_name <> '__EFMigrationsLock'"];

    static readonly string[] OfPostgres =
    [
        """
        SELECT table_name, column_name, ordinal_position, data_type, character_maximum_length, is_nullable, column_default, collation_name, identity_generation
        FROM information_schema.columns WHERE table_schema = 'public'
        """,
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT sequencename, data_type::text, start_value, increment_by FROM pg_sequences WHERE schemaname = 'public'",
    ];
}
