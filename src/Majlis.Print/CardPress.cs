using Majlis.Platform;
using SkiaSharp;

namespace Majlis.Print;

/// <summary>The lines of a text as they fit its box.</summary>
/// <param name="Size">Of its letters.</param>
sealed record SetCard(IReadOnlyList<SetLine> Lines, float Size, bool IsRightToLeft);

/// <summary>Draws the sides of cards, and remembers what many cards have alike: the forum's name, a category, a flag.</summary>
sealed class CardPress(Typesetter setter) : IDisposable
{
    const float Millimetre = 72 / 25.4f;
    const int MostKept = 512;
    static readonly (float Width, float Height) A4 = (210, 297);
    static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    readonly Dictionary<CardText, SetCard> _texts = [];
    readonly Dictionary<byte[], SKImage?> _pictures = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<string, SKPath?> _shapes = new(StringComparer.Ordinal);
    readonly Dictionary<string, SKPaint> _paints = new(StringComparer.Ordinal);
    readonly SKPaint _hairline = new() { Color = new(0xb8, 0xbd, 0xc2), StrokeWidth = 0.4f, IsStroke = true, IsAntialias = true };
    readonly SKPaint _cut = new() { Color = SKColors.Black, StrokeWidth = 0.25f, IsStroke = true };
    readonly List<CardFault> _faults = [];
    int _card;

    public IReadOnlyList<CardFault> Faults => _faults;

    public void Print(CardPaper paper, SKDocument document, CancellationToken cancellation)
    {
        if (paper.Sheet == CardSheet.Single)
            foreach (var card in paper.Cards)
            {
                cancellation.ThrowIfCancellationRequested();
                Page(document, paper, card.Front);
                if (card.Back is { } back) Page(document, paper, back);
                _card++;
            }
        else Sheets(paper, document, cancellation);
    }

    void Page(SKDocument document, CardPaper paper, CardSide side)
    {
        var canvas = document.BeginPage(paper.Width * Millimetre, paper.Height * Millimetre);
        canvas.Scale(Millimetre);
        Draw(canvas, side);
        document.EndPage();
    }

    void Sheets(CardPaper paper, SKDocument document, CancellationToken cancellation)
    {
        var (columns, rows) = (Math.Max(1, (int)(A4.Width / paper.Width + 0.01f)), Math.Max(1, (int)(A4.Height / paper.Height + 0.01f)));
        var (left, top) = ((A4.Width - columns * paper.Width) / 2, (A4.Height - rows * paper.Height) / 2);
        foreach (var cards in paper.Cards.Chunk(columns * rows))
        {
            cancellation.ThrowIfCancellationRequested();
            var first = _card;
            Face(isBack: false);
            if (cards.Any(c => c.Back is not null)) Face(isBack: true);
            _card = first + cards.Length;

            void Face(bool isBack)
            {
                var canvas = document.BeginPage(A4.Width * Millimetre, A4.Height * Millimetre);
                canvas.Scale(Millimetre);
                for (var i = 0; i < cards.Length; i++)
                {
                    if ((isBack ? cards[i].Back : cards[i].Front) is not { } side) continue;
                    _card = first + i;
                    // A sheet that is turned over its long edge has its left column at the right.
                    var column = isBack ? columns - 1 - i % columns : i % columns;
                    canvas.Save();
                    canvas.Translate(left + column * paper.Width, top + i / columns * paper.Height);
                    canvas.ClipRect(SKRect.Create(0, 0, paper.Width, paper.Height));
                    Draw(canvas, side);
                    canvas.Restore();
                }
                Marks(canvas, columns, rows, left, top, paper);
                document.EndPage();
            }
        }
    }

