using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.People.AccountPages;

/// <summary>Ends this browser's sign-in; by a form only, so that no picture in a page can do it.</summary>
public sealed class SignOutModel(Entrance entrance, Visit visit) : AccountPage(entrance, visit)
{
    public void OnGet() { }

    public async Task<IActionResult> OnPost()
    {
        await Entrance.Leave();
        return Redirect($"/{Visit.Language.Tag}");
    }
}
