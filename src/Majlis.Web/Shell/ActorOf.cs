using System.Security.Claims;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.People;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>Who a signed-in browser or a token is, read from the database at each request: a role taken away is gone at the next click.</summary>
public sealed class ActorOf(IDbContextFactory<AppDb> databases)
{
    /// <summary>The claim that carries the id of the <see cref="SignIn"/>.</summary>
    public const string SignInClaim = "sid";

    public async Task<Actor> Find(ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (!Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)) return Actor.Public;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == new Id<Account>(id), cancellation);
        if (account is null) return Actor.Public;
        var actor = await Account(db, account, user.HasClaim("amr", "mfa"), cancellation);
        return user.FindFirst(TokenScheme.TokenClaim) is { } claim ? await Narrowed(db, new(Guid.Parse(claim.Value)), actor, cancellation) : actor;
    }

    /// <summary>The account with the roles it has at this moment.</summary>
    public static async Task<Actor> Account(AppDb db, Account account, bool hasSecondFactor, CancellationToken cancellation)
    {
        var id = account.Id.Value;
        var roles = await db.Memberships.AsNoTracking().Where(m => m.Account == id).ToListAsync(cancellation);
        return new(id, account.Name, account.IsOperator, roles.ToLookup(m => m.EditionId.Value, m => m.Role), hasSecondFactor);
    }

    /// <summary>The account in the token's edition and for what the token may. An operator has every role there, and is none elsewhere.</summary>
    static async Task<Actor> Narrowed(AppDb db, Id<ApiToken> id, Actor account, CancellationToken cancellation)
    {
        var token = await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id && t.RevokedAt == null, cancellation);
        if (token is null) return Actor.Public;
        var (edition, name) = (token.EditionId.Value, $"{account.Name} ({token.Name})");
        var held = account.IsInstallation ? Enum.GetValues<Role>() : account.Roles[edition];
        return new(account.Account, name, false, held.ToLookup(_ => edition, role => role), token.HasSecondFactor) { Only = token.Permissions };
    }
}
