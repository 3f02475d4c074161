using Google.OrTools.Sat;

namespace Majlis.Planning;

/// <summary>Stops a solver when asked. A solver that has not quite begun does not hear that it should stop, so it is told until it does.</summary>
sealed class SolverStop : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    readonly Timer _timer;

    public SolverStop(CpSolver solver, CancellationToken stop) => _timer = new(_ =>
    {
        if (stop.IsCancellationRequested) solver.StopSearch();
    }, null, Pause, Pause);

    /// <summary>After this the solver is not touched any more.</summary>
    public void Dispose() => _timer.DisposeAsync().AsTask().Wait();
}
