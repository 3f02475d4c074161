using System.Globalization;
using System.Text;
using QRCoder;

namespace Majlis.Web.Shell;

/// <summary>A text as a QR code, shown by the part <c>_Qr</c>: black on white in any colour scheme, since phones do not read it the other way round.</summary>
/// <param name="Text">What the code says.</param>
/// <param name="Label">What it is for, for those who do not see it.</param>
public sealed record QrCode(string Text, string Label)
{
    /// <summary>One SVG path of unit squares with a quiet zone of four. Null when the text is too long for a code that a phone can read.</summary>
    public (string Path, int Size)? Drawn()
    {
        if (Text.Length > 2000) return null;
        using var code = QRCodeGenerator.GenerateQrCode(Text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return (path.ToString(), code.ModuleMatrix.Count);
    }
}
