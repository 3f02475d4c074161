using System.Buffers.Binary;

namespace Majlis.Platform;

/// <summary>
/// A picture as its bytes say, not its name: PNG, JPEG or WebP, walked from its first part to its last. What follows after the end, or stands in place of a part,
/// makes it no picture: a file may not be two things at once. Nothing is decoded.
/// </summary>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="Extension">With its dot.</param>
/// <param name="Width">Pixels; at least 1, as is the height.</param>
public sealed record Picture(string MediaType, string Extension, int Width, int Height)
{
    /// <summary>Null when it is none of the three, or broken. SVG is a program and none of the three.</summary>
    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        var read = bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] ? Png(bytes[8..])
            : bytes is [0xFF, 0xD8, 0xFF, ..] ? Jpeg(bytes)
            : bytes.Length > 20 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? WebP(bytes) : null;
        return read is { Width: > 0, Height: > 0 } ? read : null;
    }

    static Picture? Png(ReadOnlySpan<byte> rest)
    {
        Picture? picture = null;
        var hasPixels = false;
        while (rest.Length >= 12)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12) return null;
            var type = rest.Slice(4, 4);
            var content = rest.Slice(8, (int)length);
            if (picture is null)
            {
                if (!type.SequenceEqual("IHDR"u8) || length != 13) return null;
                picture = new("image/png", ".png", Side(BinaryPrimitives.ReadUInt32BigEndian(content)), Side(BinaryPrimitives.ReadUInt32BigEndian(content[4..])));
            }
            hasPixels |= type.SequenceEqual("IDAT"u8);
            rest = rest[(12 + (int)length)..];
            if (type.SequenceEqual("IEND"u8)) return hasPixels && rest.Length == 0 ? picture : null;
        }
        return null;
    }

    static Picture? Jpeg(ReadOnlySpan<byte> bytes)
    {
        Picture? picture = null;
        for (var at = 2; at + 4 <= bytes.Length;)
        {
            if (bytes[at] != 0xFF) return null;
            var mark = bytes[at + 1];
            if (mark == 0xFF) { at++; continue; }
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length) return null;
            // The frames: C0 to CF but for the tables of Huffman codes, extensions and arithmetic coding.
            if (mark is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8 || picture is not null) return null;
                picture = new("image/jpeg", ".jpg", BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            }
            at += 2 + length;
            if (mark != 0xDA) continue;
            // The scan itself: 0xFF is followed by 0 or a restart mark, until another segment or the end.
            while (at + 1 < bytes.Length && !(bytes[at] == 0xFF && bytes[at + 1] is not (0 or >= 0xD0 and <= 0xD7 or 0xFF))) at++;
            if (at + 1 < bytes.Length && bytes[at + 1] == 0xD9) return at + 2 == bytes.Length ? picture : null;
        }
        return null;
    }

    static Picture? WebP(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L != bytes.Length) return null;
        Picture? picture = null;
        for (var at = 12; at < bytes.Length;)
        {
            if (at + 8 > bytes.Length) return null;
            var type = bytes.Slice(at, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            var next = at + 8L + length + (length & 1);
            if (next > bytes.Length) return null;
            var content = bytes.Slice(at + 8, (int)length);
            picture ??= type.SequenceEqual("VP8 "u8) && content is [_, _, _, 0x9D, 0x01, 0x2A, _, _, _, _, ..]
                    ? new("image/webp", ".webp", BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF)
                : type.SequenceEqual("VP8L"u8) && content is [0x2F, _, _, _, _, ..] && BinaryPrimitives.ReadUInt32LittleEndian(content[1..]) is var packed
                    ? new("image/webp", ".webp", (int)(packed & 0x3FFF) + 1, (int)(packed >> 14 & 0x3FFF) + 1)
                : type.SequenceEqual("VP8X"u8) && content.Length >= 10
                    ? new("image/webp", ".webp", (content[4] | content[5] << 8 | content[6] << 16) + 1, (content[7] | content[8] << 8 | content[9] << 16) + 1)
                : null;
            if (picture is null) return null;
            at = (int)next;
        }
        return picture;
    }

    static int Side(uint pixels) => pixels > int.MaxValue ? 0 : (int)pixels;
}
