using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Majlis.Calendars;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.People;

/// <summary>Six-digit codes of authenticator apps: RFC 6238 over RFC 4226 with SHA-1 and half minutes, as every app makes them.</summary>
public static class AuthenticatorCode
{
    const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret: 160 bits (32 letters) in base 32, as apps take it.</summary>
    public static string NewKey()
    {
        var bytes = RandomNumberGenerator.GetBytes(32);
        return string.Concat(bytes.Select(b => Base32[b & 31]));
    }

    public static long StepAt(Instant now) => now.ToUnixTimeSeconds() / 30;

    public static string At(string key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // the algorithm of the standard; HMAC does not need SHA-1 to be free of collisions
        var hash = HMACSHA1.HashData(Decode(key), counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at)) & 0x7FFFFFFF) % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>Which half minute the code belongs to: this one, the one before or the one after; null for any other. Digits of any script, spaces ignored.</summary>
    public static long? StepOf(string key, string? code, Instant now)
    {
        var typed = Encoding.ASCII.GetBytes(string.Concat(Digits.ToAscii(code ?? "").Where(char.IsAsciiDigit)));
        var here = StepAt(now);
        long? found = null;
        // All three are always compared, so the time taken tells nothing.
        for (var step = here - 1; step <= here + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(At(key, step)), typed)) found = step;
        return found;
    }

    /// <summary>What the QR code says to the app.</summary>
    public static string Uri(string key, string issuer, string email) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(email)}?secret={key}&issuer={System.Uri.EscapeDataString(issuer)}&digits=6&period=30";

    static byte[] Decode(string key)
    {
        var bytes = new List<byte>(key.Length * 5 / 8);
        var (bits, held) = (0, 0);
        foreach (var c in key)
        {
            bits = bits << 5 | Base32.IndexOf(c, StringComparison.Ordinal);
            held += 5;
            if (held < 8) continue;
            held -= 8;
            bytes.Add((byte)(bits >> held));
            bits &= (1 << held) - 1;
        }
        return [.. bytes];
    }
}

/// <summary>Accepts a code of an account's authenticator app, once.</summary>
public static class AcceptCode
{
    /// <param name="key">The secret in clear.</param>
    /// <returns>False for a wrong code, and for one that was accepted before.</returns>
    public static async Task<bool> Run(AppDb db, Id<Account> account, string key, string? code, CancellationToken cancellation) =>
        AuthenticatorCode.StepOf(key, code, db.Clock.GetCurrentInstant()) is { } step
        && await db.Accounts.Where(a => a.Id == account && a.LastCodeStep < step).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastCodeStep, step), cancellation) == 1;
}
