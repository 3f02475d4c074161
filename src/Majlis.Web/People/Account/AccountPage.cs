using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.People.AccountPages;

/// <summary>What the pages of an account share: where to go afterwards, and what was wrong with what was sent.</summary>
public abstract class AccountPage(Entrance entrance, Visit visit) : PageModel
{
    /// <summary>Only ever a local address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnTo { get => field; set => field = LocalAddress.Of(value); }

    /// <summary>Sentences by the id of the field they are about; the empty id is the whole form.</summary>
    public IReadOnlyDictionary<string, string> Wrong => _wrong;

    readonly Dictionary<string, string> _wrong = [];

    protected Entrance Entrance => entrance;
    protected Visit Visit => visit;

    /// <summary>The address of another page of the account.</summary>
    public string At(string page) => $"{entrance.Root}/{page}";

    public string AtWithReturn(string page) => LocalAddress.WithReturn(At(page), ReturnTo);

    protected IActionResult Onward() => Redirect(ReturnTo ?? entrance.Root);

    /// <summary>The page again, with the sentence at the field.</summary>
    protected IActionResult Again(string field, string sentence, int status = StatusCodes.Status400BadRequest)
    {
        _wrong[field] = sentence;
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>The page again, for an account that is paused.</summary>
    protected IActionResult Paused(string field, NodaTime.Duration wait)
    {
        var minutes = Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes));
        Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Again(field, visit.Texts.Say("people.paused", ("minutes", minutes)), StatusCodes.Status429TooManyRequests);
    }

    protected ContentResult Options(string json) => Content(json, "application/json");
}
