using System.Security.Cryptography;
using System.Text;

namespace Majlis.Demo;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine and runtime,
/// which <see cref="Random"/> does not promise.</summary>
sealed class DemoRandom(long seed)
{
    ulong _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15);

    ulong Next()
    {
        unchecked
        {
            var z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <param name="bound">Excluded; positive.</param>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (list[i], list[j]) = (list[j], list[i]);
        }
        return list;
    }

    /// <summary>A version 8 GUID (RFC 9562: custom) made of the seed and a key, so that a second build has the same addresses and calendar UIDs.</summary>
    public static Guid GuidOf(int seed, string key)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"majlis-demo/{seed}/{key}")))[..16];
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x80);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new(bytes, bigEndian: true);
    }
}
