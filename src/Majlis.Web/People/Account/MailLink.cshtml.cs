using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Takes the wish for a link. The answer is the same whoever asks for whatever address.</summary>
[AllowAnonymous, EnableRateLimiting(AddressLimits.Links)]
public sealed class MailLinkModel(Entrance entrance, Visit visit, AppDb db, SiteAddress site) : AccountPage(entrance, visit)
{
    public static int Minutes => (int)MagicLink.Lasts.TotalMinutes;

    public IActionResult OnGet() => Redirect(AtWithReturn("sign-in"));

    public async Task<IActionResult> OnPost(string? email, CancellationToken cancellation)
    {
        await AskForSignInLink.Run(db, email ?? "", site.Of(Request), ReturnTo, cancellation);
        return Page();
    }
}
