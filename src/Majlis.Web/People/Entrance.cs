using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People;

/// <summary>Lets a browser in and out. Every way of signing in ends in <see cref="Admit"/>, so that none goes around the second factor.</summary>
public sealed class Entrance(AppDb db, IHttpContextAccessor accessor, Visit visit)
{
    Account? _me;
    SignIn? _current;

    HttpContext Http => accessor.HttpContext!;

    public string Root => $"/{visit.Language.Tag}/account";

    public bool IsSignedIn => Http.User.Identity?.IsAuthenticated == true;

    /// <summary>The account of this browser. Only where somebody is signed in.</summary>
    public async Task<Account> Me() => _me ??= await Load(Http.User) ?? throw new NotThere("account");

    /// <summary>The sign-in of this browser. Only where somebody is signed in.</summary>
    public async Task<SignIn> Current()
    {
        if (_current is not null) return _current;
        Id<SignIn>.TryParse(Http.User.FindFirst(ActorOf.SignInClaim)?.Value, null, out var id);
        return _current = await db.SignIns.FirstOrDefaultAsync(s => s.Id == id, Http.RequestAborted) ?? throw new NotThere("sign-in");
    }

    /// <summary>Somebody has shown a credential of the account: lets them in, or asks for the second factor first.</summary>
    /// <param name="secondFactor">The credential was two factors in one: a passkey with user verification.</param>
    /// <returns>The address to go to.</returns>
    public async Task<string> Admit(Account account, string method, bool secondFactor, string? returnTo)
    {
        if (secondFactor || !account.TwoFactorEnabled)
        {
            await Open(account, method, secondFactor);
            return LocalAddress.Of(returnTo) ?? Root;
        }
        await Http.SignInAsync(SignInCookie.PendingScheme, SignInCookie.Pending(account, method));
        return LocalAddress.WithReturn($"{Root}/second-factor", returnTo);
    }

    /// <summary>Who has shown the first factor and not the second; null when nobody, or when the credentials changed since.</summary>
    public async Task<(Account Account, string Method)?> Pending()
    {
        var ticket = await Http.AuthenticateAsync(SignInCookie.PendingScheme);
        if (ticket.Principal is not { } user || await Load(user) is not { } account || !SignInCookie.IsOf(user, account)) return null;
        return (account, SignInCookie.MethodOf(user) ?? "password");
    }

    /// <summary>Opens a new sign-in in this browser and ends the one it had.</summary>
    public async Task Open(Account account, string method, bool secondFactor)
    {
        await EndCurrent();
        var signIn = await OpenSignIn.Run(db, account, method, secondFactor, Http.Request.Headers.UserAgent.ToString(),
            Http.Connection.RemoteIpAddress?.ToString() ?? "", Http.RequestAborted);
        await Http.SignOutAsync(SignInCookie.PendingScheme);
        await Http.SignInAsync(SignInCookie.Scheme, SignInCookie.Principal(account, signIn), new() { IsPersistent = true });
        (_me, _current) = (account, signIn);
    }

    /// <summary>After a change of credentials: every other browser is out, this one goes on with a new sign-in.</summary>
    public async Task Renew(Account account, bool secondFactor)
    {
        var method = (await Current()).Method;
        await RevokeSignIns.Run(db, account, null, null, Http.RequestAborted);
        await Open(account, method, secondFactor);
    }

    public async Task Leave()
    {
        await EndCurrent();
        await Http.SignOutAsync(SignInCookie.PendingScheme);
        await Http.SignOutAsync(SignInCookie.Scheme);
    }

    /// <summary>
    /// Where to go before settings of security may be changed: an account with a second factor must have shown it, and everybody a credential within ten minutes.
    /// Null: may go on.
    /// </summary>
    public async Task<string?> Barrier(string here)
    {
        var (account, signIn) = (await Me(), await Current());
        if (!signIn.HasSecondFactor && await HasSecondFactor(account)) return LocalAddress.WithReturn($"{Root}/second-factor", here);
        return signIn.IsConfirmed(db.Clock.GetCurrentInstant()) ? null : LocalAddress.WithReturn($"{Root}/confirm", here);
    }

    public async Task<bool> HasSecondFactor(Account account) => account.TwoFactorEnabled || await HasPasskeys(account);

    public Task<bool> HasPasskeys(Account account)
    {
        var id = account.Id;
        return db.Passkeys.AnyAsync(p => p.AccountId == id, Http.RequestAborted);
    }

    async Task EndCurrent()
    {
        if (!IsSignedIn || await Load(Http.User) is not { } account || (await Current()) is not { } signIn || !signIn.IsLive(db.Clock.GetCurrentInstant())) return;
        await RevokeSignIns.Run(db, account, signIn.Id, null, Http.RequestAborted);
    }

    Task<Account?> Load(System.Security.Claims.ClaimsPrincipal user)
    {
        Id<Account>.TryParse(user.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value, null, out var id);
        return db.Accounts.FirstOrDefaultAsync(a => a.Id == id, Http.RequestAborted);
    }
}
