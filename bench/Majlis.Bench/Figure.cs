using System.Globalization;
using System.Text.Json;

namespace Majlis.Bench;

/// <summary>One measured figure. Ratio is value over peer value; null where there is no peer.</summary>
/// <param name="Peer">What was measured beside it in the same run; empty for none.</param>
sealed record Figure(string Bench, string Case, double Value, string Unit, string Peer = "", double? PeerValue = null)
{
    public double? Ratio => PeerValue is null or 0 ? null : Math.Round(Value / PeerValue.Value, 3);

    public string Json() => JsonSerializer.Serialize(new
    {
        bench = Bench, @case = Case, value = Math.Round(Value, 3), unit = Unit, peer = Peer, peerValue = PeerValue is { } p ? Math.Round(p, 3) : (double?)null, ratio = Ratio,
    });

    public string Row() => string.Create(CultureInfo.InvariantCulture,
        $"| {Case} | {Show(Value)} {Unit} | {(Peer.Length == 0 ? "–" : $"{Peer}: {Show(PeerValue ?? 0)} {Unit}")} | {(Ratio is { } ratio ? ratio.ToString("0.00", CultureInfo.InvariantCulture) : "–")} |");

    static string Show(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}

static class Statistics
{
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }
}
