using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.People;

/// <summary>Gives an account a role in one edition. Giving it again changes nothing.</summary>
public static class GiveRole
{
    /// <exception cref="Refusal"><c>people.account_unknown</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<Account> account, Role role, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.ManageTeam, edition, cancellation);
        if (!await db.Accounts.AnyAsync(a => a.Id == account, cancellation)) throw new Refusal("people.account_unknown");
        if (await db.Memberships.AnyAsync(m => m.EditionId == edition && m.Account == account.Value && m.Role == role, cancellation)) return;
        db.Add(new Membership(edition, account.Value, role));
        db.Record(actor, new RoleGiven(edition.Value, account.Value, role));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Takes a role away; it is gone at the account's next request. An edition keeps at least one owner.</summary>
public static class TakeRole
{
    /// <exception cref="Refusal"><c>forums.last_owner</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> id, Id<Account> account, Role role, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.ManageTeam, id, cancellation);
        var membership = await db.Memberships.SingleOrDefaultAsync(m => m.EditionId == id && m.Account == account.Value && m.Role == role, cancellation);
        if (membership is null) return;
        if (role == Role.Owner)
        {
            if (await db.Memberships.CountAsync(m => m.EditionId == id && m.Role == Role.Owner, cancellation) == 1) throw new Refusal("forums.last_owner");
            // Two owners who take each other's role at once would both see two: the edition's version lets one of them through.
            db.Expect(edition, edition.Version);
        }
        db.Remove(membership);
        db.Record(actor, new RoleTaken(id.Value, account.Value, role));
        await db.SaveChangesAsync(cancellation);
    }
}
