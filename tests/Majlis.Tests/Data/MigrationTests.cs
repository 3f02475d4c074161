using Majlis.Database;
using Microsoft.EntityFrameworkCore;

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
}
