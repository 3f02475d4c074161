using Majlis.Platform;
using SkiaSharp;

namespace Majlis.Print;

/// <summary>Prints with Skia's PDF writer and HarfBuzz's shapes. Fonts are read at the first paper.</summary>
/// <param name="openFont">Opens a font by the name that the build gave it, <c>noto-latin-regular.ttf</c>.</param>
public sealed class SkiaPress(Func<string, Stream> openFont) : IPress, IDisposable
{
    readonly Lazy<Fonts> _fonts = new(() => new(openFont));
    /// <summary>A paper takes a whole processor and some megabytes; two at once would take them from the pages that people wait for.</summary>
    readonly SemaphoreSlim _one = new(1, 1);
    int _here;

    /// <summary>Papers that may wait beside the one that is printed.</summary>
    public const int MostWaiting = 16;

    public Task Print(Paper paper, Stream pdf, CancellationToken cancellation = default) => InTurn(() =>
    {
        Write(paper, pdf, cancellation);
        return true;
    }, cancellation);

    public Task<IReadOnlyList<CardFault>> PrintCards(CardPaper paper, Stream pdf, CancellationToken cancellation = default) => InTurn(() => Write(paper, pdf, cancellation), cancellation);

    public Task<byte[]> Picture(CardSide side, float width, float height, float dotsPerMillimetre, CancellationToken cancellation = default) => InTurn(() => Draw(side, width, height, dotsPerMillimetre), cancellation);

    async Task<T> InTurn<T>(Func<T> work, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _here) > MostWaiting + 1) throw new PressBusy();
            await _one.WaitAsync(cancellation);
            try
            {
                return await Task.Run(work, cancellation);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _here);
        }
    }

    void Write(Paper paper, Stream pdf, CancellationToken cancellation)
    {
        using var document = SKDocument.CreatePdf(pdf, new SKDocumentPdfMetadata { Title = paper.Title, Producer = "Majlis", RasterDpi = 144, EncodingQuality = 90 });
        var setter = new Typesetter(_fonts.Value);
        foreach (var part in paper.Parts)
        {
            cancellation.ThrowIfCancellationRequested();
            using var layout = new Layout(paper, part, setter);
            layout.Draw(document);
        }
        document.Close();
    }

    IReadOnlyList<CardFault> Write(CardPaper paper, Stream pdf, CancellationToken cancellation)
    {
        using var document = SKDocument.CreatePdf(pdf, new SKDocumentPdfMetadata { Title = paper.Title, Producer = "Majlis", RasterDpi = 300, EncodingQuality = 90 });
        using var press = new CardPress(new(_fonts.Value));
        press.Print(paper, document, cancellation);
        document.Close();
        return press.Faults;
    }

    byte[] Draw(CardSide side, float width, float height, float dotsPerMillimetre)
    {
        using var surface = SKSurface.Create(new SKImageInfo((int)MathF.Ceiling(width * dotsPerMillimetre), (int)MathF.Ceiling(height * dotsPerMillimetre)));
        using var press = new CardPress(new(_fonts.Value));
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(dotsPerMillimetre);
        press.Draw(surface.Canvas, side);
        using var picture = surface.Snapshot();
        using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    public void Dispose()
    {
        if (_fonts.IsValueCreated) _fonts.Value.Dispose();
        _one.Dispose();
    }
}

/// <summary>The pages of one part: first all is given its place, then drawn, because a page says how many there are.</summary>
sealed class Layout : IDisposable
{
    const float Gap = 8, RowPadding = 3, HeadSize = 8;
    static readonly SKColor Quiet = new(0x55, 0x5b, 0x61), Hairline = new(0xc9, 0xcd, 0xd2);

