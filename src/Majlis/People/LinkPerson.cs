using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.People;

/// <summary>
/// Says which account a person of an edition is, making it when there is none, and mails a link to sign in with. The account becomes a participant and from then on does there what it does
/// as that person. Linking the same two again mails the letter again.
/// </summary>
public static class LinkPerson
{
    /// <param name="email">Whoever reads its letters becomes the person: the desk answers for it.</param>
    /// <param name="site">The site's own address, for the link; ends in a slash.</param>
    /// <exception cref="NotThere">No person of this edition has the guid.</exception>
    /// <exception cref="Refusal"><c>people.person_linked</c>: the person is another account; <c>people.account_linked</c>: the account is another person; those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(AppDb db, Actor actor, Id<Edition> id, Guid person, string email, string language, Uri site, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.KeepMeetings, id, cancellation);
        var known = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == id && p.Guid == person, cancellation) ?? throw new NotThere("person");
        var account = await InviteAccount.As(db, actor, edition, Role.Participant, email, known.Name.In(language, edition.Languages).Text, language, site,
            FormattableString.Invariant($"/{language}/{edition.Slug}/my/meetings"), cancellation);
        var linked = await db.PersonAccounts.Where(p => p.EditionId == id && (p.PersonId == known.Id || p.Account == account.Id)).ToListAsync(cancellation);
        if (linked.Exists(p => p.PersonId == known.Id && p.Account != account.Id)) throw new Refusal("people.person_linked");
        if (linked.Exists(p => p.PersonId != known.Id)) throw new Refusal("people.account_linked");
        if (linked.Count == 0)
        {
            db.Add(new PersonAccount(known, account.Id, db.Clock.GetCurrentInstant()));
            db.Record(actor, new PersonLinked(id.Value, known.Id.Value, account.Id.Value, true));
        }
        await db.SaveChangesAsync(cancellation);
        return account;
    }
}

/// <summary>An account is not this person any more. Its roles stay: they are the team's matter.</summary>
public static class UnlinkPerson
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid person, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepMeetings, edition.Value);
        var link = await (from l in db.PersonAccounts join p in db.Persons on l.PersonId equals p.Id where p.EditionId == edition && p.Guid == person select l).SingleOrDefaultAsync(cancellation);
        if (link is null) return;
        db.Remove(link);
        db.Record(actor, new PersonLinked(edition.Value, link.PersonId.Value, link.Account.Value, false));
        await db.SaveChangesAsync(cancellation);
    }
}
