using Majlis.Database;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Verbs;

/// <summary>What a verb that serves nothing works with: the database and the clock. No web server, no cluster: a serving node hears of the events from the database.</summary>
sealed class Workshop : IAsyncDisposable
{
    readonly ServiceProvider _services;

    Workshop(Storage storage) => _services = new ServiceCollection()
        .AddSingleton<IClock>(SystemTime.Clock).AddSingleton<IOutboxBell, SilentBell>().AddDatabase(storage).BuildServiceProvider();

    /// <summary>The database as it is, if it is there at all.</summary>
    public static Workshop Bare(Storage storage) => new(storage);

    /// <summary>The database at this version's schema; made when it is not there.</summary>
    public static async Task<Workshop> Make(Storage storage, CancellationToken cancellation)
    {
        var workshop = new Workshop(storage);
        await workshop.Databases.Migrate(cancellation);
        return workshop;
    }

    /// <exception cref="Refusal"><c>cli.no_data</c>: there is no database, and this verb does not make one.</exception>
    public static Task<Workshop> Open(Storage storage, CancellationToken cancellation) =>
        storage.IsSqlite && !File.Exists(storage.SqliteFile) ? throw new Refusal("cli.no_data", ("folder", storage.DataFolder)) : Make(storage, cancellation);

    public IDbContextFactory<AppDb> Databases => _services.GetRequiredService<IDbContextFactory<AppDb>>();

    /// <summary>Of links in what is written; see <see cref="SiteAddress"/>.</summary>
    public static Uri BaseAddress => new SiteAddress(Environment.GetEnvironmentVariable("MAJLIS_BASE_ADDRESS")).Own;

    public IClock Clock => _services.GetRequiredService<IClock>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
