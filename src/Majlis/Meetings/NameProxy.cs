using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>
/// Lets an account act for a side, making it when there is none, and mails a link to sign in with: a focal point for a party, an assistant for a person.
/// Naming somebody again mails the letter again.
/// </summary>
public static class NameProxy
{
    /// <param name="name">Of a new account; an existing one keeps its own name and language.</param>
    /// <param name="site">The site's own address, for the link; ends in a slash.</param>
    /// <exception cref="NotThere">No such party or person at the edition.</exception>
    /// <exception cref="Refusal">Those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(AppDb db, Actor actor, Id<Edition> id, string slug, string email, string name, string language, Uri site, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.KeepMeetings, id, cancellation);
        var side = await Sides.FindOrAdd(db, id, slug, cancellation);
        var account = await InviteAccount.As(db, actor, edition, side.Party is null ? Role.Participant : Role.FocalPoint, email, name, language, site,
            FormattableString.Invariant($"/{language}/{edition.Slug}/my/meetings?as={side.Slug}"), cancellation);
        if (!await db.MeetingProxies.AnyAsync(p => p.SideId == side.Id && p.Account == account.Id, cancellation))
        {
            db.Add(new MeetingProxy(side, account.Id, db.Clock.GetCurrentInstant()));
            db.Record(actor, new ProxyChanged(id.Value, side.Id.Value, account.Id.Value, true));
        }
        await db.SaveChangesAsync(cancellation);
        return account;
    }
}

/// <summary>An account acts for a side no more. Done by the desk, by who acts for the side, or by the account itself. Roles stay: they are the team's matter.</summary>
public static class DismissProxy
{
    /// <exception cref="NotThere">No such side, or not the actor's to speak for.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string slug, Id<Account> account, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var side = (await Sides.Open(db, actor, edition, slug, cancellation)).Side;
        if (await db.MeetingProxies.SingleOrDefaultAsync(p => p.SideId == side.Id && p.Account == account, cancellation) is not { } proxy) return;
        db.Remove(proxy);
        db.Record(actor, new ProxyChanged(edition.Value, side.Id.Value, account.Value, false));
        await db.SaveChangesAsync(cancellation);
    }
}
