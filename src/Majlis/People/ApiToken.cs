using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.People;

/// <summary>
/// Lets a program call the API of one edition in the name of the account that made it. It may what is written here and its account may at that moment, whichever is
/// less: an account that loses its role or is removed leaves a token that opens nothing. Only its hash is kept.
/// </summary>
public sealed class ApiToken
{
    ApiToken() { }

    /// <param name="name">What its owner calls it: "room signs".</param>
    /// <param name="hasSecondFactor">The owner had shown a second factor when making it.</param>
    /// <param name="endsAt">Null: lasts until it is revoked.</param>
    /// <exception cref="Refusal"><c>people.token_name_missing</c>, <c>people.token_name_long</c>, <c>people.token_ends</c> unless it ends after <paramref name="now"/>.</exception>
    public ApiToken(Id<Edition> edition, Id<Account> account, string name, byte[] hash, IEnumerable<Permission> permissions, bool hasSecondFactor, Instant now, Instant? endsAt)
    {
        name = Characters.Tame(Characters.Kept(name)).Trim();
        if (name.Length == 0) throw new Refusal("people.token_name_missing");
        if (name.Length > LongestName) throw new Refusal("people.token_name_long", ("most", LongestName));
        if (endsAt <= now) throw new Refusal("people.token_ends");
        (Id, EditionId, AccountId, Name, Hash, HasSecondFactor, MadeAt, EndsAt) = (Id<ApiToken>.New(), edition, account, name, hash, hasSecondFactor, now, endsAt);
        // Whoever calls must be able to read: a change is made over a version that was seen.
        Permissions = [.. permissions.Append(Permission.SeeDesk).Distinct().Order()];
    }

    /// <summary>Begins every token, so that people and scanners of leaked secrets know one.</summary>
    public const string Prefix = "mjl_";
    public const int LongestName = 80;

    /// <summary>What a token can be made for. No token manages the team or accounts.</summary>
    public static readonly IReadOnlyList<Permission> Grantable = [Permission.SeeDesk, Permission.EditProgramme, Permission.EditEdition, Permission.KeepProtocol, Permission.ReleaseProgramme];

    public Id<ApiToken> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Account> AccountId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>SHA-256 of the token.</summary>
    public byte[] Hash { get; private set; } = [];
    public IReadOnlyList<Permission> Permissions { get; private set; } = [];
    public bool HasSecondFactor { get; private set; }
    public Instant MadeAt { get; private set; }
    public Instant? EndsAt { get; private set; }
    /// <summary>Rounded: written at most once a minute. Null: never used.</summary>
    public Instant? UsedAt { get; private set; }
    public Instant? RevokedAt { get; private set; }

    public bool IsLive(Instant now) => RevokedAt is null && !(EndsAt <= now);

    public void Revoke(Instant now) => RevokedAt ??= now;

    internal sealed class Map : IEntityTypeConfiguration<ApiToken>
    {
        public void Configure(EntityTypeBuilder<ApiToken> table)
        {
            table.ToTable("ApiTokens");
            table.HasIndex(t => t.Hash).IsUnique();
            table.HasIndex(t => new { t.EditionId, t.AccountId });
            table.HasOne<Edition>().WithMany().HasForeignKey(t => t.EditionId);
            table.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId);
            table.Property(t => t.Name).HasMaxLength(LongestName);
            table.Property(t => t.Permissions).AsJson();
        }
    }
}
