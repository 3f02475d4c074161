using System.Text;

namespace Majlis.Platform;

/// <summary>What a file is, told by its content alone: names lie.</summary>
/// <param name="MediaType">What it is served as; <c>application/octet-stream</c> for everything that is not listed here, pages and scripts among them.</param>
/// <param name="Endings">Endings of names that such a file has, the usual one first; empty: any.</param>
public sealed record FileKind(string MediaType, params string[] Endings)
{
    /// <summary>Bytes from the beginning that <see cref="Of"/> wants to see.</summary>
    public const int Head = 4096;

    const int LongestName = 120, LongestEnding = 10;

    static readonly FileKind Unknown = new("application/octet-stream");
    static readonly FileKind Text = new("text/plain", ".txt", ".md", ".csv", ".srt", ".vtt", ".tex");
    static readonly FileKind Zip = new("application/zip", ".zip");

    static readonly (int At, byte[] Sign, FileKind Kind)[] Signs =
    [
        (0, "%PDF-"u8.ToArray(), new("application/pdf", ".pdf")),
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], new("image/png", ".png")),
        (0, [0xFF, 0xD8, 0xFF], new("image/jpeg", ".jpg", ".jpeg")),
        (0, "GIF8"u8.ToArray(), new("image/gif", ".gif")),
        (8, "WEBP"u8.ToArray(), new("image/webp", ".webp")),
        (4, "ftyp"u8.ToArray(), new("video/mp4", ".mp4", ".m4v", ".m4a", ".mov")),
        (0, "ID3"u8.ToArray(), new("audio/mpeg", ".mp3")),
        (0, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new("application/x-ole-storage", ".doc", ".xls", ".ppt")),
    ];

    /// <summary>Documents that are packed folders, by what stands near the beginning of them.</summary>
    static readonly (byte[] Name, FileKind Kind)[] Packed =
    [
        ("word/"u8.ToArray(), new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")),
        ("ppt/"u8.ToArray(), new("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx")),
        ("xl/"u8.ToArray(), new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")),
        ("mimetypeapplication/vnd.oasis.opendocument.text"u8.ToArray(), new("application/vnd.oasis.opendocument.text", ".odt")),
        ("mimetypeapplication/vnd.oasis.opendocument.presentation"u8.ToArray(), new("application/vnd.oasis.opendocument.presentation", ".odp")),
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"u8.ToArray(), new("application/vnd.oasis.opendocument.spreadsheet", ".ods")),
    ];

    /// <param name="head">The first <see cref="Head"/> bytes, or all when there are fewer.</param>
    public static FileKind Of(ReadOnlySpan<byte> head)
    {
        foreach (var (at, sign, kind) in Signs)
            if (head.Length >= at + sign.Length && head[at..].StartsWith(sign)) return kind;
        if (head.StartsWith("PK\x03\x04"u8))
        {
            foreach (var (name, kind) in Packed)
                if (head.IndexOf(name) >= 0) return kind;
            return Zip;
        }
        return IsPlainText(head) ? Text : Unknown;
    }

    /// <summary>UTF-8 without control characters that is not markup of any kind.</summary>
    static bool IsPlainText(ReadOnlySpan<byte> head)
    {
        // The last character may be cut.
        while (head.Length > 0 && head.Length >= Head && (head[^1] & 0x80) != 0) head = head[..^1];
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(head).TrimStart('\uFEFF');
            return text.Length > 0 && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) && !text.Contains('<');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>
    /// A name that any system can keep and no reader is deceived by: the last part of a path, without control and direction marks, at most 120 characters, and
    /// with an ending that says what the file is.
    /// </summary>
    public string NameFor(string given)
    {
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        name = new string([.. Characters.Tame(Characters.Kept(name)).Select(c => "<>:\"|?*".Contains(c) || char.IsControl(c) ? '-' : c)
            .Where(c => c is '\u200C' or '\u200D' || char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)]).Trim(' ', '.', '\u00A0');
        var ending = Path.GetExtension(name);
        if (ending.Length is < 2 or > LongestEnding || !ending.Skip(1).All(char.IsAsciiLetterOrDigit)) ending = "";
        var stem = name[..^ending.Length];
        if (stem.Length > LongestName - 2 * LongestEnding) stem = Characters.Kept(stem[..(LongestName - 2 * LongestEnding)]);
        if (stem.Length == 0) stem = "file";
        // What nobody knows may not pass for what everybody opens.
        var lies = Endings.Length > 0 ? !Endings.Contains(ending, StringComparer.OrdinalIgnoreCase)
            : ending.Length == 0 || Signs.Select(s => s.Kind).Concat(Packed.Select(p => p.Kind)).Append(Zip).Append(Text).Any(k => k.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase));
        return stem + ending + (lies ? Endings.FirstOrDefault() ?? ".bin" : "");
    }
}
