using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Orleans.Runtime;

namespace Majlis.Cluster;

/// <summary>What a look at the node found.</summary>
/// <param name="IsActive">Whether this node is a member of the cluster.</param>
/// <param name="Nodes">Living nodes, this one included.</param>
/// <param name="OldestWaiting">How long the oldest event waits for its place; null when none waits.</param>
public sealed record ClusterState(bool IsActive, int Nodes, Duration? OldestWaiting)
{
    /// <summary>Events wait milliseconds, or seconds after a node died. Half a minute means that nobody drains.</summary>
    public bool IsReady => IsActive && (OldestWaiting is not { } waiting || waiting < Duration.FromSeconds(30));
}

/// <summary>For <c>/readyz</c> and <c>majlis doctor</c>.</summary>
public sealed class ClusterHealth(ISiloStatusOracle silos, IDbContextFactory<AppDb> databases, IClock clock)
{
    /// <summary>Throws what the database throws when it is away.</summary>
    public async Task<ClusterState> Look(CancellationToken cancellation)
    {
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var oldest = await db.Events.Where(e => e.Position == null).OrderBy(e => e.Number).Select(e => (Instant?)e.At).FirstOrDefaultAsync(cancellation);
        return new(silos.CurrentStatus == SiloStatus.Active, silos.GetApproximateSiloStatuses(onlyActive: true).Count, clock.GetCurrentInstant() - oldest);
    }
}
