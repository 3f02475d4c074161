using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using Majlis.Platform;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace Majlis.Print;

/// <summary>Letters of one font and direction, shaped, at size 1.</summary>
/// <param name="Clusters">For each glyph the place of its letters in <paramref name="Text"/>, in bytes of UTF-8.</param>
sealed record Shaped(Typeface Font, ushort[] Glyphs, float[] Advances, SKPoint[] Offsets, uint[] Clusters, byte[] Text, float Width);

/// <summary>One line of a text, from left to right as it is seen.</summary>
sealed record SetLine(PaperText Text, IReadOnlyList<Shaped> Pieces)
{
    public float Width { get; } = Pieces.Sum(p => p.Width) * Text.Size;
    public float Height => Text.Size * (Fonts.Ascent + Fonts.Descent);
    /// <summary>It ends within a word that was longer than the line.</summary>
    public bool BreaksWord { get; init; }

    /// <summary>The same line in another size.</summary>
    public SetLine In(float size) => new(Text with { Size = size }, Pieces);

    /// <param name="left">Where the line's leftmost letter begins.</param>
    /// <param name="top">Of the line's <see cref="Height"/>.</param>
    public void Draw(SKCanvas canvas, float left, float top, SKPaint ink)
    {
        var (x, y) = (left, top + Text.Size * Fonts.Ascent);
        foreach (var piece in Pieces)
        {
            using var font = new SKFont(piece.Font.Outlines, Text.Size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
            var places = new SKPoint[piece.Glyphs.Length];
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = new(x + piece.Offsets[i].X * Text.Size, y - piece.Offsets[i].Y * Text.Size);
                x += piece.Advances[i] * Text.Size;
            }
            // With the letters beside the glyphs the file says what was written: without them copying gives the shapes, and finding finds nothing.
            using var blob = new SKTextBlobBuilder();
            var run = blob.AllocatePositionedTextRun(font, places.Length, piece.Text.Length);
            run.SetGlyphs(piece.Glyphs);
            run.SetPositions(places);
            run.SetText(piece.Text);
            run.SetClusters(piece.Clusters);
            using var built = blob.Build();
            if (built is not null) canvas.DrawText(built, 0, 0, ink);
        }
    }
}

/// <summary>Breaks texts into lines and shapes them.</summary>
sealed class Typesetter(Fonts fonts)
{
    /// <summary>The text in lines of at most <paramref name="width"/>, broken after blanks and dashes; a word that is longer than a line is broken between letters.</summary>
    public IEnumerable<SetLine> Set(PaperText text, PaperPart part, float width)
    {
        var language = text.Language ?? part.Language;
        var direction = text.IsRightToLeft ?? (language == part.Language ? part.IsRightToLeft : null);
        foreach (var paragraph in text.Text.Replace("\r", "", StringComparison.Ordinal).Split('\n'))
        {
            var levels = Bidi.Levels(paragraph, direction);
            foreach (var (start, end) in Lines(paragraph, levels, text, language, width))
                yield return new(text, [.. Shape(paragraph, levels, start, end, text.IsStrong, language)])
                {
                    BreaksWord = end > start && end < paragraph.Length && char.IsLetterOrDigit(paragraph[end - 1]) && char.IsLetterOrDigit(paragraph[end]),
                };
        }
    }

    /// <summary>The direction of a text that stands by itself: of its first strong letter, and of its language without one.</summary>
    public static bool IsRightToLeft(string text, string language) =>
        text.EnumerateRunes().Select(r => Bidi.Of(r.Value)).FirstOrDefault(c => c is Bidi.Class.L or Bidi.Class.R or Bidi.Class.AL, Bidi.Class.ON) switch
        {
            Bidi.Class.L => false, Bidi.Class.ON => Majlis.Calendars.Language.DirectionOf(language) == "rtl", _ => true,
        };

