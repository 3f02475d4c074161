using System.Net.Mail;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.People;

/// <summary>What an account may be called and reached by.</summary>
public static class AccountRules
{
    public const int LongestName = 200;
    public const int LongestEmail = 254;

    /// <summary>Trimmed, spaces folded, without control and direction characters.</summary>
    /// <exception cref="Refusal"><c>people.name_missing</c>, <c>people.name_too_long</c>.</exception>
    public static string Name(string? name)
    {
        var clean = string.Join(' ', new string([.. Characters.Tame(name ?? "").Where(c => !char.IsControl(c))])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (clean.Length == 0) throw new Refusal("people.name_missing");
        return clean.Length <= LongestName ? clean : throw new Refusal("people.name_too_long", ("most", LongestName));
    }

    /// <exception cref="Refusal"><c>people.email</c>: not one plain address.</exception>
    public static string Email(string? email)
    {
        var clean = (email ?? "").Trim();
        var good = clean.Length is > 2 and <= LongestEmail && !clean.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && MailAddress.TryCreate(clean, out var parsed) && parsed.Address == clean;
        return good ? clean : throw new Refusal("people.email");
    }

    /// <exception cref="Refusal"><c>people.language</c>: the interface does not speak it.</exception>
    public static string LanguageTag(string? tag) => Language.TryOf(tag)?.Tag ?? throw new Refusal("people.language");
}

/// <summary>
/// Gives a role in an edition to an address, making the account when there is none, and mails a link to sign in with.
/// Inviting somebody who holds the role already mails the letter again.
/// </summary>
public static class InviteAccount
{
    /// <param name="name">Of a new account; an existing one keeps its own name and language.</param>
    /// <param name="site">The site's own address, for the link; ends in a slash.</param>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.ManageTeam"/>.</exception>
    /// <exception cref="NotThere">No such edition.</exception>
    /// <exception cref="Refusal">Those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(
        AppDb db, Actor actor, Id<Edition> edition, Role role, string email, string name, string language, Uri site, CancellationToken cancellation)
    {
        actor.Require(Permission.ManageTeam, edition.Value);
        var there = await db.Editions.AsNoTracking().FirstOrDefaultAsync(e => e.Id == edition, cancellation) ?? throw new NotThere("edition");
        var account = await As(db, actor, there, role, email, name, language, site, null, cancellation);
        await db.SaveChangesAsync(cancellation);
        return account;
    }

    /// <summary>The same for an act that asked for a permission of its own; the caller saves.</summary>
    /// <param name="returnTo">Where the link leads; null: the account's home.</param>
    internal static async Task<Account> As(
        AppDb db, Actor actor, Edition edition, Role role, string email, string name, string language, Uri site, string? returnTo, CancellationToken cancellation)
    {
        var account = await MakeAccount.FindOrAdd(db, actor, email, name, language, cancellation);
        var (id, there) = (account.Id.Value, edition.Id);
        if (!await db.Memberships.AnyAsync(m => m.EditionId == there && m.Account == id && m.Role == role, cancellation))
        {
            db.Memberships.Add(new(there, id, role));
            db.Record(actor, new RoleGiven(there.Value, id, role));
        }
        var token = MakeSignInLink.Run(db, account, returnTo, MagicLink.InvitationLasts);
        var title = edition.Title.In(account.Language, edition.Languages).Text;
        PostLetter.Run(db, SignInLetter.Invitation.To(account, LinkToken.Address(site, account.Language, token),
            ("edition", title), ("days", (int)MagicLink.InvitationLasts.TotalDays)));
        return account;
    }
}

/// <summary>Makes an account, or finds the one that has the address.</summary>
public static class MakeAccount
{
    /// <summary>For the installation itself: at the command line and in the demonstration.</summary>
    /// <exception cref="Refusal">Those of <see cref="AccountRules"/>.</exception>
    public static async Task<Account> Run(AppDb db, Actor actor, string email, string name, string language, CancellationToken cancellation)
    {
        if (!actor.IsInstallation) throw new NotAllowed(Permission.ManageTeam);
        var account = await FindOrAdd(db, actor, email, name, language, cancellation);
        await db.SaveChangesAsync(cancellation);
        return account;
    }

    internal static async Task<Account> FindOrAdd(AppDb db, Actor actor, string email, string name, string language, CancellationToken cancellation)
    {
        var address = AccountRules.Email(email);
        var normalized = address.ToUpperInvariant();
        if (await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation) is { } there) return there;
        var account = new Account(address, AccountRules.Name(name), AccountRules.LanguageTag(language), db.Clock.GetCurrentInstant());
        db.Accounts.Add(account);
        db.Record(actor, new AccountMade(null, account.Id.Value));
        return account;
    }
}

/// <summary>Makes an account an operator of the installation.</summary>
public static class MakeOperator
{
    /// <returns>The account and the token of a link that signs it in once within a day.</returns>
    public static async Task<(Account Account, string Token)> Run(AppDb db, Actor actor, string email, string name, string language, CancellationToken cancellation)
    {
        if (!actor.IsInstallation) throw new NotAllowed(Permission.ManageTeam);
        var account = await MakeAccount.FindOrAdd(db, actor, email, name, language, cancellation);
        if (!account.IsOperator)
        {
            account.IsOperator = true;
            db.Record(actor, new OperatorMade(null, account.Id.Value));
        }
        var token = MakeSignInLink.Run(db, account, null, NodaTime.Duration.FromDays(1));
        await db.SaveChangesAsync(cancellation);
        return (account, token);
    }
}

/// <summary>Changes what an account calls itself and reads in.</summary>
public static class EditAccount
{
    /// <exception cref="Refusal">Those of <see cref="AccountRules"/>.</exception>
    public static async Task Run(AppDb db, Account account, string? name, string? language, CancellationToken cancellation)
    {
        (account.Name, account.Language) = (AccountRules.Name(name), AccountRules.LanguageTag(language));
        db.Record(account.Acting(), new AccountEdited(null, account.Id.Value));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>For somebody who lost phone and passkeys: takes away every second factor and ends every sign-in. A password and letters still work.</summary>
public static class ResetSecondFactor
{
    public static async Task<Account> Run(AppDb db, Actor actor, string email, CancellationToken cancellation)
    {
        if (!actor.IsInstallation) throw new NotAllowed(Permission.ManageTeam);
        var normalized = AccountRules.Email(email).ToUpperInvariant();
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation) ?? throw new NotThere($"no account has the address {email}");
        (account.TwoFactorEnabled, account.AuthenticatorKey, account.RecoveryCodes) = (false, null, null);
        account.SecurityStamp = Id<Account>.New().ToString();
        var id = account.Id;
        db.Passkeys.RemoveRange(await db.Passkeys.Where(p => p.AccountId == id).ToListAsync(cancellation));
        db.Record(actor, new CredentialChanged(null, id.Value, "reset"));
        await db.SaveChangesAsync(cancellation);
        return account;
    }
}
