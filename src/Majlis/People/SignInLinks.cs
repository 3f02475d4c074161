using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Majlis.Calendars;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.People;

/// <summary>The secret in a sign-in link: 256 random bits. The database knows its SHA-256 only, so a stolen copy of it opens nothing.</summary>
public static class LinkToken
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Of anything a stranger may send; what is too long to be a token is cut.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token.Length > 100 ? token[..100] : token));

    /// <param name="site">The site's own address, ending in a slash.</param>
    public static Uri Address(Uri site, string language, string token) => new(site, $"{language}/account/link?token={token}");
}

/// <summary>Makes a link for an account without mailing it: for invitations and for the operator at the command line.</summary>
public static class MakeSignInLink
{
    /// <summary>Adds the link to <paramref name="db"/>; the caller saves.</summary>
    /// <param name="returnTo">A local address, checked by the caller; null: the account's home.</param>
    /// <returns>The token: told once, kept nowhere.</returns>
    public static string Run(AppDb db, Account account, string? returnTo, Duration lasts)
    {
        var token = LinkToken.New();
        var now = db.Clock.GetCurrentInstant();
        db.MagicLinks.Add(new(account, LinkToken.Hash(token), returnTo, now, now + lasts));
        return token;
    }
}

/// <summary>Takes the wish for a link, from whoever and for whatever address: the same one row each time, so that neither the answer nor its time tells who has an account.</summary>
public static class AskForSignInLink
{
    /// <param name="email">As typed; what is too long to be an address is cut.</param>
    /// <param name="returnTo">A local address, checked by the caller.</param>
    public static async Task Run(AppDb db, string email, Uri site, string? returnTo, CancellationToken cancellation)
    {
        var typed = email.Trim();
        var wish = new MailSignInLink.Wish(typed.Length > AccountRules.LongestEmail ? typed[..AccountRules.LongestEmail] : typed, site, returnTo);
        db.Jobs.Add(new(MailSignInLink.JobKind, JsonSerializer.Serialize(wish, Json.Stored), db.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>
/// Mails a link to whoever owns the address, if anybody does. At most <see cref="MostAnHour"/> letters an hour go to one account; further ones are silently left out.
/// </summary>
public sealed class MailSignInLink(IDbContextFactory<AppDb> databases) : IJobRunner
{
    public const string JobKind = "MailSignInLink";
    public const int MostAnHour = 3;

    internal sealed record Wish(string Email, Uri Site, string? ReturnTo);

    public string Kind => JobKind;

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var wish = JsonSerializer.Deserialize<Wish>(payload, Json.Stored)!;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var normalized = wish.Email.ToUpperInvariant();
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation);
        var hourAgo = db.Clock.GetCurrentInstant() - Duration.FromHours(1);
        if (account is null) return;
        var id = account.Id;
        if (await db.MagicLinks.CountAsync(l => l.AccountId == id && l.MadeAt > hourAgo, cancellation) >= MostAnHour) return;
        var token = MakeSignInLink.Run(db, account, wish.ReturnTo, MagicLink.Lasts);
        var link = LinkToken.Address(wish.Site, account.Language, token);
        PostLetter.Run(db, SignInLetter.Link.To(account, link, ("minutes", (int)MagicLink.Lasts.TotalMinutes)));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>A letter with one link in it, in the account's language.</summary>
/// <param name="Subject">Keys of the language files, as are the others.</param>
/// <param name="Before">What stands before the link.</param>
/// <param name="After">What stands after it.</param>
public sealed record SignInLetter(string Subject, string Before, string After)
{
    public static readonly SignInLetter Link = new("people.link_letter.subject", "people.link_letter.before", "people.link_letter.after");
    public static readonly SignInLetter Invitation = new("people.invitation.subject", "people.invitation.before", "people.invitation.after");

    public Letter To(Account account, Uri link, params (string Name, object? Value)[] values)
    {
        var texts = Texts.Of(Language.TryOf(account.Language) ?? Language.English);
        (string, object?)[] all = [("name", account.Name), .. values];
        return new(account.Email, account.Name, texts.Say(Subject, all),
            $"{texts.SayPlain("people.letter.greeting", all)}\n\n{texts.SayPlain(Before, all)}\n\n{link}\n\n{texts.SayPlain(After, all)}\n", null, account.Language);
    }
}

/// <summary>Links that no longer open anything stay a week, so that a second press is told apart from a forged one in the log; sign-ins stay a month after their end, for their owner's list.</summary>
public sealed class ForgetLinks : ISpentRows
{
    public static readonly Duration LinksStay = Duration.FromDays(7), SignInsStay = Duration.FromDays(30);

    public async Task Forget(AppDb db, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var (links, signIns) = (now - LinksStay, now - SignInsStay);
        await db.MagicLinks.Where(l => l.EndsAt < links || l.UsedAt < links).ExecuteDeleteAsync(cancellation);
        await db.SignIns.Where(s => s.EndsAt < signIns || s.RevokedAt < signIns).ExecuteDeleteAsync(cancellation);
    }
}

/// <summary>Uses a link up. Of two at the same moment one wins: the database decides.</summary>
public static class RedeemSignInLink
{
    /// <returns>The account and where to go, or null when the link is unknown, used, out of time or older than the last change of credentials.</returns>
    public static async Task<(Account Account, string? ReturnTo)?> Run(AppDb db, string token, CancellationToken cancellation)
    {
        if (await Find(db, token, cancellation) is not { } found) return null;
        var now = db.Clock.GetCurrentInstant();
        var id = found.Link.Id;
        var taken = await db.MagicLinks.Where(l => l.Id == id && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), cancellation);
        if (taken != 1) return null;
        if (!found.Account.EmailConfirmed)
        {
            found.Account.EmailConfirmed = true;
            await db.SaveChangesAsync(cancellation);
        }
        return (found.Account, found.Link.ReturnTo);
    }

    /// <summary>Whose link it is, without using it. Null as in <see cref="Run"/>.</summary>
    public static async Task<(MagicLink Link, Account Account)?> Find(AppDb db, string token, CancellationToken cancellation)
    {
        // Looked up by the hash of what was sent: how long a comparison takes says nothing about the token.
        var hash = LinkToken.Hash(token);
        var now = db.Clock.GetCurrentInstant();
        var link = await db.MagicLinks.AsNoTracking().FirstOrDefaultAsync(l => l.TokenHash == hash && l.UsedAt == null && l.EndsAt > now, cancellation);
        if (link is null) return null;
        var account = await db.Accounts.FirstAsync(a => a.Id == link.AccountId, cancellation);
        return account.SecurityStamp == link.SecurityStamp ? (link, account) : null;
    }
}
