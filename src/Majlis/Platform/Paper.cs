namespace Majlis.Platform;

/// <summary>
/// A document to be printed: what stands on it, and not where. Whoever composes it knows the words and the nouns; an <see cref="IPress"/> knows fonts, lines and pages.
/// Lengths are points of 1/72 inch.
/// </summary>
/// <param name="Title">For the reader's window, plain.</param>
/// <param name="Parts">Each begins on a new page and is numbered by itself. Asked for one after the other while printing, so that a paper for thousands of people need not be in memory at once.</param>
public sealed record Paper(string Title, IEnumerable<PaperPart> Parts)
{
    /// <summary>Width and height of a page; A4 upright.</summary>
    public (float Width, float Height) Page { get; init; } = (595.28f, 841.89f);
    /// <summary>Free on each side of a page.</summary>
    public float Margin { get; init; } = 42;
}

/// <summary>What one reader gets: some pages in that reader's language and direction.</summary>
/// <param name="Language">Of all texts that name none of their own.</param>
/// <param name="IsRightToLeft">Which side lines begin at, and in which order columns stand.</param>
/// <param name="Head">Small, at the start of each page's first line; null: none.</param>
/// <param name="Foot">Small, below each page, from its number and the number of pages; null: none.</param>
public sealed record PaperPart(string Language, bool IsRightToLeft, IReadOnlyList<PaperBlock> Blocks, PaperText? Head = null, Func<int, int, string>? Foot = null);

/// <summary>A text in one language. Line ends in it are kept; isolates in it are obeyed.</summary>
/// <param name="Language">Tag of its language, for the shapes of letters; null: the part's.</param>
public sealed record PaperText(string Text, string? Language = null)
{
    /// <summary>The direction it is read in. Null: the part's where it is in the part's language, else that of its first strong letter.</summary>
    public bool? IsRightToLeft { get; init; }
    public float Size { get; init; } = 10;
    public bool IsStrong { get; init; }
    /// <summary>In grey, for what is said beside.</summary>
    public bool IsQuiet { get; init; }
}

public abstract record PaperBlock;

/// <summary>Lines over the whole width. Broken between words, over pages too.</summary>
/// <param name="After">Free below it.</param>
/// <param name="KeepWithNext">Never the last on a page: a heading.</param>
public sealed record PaperParagraph(PaperText Text, float After = 4, bool KeepWithNext = false) : PaperBlock;

/// <summary>Rows of cells in columns. A row stays on one page unless it is longer than one.</summary>
/// <param name="Widths">Of the columns, in proportion to each other.</param>
/// <param name="Head">Repeated on every page; null: none.</param>
public sealed record PaperTable(IReadOnlyList<float> Widths, IReadOnlyList<IReadOnlyList<PaperCell>> Rows, IReadOnlyList<PaperCell>? Head = null) : PaperBlock
{
    /// <summary>A hairline below each row.</summary>
    public bool HasLines { get; init; } = true;
    public float After { get; init; } = 10;
}

/// <param name="Lines">One below the other, each broken where it is too long.</param>
public sealed record PaperCell(params IReadOnlyList<PaperText> Lines)
{
    /// <summary>At the start of the cell: a PNG or JPEG. Null: none. What is no picture is left out.</summary>
    public byte[]? Picture { get; init; }
    public float PictureHeight { get; init; } = 12;
    /// <summary>0: at the start of lines, 0.5: in the middle, 1: at their end.</summary>
    public float Align { get; init; }
}

/// <summary>Black shapes on white, such as a QR code.</summary>
/// <param name="Path">An SVG path in a square of <paramref name="Units"/> units.</param>
/// <param name="Size">Of the square on paper.</param>
public sealed record PaperDrawing(string Path, float Units, float Size) : PaperBlock;

/// <summary>Makes PDF files of papers: shaped, in the right order in every direction, and such that copying gives the text as it was written.</summary>
public interface IPress
{
    /// <summary>Writes the file to its end. Slow: some hundred pages a second, one paper at a time; who waits holds no thread.</summary>
    /// <exception cref="PressBusy">Too many wait already.</exception>
    Task Print(Paper paper, Stream pdf, CancellationToken cancellation = default);

    /// <summary>Writes the file to its end; waits in the same line as papers.</summary>
    /// <returns>What had to become smaller than it should.</returns>
    /// <exception cref="PressBusy">Too many wait already.</exception>
    Task<IReadOnlyList<CardFault>> PrintCards(CardPaper paper, Stream pdf, CancellationToken cancellation = default);

    /// <summary>One side as a PNG, as it would be printed.</summary>
    /// <param name="dotsPerMillimetre">12 is about what a printer of cards does.</param>
    /// <exception cref="PressBusy">Too many wait already.</exception>
    Task<byte[]> Picture(CardSide side, float width, float height, float dotsPerMillimetre, CancellationToken cancellation = default);
}

/// <summary>Too many papers wait to be printed: nothing was begun, and in a while there will be room (503).</summary>
public sealed class PressBusy() : Exception("too many papers wait")
{
    /// <summary>Seconds after which it is worth asking again.</summary>
    public const int After = 30;
}