    /// <summary>Short lines where the knife goes: at the sheet's edges, and a cross where four cards meet.</summary>
    void Marks(SKCanvas canvas, int columns, int rows, float left, float top, CardPaper paper)
    {
        const float length = 4;
        using var cut = _cut.Clone();
        cut.StrokeWidth /= Millimetre;
        for (var c = 0; c <= columns; c++)
        {
            var x = left + c * paper.Width;
            if (x is <= 0.1f or >= 209.9f) continue;
            canvas.DrawLine(x, Math.Max(0, top - length - 1), x, top > length ? top - 1 : length, cut);
            canvas.DrawLine(x, top > length ? A4.Height - top + 1 : A4.Height - length, x, Math.Min(A4.Height, A4.Height - top + length + 1), cut);
            for (var r = 1; r < rows; r++) canvas.DrawLine(x, top + r * paper.Height - length / 2, x, top + r * paper.Height + length / 2, cut);
        }
        for (var r = 0; r <= rows; r++)
        {
            var y = top + r * paper.Height;
            canvas.DrawLine(Math.Max(0, left - length - 1), y, left > length ? left - 1 : length, y, cut);
            canvas.DrawLine(left > length ? A4.Width - left + 1 : A4.Width - length, y, Math.Min(A4.Width, A4.Width - left + length + 1), y, cut);
            for (var c = 1; c < columns; c++) canvas.DrawLine(left + c * paper.Width - length / 2, y, left + c * paper.Width + length / 2, y, cut);
        }
    }

    public void Draw(SKCanvas canvas, CardSide side)
    {
        foreach (var mark in side.Marks)
            switch (mark)
            {
                case CardFill fill: canvas.DrawRoundRect(Rect(fill.Box), fill.Radius, fill.Radius, Paint(fill.Colour)); break;
                case CardText text: Draw(canvas, text); break;
                case CardPicture picture: Draw(canvas, picture); break;
                case CardShape shape: Draw(canvas, shape); break;
                case CardCode code: Draw(canvas, code); break;
                case CardHole hole:
                    using (var line = _hairline.Clone())
                    {
                        line.StrokeWidth /= Millimetre;
                        canvas.DrawRoundRect(Rect(hole.Box), hole.Box.Height / 2, hole.Box.Height / 2, line);
                    }
                    break;
            }
    }

    static SKRect Rect(CardBox box) => SKRect.Create(box.X, box.Y, box.Width, box.Height);

    SKPaint Paint(string colour)
    {
        if (_paints.TryGetValue(colour, out var paint)) return paint;
        return _paints[colour] = new() { Color = SKColor.TryParse(colour, out var parsed) ? parsed : SKColors.Black, IsAntialias = true };
    }

    void Draw(SKCanvas canvas, CardText text)
    {
        if (text.Text.Length == 0) return;
        if (!_texts.TryGetValue(text, out var set))
        {
            set = Fit(text);
            // Names are another for each card: keeping them all would be thousands of them.
            if (_texts.Count < MostKept) _texts[text] = set;
        }
        if (set.Size < text.LeastSize - 0.01f) _faults.Add(new(_card, text, set.Size));
        var (ink, box) = (Paint(text.Colour), text.Box);
        var height = set.Lines.Sum(l => l.Height);
        canvas.Save();
        canvas.Translate(box.X, box.Y);
        canvas.Scale(1 / Millimetre);
        var (width, y) = (box.Width * Millimetre, (box.Height * Millimetre - height) * text.Rise);
        foreach (var line in set.Lines)
        {
            var free = width - line.Width;
            line.Draw(canvas, set.IsRightToLeft ? free * (1 - text.Align) : free * text.Align, y, ink);
            y += line.Height;
        }
        canvas.Restore();
    }