    IEnumerable<(int Start, int End)> Lines(string text, byte[] levels, PaperText style, string language, float width)
    {
        float Measure(int from, int to) => Shape(text, levels, from, to, style.IsStrong, language).Sum(p => p.Width) * style.Size;
        var (start, end, used) = (0, 0, 0f);
        for (var i = 0; i < text.Length;)
        {
            var next = NextBreak(text, i);
            var seen = Trimmed(text, i, next);
            var whole = Measure(i, next);
            if (used > 0 && used + Measure(i, seen) > width)
            {
                yield return (start, end);
                (start, used) = (i, 0);
            }
            while (used == 0 && Measure(i, seen) > width && FittingLetters(i, seen) is var fits && fits < seen)
            {
                yield return (i, fits);
                (i, start) = (fits, fits);
                whole = Measure(i, next);
            }
            (used, end, i) = (used + whole, seen, next);
        }
        yield return (start, Math.Max(start, end));

        int FittingLetters(int from, int to)
        {
            var last = from;
            for (var at = from; at < to;)
            {
                at += StringInfo.GetNextTextElementLength(text.AsSpan(at, to - at));
                if (Measure(from, at) > width && last > from) break;
                last = at;
            }
            return last;
        }
    }

    /// <summary>The place after the next blanks, or after a dash or slash between letters.</summary>
    static int NextBreak(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (IsBlank(text[i]))
            {
                while (i < text.Length && IsBlank(text[i])) i++;
                return i;
            }
            if (text[i] is '-' or '–' or '—' or '/' && i > from && i + 1 < text.Length && char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1])) return i + 1;
        }
        return text.Length;
    }

    static bool IsBlank(char c) => c is ' ' or '\t' or '\u200B' or '\u2002' or '\u2003' or '\u2009';

    static int Trimmed(string text, int from, int to)
    {
        while (to > from && IsBlank(text[to - 1])) to--;
        return to;
    }

    /// <summary>Runs of the line from left to right, each split where another font is needed.</summary>
    IEnumerable<Shaped> Shape(string text, byte[] levels, int start, int end, bool strong, string language)
    {
        foreach (var run in Bidi.Visual(levels, start, end))
        {
            var isRight = (run.Level & 1) == 1;
            var pieces = new List<(Typeface Font, int From, int To)>();
            for (var i = run.Start; i < run.Start + run.Length;)
            {
                if (Rune.DecodeFromUtf16(text.AsSpan(i, run.Start + run.Length - i), out var rune, out var units) != System.Buffers.OperationStatus.Done) rune = Rune.ReplacementChar;
                var font = FontFor(rune, pieces.Count > 0 ? pieces[^1].Font : null, strong);
                if (pieces.Count > 0 && pieces[^1].Font == font) pieces[^1] = pieces[^1] with { To = i + units };
                else pieces.Add((font, i, i + units));
                i += units;
            }
            if (isRight) pieces.Reverse();
            foreach (var (font, from, to) in pieces) yield return Shape(font, text[from..to], isRight, language);
        }
    }

    /// <summary>What is joined to the letter before it stays in its font: marks, joiners, and signs that are not seen.</summary>
    Typeface FontFor(Rune rune, Typeface? before, bool strong) =>
        before is not null && (IsAttached(rune) || !Rune.IsLetterOrDigit(rune) && before.Has(rune.Value)) ? before : fonts.For(rune.Value, strong);

    static bool IsAttached(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control;

    static Shaped Shape(Typeface font, string text, bool isRight, string language)
    {
        using var buffer = new Buffer();
        buffer.AddUtf8(text);
        buffer.GuessSegmentProperties();
        buffer.Direction = isRight ? Direction.RightToLeft : Direction.LeftToRight;
        buffer.Language = new(language);
        font.Shapes.Shape(buffer);
        var (infos, positions) = (buffer.GlyphInfos, buffer.GlyphPositions);
        var n = infos.Length;
        var (glyphs, advances, offsets, clusters, em, width) = (new ushort[n], new float[n], new SKPoint[n], new uint[n], (float)font.UnitsPerEm, 0f);
        for (var i = 0; i < n; i++)
        {
            (glyphs[i], clusters[i]) = ((ushort)infos[i].Codepoint, infos[i].Cluster);
            advances[i] = positions[i].XAdvance / em;
            offsets[i] = new(positions[i].XOffset / em, positions[i].YOffset / em);
            width += advances[i];
        }
        return new(font, glyphs, advances, offsets, clusters, Encoding.UTF8.GetBytes(text), width);
    }
}
