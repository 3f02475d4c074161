using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.People.AccountPages;

/// <summary>What the account calls itself, and the language of its letters.</summary>
public sealed class ProfileModel(Entrance entrance, Visit visit, AppDb db) : AccountPage(entrance, visit)
{
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string Tag { get; private set; } = "";
    public bool WantsStarLetters { get; private set; }
    public bool WantsReleaseLetters { get; private set; }
    public bool IsDone { get; private set; }

    public async Task OnGet() => Show(await Entrance.Me());

    public async Task<IActionResult> OnPost(string? name, string? language, bool starLetters, bool releaseLetters, CancellationToken cancellation)
    {
        var account = await Entrance.Me();
        (account.WantsStarLetters, account.WantsReleaseLetters) = (starLetters, releaseLetters);
        Show(account);
        try
        {
            await EditAccount.Run(db, account, name, language, cancellation);
        }
        catch (Refusal refusal)
        {
            Name = name ?? "";
            return Again(refusal.Code == "people.language" ? "language" : "name", Visit.Texts.Of(refusal));
        }
        // The cookie knows the language for addresses that have none.
        await HttpContext.SignInAsync(SignInCookie.Scheme, SignInCookie.Principal(account, await Entrance.Current()), new() { IsPersistent = true });
        Show(account);
        IsDone = true;
        return Page();
    }

    void Show(Account account) =>
        (Name, Email, Tag, WantsStarLetters, WantsReleaseLetters) = (account.Name, account.Email, account.Language, account.WantsStarLetters, account.WantsReleaseLetters);
}
