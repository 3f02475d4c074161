using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.People;

/// <summary>
/// An account speaks for a party at an edition: it enters the party's delegation and acts for it where meetings are asked for, and for no other. It counts only while the account also holds <see cref="Role.FocalPoint"/> there, so
/// that whoever takes the role away has taken everything.
/// </summary>
public sealed class FocalPoint
{
    FocalPoint() { }

    public FocalPoint(Id<Edition> edition, Id<Party> party, Id<Account> account, Instant since) => (EditionId, PartyId, Account, Since) = (edition, party, account, since);

    public Id<Edition> EditionId { get; private set; }
    public Id<Party> PartyId { get; private set; }
    public Id<Account> Account { get; private set; }
    public Instant Since { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<FocalPoint>
    {
        public void Configure(EntityTypeBuilder<FocalPoint> table)
        {
            table.HasKey(f => new { f.EditionId, f.PartyId, f.Account });
            table.HasIndex(f => new { f.EditionId, f.Account });
            table.HasOne<Edition>().WithMany().HasForeignKey(f => f.EditionId);
            table.HasOne<Party>().WithMany().HasForeignKey(f => f.PartyId);
            table.HasOne<Account>().WithMany().HasForeignKey(f => f.Account);
        }
    }
}

public static class FocalPoints
{
    /// <summary>The parties that the actor speaks for at the edition; none for the installation, for the public and for a program with a token.</summary>
    public static async Task<IReadOnlyList<Id<Party>>> Of(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        if (actor is not { Account: { } id, Only: null } || !actor.Roles[edition.Value].Contains(Role.FocalPoint)) return [];
        var account = new Id<Account>(id);
        return await db.FocalPoints.Where(f => f.EditionId == edition && f.Account == account).Select(f => f.PartyId).ToListAsync(cancellation);
    }
}

/// <summary>Lets an address speak for a party: makes the account when there is none, gives it the role, and mails a link to sign in with.</summary>
public static class BindFocalPoint
{
    /// <param name="returnTo">Where the link leads; a local address.</param>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.KeepDelegations"/>.</exception>
    /// <exception cref="Refusal"><c>people.party_unknown</c>: the party is not at the edition; and those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(AppDb db, Actor actor, Id<Edition> edition, Id<Party> party, string email, string name, string language, Uri site, string? returnTo,
        CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        await SpeaksFor.Check(db, edition, party.Value, cancellation);
        var there = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        var account = await InviteAccount.As(db, actor, there, Role.FocalPoint, email, name, language, site, returnTo, cancellation);
        var id = account.Id;
        if (!await db.FocalPoints.AnyAsync(f => f.EditionId == edition && f.PartyId == party && f.Account == id, cancellation))
        {
            db.Add(new FocalPoint(edition, party, id, db.Clock.GetCurrentInstant()));
            db.Record(actor, new FocalPointBound(edition.Value, party.Value, id.Value));
        }
        await db.SaveChangesAsync(cancellation);
        return account;
    }
}

/// <summary>The account does not speak for the party any more; with the last party goes the role.</summary>
public static class ReleaseFocalPoint
{
    /// <exception cref="NotAllowed">Needs <see cref="Permission.KeepDelegations"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<Party> party, Id<Account> account, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        await From(db, actor, edition, party, account, cancellation);
    }

    /// <summary>The same for an act that asked by which right.</summary>
    internal static async Task From(AppDb db, Actor actor, Id<Edition> edition, Id<Party> party, Id<Account> account, CancellationToken cancellation)
    {
        var bound = await db.FocalPoints.Where(f => f.EditionId == edition && f.Account == account).ToListAsync(cancellation);
        if (bound.Find(f => f.PartyId == party) is not { } binding) return;
        db.Remove(binding);
        db.Record(actor, new FocalPointReleased(edition.Value, party.Value, account.Value));
        if (bound.Count == 1 && await db.Memberships.SingleOrDefaultAsync(m => m.EditionId == edition && m.Account == account.Value && m.Role == Role.FocalPoint, cancellation) is { } membership)
        {
            db.Remove(membership);
            db.Record(actor, new RoleTaken(edition.Value, account.Value, Role.FocalPoint));
        }
        await db.SaveChangesAsync(cancellation);
    }
}
