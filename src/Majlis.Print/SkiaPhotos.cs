using Majlis.Platform;
using SkiaSharp;

namespace Majlis.Print;

/// <summary>
/// Photos for badges with Skia. What the bytes are is told by walking them, and how many pixels they claim is read before any is made: a bomb costs no more than the largest picture that is
/// taken, and one picture is worked on at a time.
/// </summary>
public sealed class SkiaPhotos : IPhotoService
{
    public const int MostBytes = 10 * 1024 * 1024, LongestSide = 8_000, MostPixels = 24_000_000, Width = 480, Height = 640;

    readonly Lock _one = new();

    public byte[] Make(ReadOnlyMemory<byte> picture, PhotoCrop? crop)
    {
        if (picture.Length > MostBytes) throw TooLarge();
        var facts = Picture.Read(picture.Span) ?? throw new Refusal("photo.not_a_picture");
        if (facts.Width > LongestSide || facts.Height > LongestSide || (long)facts.Width * facts.Height > MostPixels) throw TooLarge();
        if (Math.Min(facts.Width, facts.Height) < Width * 3 / 4 || Math.Max(facts.Width, facts.Height) < Height * 3 / 4) throw new Refusal("photo.too_small", ("width", Width * 3 / 4), ("height", Height * 3 / 4));
        lock (_one)
        {
            using var data = SKData.CreateCopy(picture.Span);
            using var codec = SKCodec.Create(data);
            // Two readers of one file have to see one picture.
            if (codec is null || codec.Info.Width != facts.Width || codec.Info.Height != facts.Height || codec.FrameCount > 1) throw new Refusal("photo.not_a_picture");
            var size = codec.GetScaledDimensions(Math.Min(1f, 1600f / Math.Max(facts.Width, facts.Height)));
            using var pixels = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
            if (codec.GetPixels(pixels.Info, pixels.GetPixels()) != SKCodecResult.Success) throw new Refusal("photo.not_a_picture");
            using var upright = Upright(pixels, codec.EncodedOrigin);
            return Cut(upright, crop);
        }
    }

    static Refusal TooLarge() => new("photo.too_large", ("megabytes", MostBytes / 1024 / 1024), ("megapixels", MostPixels / 1_000_000));

    static SKBitmap Upright(SKBitmap pixels, SKEncodedOrigin origin)
    {
        var turned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var upright = new SKBitmap(turned ? pixels.Height : pixels.Width, turned ? pixels.Width : pixels.Height);
        using var canvas = new SKCanvas(upright);
        float w = pixels.Width, h = pixels.Height;
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1), SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1), SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1), SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1), SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, w, 0, 0, 1), _ => SKMatrix.Identity,
        });
        canvas.DrawBitmap(pixels, 0, 0, SKSamplingOptions.Default);
        return upright;
    }

    static byte[] Cut(SKBitmap upright, PhotoCrop? crop)
    {
        float w = upright.Width, h = upright.Height;
        var most = Math.Min(w, h * Width / Height);
        var cut = SKRect.Create((w - most) / 2, (h - most * Height / Width) / 2, most, most * Height / Width);
        if (crop is not null && double.IsFinite(crop.Start) && double.IsFinite(crop.Top) && crop.Width is > 0.05 and <= 1)
        {
            var width = Math.Min((float)crop.Width * w, most);
            var height = width * Height / Width;
            cut = SKRect.Create(Math.Clamp((float)crop.Start * w, 0, w - width), Math.Clamp((float)crop.Top * h, 0, h - height), width, height);
        }
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        using var image = SKImage.FromBitmap(upright);
        surface.Canvas.DrawImage(image, cut, SKRect.Create(Width, Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var shot = surface.Snapshot();
        using var jpeg = shot.Encode(SKEncodedImageFormat.Jpeg, 88);
        return jpeg.ToArray();
    }
}
