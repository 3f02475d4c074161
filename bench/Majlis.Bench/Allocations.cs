using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace Majlis.Bench;

/// <summary>What another .NET process allocates, by the runtime's own counter: nothing is built into the product for it.</summary>
sealed class Allocations : IDisposable
{
    readonly EventPipeSession _session;
    readonly EventPipeEventSource _source;
    readonly Task _reading;
    long _bytes;

    public Allocations(int process)
    {
        _session = new DiagnosticsClient(process).StartEventPipeSession(
            [new("System.Runtime", EventLevel.Informational, 0, new Dictionary<string, string> { ["EventCounterIntervalSec"] = "1" })], requestRundown: false);
        _source = new(_session.EventStream);
        _source.Dynamic.All += Count;
        _reading = Task.Run(_source.Process);
    }

    /// <summary>Since the session began, up to the last whole second.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    void Count(TraceEvent told)
    {
        if (told.EventName != "EventCounters" || told.PayloadValue(0) is not IDictionary<string, object> outer || outer["Payload"] is not IDictionary<string, object> counter) return;
        if (counter["Name"] as string == "alloc-rate" && counter.TryGetValue("Increment", out var increment)) Interlocked.Add(ref _bytes, (long)(double)increment);
    }

    public void Dispose()
    {
        _session.Stop();
        _reading.Wait(TimeSpan.FromSeconds(5));
        _source.Dispose();
        _session.Dispose();
    }
}
