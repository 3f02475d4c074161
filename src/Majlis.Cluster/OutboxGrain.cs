using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Utilities;

namespace Majlis.Cluster;

/// <summary>The one place of the cluster where events are drained. Made anew on a living node by the next visit after its own died.</summary>
[Alias("majlis.outbox")]
interface IOutboxGrain : IGrainWithIntegerKey
{
    /// <summary>Drains soon, and tells this node and all that visited lately. Returns at once; safe to call as often as one likes.</summary>
    [Alias("visit")]
    Task Visit(INodeObserver node);
}

/// <summary>A node, as the outbox sees it.</summary>
[Alias("majlis.node")]
interface INodeObserver : IGrainObserver
{
    /// <summary>Events up to this position are placed. May get lost: nodes look for themselves in each round.</summary>
    [OneWay, Alias("told")]
    Task Told(long position);
}

/// <summary>Reentrant, so that visits do not wait for the drain that an earlier one began.</summary>
[Reentrant, PreferLocalPlacement]
sealed class OutboxGrain(Outbox outbox, ILogger<OutboxGrain> log) : Grain, IOutboxGrain, IDisposable
{
    readonly ObserverManager<INodeObserver> _nodes = new(TimeSpan.FromSeconds(15), log);
    readonly CancellationTokenSource _stop = new();
    Task _draining = Task.CompletedTask;
    bool _visited;

    public Task Visit(INodeObserver node)
    {
        _nodes.Subscribe(node, node);
        _visited = true;
        if (_draining.IsCompleted) _draining = Drain();
        return Task.CompletedTask;
    }

    async Task Drain()
    {
        // Answer the visit first: on SQLite the whole drain may run without a pause.
        await Task.Yield();
        try
        {
            while (_visited && !_stop.IsCancellationRequested)
            {
                _visited = false;
                while (await outbox.Drain(_stop.Token) is { } position) await _nodes.Notify(node => node.Told(position));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            // The database is away or busy; the next round visits again.
            log.LogError(e, "The outbox could not be drained");
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _draining;
    }

    public void Dispose() => _stop.Dispose();
}
