using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Sets or changes the password. Every other browser is signed out, and links that are still out are void.</summary>
[EnableRateLimiting(AddressLimits.Credentials)]
public sealed class PasswordModel(Entrance entrance, Visit visit, AppDb db, UserManager<Account> accounts) : SecurityPage(entrance, visit)
{
    public bool IsDone { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPost(string? password, string? again)
    {
        var wanted = password ?? "";
        if (AccountPasswords.Fault(Account, wanted) is { } fault)
            return Again("password", Visit.Texts.Say($"people.password.{fault}", ("count", AccountPasswords.Shortest), ("most", AccountPasswords.Longest)));
        if (wanted != again) return Again("again", Visit.Texts["people.password.differ"]);
        Account.PasswordHash = AccountPasswords.Hash(Account, wanted);
        db.Record(Account.Acting(), new CredentialChanged(null, Account.Id.Value, "password"));
        await accounts.UpdateSecurityStampAsync(Account);
        await Entrance.Renew(Account, (await Entrance.Current()).HasSecondFactor);
        IsDone = true;
        return Page();
    }
}
