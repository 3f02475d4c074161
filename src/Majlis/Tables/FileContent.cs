using System.Text;
using Majlis.Platform;

namespace Majlis.Tables;

/// <summary>A whole file in memory: never more than <see cref="FileLimits.FileBytes"/>.</summary>
sealed class FileContent
{
    readonly MemoryStream _bytes;

    FileContent(MemoryStream bytes) => _bytes = bytes;

    public static FileContent Of(Stream stream)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > FileLimits.FileBytes) throw new Refusal("import.file_too_large", ("megabytes", FileLimits.FileBytes / (1024 * 1024)));
            bytes.Write(buffer, 0, read);
        }
        var content = new FileContent(bytes);
        if (content.Bytes.Length == 0 || content.Bytes.Span is [0xEF, 0xBB, 0xBF] or [0xFF, 0xFE] or [0xFE, 0xFF]) throw new Refusal("import.empty");
        return content;
    }

    public ReadOnlyMemory<byte> Bytes => _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);

    public Stream Open() => new MemoryStream(_bytes.GetBuffer(), 0, (int)_bytes.Length, writable: false);

    /// <summary>The first two thousand characters, for recognising what the file is; wrong bytes do not matter here.</summary>
    public string Head
    {
        get
        {
            var start = Bytes.Span[..Math.Min(Bytes.Length, 4096)];
            var encoding = start is [0xFF, 0xFE, ..] ? Encoding.Unicode : start is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode : Encoding.UTF8;
            return encoding.GetString(start).TrimStart('\uFEFF').TrimStart();
        }
    }

    public bool IsZip => Bytes.Span is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..];

    /// <summary>Names what is plainly something else, so that the message helps: a page, a packed file, an old workbook.</summary>
    public void RefuseOtherThanMarkup()
    {
        RefuseBinary();
        var head = Head;
        if (head.Length == 0) throw new Refusal("import.empty");
        if (head.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
            throw new Refusal("import.html_page");
    }

    public void RefuseBinary()
    {
        if (IsZip || Bytes.Span is [0x1F, 0x8B, ..]) throw new Refusal("import.packed");
        if (Bytes.Span is [0xD0, 0xCF, 0x11, 0xE0, ..]) throw new Refusal("import.old_workbook");
    }
}
