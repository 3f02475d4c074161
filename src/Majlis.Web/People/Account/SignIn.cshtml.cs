using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People.AccountPages;

/// <summary>Sign in by password or passkey, or ask for a link. Answers the same for an address that has no account.</summary>
[AllowAnonymous, EnableRateLimiting(AddressLimits.Credentials)]
public sealed class SignInModel(Entrance entrance, Visit visit, AppDb db, PasskeyCeremony passkeys) : AccountPage(entrance, visit)
{
    public string Email { get; private set; } = "";

    public IActionResult OnGet() => Entrance.IsSignedIn && ReturnTo is null ? Redirect(Entrance.Root) : Page();

    public async Task<IActionResult> OnPost(string? email, string? password, CancellationToken cancellation)
    {
        Email = (email ?? "").Trim();
        var normalized = Email.ToUpperInvariant();
        var account = await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalized, cancellation);
        // A paused account and one that is not there are told alike and take as long; whoever owns it has links and passkeys meanwhile.
        var paused = account is not null && await TakeAttempt.Run(db, account.Id, cancellation) is not null;
        var right = AccountPasswords.Verify(account, password ?? "");
        if (!right || paused) return Again("email", Visit.Texts["people.sign_in.wrong"]);
        await TakeAttempt.Succeeded(db, account!.Id, cancellation);
        return Redirect(await Entrance.Admit(account, "password", false, ReturnTo));
    }

    public async Task<IActionResult> OnPostPasskeyOptions() => Options(await passkeys.AskFor(null));

    public async Task<IActionResult> OnPostPasskey(string? credential) => await passkeys.Answered(credential) is { } account
        ? Redirect(await Entrance.Admit(account, "passkey", true, ReturnTo))
        : Again("", Visit.Texts["people.passkey.failed"]);
}
