namespace Majlis.Web.Tests;

/// <summary>What becomes true a moment later: nodes hear of a change after the answer to it. On a machine that does much else a moment is long.</summary>
static class Soon
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <returns>The first answer that is what is waited for; after a minute whichever there is, for the test to complain about.</returns>
    public static async Task<T> Is<T>(Func<Task<T>> ask, Func<T, bool> isIt)
    {
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var answer = await ask();
            if (isIt(answer) || waited.Elapsed > Patience) return answer;
        }
    }
}
