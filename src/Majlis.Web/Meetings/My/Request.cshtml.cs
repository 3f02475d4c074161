using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings.My;

/// <summary>One request of a side, with what the side can do with it now.</summary>
public sealed class RequestModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    [BindProperty]
    public TermsForm Form { get; set; } = new();

    public new MeetingRequest Request { get; private set; } = null!;
    public IReadOnlyList<Person> People { get; private set; } = [];
    public IReadOnlyList<string> Languages { get; private set; } = [];
    /// <summary>The form of other terms is open: it was sent and came back.</summary>
    public bool IsCountering { get; private set; }

    public async Task OnGet(int number, string? @as)
    {
        await Look(number, @as);
        Form = TermsForm.Of(Request);
    }

    public async Task<IActionResult> OnPostAccept(int number, string? @as, int[] principals)
    {
        await Look(number, @as);
        var named = People.Where(p => principals.Contains(p.Number)).Select(p => p.Id).ToList();
        // Whoever meets for it usually is nobody's choice for this one.
        if (named.ToHashSet().SetEquals(Side!.Principals)) named = [];
        return await Answered(new Answer.Accept(Form.Wish, named, Form.Note ?? ""), "meeting.accepted");
    }

    public async Task<IActionResult> OnPostCounter(int number, string? @as)
    {
        await Look(number, @as);
        IsCountering = true;
        return await Answered(new Answer.Counter(Form.Terms(this, Visit), Form.Note ?? ""), "meeting.countered");
    }

    public async Task<IActionResult> OnPostDecline(int number, string? @as)
    {
        await Look(number, @as);
        return await Answered(new Answer.Decline(Form.ForGood, Form.Note ?? ""), "meeting.declined");
    }

    public async Task<IActionResult> OnPostWithdraw(int number, string? @as)
    {
        await Look(number, @as);
        return await Answered(new Answer.Withdraw(Form.Note ?? ""), "meeting.withdrawn");
    }

    public async Task<IActionResult> OnPostValue(int number, string? @as)
    {
        await Look(number, @as);
        return await Answered(new Answer.Value(Form.Wish), "form.saved");
    }

    async Task<IActionResult> Answered(Answer answer, string said)
    {
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(Visit, () => AnswerRequest.Run(Db, Visit.Actor, Visit.Edition.Id, Request.Number, Side!.Slug, answer, Form.Version, HttpContext.RequestAborted)))
            return this.Done(At("request", Request.Number), Visit.Texts[said]);
        Db.ChangeTracker.Clear();
        await Look(Request.Number, Side!.Slug);
        // What is shown now is what the next answer is about.
        Form.Version = Request.Version;
        ModelState.Remove("Form.Version");
        return Page();
    }

    /// <exception cref="NotThere">The side has no such request.</exception>
    async Task Look(int number, string? acting)
    {
        await Choose(acting);
        if (Side is not { } side) throw new NotThere("request");
        var id = Visit.Edition.Id;
        Request = await Db.MeetingRequests.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == id && r.Number == number && (r.FromId == side.Id || r.ToId == side.Id)) ?? throw new NotThere("request");
        var other = Request.Other(side.Id);
        await Name([await Db.MeetingSides.AsNoTracking().SingleAsync(s => s.Id == other)]);
        People = await PeopleOf(side);
        Languages = [.. TermsForm.UsualLanguages.Union(Request.Terms.Languages).Union(side.Profile.Languages)];
    }

    public LocalDateTime Wall(Instant at) => at.InZone(DateTimeZoneProviders.Tzdb[Visit.Edition.Zone]).LocalDateTime;
}
