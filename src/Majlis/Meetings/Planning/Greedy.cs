namespace Majlis.Meetings.Planning;

/// <summary>Fills a board, taking first what is worth most above the price of what it takes.</summary>
static class Greedy
{
    /// <summary>What was in the previous plan goes first, where it was; if that cannot be, or there was none, wherever it is best.</summary>
    public static void Fill(Board board, double[] above, CancellationToken stop)
    {
        var order = Enumerable.Range(0, board.RequestCount).Where(r => !board.IsVetoed[r] && board.At(r).IsNone).OrderByDescending(r => above[r]).ThenByDescending(r => board.Worth[r]).ThenBy(r => r).ToList();
        foreach (var r in order)
            if (board.Before(r) is { IsNone: false } before && board.Fits(r, before)) board.Place(r, before);
        foreach (var r in order)
        {
            if (stop.IsCancellationRequested) return;
            if (board.At(r).IsNone && board.Best(r) is { Spot.IsNone: false, Gain: > 0 } best) board.Place(r, best.Spot);
        }
    }
}
