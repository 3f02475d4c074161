using System.Text.Json;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings.Desk;

/// <summary>Enters a request for anyone, and answers one for either side; the log names who did it and for whom.</summary>
public sealed class RequestModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    [BindProperty]
    public TermsForm Form { get; set; } = new();
    [BindProperty]
    public string? From { get; set; }
    [BindProperty]
    public string? To { get; set; }

    /// <summary>Null for a new one.</summary>
    public DeskRequest? Known { get; private set; }
    public MeetingRound? Round { get; private set; }
    public IReadOnlyList<(string Slug, string Name)> Everybody { get; private set; } = [];
    public IReadOnlyList<string> Languages { get; private set; } = [];
    public IReadOnlyList<(EventRow Row, MeetingRequestChanged What)> History { get; private set; } = [];

    /// <summary>Numbers of the requests that this one is before, and after.</summary>
    public IReadOnlyList<(int Other, bool IsBefore)> Orders { get; private set; } = [];

    public async Task OnGet(int? number, string? from)
    {
        await Look(number);
        From = from;
        if (Known is { } known) Form = TermsForm.Of(known.Request);
    }

    public async Task<IActionResult> OnPost()
    {
        await Look(null);
        var book = await SideBook.Of(Db, Visit.Edition.Id, HttpContext.RequestAborted);
        var (from, to) = (Found(book, "From", From), Found(book, "To", To));
        // What the book holds is looked up again by the act.
        Db.ChangeTracker.Clear();
        var terms = Form.Terms(this, Visit);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        MeetingRequest? sent = null;
        if (await this.Try(Visit, async () => sent = await AskForMeeting.Run(Db, Visit.Actor, Visit.Edition.Id, from!.Slug, to!.Slug, new() { Purpose = Form.Purpose ?? "", Terms = terms, Wish = Form.Wish }, HttpContext.RequestAborted)))
            return this.Done(At("request", sent!.Number), Visit.Texts.Say("meeting.sent", ("number", sent.Number)));
        return Page();
    }

    public async Task<IActionResult> OnPostAccept(int number)
    {
        await Look(number);
        return await Answered(new Answer.Accept(Form.Wish, []), Known!.Request.Turn);
    }

    public async Task<IActionResult> OnPostCounter(int number)
    {
        await Look(number);
        return await Answered(new Answer.Counter(Form.Terms(this, Visit)), Known!.Request.Turn);
    }

    public async Task<IActionResult> OnPostEnd(int number, bool decline)
    {
        await Look(number);
        return decline ? await Answered(new Answer.Decline(false, Form.Note ?? ""), Known!.Request.ToId) : await Answered(new Answer.Withdraw(Form.Note ?? ""), Known!.Request.FromId);
    }

    /// <param name="other">As typed, in any digits.</param>
    /// <param name="before">This one is before the other.</param>
    public async Task<IActionResult> OnPostOrder(int number, string? other, bool before)
    {
        await Look(number);
        if (this.Number(Visit, "", other) is { } than && ModelState.IsValid)
        {
            try
            {
                if (await this.Try(Visit, () => OrderMeetings.Run(Db, Visit.Actor, Visit.Edition.Id, before ? number : than, before ? than : number, HttpContext.RequestAborted))) return this.Done(At("request", number), Visit.Texts["form.saved"]);
            }
            catch (NotThere)
            {
                ModelState.AddModelError("", Visit.Texts["meeting.order_other"]);
            }
        }
        else if (ModelState.IsValid) ModelState.AddModelError("", Visit.Texts["meeting.order_other"]);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        Db.ChangeTracker.Clear();
        await Look(number);
        return Page();
    }

    public async Task<IActionResult> OnPostDisorder(int number, int other, bool before)
    {
        await EndOrder.Run(Db, Visit.Actor, Visit.Edition.Id, before ? number : other, before ? other : number, HttpContext.RequestAborted);
        return this.Done(At("request", number), Visit.Texts["form.saved"]);
    }

    async Task<IActionResult> Answered(Answer answer, Id<MeetingSide> by)
    {
        var known = Known!;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var slug = by == known.From.Id ? known.From.Slug : known.To.Slug;
        if (await this.Try(Visit, () => AnswerRequest.Run(Db, Visit.Actor, Visit.Edition.Id, known.Request.Number, slug, answer, Form.Version, HttpContext.RequestAborted)))
            return this.Done(At("request", known.Request.Number), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        await Look(known.Request.Number);
        Form.Version = Known!.Request.Version;
        ModelState.Remove("Form.Version");
        return Page();
    }

    async Task Look(int? number)
    {
        var id = Visit.Edition.Id;
        Round = await LoadRound() ?? throw new NotThere("meetings");
        Languages = TermsForm.UsualLanguages;
        if (number is null)
        {
            Everybody = [.. (await SideBook.Of(Db, id, HttpContext.RequestAborted)).All.Select(s => (s.Side.Slug, Visit.Say(s.Name).Text)).OrderBy(s => s.Text, Visit.Language.Comparer)];
            Db.ChangeTracker.Clear();
            return;
        }
        var request = await Db.MeetingRequests.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == id && r.Number == number) ?? throw new NotThere("request");
        var sides = await Db.MeetingSides.AsNoTracking().Where(s => s.Id == request.FromId || s.Id == request.ToId).ToDictionaryAsync(s => s.Id);
        var names = await Sides.Names(Db, sides.Values);
        Known = new(request, sides[request.FromId], names[request.FromId], sides[request.ToId], names[request.ToId]);
        Languages = [.. TermsForm.UsualLanguages.Union(request.Terms.Languages)];
        var its = request.Id;
        Orders = [.. (await Db.RequestOrders.Where(o => o.FirstId == its || o.ThenId == its).Join(Db.MeetingRequests, o => o.FirstId == its ? o.ThenId : o.FirstId, r => r.Id, (o, r) => new { r.Number, IsBefore = o.FirstId == its })
            .OrderBy(o => o.Number).ToListAsync()).Select(o => (o.Number, o.IsBefore))];
        var mark = request.Id.Value.ToString();
        History = [.. (await Db.Events.AsNoTracking().Where(e => e.Edition == id.Value && e.Kind == nameof(MeetingRequestChanged) && e.Payload.Contains(mark)).OrderByDescending(e => e.Number).ToListAsync())
            .Select(e => (e, JsonSerializer.Deserialize<MeetingRequestChanged>(e.Payload, Json.Stored)!)).Where(e => e.Item2.Request == request.Id.Value)];
    }

    MeetingSide? Found(SideBook book, string field, string? typed)
    {
        var (side, candidates) = book.Find((typed ?? "").Trim());
        if (side is null) ModelState.AddModelError(field, Visit.Texts.Say(candidates == 0 ? "import.side_unknown" : "import.side_ambiguous", ("side", typed ?? "")));
        return side;
    }

    public LocalDateTime Wall(Instant at) => at.InZone(DateTimeZoneProviders.Tzdb[Visit.Edition.Zone]).LocalDateTime;
}
