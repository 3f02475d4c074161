using HarfBuzzSharp;
using SkiaSharp;

namespace Majlis.Print;

/// <summary>One font file: its outlines for the page, its shapes for the lines.</summary>
sealed class Typeface : IDisposable
{
    readonly SKData _data;
    readonly Blob _blob;
    readonly Face _face;

    public Typeface(Stream file)
    {
        _data = SKData.Create(file);
        Outlines = SKTypeface.FromData(_data) ?? throw new InvalidDataException("This is no font that can be read.");
        // Over Skia's memory, which stays where it is: a blob made of a stream points at an array that the collector moves.
        _blob = new(_data.Data, checked((int)_data.Size), MemoryMode.ReadOnly);
        _face = new(_blob, 0);
        UnitsPerEm = _face.UnitsPerEm;
        Shapes = new(_face);
        Shapes.SetFunctionsOpenType();
        Shapes.SetScale(UnitsPerEm, UnitsPerEm);
    }

    public SKTypeface Outlines { get; }
    public HarfBuzzSharp.Font Shapes { get; }
    public int UnitsPerEm { get; }

    public bool Has(int code) => Shapes.TryGetNominalGlyph(code, out _);

    public void Dispose()
    {
        Shapes.Dispose();
        _face.Dispose();
        _blob.Dispose();
        _data.Dispose();
        Outlines.Dispose();
    }
}

/// <summary>The fonts of the press in the order they are asked for a letter: Latin, Cyrillic, Arabic script; each upright and strong.</summary>
sealed class Fonts : IDisposable
{
    /// <summary>As the build names them; <c>-regular.ttf</c> and <c>-bold.ttf</c> follow.</summary>
    static readonly string[] Names = ["noto-latin", "noto-latin-ext", "noto-cyrillic", "noto-cyrillic-ext", "vazirmatn-arabic"];

    readonly Typeface[] _regular, _bold;

    public Fonts(Func<string, Stream> open)
    {
        Typeface[] Read(string weight) => [.. Names.Select(name =>
        {
            using var file = open($"{name}-{weight}.ttf");
            return new Typeface(file);
        })];
        (_regular, _bold) = (Read("regular"), Read("bold"));
    }

    /// <summary>The first font that has the letter; the first of all, whose sign for what is missing is seen, when none has.</summary>
    public Typeface For(int code, bool strong)
    {
        var fonts = strong ? _bold : _regular;
        return Array.Find(fonts, f => f.Has(code)) ?? fonts[0];
    }

    /// <summary>How far above and below the line letters of any of them reach, for size 1.</summary>
    public const float Ascent = 1.07f, Descent = 0.4f;

    public void Dispose()
    {
        foreach (var font in _regular.Concat(_bold)) font.Dispose();
    }
}
