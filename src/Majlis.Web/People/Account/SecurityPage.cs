using Majlis.People;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Majlis.Web.People.AccountPages;

/// <summary>A page that changes credentials: opens only after a fresh credential, and after the second factor where the account has one.</summary>
public abstract class SecurityPage(Entrance entrance, Visit visit) : AccountPage(entrance, visit)
{
    public Account Account { get; private set; } = null!;

    public sealed override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Account = await Entrance.Me();
        var here = LocalAddress.WithReturn(Request.Path, ReturnTo);
        if (await Entrance.Barrier(here) is { } elsewhere) context.Result = new RedirectResult(elsewhere);
        else await next();
    }
}
