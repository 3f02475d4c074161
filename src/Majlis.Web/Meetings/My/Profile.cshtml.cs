using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.My;

/// <summary>What a side tells of itself, whether it agrees to be shown, and who acts for it.</summary>
public sealed class ProfileModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    [BindProperty]
    public ProfileForm Form { get; set; } = new();

    public IReadOnlyList<Person> People { get; private set; } = [];
    public IReadOnlyList<(Guid Account, string Name)> Proxies { get; private set; } = [];

    public async Task OnGet(string? @as)
    {
        await Look(@as);
        if (Side is not { } side) return;
        Form = ProfileForm.Of(side, IsNew);
        Form.Principals = [.. side.Principals.Select(id => People.FirstOrDefault(p => p.Id == id)?.Number).OfType<int>()];
    }

    public async Task<IActionResult> OnPost(string? @as)
    {
        await Look(@as);
        if (Side is not { } side) throw new NotThere("side");
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        // The head stays first; whoever is new comes after.
        IReadOnlyList<Id<Person>>? principals = side.Party is null ? null
            : [.. People.Where(p => Form.Principals.Contains(p.Number)).OrderBy(p => side.Principals.ToList().IndexOf(p.Id) is >= 0 and var at ? at : int.MaxValue).Select(p => p.Id)];
        if (await this.Try(Visit, () => KeepProfile.Run(Db, Visit.Actor, Visit.Edition.Id, side.Slug, Form.ToProfile(), principals, Form.Agrees, Form.Version, HttpContext.RequestAborted)))
            return this.Done(Visit.At("my", "meetings", "profile") + "?as=" + side.Slug, Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostDismiss(string? @as, Guid account)
    {
        await Look(@as);
        await DismissProxy.Run(Db, Visit.Actor, Visit.Edition.Id, Side?.Slug ?? throw new NotThere("side"), new(account), HttpContext.RequestAborted);
        // Who took leave of the side itself does not see it any more.
        return this.Done(account == Visit.Actor.Account ? Visit.At("my", "meetings") : At("profile"), Visit.Texts["meeting.dismissed"]);
    }

    async Task Look(string? acting)
    {
        await Choose(acting);
        if (Side is not { } side || IsNew) return;
        People = await PeopleOf(side);
        Proxies = [.. (await Sides.Proxies(Db, Visit.Edition.Id, [side], HttpContext.RequestAborted))[side.Id].OrderBy(a => a.Name, Visit.Language.Comparer).Select(a => (a.Id.Value, a.Name))];
    }
}
