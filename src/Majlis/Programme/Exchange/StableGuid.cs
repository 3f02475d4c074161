using System.Security.Cryptography;
using System.Text;

namespace Majlis.Programme.Exchange;

/// <summary>Ids for items whose file has none: the same edition, kind and key give the same id for ever, so reading a file again changes nothing.
/// Version 8 of RFC 9562, the first 122 free bits of SHA-256.</summary>
public static class StableGuid
{
    public static Guid Of(string edition, string kind, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"majlis:{edition}\n{kind}\n{key}"), hash);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new(hash[..16], bigEndian: true);
    }
}
