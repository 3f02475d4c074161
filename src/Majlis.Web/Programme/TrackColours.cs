using System.Globalization;
using System.Text;
using Majlis.Programme;

namespace Majlis.Web.Programme;

/// <summary>
/// The colours of an edition's tracks as a style sheet of its own: pages may not carry styles. Each colour is brought far enough from the paper to be seen
/// (contrast 3:1, WCAG 1.4.11) in light and in dark; a track without one is given a hue by its place. The word always stands beside the mark.
/// </summary>
public static class TrackColours
{
    public const double LeastContrast = 3;
    static readonly Rgb Light = new(1, 1, 1), Dark = new(0x1c / 255.0, 0x23 / 255.0, 0x24 / 255.0);

    /// <summary>Custom property <c>--track</c> for classes <c>t0</c>, <c>t1</c>… in the order of the tracks.</summary>
    public static string Sheet(IReadOnlyList<TrackEntry> tracks)
    {
        var (light, dark) = (new StringBuilder(), new StringBuilder());
        foreach (var (i, track) in tracks.Index())
        {
            var colour = Parse(track.Colour) ?? Hue(i * 137.508);
            light.Append(CultureInfo.InvariantCulture, $".t{i}{{--track:{Away(colour, Light, new(0, 0, 0))}}}\n");
            dark.Append(CultureInfo.InvariantCulture, $".t{i}{{--track:{Away(colour, Dark, new(1, 1, 1))}}}\n");
        }
        return $"{light}@media (prefers-color-scheme:dark){{\n{dark}}}\n";
    }

    /// <summary>Contrast of a colour with light paper, 1 to 21; null unless <c>#rrggbb</c>. Below 3 pages show another one.</summary>
    public static double? OnPaper(string? colour) => Parse(colour)?.ContrastTo(Light);

    /// <summary>The colour, moved towards <paramref name="pole"/> until it differs enough from the paper.</summary>
    static Rgb Away(Rgb colour, Rgb paper, Rgb pole)
    {
        for (var share = 0.0; share < 1; share += 0.05)
            if (colour.Mixed(pole, share) is var tried && tried.ContrastTo(paper) >= LeastContrast) return tried;
        return pole;
    }

    /// <summary>Null unless <c>#rrggbb</c>.</summary>
    static Rgb? Parse(string? colour) =>
        colour is { Length: 7 } && colour[0] == '#' && int.TryParse(colour.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new((value >> 16) / 255.0, (value >> 8 & 255) / 255.0, (value & 255) / 255.0) : null;

    /// <summary>A middle colour of the hue in degrees; the golden angle keeps neighbours apart.</summary>
    static Rgb Hue(double degrees)
    {
        double Part(double shift) => 0.5 + 0.28 * Math.Cos((degrees - shift) * Math.PI / 180);
        return new(Part(0), Part(120), Part(240));
    }

    /// <param name="R">Each part from 0 to 1, sRGB.</param>
    readonly record struct Rgb(double R, double G, double B)
    {
        public Rgb Mixed(Rgb other, double share) => new(R + (other.R - R) * share, G + (other.G - G) * share, B + (other.B - B) * share);

        /// <summary>WCAG 2.2 contrast ratio, 1 to 21.</summary>
        public double ContrastTo(Rgb other)
        {
            var (a, b) = (Luminance, other.Luminance);
            return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
        }

        double Luminance => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B);

        static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{(int)Math.Round(R * 255):x2}{(int)Math.Round(G * 255):x2}{(int)Math.Round(B * 255):x2}");
    }
}
