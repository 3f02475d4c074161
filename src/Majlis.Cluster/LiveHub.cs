using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Cluster;

/// <summary>Gives this node's listeners what the node hears. Each has a small buffer; who lets it run full is let go and comes back saying what it saw last.</summary>
sealed class LiveHub(IDbContextFactory<AppDb> databases, IEnumerable<LiveKind> kinds) : ILiveFeed
{
    const int Buffer = 256;
    const int MostReplayed = 1000;

    readonly Dictionary<string, LiveKind> _kinds = kinds.ToDictionary(k => k.Kind);
    readonly ConcurrentDictionary<Channel<EventRow>, Listener> _listeners = [];
    long _position;
    volatile bool _closed;

    sealed record Listener(Guid? Edition, bool ToDesk);

    public long Position => Volatile.Read(ref _position);

    public void Start(long position) => Volatile.Write(ref _position, position);

    public void Tell(EventRow row)
    {
        if (_kinds.TryGetValue(row.Kind, out var kind))
            foreach (var (buffer, listener) in _listeners)
                if (Hears(listener, kind, row) && !buffer.Writer.TryWrite(row))
                    buffer.Writer.TryComplete();
        Volatile.Write(ref _position, row.Position!.Value);
    }

    /// <summary>Ends every listening, so that open connections do not hold up the stopping of the host.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var buffer in _listeners.Keys) buffer.Writer.TryComplete();
    }

    public IAsyncEnumerable<LiveEvent> Listen(Guid? edition, long? after, bool includeDesk, CancellationToken cancellation)
    {
        if (edition is null && !includeDesk) throw new ArgumentException("The public listens to one edition.", nameof(edition));
        return Listen(new(edition, includeDesk), after, cancellation);
    }

    async IAsyncEnumerable<LiveEvent> Listen(Listener listener, long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = Channel.CreateBounded<EventRow>(new BoundedChannelOptions(Buffer) { SingleReader = true });
        // Listening first and reading the database second leaves no gap between them; what comes both ways is told once.
        _listeners[buffer] = listener;
        try
        {
            if (_closed) yield break;
            var last = after ?? 0;
            if (after is not null)
            {
                var missed = await Missed(listener, last, cancellation);
                if (missed.Count > MostReplayed)
                {
                    last = Math.Max(last, Position);
                    yield return new(last, LiveEvent.Missed, listener.Edition, "{}");
                }
                else
                    foreach (var row in missed)
                    {
                        last = row.Position!.Value;
                        yield return _kinds[row.Kind].Tell(row, listener.ToDesk);
                        if (Ends(listener, row)) yield break;
                    }
            }
            await foreach (var row in buffer.Reader.ReadAllAsync(cancellation))
            {
                if (row.Position <= last) continue;
                yield return _kinds[row.Kind].Tell(row, listener.ToDesk);
                if (Ends(listener, row)) yield break;
            }
        }
        finally
        {
            _listeners.TryRemove(buffer, out _);
        }
    }

    async Task<List<EventRow>> Missed(Listener listener, long after, CancellationToken cancellation)
    {
        var heard = _kinds.Values.Where(k => k.IsPublic || listener.ToDesk).Select(k => k.Kind).ToArray();
        await using var db = await databases.CreateDbContextAsync(cancellation);
        return await db.Events.AsNoTracking()
            .Where(e => e.Position > after && heard.Contains(e.Kind) && (listener.Edition == null || e.Edition == listener.Edition))
            .OrderBy(e => e.Position).Take(MostReplayed + 1).ToListAsync(cancellation);
    }

    static bool Hears(Listener listener, LiveKind kind, EventRow row) => (kind.IsPublic || listener.ToDesk) && (listener.Edition is null || listener.Edition == row.Edition);

    bool Ends(Listener listener, EventRow row) => !listener.ToDesk && _kinds[row.Kind].EndsPublic;
}
