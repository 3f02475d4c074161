namespace Majlis.Platform;

/// <summary>
/// Cards of one size to be printed and cut: badges, passes, place cards. Here everything has its place, unlike on a <see cref="Paper"/>. Lengths are millimetres from a side's left and top;
/// sizes of letters are points.
/// </summary>
/// <param name="Title">For the reader's window, plain.</param>
/// <param name="Cards">Asked for one after the other while printing, so that thousands need not be in memory at once.</param>
public sealed record CardPaper(string Title, float Width, float Height, IEnumerable<Card> Cards)
{
    public CardSheet Sheet { get; init; }
}

public enum CardSheet
{
    /// <summary>A page a side: what printers of cards take.</summary>
    Single,
    /// <summary>As many cards as fit on A4 upright, with marks to cut by; behind each page of fronts one of backs, turned over its long edge, so that a printer of both sides puts them back to back.</summary>
    A4,
}

/// <param name="Back">Null: nothing is printed on it.</param>
public sealed record Card(CardSide Front, CardSide? Back = null);

/// <summary>What stands on one side, later marks over earlier ones.</summary>
public sealed record CardSide(IReadOnlyList<CardMark> Marks);

/// <summary>A place on a side, in millimetres.</summary>
public readonly record struct CardBox(float X, float Y, float Width, float Height);

public abstract record CardMark(CardBox Box);

/// <summary>
/// A text within its box. It stands on one line as large as it may; where it is too long it shrinks to <see cref="LeastSize"/>, then wraps into <see cref="MostLines"/> lines, and then shrinks
/// again: nothing is ever cut. Whoever prints is told of what became smaller than it should (<see cref="CardFault"/>).
/// </summary>
/// <param name="Text">Line ends in it are kept.</param>
/// <param name="Language">Tag of its language, for the shapes of letters and its direction.</param>
/// <param name="Colour"><c>#rrggbb</c>.</param>
public sealed record CardText(CardBox Box, string Text, string Language, string Colour) : CardMark(Box)
{
    public float Size { get; init; } = 10;
    public float LeastSize { get; init; } = 6;
    public int MostLines { get; init; } = 1;
    public bool IsStrong { get; init; }
    /// <summary>0: where its lines begin, so on the right side for Arabic; 0.5: in the middle; 1: where they end.</summary>
    public float Align { get; init; } = 0.5f;
    /// <summary>0: at the top of the box; 0.5: in the middle; 1: at the bottom.</summary>
    public float Rise { get; init; } = 0.5f;
}

/// <summary>A PNG or JPEG. What is no picture leaves its box empty.</summary>
/// <param name="Fills">Cut to the box from its middle; else as large as fits in it whole.</param>
/// <param name="Radius">Of its corners.</param>
public sealed record CardPicture(CardBox Box, byte[] Picture, bool Fills = false, float Radius = 0, bool HasHairline = false) : CardMark(Box);

/// <summary>A filled rectangle; a line is a low one.</summary>
public sealed record CardFill(CardBox Box, string Colour, float Radius = 0) : CardMark(Box);

/// <summary>A shape: an SVG path in a square of <paramref name="Units"/> units, as large as the box allows.</summary>
public sealed record CardShape(CardBox Box, string Path, float Units, string Colour) : CardMark(Box);

/// <summary>A QR code of level M in black on white with its quiet zone inside the box. Capitals, digits and <c>$%*+-./:</c> take two thirds of the room of other letters.</summary>
public sealed record CardCode(CardBox Box, string Text) : CardMark(Box);

/// <summary>The outline of a hole for a ribbon, to punch by.</summary>
public sealed record CardHole(CardBox Box) : CardMark(Box);

/// <summary>A text of the card of this number, from 0, had to become smaller than it should.</summary>
public sealed record CardFault(int Card, CardText Text, float Size);
