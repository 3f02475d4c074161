using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Before settings of security change: is it still the owner who sits at this browser?</summary>
[EnableRateLimiting(AddressLimits.Credentials)]
public sealed class ConfirmModel(Entrance entrance, Visit visit, AppDb db, PasskeyCeremony passkeys) : AccountPage(entrance, visit)
{
    public Account Account { get; private set; } = null!;
    public bool HasPasskeys { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Account = await Entrance.Me();
        HasPasskeys = await Entrance.HasPasskeys(Account);
        await next();
    }

    public void OnGet() { }

    public async Task<IActionResult> OnPost(string? password, CancellationToken cancellation)
    {
        if (await TakeAttempt.Run(db, Account.Id, cancellation) is { } until) return Paused("password", until - db.Clock.GetCurrentInstant());
        if (!AccountPasswords.Verify(Account, password ?? "")) return Again("password", Visit.Texts["people.password.wrong"]);
        await TakeAttempt.Succeeded(db, Account.Id, cancellation);
        (await Entrance.Current()).Confirm(db.Clock.GetCurrentInstant());
        await db.SaveChangesAsync(cancellation);
        return Onward();
    }

    public async Task<IActionResult> OnPostPasskeyOptions() => Options(await passkeys.AskFor(Account));

    public async Task<IActionResult> OnPostPasskey(string? credential)
    {
        if (await passkeys.Answered(credential) is not { } owner || owner.Id != Account.Id) return Again("", Visit.Texts["people.passkey.failed"]);
        await Entrance.Open(Account, "passkey", true);
        return Onward();
    }
}
