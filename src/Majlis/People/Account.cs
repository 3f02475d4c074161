using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.People;

/// <summary>
/// Somebody who can sign in. Holds what signing in needs; what the account may do is in the memberships of each edition.
/// Setters are the sign-in library's port and nobody else's.
/// </summary>
public sealed class Account : IVersioned
{
    Account() { }

    public Account(string email, string name, string language, Instant now)
    {
        Id = Id<Account>.New();
        (Email, NormalizedEmail, Name, Language, MadeAt) = (email, email.ToUpperInvariant(), name, language, now);
        SecurityStamp = Id<Account>.New().ToString();
    }

    public Id<Account> Id { get; private set; }
    public string Email { get; set; } = "";
    /// <summary>Upper-case invariant; unique.</summary>
    public string NormalizedEmail { get; set; } = "";
    public bool EmailConfirmed { get; set; }
    public string Name { get; set; } = "";
    /// <summary>Interface language; pages without a language in their address use it.</summary>
    public string Language { get; set; } = "en";
    public string? PasswordHash { get; set; }
    /// <summary>Changes when a credential does; every sign-in made before is then void.</summary>
    public string SecurityStamp { get; set; } = "";
    public bool TwoFactorEnabled { get; set; }
    /// <summary>The authenticator app's secret, protected by the installation's key ring; never in clear.</summary>
    public string? AuthenticatorKey { get; set; }
    /// <summary>Hashes of the unused recovery codes, separated by semicolons; null when none were made.</summary>
    public string? RecoveryCodes { get; set; }
    /// <summary>The half minute since 1970 of the last authenticator code that was accepted: a code works once, and no older one after it.</summary>
    public long LastCodeStep { get; private set; }
    public int FailedCount { get; set; }
    /// <summary>No password is tried before this instant; null when open.</summary>
    public Instant? LockedUntil { get; set; }
    /// <summary>Runs the installation: makes forums and editions, may do everything.</summary>
    public bool IsOperator { get; set; }
    /// <summary>Agreed to letters about changes of the sessions it marked.</summary>
    public bool WantsStarLetters { get; set; }
    /// <summary>Agreed to a letter about each release of the programmes it has to do with.</summary>
    public bool WantsReleaseLetters { get; set; }
    public Instant MadeAt { get; private set; }
    public long Version { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<Account>
    {
        public void Configure(EntityTypeBuilder<Account> table) => table.HasIndex(a => a.NormalizedEmail).IsUnique();
    }
}

/// <summary>A passkey of an account, as WebAuthn registered it.</summary>
public sealed class Passkey
{
    Passkey() { }

    public Passkey(Id<Account> account, byte[] credentialId, Instant at) => (AccountId, CredentialId, MadeAt) = (account, credentialId, at);

    public byte[] CredentialId { get; private set; } = [];
    public Id<Account> AccountId { get; private set; }
    /// <summary>What its owner calls it: "phone".</summary>
    public string? Name { get; set; }
    public byte[] PublicKey { get; set; } = [];
    public long SignCount { get; set; }
    /// <summary>Separated by commas, as the browser told them.</summary>
    public string Transports { get; set; } = "";
    public bool IsUserVerified { get; set; }
    public bool IsBackupEligible { get; set; }
    public bool IsBackedUp { get; set; }
    public byte[] AttestationObject { get; set; } = [];
    public byte[] ClientData { get; set; } = [];
    public Instant MadeAt { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<Passkey>
    {
        public void Configure(EntityTypeBuilder<Passkey> table)
        {
            table.HasKey(p => p.CredentialId);
            table.HasIndex(p => p.AccountId);
            table.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
        }
    }
}

/// <summary>One signed-in browser. The cookie holds its id only; a revoked or ended one is void at its next request.</summary>
public sealed class SignIn
{
    SignIn() { }

    public SignIn(Id<Account> account, string method, bool secondFactor, string device, string address, Instant now, Instant endsAt)
    {
        Id = Id<SignIn>.New();
        (AccountId, Method, HasSecondFactor, Device, Address, At, SeenAt, EndsAt) = (account, method, secondFactor, device, address, now, now, endsAt);
        ConfirmedAt = now;
    }

    /// <summary>How long a sign-in lasts, used or not.</summary>
    public static readonly Duration Lasts = Duration.FromDays(14);

    /// <summary>How long after showing a credential the settings of security may be changed.</summary>
    public static readonly Duration StaysConfirmed = Duration.FromMinutes(10);

    public Id<SignIn> Id { get; private set; }
    public Id<Account> AccountId { get; private set; }
    /// <summary><c>password</c>, <c>passkey</c> or <c>link</c>.</summary>
    public string Method { get; private set; } = "";
    /// <summary>A passkey with user verification counts as two factors; a password or a link does with a code after it.</summary>
    public bool HasSecondFactor { get; private set; }
    /// <summary>The browser's own description, cut to 200 characters.</summary>
    public string Device { get; private set; } = "";
    public string Address { get; private set; } = "";
    public Instant At { get; private set; }
    /// <summary>Rounded: written at most once in five minutes.</summary>
    public Instant SeenAt { get; set; }
    public Instant EndsAt { get; private set; }
    public Instant? RevokedAt { get; private set; }
    /// <summary>When a credential was last shown in this browser.</summary>
    public Instant ConfirmedAt { get; private set; }

    public bool IsConfirmed(Instant now) => now < ConfirmedAt + StaysConfirmed;

    public void Confirm(Instant now) => ConfirmedAt = now;

    public bool IsLive(Instant now) => RevokedAt is null && now < EndsAt;

    public void Revoke(Instant now) => RevokedAt ??= now;

    internal sealed class Map : IEntityTypeConfiguration<SignIn>
    {
        public void Configure(EntityTypeBuilder<SignIn> table)
        {
            table.HasIndex(s => s.AccountId);
            table.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        }
    }
}

/// <summary>A link mailed to sign in with. Works once and for a short time; only its hash is kept.</summary>
public sealed class MagicLink
{
    MagicLink() { }

    public MagicLink(Account account, byte[] tokenHash, string? returnTo, Instant now, Instant endsAt) =>
        (Id, AccountId, SecurityStamp, TokenHash, ReturnTo, MadeAt, EndsAt) = (Id<MagicLink>.New(), account.Id, account.SecurityStamp, tokenHash, returnTo, now, endsAt);

    /// <summary>A link somebody asked for at the sign-in page.</summary>
    public static readonly Duration Lasts = Duration.FromMinutes(15);
    /// <summary>A link in an invitation, which may lie in a mailbox over a weekend.</summary>
    public static readonly Duration InvitationLasts = Duration.FromDays(7);

    public Id<MagicLink> Id { get; private set; }
    public Id<Account> AccountId { get; private set; }
    /// <summary>The account's when the link was made: a change of credentials voids every link that is out.</summary>
    public string SecurityStamp { get; private set; } = "";
    /// <summary>SHA-256 of the token.</summary>
    public byte[] TokenHash { get; private set; } = [];
    /// <summary>A local address; null: the account's home.</summary>
    public string? ReturnTo { get; private set; }
    public Instant MadeAt { get; private set; }
    public Instant EndsAt { get; private set; }
    public Instant? UsedAt { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<MagicLink>
    {
        public void Configure(EntityTypeBuilder<MagicLink> table)
        {
            table.HasIndex(l => l.TokenHash).IsUnique();
            table.HasIndex(l => new { l.AccountId, l.MadeAt });
            table.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
        }
    }
}
