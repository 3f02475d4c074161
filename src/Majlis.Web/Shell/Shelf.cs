using System.Collections.Concurrent;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>What is read once a node for each edition and kept until an event says that it is old; see <see cref="Freshness"/>.</summary>
public abstract class Shelf<T>(IDbContextFactory<AppDb> databases) where T : class
{
    readonly ConcurrentDictionary<Id<Edition>, Task<T?>> _shelf = new();

    /// <summary>Null where the edition has none.</summary>
    public async Task<T?> Find(Id<Edition> edition)
    {
        // The task is kept, not its value: of many requests after an event one reads, the others wait for it. Not cancelled with a request, for the same reason.
        var reading = _shelf.GetOrAdd(edition, Open);
        try
        {
            return await reading;
        }
        catch
        {
            _shelf.TryRemove(KeyValuePair.Create(edition, reading));
            throw;
        }
    }

    public void Forget(Id<Edition> edition) => _shelf.TryRemove(edition, out _);

    protected abstract Task<T?> Read(AppDb db, Id<Edition> edition);

    async Task<T?> Open(Id<Edition> edition)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await Read(db, edition);
    }
}