    SetCard Fit(CardText text)
    {
        var isRight = Typesetter.IsRightToLeft(text.Text, text.Language);
        var part = new PaperPart(text.Language, isRight, []);
        var (width, height) = (text.Box.Width * Millimetre, text.Box.Height * Millimetre);
        // One line, if its letters stay as large as they should.
        if (!text.Text.Contains('\n', StringComparison.Ordinal))
        {
            var line = Set(text.Size, float.MaxValue)[0];
            var size = Math.Min(text.Size, text.Size * Math.Min(width / Math.Max(line.Width, 0.01f), height / line.Height));
            if (size >= text.LeastSize || text.MostLines == 1) return new([line.In(size)], size, isRight);
        }
        for (var size = text.Size; ; size *= 0.94f)
        {
            var lines = Set(size, width);
            var isSmall = size < text.LeastSize;
            if (size < 1 || (isSmall || lines.Count <= text.MostLines) && lines.Sum(l => l.Height) <= height + 0.01f && !(lines.Count > 1 && !isSmall && HasBrokenWord(lines))) return new(lines, size, isRight);
        }

        List<SetLine> Set(float size, float wide) => [.. setter.Set(new(text.Text, text.Language) { Size = size, IsStrong = text.IsStrong, IsRightToLeft = isRight }, part, wide)];
    }

    /// <summary>A word that is longer than a line is broken between letters: not while smaller letters would do.</summary>
    static bool HasBrokenWord(List<SetLine> lines) => lines.Any(l => l.BreaksWord);

    void Draw(SKCanvas canvas, CardPicture mark)
    {
        if (!_pictures.TryGetValue(mark.Picture, out var picture))
        {
            picture = SKImage.FromEncodedData(mark.Picture);
            if (_pictures.Count < MostKept && !mark.Fills) _pictures[mark.Picture] = picture;
        }
        if (picture is null) return;
        var box = Rect(mark.Box);
        var (x, y) = (box.Width / picture.Width, box.Height / picture.Height);
        var scale = mark.Fills ? Math.Max(x, y) : Math.Min(x, y);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        var place = SKRect.Create(box.MidX - width / 2, box.MidY - height / 2, width, height);
        var seen = mark.Fills ? box : place;
        canvas.Save();
        using (var frame = new SKRoundRect(seen, mark.Radius)) canvas.ClipRoundRect(frame, antialias: true);
        canvas.DrawImage(picture, place, Smooth);
        canvas.Restore();
        if (mark.HasHairline)
        {
            using var line = _hairline.Clone();
            line.StrokeWidth /= Millimetre;
            canvas.DrawRoundRect(seen, mark.Radius, mark.Radius, line);
        }
        if (mark.Fills) picture.Dispose();
    }

    void Draw(SKCanvas canvas, CardShape mark)
    {
        if (!_shapes.TryGetValue(mark.Path, out var path)) _shapes[mark.Path] = path = SKPath.ParseSvgPathData(mark.Path);
        if (path is null) return;
        var side = Math.Min(mark.Box.Width, mark.Box.Height);
        canvas.Save();
        canvas.Translate(mark.Box.X + (mark.Box.Width - side) / 2, mark.Box.Y + (mark.Box.Height - side) / 2);
        canvas.Scale(side / mark.Units);
        canvas.DrawPath(path, Paint(mark.Colour));
        canvas.Restore();
    }

    void Draw(SKCanvas canvas, CardCode mark)
    {
        if (QrModules.Of(mark.Text) is not { } code) return;
        var side = Math.Min(mark.Box.Width, mark.Box.Height);
        var (left, top) = (mark.Box.X + (mark.Box.Width - side) / 2, mark.Box.Y + (mark.Box.Height - side) / 2);
        canvas.DrawRect(left, top, side, side, Paint("#ffffff"));
        using var outline = new SKPathBuilder();
        foreach (var (x, y, length) in code.Runs) outline.AddRect(SKRect.Create(x, y, length, 1));
        using var path = outline.Detach();
        canvas.Save();
        canvas.Translate(left, top);
        canvas.Scale(side / code.Size);
        canvas.DrawPath(path, Paint("#000000"));
        canvas.Restore();
    }

    public void Dispose()
    {
        foreach (var picture in _pictures.Values) picture?.Dispose();
        foreach (var path in _shapes.Values) path?.Dispose();
        foreach (var paint in _paints.Values) paint.Dispose();
        _hairline.Dispose();
        _cut.Dispose();
    }
}
