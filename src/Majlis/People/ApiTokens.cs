using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.People;

/// <summary>Makes a token for the account that acts, for what it may itself and no more.</summary>
public static class MakeApiToken
{
    /// <summary>Live tokens of one account in one edition.</summary>
    public const int Most = 20;

    /// <param name="permissions">Of <see cref="ApiToken.Grantable"/>; reading is always among them.</param>
    /// <returns>The token and its secret: told once, kept nowhere.</returns>
    /// <exception cref="NotAllowed">A permission is not the actor's, or no token's.</exception>
    /// <exception cref="Refusal"><c>people.token_most</c>, and those of <see cref="ApiToken"/>.</exception>
    public static async Task<(ApiToken Token, string Secret)> Run(AppDb db, Actor actor, Id<Edition> edition, string name, IReadOnlyCollection<Permission> permissions, Instant? endsAt,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeDesk, edition.Value);
        foreach (var permission in permissions)
            if (ApiToken.Grantable.Contains(permission)) actor.Require(permission, edition.Value);
            else throw new NotAllowed(permission);
        var account = new Id<Account>(actor.Account ?? throw new NotAllowed(Permission.SeeDesk));
        var now = db.Clock.GetCurrentInstant();
        if (await db.ApiTokens.CountAsync(t => t.EditionId == edition && t.AccountId == account && t.RevokedAt == null && (t.EndsAt == null || t.EndsAt > now), cancellation) >= Most)
            throw new Refusal("people.token_most", ("most", Most));
        var secret = ApiToken.Prefix + LinkToken.New();
        var token = new ApiToken(edition, account, name, LinkToken.Hash(secret), permissions, actor.HasSecondFactor, now, endsAt);
        db.Add(token);
        db.Record(actor, new ApiTokenMade(edition.Value, token.Id.Value, account.Value, token.Name, token.Permissions));
        await db.SaveChangesAsync(cancellation);
        return (token, secret);
    }
}

/// <summary>Ends a token at once: its owner's own, or anybody's by whoever manages the team.</summary>
public static class RevokeApiToken
{
    /// <exception cref="NotThere">There is none of this edition that the actor may end.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<ApiToken> id, CancellationToken cancellation = default)
    {
        var token = await db.ApiTokens.SingleOrDefaultAsync(t => t.EditionId == edition && t.Id == id && t.RevokedAt == null, cancellation);
        if (token is null || token.AccountId.Value != actor.Account && !actor.May(Permission.ManageTeam, edition.Value)) throw new NotThere("token");
        token.Revoke(db.Clock.GetCurrentInstant());
        db.Record(actor, new ApiTokenRevoked(edition.Value, id.Value, token.AccountId.Value));
        await db.SaveChangesAsync(cancellation);
    }
}

public static class ApiTokens
{
    /// <summary>The tokens of an edition that are not revoked, the newest first: all of them for whoever manages the team, else the actor's own.</summary>
    public static async Task<IReadOnlyList<(ApiToken Token, string Owner)>> List(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var mine = new Id<Account>(actor.Account ?? Guid.Empty);
        var all = actor.May(Permission.ManageTeam, edition.Value);
        var found = await (from t in db.ApiTokens.AsNoTracking()
                           where t.EditionId == edition && t.RevokedAt == null && (all || t.AccountId == mine)
                           join a in db.Accounts on t.AccountId equals a.Id
                           orderby t.MadeAt descending
                           select new { Token = t, a.Name }).ToListAsync(cancellation);
        return [.. found.Select(f => (f.Token, f.Name))];
    }

    /// <summary>The live token with this secret, noted as used now; null when there is none. Of anything a stranger may send.</summary>
    public static async Task<ApiToken?> Use(AppDb db, string secret, CancellationToken cancellation)
    {
        if (!secret.StartsWith(ApiToken.Prefix, StringComparison.Ordinal)) return null;
        // Looked up by the hash of what was sent: how long a comparison takes says nothing about the token.
        var hash = LinkToken.Hash(secret);
        var now = db.Clock.GetCurrentInstant();
        var token = await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, cancellation);
        if (token?.IsLive(now) is not true) return null;
        var minuteAgo = now - Duration.FromMinutes(1);
        if (token.UsedAt is null || token.UsedAt <= minuteAgo)
            await db.ApiTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.UsedAt, now), cancellation);
        return token;
    }
}
