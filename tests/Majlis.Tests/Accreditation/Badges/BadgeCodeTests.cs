using Majlis.Accreditation.Badges;
using NodaTime;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Majlis.Tests.Accreditation.Badges;

public class BadgeCodeTests
{
    static readonly byte[] Seed = [.. Enumerable.Range(1, 32).Select(i => (byte)i)], Other = new byte[32];
    static readonly BadgeCode Code = new(false, 0xA1B2C3D4, "ABCDEFGHIJKLMNOP", Instant.FromUtc(2026, 5, 9, 21, 0), Instant.FromUtc(2026, 5, 15, 21, 0), 0b1011);

    static byte[] Public(byte[] seed)
    {
        var key = new byte[32];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTPS://FORUM.EXAMPLE/B/")]
    public void What_is_signed_is_read_again_with_or_without_an_address_before_it(string before)
    {
        var text = Code.Sign(Seed, Public(Seed));
        Assert.Equal(BadgeCode.Letters, text.Length);
        Assert.Matches("^[A-Z2-7]+$", text);
        Assert.True(BadgeCode.Read(before + text, out var read, out var bytes));
        Assert.Equal(Code, read);
        Assert.True(BadgeCode.IsSigned(bytes, Public(Seed)));
        Assert.False(BadgeCode.IsSigned(bytes, Public(Other)));
    }

    [Fact]
    public void No_letter_can_be_another()
    {
        var text = Code.Sign(Seed, Public(Seed));
        var taken = Enumerable.Range(0, text.Length).Where(i =>
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            return BadgeCode.Read(changed, out _, out var bytes) && BadgeCode.IsSigned(bytes, Public(Seed));
        });
        Assert.Equal([], taken);
    }

    [Fact]
    public void What_is_no_code_is_not_read()
    {
        var text = Code.Sign(Seed, Public(Seed));
        foreach (var wrong in new[] { null, "", "/", text[1..], text + "A", text.ToLowerInvariant(), new string('A', BadgeCode.Letters), new string('7', BadgeCode.Letters), new string('é', 200_000) })
            Assert.False(BadgeCode.Read(wrong, out _, out _));
    }

    [Fact]
    public void A_code_holds_from_its_first_moment_and_not_in_its_last()
    {
        Assert.Equal((false, true, true, false), (Code.Holds(Code.From - Duration.Epsilon), Code.Holds(Code.From), Code.Holds(Code.Until - Duration.Epsilon), Code.Holds(Code.Until)));
    }
}
