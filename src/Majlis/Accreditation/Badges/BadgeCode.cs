using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Majlis.Accreditation.Badges;

/// <summary>RFC 4648 without padding: capitals and digits alone, which a QR code holds in two thirds of the room, and which an address may carry.</summary>
static class Base32
{
    const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < i * 5 + 5; bit++) value = value << 1 | (bit / 8 < bytes.Length ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0);
            text[i] = Letters[value];
        }
        return new(text);
    }

    /// <summary>False for a wrong letter, a wrong length and for bits that stand behind the last byte: one code is written in one way only.</summary>
    public static bool Read(string text, Span<byte> bytes)
    {
        if (text.Length != (bytes.Length * 8 + 4) / 5) return false;
        bytes.Clear();
        for (var i = 0; i < text.Length; i++)
        {
            if (Letters.IndexOf(text[i], StringComparison.Ordinal) is not (>= 0 and var value)) return false;
            for (var k = 0; k < 5; k++)
            {
                if ((value >> (4 - k) & 1) == 0) continue;
                var bit = i * 5 + k;
                if (bit / 8 >= bytes.Length) return false;
                bytes[bit / 8] |= (byte)(1 << (7 - bit % 8));
            }
        }
        return true;
    }
}

/// <summary>
/// What the QR code of a badge says: eighty-nine bytes in base32. One byte for the version (1) and, in its highest bit, whether it is a floater; four name the key; ten are the badge's own; three
/// and three are the quarters of an hour since 2020-01-01T00:00Z from which, included, and until which, excluded, it holds; four are the zones; sixty-four the Ed25519 signature of
/// <see cref="Domain"/> and everything before. All numbers are big-endian. Nothing says who the holder is.
/// </summary>
/// <param name="Key">Of the <see cref="BadgeKey"/>.</param>
/// <param name="Badge">As <see cref="Badges.Badge.Code"/>.</param>
/// <param name="Zones">A bit for each, by <see cref="BadgeBook.Zones"/>.</param>
public sealed record BadgeCode(bool IsFloater, uint Key, string Badge, Instant From, Instant Until, uint Zones)
{
    public const int IdBytes = 10, PayloadBytes = 25, SignatureBytes = 64, Letters = 143;

    static readonly Instant Epoch = Instant.FromUtc(2020, 1, 1, 0, 0);
    static readonly Duration Quarter = Duration.FromMinutes(15);

    /// <summary>Before the payload in what is signed, so that a signature means a badge and nothing else.</summary>
    public static ReadOnlySpan<byte> Domain => "majlis-badge-1"u8;

    public bool Holds(Instant now) => From <= now && now < Until;

    /// <param name="seed">The private key, 32 bytes.</param>
    public string Sign(byte[] seed, byte[] publicKey)
    {
        var bytes = new byte[PayloadBytes + SignatureBytes];
        bytes[0] = (byte)(IsFloater ? 0x81 : 0x01);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), Key);
        if (!Base32.Read(Badge, bytes.AsSpan(5, IdBytes))) throw new ArgumentException("No badge has this code.");
        Write(bytes.AsSpan(15), From);
        Write(bytes.AsSpan(18), Until);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(21), Zones);
        var told = Signed(bytes);
        Ed25519.Sign(seed, 0, publicKey, 0, told, 0, told.Length, bytes, PayloadBytes);
        return Base32.Of(bytes);
    }

    /// <summary>Reads what is in the code without believing it. An address before it, up to the last slash, is passed over.</summary>
    /// <returns>False: no code of ours.</returns>
    public static bool Read(string? text, [NotNullWhen(true)] out BadgeCode? code, out byte[] bytes)
    {
        (code, bytes) = (null, new byte[PayloadBytes + SignatureBytes]);
        if (text is null || text.Length > 1000 || !Base32.Read(text[(text.LastIndexOf('/') + 1)..], bytes) || bytes[0] is not (0x01 or 0x81)) return false;
        code = new(bytes[0] == 0x81, BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(1)), Base32.Of(bytes.AsSpan(5, IdBytes)), Moment(bytes.AsSpan(15)), Moment(bytes.AsSpan(18)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(21)));
        return true;
    }

    /// <param name="bytes">As <see cref="Read"/> gave them.</param>
    public static bool IsSigned(byte[] bytes, byte[] publicKey)
    {
        var told = Signed(bytes);
        return Ed25519.Verify(bytes, PayloadBytes, publicKey, 0, told, 0, told.Length);
    }

    static byte[] Signed(byte[] bytes) => [.. Domain, .. bytes.AsSpan(0, PayloadBytes)];

    static void Write(Span<byte> bytes, Instant at)
    {
        var quarters = Math.Clamp((long)((at - Epoch) / Quarter), 0, 0xFFFFFF);
        (bytes[0], bytes[1], bytes[2]) = ((byte)(quarters >> 16), (byte)(quarters >> 8), (byte)quarters);
    }

    static Instant Moment(ReadOnlySpan<byte> bytes) => Epoch + Quarter * (long)(bytes[0] << 16 | bytes[1] << 8 | bytes[2]);
}

/// <summary>A key that signs an edition's badges: the newest does; older ones still say that a badge is good, until one is revoked.</summary>
public sealed class BadgeKey
{
    BadgeKey() { }

    /// <param name="seed">The private key, sealed.</param>
    internal BadgeKey(Id<Edition> edition, uint code, byte[] publicKey, string seed, Instant now) => (Id, EditionId, Code, PublicKey, Seed, MadeAt, SignsFor) = (Id<BadgeKey>.New(), edition, code, publicKey, seed, now, edition);

    public Id<BadgeKey> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>As codes name it; unique in the installation.</summary>
    public long Code { get; private set; }
    public byte[] PublicKey { get; private set; } = [];
    /// <summary>The private key as <see cref="ISealService"/> sealed it.</summary>
    public string Seed { get; private set; } = "";
    public Instant MadeAt { get; private set; }
    /// <summary>The edition while it is the one that signs. Unique.</summary>
    public Id<Edition>? SignsFor { get; private set; }
    /// <summary>Since when nothing it signed is good.</summary>
    public Instant? RevokedAt { get; private set; }

    public string Name => Code.ToString("X8", System.Globalization.CultureInfo.InvariantCulture);

    internal void Retire() => SignsFor = null;

    internal void Revoke(Instant now) => (SignsFor, RevokedAt) = (null, RevokedAt ?? now);

    internal sealed class Map : IEntityTypeConfiguration<BadgeKey>
    {
        public void Configure(EntityTypeBuilder<BadgeKey> table)
        {
            table.HasIndex(k => k.Code).IsUnique();
            table.HasIndex(k => k.SignsFor).IsUnique();
            table.HasIndex(k => k.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(k => k.EditionId);
            table.Ignore(k => k.Name);
        }
    }
}
