namespace Majlis.Tables;

/// <summary>Cells of a table: what they are called, and how one is written so that no spreadsheet runs it.</summary>
static class Cells
{
    static readonly char[] Dangerous = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

    /// <summary>A cell that a spreadsheet would run gets an apostrophe in front; one that already begins so gets one more, so that <see cref="Plain"/> gives back the same text.</summary>
    public static string Neutral(string text) => text.Length > 0 && Array.IndexOf(Dangerous, text.TrimStart('\'') is { Length: > 0 } rest ? rest[0] : ' ') >= 0 ? "'" + text : text;

    public static string Plain(string text) => text.Length > 1 && text[0] == '\'' && Neutral(text[1..]).Length == text.Length ? text[1..] : text;

    /// <summary>The letters of a column: 0 is A, 26 is AA.</summary>
    public static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);

    /// <summary>The zero-based column of a cell's name; null when it has none.</summary>
    public static int? Column(string? cell)
    {
        var column = 0;
        foreach (var c in cell ?? "")
            if (char.IsAsciiLetterUpper(c) && column < 100_000) column = column * 26 + c - 'A' + 1;
            else break;
        return column == 0 ? null : column - 1;
    }
}

/// <param name="Line">One-based row or line in the file.</param>
/// <param name="Cells">By column; a missing one is empty.</param>
sealed record SheetRow(int Line, IReadOnlyList<string> Cells)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);
}
