using System.Globalization;
using System.Text;
using Majlis.Calendars;
using Majlis.Programme;
using QRCoder;

namespace Majlis.Web.Programme;

/// <summary>A reader's marked sessions as an address carries them: <c>?s=12,55</c>.</summary>
public static class StarredNumbers
{
    /// <summary>More than this nobody attends.</summary>
    public const int Most = 300;

    /// <summary>The numbers that name released sessions, each once, in reading order; whatever else stands there is passed over.</summary>
    public static IReadOnlyList<SessionEntry> Parse(string? text, PublishedProgramme programme)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var wanted = Digits.ToAscii(text.Length > 4000 ? text[..4000] : text).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Take(Most)
            .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
        return [.. programme.Sessions.Where(s => wanted.Contains(s.Number))];
    }

    public static string Write(IEnumerable<SessionEntry> sessions) => string.Join(',', sessions.Select(s => s.Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The pairs that are on at the same time, each once, the earlier first. Half-open: one that begins when another ends does not clash. Cancelled ones never do.</summary>
    public static IEnumerable<(SessionEntry One, SessionEntry Other)> Clashes(IReadOnlyList<SessionEntry> sessions)
    {
        var there = sessions.Where(s => s is { Start: not null, IsCancelled: false }).OrderBy(s => s.Start).ThenBy(s => s.Number).ToList();
        for (var i = 0; i < there.Count; i++)
            for (var j = i + 1; j < there.Count && there[j].Start < there[i].End; j++)
                yield return (there[i], there[j]);
    }

    /// <summary>A QR code of the text as one SVG path of unit squares with a quiet zone of four, dark on nothing. Null when the text is too long for one.</summary>
    public static (string Path, int Size)? Qr(string text)
    {
        if (text.Length > 2000) return null;
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return (path.ToString(), code.ModuleMatrix.Count);
    }
}
