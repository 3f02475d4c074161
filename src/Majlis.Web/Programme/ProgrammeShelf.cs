using System.Collections.Concurrent;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme;

/// <summary>The released programme of each edition, unpacked once a node and kept until an event says that another one is public.</summary>
public sealed class ProgrammeShelf(IDbContextFactory<AppDb> databases)
{
    readonly ConcurrentDictionary<Id<Edition>, Task<PublishedProgramme?>> _shelf = new();

    /// <summary>What the public may see of the programme; null as of <see cref="Published"/>.</summary>
    public async Task<PublishedProgramme?> Find(Id<Edition> edition)
    {
        // The task is kept, not its value: of many requests after a release one reads, the others wait for it.
        var reading = _shelf.GetOrAdd(edition, Read);
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

    async Task<PublishedProgramme?> Read(Id<Edition> edition)
    {
        await using var db = await databases.CreateDbContextAsync();
        return await Published.Load(db, edition);
    }
}
