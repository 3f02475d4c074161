using Majlis.Database;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Majlis.Tests.Data;

public sealed class LastReleaseTests(TestDatabases databases) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("majlis-tests-").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, OnEveryDatabase]
    public async Task Read_by_one_statement_it_is_what_the_framework_reads(DatabaseKind kind)
    {
        await using var database = await databases.Empty(kind);
        var storage = new Storage(_folder, kind == DatabaseKind.Sqlite ? null : database.ConnectionString);
        Assert.Null(await LastRelease.Read(storage, "kazan-2026", Stop));
        await using var services = new ServiceCollection().AddSingleton<IClock>(database.Clock).AddSingleton<IOutboxBell, SilentBell>().AddDatabase(storage).BuildServiceProvider();
        var factory = services.GetRequiredService<IDbContextFactory<AppDb>>();
        await factory.Migrate(Stop);
        await using var db = await factory.CreateDbContextAsync(Stop);
        var stage = await A.Stage(db);
        Assert.Null(await LastRelease.Read(storage, "kazan-2026", Stop));
        for (var i = 0; i < 2; i++)
        {
            await AddSession.Run(db, A.Operator, stage.Id, A.Session($"Opening {i}") with { Hall = stage.Blue.Guid, Start = new(2026, 5, 12, 10 + 2 * i, 0) }, Stop);
            await ReleaseProgramme.Run(db, A.Operator, stage.Id, $"{i}.0", LocalizedText.Empty, Stop);
        }
        var expected = await Releases.Last(db, db.Editions.Where(e => e.Slug == "kazan-2026"), Stop);
        var read = await LastRelease.Read(storage, "kazan-2026", Stop);
        Assert.Equal((expected!.Number, expected.Name, expected.At), (read!.Number, read.Name, read.At));
        Assert.Equivalent(expected.Programme, read.Programme, strict: true);
        Assert.Equal(2, read.Programme.Sessions.Count);
        Assert.Null(await LastRelease.Read(storage, "kazan-2027", Stop));
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
