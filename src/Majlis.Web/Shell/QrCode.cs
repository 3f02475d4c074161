using Majlis.Print;

namespace Majlis.Web.Shell;

/// <summary>A text as a QR code, shown by the part <c>_Qr</c>: black on white in any colour scheme, since phones do not read it the other way round.</summary>
/// <param name="Text">What the code says.</param>
/// <param name="Label">What it is for, for those who do not see it.</param>
public sealed record QrCode(string Text, string Label)
{
    /// <summary>One SVG path with a quiet zone of four. Null when the text is too long for a code that a phone can read.</summary>
    public (string Path, int Size)? Drawn() => QrModules.Of(Text) is { } code ? (code.Path(), code.Size) : null;
}
