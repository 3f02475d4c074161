using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>
/// Lets an account act for a side, making it when there is none, and mails a link to sign in with: an assistant for a person; for a party its <see cref="FocalPoint"/>, who enters its delegation, too.
/// Naming somebody again mails the letter again.
/// </summary>
public static class NameProxy
{
    /// <param name="name">Of a new account; an existing one keeps its own name and language.</param>
    /// <param name="site">The site's own address, for the link; ends in a slash.</param>
    /// <exception cref="NotThere">No such party or person at the edition.</exception>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.KeepMeetings"/>; for a party <see cref="Permission.KeepDelegations"/> as well.</exception>
    /// <exception cref="Refusal">Those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(AppDb db, Actor actor, Id<Edition> id, string slug, string email, string name, string language, Uri site, CancellationToken cancellation = default)
    {
        var edition = await Editions.Open(db, actor, Permission.KeepMeetings, id, cancellation);
        var side = await Sides.FindOrAdd(db, id, slug, cancellation);
        var home = FormattableString.Invariant($"/{language}/{edition.Slug}/my/meetings?as={side.Slug}");
        if (side.Party is { } party) return await BindFocalPoint.Run(db, actor, id, party, email, name, language, site, home, cancellation);
        var account = await InviteAccount.As(db, actor, edition, Role.Participant, email, name, language, site, home, cancellation);
        if (!await db.MeetingProxies.AnyAsync(p => p.SideId == side.Id && p.Account == account.Id, cancellation))
        {
            db.Add(new MeetingProxy(side, account.Id, db.Clock.GetCurrentInstant()));
            db.Record(actor, new ProxyChanged(id.Value, side.Id.Value, account.Id.Value, true));
        }
        await db.SaveChangesAsync(cancellation);
        return account;
    }
}

/// <summary>An account acts for a side no more. Done by the desk, by who acts for the side, or by the account itself. An assistant keeps the role: it is
/// the team's matter. A party's focal point is released, and with the last party goes that role.</summary>
public static class DismissProxy
{
    /// <exception cref="NotThere">No such side, or not the actor's to speak for.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string slug, Id<Account> account, CancellationToken cancellation = default)
    {
        actor.Require(Permission.SeeMy, edition.Value);
        var side = (await Sides.Open(db, actor, edition, slug, cancellation)).Side;
        if (side.Party is { } party)
        {
            await ReleaseFocalPoint.From(db, actor, edition, party, account, cancellation);
            return;
        }
        if (await db.MeetingProxies.SingleOrDefaultAsync(p => p.SideId == side.Id && p.Account == account, cancellation) is not { } proxy) return;
        db.Remove(proxy);
        db.Record(actor, new ProxyChanged(edition.Value, side.Id.Value, account.Value, false));
        await db.SaveChangesAsync(cancellation);
    }
}
