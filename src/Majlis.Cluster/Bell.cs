using Majlis.Platform;

namespace Majlis.Cluster;

/// <summary>Wakes this node's rounds. Many rings before the round begins are one.</summary>
sealed class Bell : IOutboxBell, IDisposable
{
    public Signal Outbox { get; } = new();
    public Signal Jobs { get; } = new();
    public Signal LongJobs { get; } = new();

    public void Ring()
    {
        Outbox.Set();
        RingForJobs();
    }

    public void RingForJobs()
    {
        Jobs.Set();
        LongJobs.Set();
    }

    public void Dispose()
    {
        Outbox.Dispose();
        Jobs.Dispose();
        LongJobs.Dispose();
    }
}

/// <summary>Wakes one waiter, now or when it next waits.</summary>
sealed class Signal : IDisposable
{
    readonly SemaphoreSlim _semaphore = new(0);
    int _isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0) _semaphore.Release();
    }

    /// <summary>Returns when set, or when the time is over. The flag falls before the waiter works: a ring during its work is another ring.</summary>
    public async Task Wait(TimeSpan atMost, CancellationToken cancellation)
    {
        if (await _semaphore.WaitAsync(atMost, cancellation)) Volatile.Write(ref _isSet, 0);
    }

    public void Dispose() => _semaphore.Dispose();
}
