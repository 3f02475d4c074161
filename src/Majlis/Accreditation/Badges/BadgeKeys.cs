using System.Buffers.Binary;
using System.Security.Cryptography;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Majlis.Accreditation.Badges;

/// <summary>The keys of an edition's badges. Private ones are in the database sealed, and never leave the program.</summary>
public static class BadgeKeys
{
    /// <summary>The key that signs now; the first is made when it is needed. The caller saves.</summary>
    /// <exception cref="Refusal"><c>badges.key_lost</c>: it was sealed with keys that are gone; make another.</exception>
    internal static async Task<(BadgeKey Key, byte[] Seed)> Signing(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, CancellationToken cancellation)
    {
        var key = await db.BadgeKeys.SingleOrDefaultAsync(k => k.SignsFor == edition, cancellation) ?? Make(db, seal, actor, edition);
        return (key, seal.Open(key.Seed) is { } told ? Convert.FromBase64String(told) : throw new Refusal("badges.key_lost"));
    }

    internal static BadgeKey Make(AppDb db, ISealService seal, Actor actor, Id<Edition> edition)
    {
        var (seed, shown) = (RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize), new byte[Ed25519.PublicKeySize]);
        Ed25519.GeneratePublicKey(seed, 0, shown, 0);
        var key = new BadgeKey(edition, BinaryPrimitives.ReadUInt32BigEndian(RandomNumberGenerator.GetBytes(4)), shown, seal.Seal(Convert.ToBase64String(seed)), db.Clock.GetCurrentInstant());
        CryptographicOperations.ZeroMemory(seed);
        db.Add(key);
        db.Record(actor, new BadgeKeyChanged(edition.Value, key.Name, "made"));
        return key;
    }
}

/// <summary>Makes a new key; it signs from now on. What older ones signed stays good.</summary>
public static class RotateBadgeKey
{
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Accredit"/>.</exception>
    public static async Task<BadgeKey> Run(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        await using var turn = await db.InTurn(cancellation);
        (await db.BadgeKeys.SingleOrDefaultAsync(k => k.SignsFor == edition, cancellation))?.Retire();
        await db.SaveChangesAsync(cancellation);
        var key = BadgeKeys.Make(db, seal, actor, edition);
        await db.SaveFirst(cancellation);
        await turn.Done();
        return key;
    }
}

/// <summary>A key got into wrong hands: nothing that it signed is good any more, and what was printed with it has to be printed again.</summary>
public static class RevokeBadgeKey
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<BadgeKey> key, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        var known = await db.BadgeKeys.SingleOrDefaultAsync(k => k.Id == key && k.EditionId == edition, cancellation) ?? throw new NotThere("key");
        known.Revoke(db.Clock.GetCurrentInstant());
        db.Record(actor, new BadgeKeyChanged(edition.Value, known.Name, "revoked"));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Whether a badge is good now: signed by a key of the edition, within its time, and in its holder's hands. Says nothing else to anybody.</summary>
public static class VerifyBadge
{
    public static async Task<bool> Run(AppDb db, Id<Edition> edition, string? text, CancellationToken cancellation = default)
    {
        if (!BadgeCode.Read(text, out var code, out var bytes)) return false;
        long name = code.Key;
        var key = await db.BadgeKeys.AsNoTracking().SingleOrDefaultAsync(k => k.EditionId == edition && k.Code == name && k.RevokedAt == null, cancellation);
        if (key is null || !BadgeCode.IsSigned(bytes, key.PublicKey) || !code.Holds(db.Clock.GetCurrentInstant())) return false;
        var of = code.Badge;
        return await db.Badges.AnyAsync(b => b.EditionId == edition && b.Code == of && b.State == BadgeState.Collected, cancellation);
    }
}
