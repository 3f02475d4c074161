using System.Globalization;
using System.Text;
using QRCoder;

namespace Majlis.Print;

/// <summary>The dark modules of a QR code, row by row, as stretches of neighbours: a third of what single squares are.</summary>
/// <param name="Size">Modules of one side, with the quiet zone of four around.</param>
public sealed record QrModules(int Size, IReadOnlyList<(int X, int Y, int Length)> Runs)
{
    /// <summary>Longer texts make codes that a phone does not read.</summary>
    public const int MostLetters = 2000;

    /// <summary>Error correction of level M.</summary>
    /// <returns>Null when the text is too long.</returns>
    public static QrModules? Of(string text)
    {
        if (text.Length > MostLetters) return null;
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var runs = new List<(int, int, int)>();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            var row = code.ModuleMatrix[y];
            for (var x = 0; x < row.Count; x++)
            {
                if (!row[x]) continue;
                var end = x;
                while (end < row.Count && row[end]) end++;
                runs.Add((x, y, end - x));
                x = end;
            }
        }
        return new(code.ModuleMatrix.Count, runs);
    }

    /// <summary>One SVG path in units of a module.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        foreach (var (x, y, length) in Runs) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{length}v1h-{length}z");
        return path.ToString();
    }
}
