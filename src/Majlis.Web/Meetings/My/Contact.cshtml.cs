using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Meetings.My;

/// <summary>The card whose code the reader has just scanned: taken by a press, not by looking.</summary>
public sealed class ContactModel(AppDb db, Visit visit) : PageModel
{
    public Person Owner { get; private set; } = null!;

    [BindProperty]
    public bool GiveMine { get; set; } = true;

    public async Task OnGet(string? key) => await Look(key);

    public async Task<IActionResult> OnPost(string? key)
    {
        await Look(key);
        return await this.Try(visit, () => TakeContact.Run(db, visit.Actor, visit.Edition.Id, key!, GiveMine)) ? this.Done(visit.At("my", "meetings", "contacts"), visit.Texts["held.contact_taken"]) : Page();
    }

    async Task Look(string? key)
    {
        await Contacts.Self(db, visit.Actor, visit.Edition.Id);
        Owner = await Contacts.OwnerOf(db, visit.Edition.Id, key ?? "");
    }
}
