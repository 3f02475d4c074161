using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Where a mailed link leads. Opening it uses nothing up, since mail scanners open links too; the button does.</summary>
[AllowAnonymous, EnableRateLimiting(AddressLimits.Credentials)]
public sealed class LinkModel(Entrance entrance, Visit visit, AppDb db) : AccountPage(entrance, visit)
{
    public string Token { get; private set; } = "";

    /// <summary>Null when the link is dead.</summary>
    public Account? Account { get; private set; }

    public async Task OnGet(string? token, CancellationToken cancellation)
    {
        Token = token ?? "";
        Account = (await RedeemSignInLink.Find(db, Token, cancellation))?.Account;
        if (Account is null) Response.StatusCode = StatusCodes.Status410Gone;
    }

    public async Task<IActionResult> OnPost(string? token, CancellationToken cancellation)
    {
        if (await RedeemSignInLink.Run(db, token ?? "", cancellation) is { } redeemed)
            return Redirect(await Entrance.Admit(redeemed.Account, "link", false, redeemed.ReturnTo));
        Response.StatusCode = StatusCodes.Status410Gone;
        return Page();
    }
}
