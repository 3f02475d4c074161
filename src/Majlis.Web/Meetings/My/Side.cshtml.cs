using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Meetings.My;

/// <summary>Another side as it shows itself, and the form to ask it for a meeting.</summary>
public sealed class SideModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    [BindProperty]
    public TermsForm Form { get; set; } = new();

    public FoundSide Found { get; private set; } = null!;
    public IReadOnlyList<string> Languages { get; private set; } = [];

    public async Task OnGet(string slug, string? @as)
    {
        await Look(slug, @as);
        Form.Languages = [.. Found.Reasons.Languages];
    }

    public async Task<IActionResult> OnPost(string slug, string? @as)
    {
        await Look(slug, @as);
        var terms = Form.Terms(this, Visit);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        MeetingRequest? sent = null;
        if (await this.Try(Visit, async () => sent = await AskForMeeting.Run(Db, Visit.Actor, Visit.Edition.Id, Side!.Slug, slug, new() { Purpose = Form.Purpose ?? "", Terms = terms, Wish = Form.Wish }, HttpContext.RequestAborted)))
            return this.Done(At(), Visit.Texts.Say("meeting.sent", ("number", sent!.Number)));
        return Page();
    }

    /// <exception cref="NotThere">The account acts for nobody, or the side is not shown to it.</exception>
    async Task Look(string slug, string? acting)
    {
        await Choose(acting);
        if (Side is not { } side) throw new NotThere("side");
        Found = await Discovery.One(Db, Round!, side, slug, HttpContext.RequestAborted);
        await Name([Found.Side]);
        Languages = [.. TermsForm.UsualLanguages.Union(side.Profile.Languages).Union(Found.Side.Profile.Languages)];
    }
}
