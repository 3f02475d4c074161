using System.Security.Claims;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>Who a signed-in browser is, read from the database at each request: a role taken away is gone at the next click.</summary>
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
        var roles = await db.Memberships.AsNoTracking().Where(m => m.Account == id).ToListAsync(cancellation);
        var strong = user.HasClaim("amr", "mfa");
        return new(id, account.Name, account.IsOperator, roles.ToLookup(m => m.EditionId.Value, m => m.Role), strong);
    }
}
