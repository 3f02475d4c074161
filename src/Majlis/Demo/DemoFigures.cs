using Majlis.Figures;
using Majlis.Platform;

namespace Majlis.Demo;

/// <summary>The figures the demonstration publishes of itself: modelled on the forum of 2021, each with a source that calls it a demonstration.</summary>
public static class DemoFigures
{
    /// <summary>In the order pages show them; keys under <c>figure.</c> of the language files.</summary>
    public static IReadOnlyList<string> Metrics { get; } =
        ["participants", "states", "regions", "sessions", "speakers", "agreements", "media_outlets", "media_countries"];

    static readonly Dictionary<string, (int? Announced, int? Opening, int? Final)> Values = new()
    {
        ["participants"] = (2000, 2500, 2650),
        ["states"] = (48, 60, 64),
        ["regions"] = (25, 33, 38),
        ["sessions"] = (90, 92, 92),
        ["speakers"] = (250, 310, 310),
        ["agreements"] = (null, 20, 24),
        ["media_outlets"] = (null, 110, 118),
        ["media_countries"] = (null, 20, 22),
    };

    /// <summary>What was said at one stage, in the order of <see cref="Metrics"/>; a metric nobody spoke of then is left out.</summary>
    public static IEnumerable<(string Metric, int Value)> At(FigureStage stage) =>
        from metric in Metrics
        let values = Values[metric]
        let value = stage switch { FigureStage.Announced => values.Announced, FigureStage.Opening => values.Opening, _ => values.Final }
        where value is not null
        select (metric, value.Value);

    public static LocalizedText Source(FigureStage stage) => DemoTexts.Text(DemoTexts.Edition.Sources[stage.ToString().ToLowerInvariant()]);
}
