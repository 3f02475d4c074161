using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Takes the second factor: right after password or link, or later, when an area asks for it. Who has none is led to set one up.</summary>
[AllowAnonymous, EnableRateLimiting(AddressLimits.Credentials)]
public sealed class SecondFactorModel(Entrance entrance, Visit visit, AppDb db, UserManager<Account> accounts, PasskeyCeremony passkeys)
    : AccountPage(entrance, visit)
{
    public Account Account { get; private set; } = null!;
    public bool HasPasskeys { get; private set; }
    string _method = "";

    public async Task<IActionResult> OnGet()
    {
        if (!await Known()) return Redirect(AtWithReturn("sign-in"));
        if (!Account.TwoFactorEnabled && !HasPasskeys) return Redirect(AtWithReturn("authenticator"));
        return Page();
    }

    public async Task<IActionResult> OnPost(string? code, CancellationToken cancellation)
    {
        if (!await Known()) return Redirect(AtWithReturn("sign-in"));
        if (await TakeAttempt.Run(db, Account.Id, cancellation) is { } until) return Paused("code", until - db.Clock.GetCurrentInstant());
        var key = Account.TwoFactorEnabled ? await accounts.GetAuthenticatorKeyAsync(Account) : null;
        return key is not null && await AcceptCode.Run(db, Account.Id, key, code, cancellation)
            ? await Pass() : Again("code", Visit.Texts["people.code.wrong"]);
    }

    public async Task<IActionResult> OnPostRecovery(string? recovery, CancellationToken cancellation)
    {
        if (!await Known()) return Redirect(AtWithReturn("sign-in"));
        if (await TakeAttempt.Run(db, Account.Id, cancellation) is { } until) return Paused("recovery", until - db.Clock.GetCurrentInstant());
        return Account.TwoFactorEnabled && (await accounts.RedeemTwoFactorRecoveryCodeAsync(Account, recovery ?? "")).Succeeded
            ? await Pass() : Again("recovery", Visit.Texts["people.recovery.wrong"]);
    }

    public async Task<IActionResult> OnPostPasskeyOptions() =>
        await Known() ? Options(await passkeys.AskFor(Account)) : BadRequest();

    public async Task<IActionResult> OnPostPasskey(string? credential)
    {
        if (!await Known()) return Redirect(AtWithReturn("sign-in"));
        if (await passkeys.Answered(credential) is not { } owner || owner.Id != Account.Id) return Again("", Visit.Texts["people.passkey.failed"]);
        await Entrance.Open(Account, "passkey", true);
        return Onward();
    }

    async Task<bool> Known()
    {
        if (await Entrance.Pending() is { } pending) (Account, _method) = pending;
        else if (Entrance.IsSignedIn) (Account, _method) = (await Entrance.Me(), (await Entrance.Current()).Method);
        else return false;
        HasPasskeys = await Entrance.HasPasskeys(Account);
        return true;
    }

    async Task<IActionResult> Pass()
    {
        await TakeAttempt.Succeeded(db, Account.Id, HttpContext.RequestAborted);
        await Entrance.Open(Account, _method, true);
        return Onward();
    }
}
