namespace Majlis.Tables;

/// <summary>Bounds every reader of files keeps, so that a hostile one costs bounded memory and time. Beyond one, the whole file is refused with a <see cref="Platform.Refusal"/>
/// whose code is under <c>import.</c> and whose value <c>line</c>, where there is one, is the one-based line.</summary>
public static class FileLimits
{
    /// <summary>Bytes of a file before anything is unpacked: the largest real schedule known is under 5 MB.</summary>
    public const long FileBytes = 32 * 1024 * 1024;
    /// <summary>Characters of one text.</summary>
    public const int TextLength = 100_000;
    /// <summary>Nesting of XML, JSON or calendar components.</summary>
    public const int Depth = 64;
    /// <summary>Attributes of one XML element, or parameters of one calendar property.</summary>
    public const int Attributes = 64;
    /// <summary>Columns of a table.</summary>
    public const int Columns = 256;
    /// <summary>Rows of a table, the header among them.</summary>
    public const int Rows = 20_001;
    /// <summary>Characters of one logical line: a row of a table, an unfolded line of a calendar.</summary>
    public const int LineLength = 1_000_000;
    /// <summary>Files in a packed workbook.</summary>
    public const int ArchiveEntries = 500;
    /// <summary>Bytes of everything in a packed workbook together, after unpacking.</summary>
    public const long UnpackedBytes = 128 * 1024 * 1024;
    /// <summary>How many times larger than packed a file of over a megabyte may become; text packs ten to twenty times.</summary>
    public const int PackingRatio = 150;
}