    readonly Paper _paper;
    readonly PaperPart _part;
    readonly Typesetter _setter;
    readonly List<List<Action<SKCanvas>>> _pages = [];
    readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true }, _quiet = new() { Color = Quiet, IsAntialias = true }, _line = new() { Color = Hairline, StrokeWidth = 0.5f, IsStroke = true };
    readonly Dictionary<byte[], SKImage?> _pictures = new(ReferenceEqualityComparer.Instance);
    readonly float _width, _top, _bottom;
    float _y;

    public Layout(Paper paper, PaperPart part, Typesetter setter)
    {
        (_paper, _part, _setter) = (paper, part, setter);
        _width = paper.Page.Width - 2 * paper.Margin;
        _top = paper.Margin + (part.Head is null ? 0 : HeadSize * 2);
        _bottom = paper.Page.Height - paper.Margin - (part.Foot is null ? 0 : HeadSize * 2);
        NewPage();
        for (var i = 0; i < part.Blocks.Count; i++) Place(part.Blocks[i], i + 1 < part.Blocks.Count ? part.Blocks[i + 1] : null);
    }

    void NewPage()
    {
        _pages.Add([]);
        _y = _top;
    }

    void Place(PaperBlock block, PaperBlock? next)
    {
        switch (block)
        {
            case PaperParagraph paragraph: Place(paragraph, next); break;
            case PaperTable table: Place(table); break;
            case PaperDrawing drawing: Place(drawing); break;
        }
    }

    void Place(PaperParagraph paragraph, PaperBlock? next)
    {
        var lines = _setter.Set(paragraph.Text, _part, _width).ToList();
        // A heading takes some of what follows with it to the next page.
        if (paragraph.KeepWithNext && next is not null && _y > _top && _y + lines.Sum(l => l.Height) + paragraph.After + 40 > _bottom) NewPage();
        foreach (var line in lines)
        {
            if (_y + line.Height > _bottom && _y > _top) NewPage();
            Draw(line, 0, _width, 0, _y);
            _y += line.Height;
        }
        _y += paragraph.After;
    }

    void Place(PaperTable table)
    {
        var sum = table.Widths.Sum();
        var columns = new (float Start, float Width)[table.Widths.Count];
        for (var (i, start) = (0, 0f); i < columns.Length; i++)
        {
            var width = (_width - Gap * (columns.Length - 1)) * table.Widths[i] / sum;
            columns[i] = (start, width);
            start += width + Gap;
        }
        var head = table.Head is null ? null : Set(table.Head, columns);
        var headHeight = head is null ? 0 : Height(head) + 2 * RowPadding;
        var isFirst = true;
        foreach (var row in table.Rows.Select(r => Set(r, columns)))
        {
            var height = Height(row) + 2 * RowPadding;
            var fitsOnePage = height <= _bottom - _top - headHeight;
            if (_y + height + (isFirst ? headHeight : 0) > _bottom && _y > _top && (fitsOnePage || _y + headHeight + 60 > _bottom)) (isFirst, _) = (true, Turn());
            if (isFirst && head is not null) Row(head, columns, table.HasLines);
            isFirst = false;
            if (fitsOnePage) Row(row, columns, table.HasLines);
            else
                for (var rest = row; rest is not null;)
                {
                    var (now, later) = Split(rest, _bottom - _y - 2 * RowPadding);
                    Row(now, columns, table.HasLines && later is null);
                    rest = later;
                    if (rest is null) break;
                    NewPage();
                    if (head is not null) Row(head, columns, table.HasLines);
                }
        }
        _y += table.After;

        bool Turn()
        {
            NewPage();
            return true;
        }
    }

    sealed record SetCell(PaperCell Cell, IReadOnlyList<SetLine> Lines, float Indent, bool HasPicture)
    {
        public float Height => Math.Max(HasPicture ? Cell.PictureHeight : 0, Lines.Sum(l => l.Height));
    }

    SetCell[] Set(IReadOnlyList<PaperCell> cells, (float Start, float Width)[] columns) => [.. cells.Select((cell, i) =>
    {
        var picture = PictureOf(cell.Picture);
        var indent = picture is null ? 0 : cell.PictureHeight * picture.Width / picture.Height + 5;
        return new SetCell(cell, [.. cell.Lines.SelectMany(text => _setter.Set(text, _part, columns[i].Width - indent))], indent, picture is not null);
    })];

    static float Height(SetCell[] row) => row.Max(c => c.Height);

    /// <summary>As many lines of each cell as fit, at least one; null when nothing is left.</summary>
    static (SetCell[] Now, SetCell[]? Later) Split(SetCell[] row, float room)
    {
        var parts = row.Select(cell =>
        {
            var (count, used) = (0, 0f);
            while (count < cell.Lines.Count && (count == 0 || used + cell.Lines[count].Height <= room)) used += cell.Lines[count++].Height;
            return (Now: cell with { Lines = [.. cell.Lines.Take(count)] }, Later: cell with { Lines = [.. cell.Lines.Skip(count)], HasPicture = false });
        }).ToArray();
        return ([.. parts.Select(p => p.Now)], parts.Any(p => p.Later.Lines.Count > 0) ? [.. parts.Select(p => p.Later)] : null);
    }

    void Row(SetCell[] row, (float Start, float Width)[] columns, bool hasLine)
    {
        _y += RowPadding;
        for (var i = 0; i < row.Length; i++)
        {
            var (cell, (start, width), y) = (row[i], columns[i], _y);
            if (cell.HasPicture && PictureOf(cell.Cell.Picture) is { } picture)
            {
                var size = (Width: cell.Indent - 5, Height: cell.Cell.PictureHeight);
                var left = Left(start, size.Width);
                var box = SKRect.Create(left, y + 1.5f, size.Width, size.Height);
                Add(canvas =>
                {
                    canvas.DrawImage(picture, box, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
                    canvas.DrawRect(box, _line);
                });
            }
            foreach (var line in cell.Lines)
            {
                Draw(line, start + cell.Indent, width - cell.Indent, cell.Cell.Align, y);
                y += line.Height;
            }
        }
        _y += Height(row) + RowPadding;
        if (!hasLine) return;
        var at = _y;
        Add(canvas => canvas.DrawLine(_paper.Margin, at, _paper.Margin + _width, at, _line));
    }

    void Place(PaperDrawing drawing)
    {
        if (_y + drawing.Size > _bottom && _y > _top) NewPage();
        var (left, top) = (Left(0, drawing.Size), _y);
        Add(canvas =>
        {
            using var path = SKPath.ParseSvgPathData(drawing.Path);
            if (path is null) return;
            canvas.Save();
            canvas.Translate(left, top);
            canvas.Scale(drawing.Size / drawing.Units);
            canvas.DrawPath(path, _ink);
            canvas.Restore();
        });
        _y += drawing.Size + Gap;
    }

    /// <summary>The left side of something that begins <paramref name="start"/> after the start of lines.</summary>
    float Left(float start, float width) => _paper.Margin + (_part.IsRightToLeft ? _width - start - width : start);

    /// <param name="align">As <see cref="PaperCell.Align"/>.</param>
    void Draw(SetLine line, float start, float width, float align, float top)
    {
        var left = Left(start + (width - line.Width) * align, line.Width);
        Add(canvas => line.Draw(canvas, left, top, line.Text.IsQuiet ? _quiet : _ink));
    }

    void Add(Action<SKCanvas> step) => _pages[^1].Add(step);

    /// <summary>Null for none and for what is none. The same bytes are one picture in the file.</summary>
    SKImage? PictureOf(byte[]? bytes)
    {
        if (bytes is null) return null;
        if (!_pictures.TryGetValue(bytes, out var picture)) _pictures[bytes] = picture = SKImage.FromEncodedData(bytes);
        return picture;
    }

    public void Draw(SKDocument document)
    {
        for (var i = 0; i < _pages.Count; i++)
        {
            var canvas = document.BeginPage(_paper.Page.Width, _paper.Page.Height);
            if (_part.Head is { } head) Edge(canvas, head with { Size = HeadSize, IsQuiet = true }, _paper.Margin, 0);
            if (_part.Foot is { } foot) Edge(canvas, new PaperText(foot(i + 1, _pages.Count)) { Size = HeadSize, IsQuiet = true }, _bottom + HeadSize * 0.8f, 1);
            foreach (var step in _pages[i]) step(canvas);
            document.EndPage();
        }
    }

    void Edge(SKCanvas canvas, PaperText text, float top, float align)
    {
        if (_setter.Set(text, _part, _width).FirstOrDefault() is { } line) line.Draw(canvas, Left((_width - line.Width) * align, line.Width), top, _quiet);
    }

    public void Dispose()
    {
        foreach (var picture in _pictures.Values) picture?.Dispose();
        _ink.Dispose();
        _quiet.Dispose();
        _line.Dispose();
    }
}
