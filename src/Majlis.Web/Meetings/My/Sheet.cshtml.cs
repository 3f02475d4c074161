using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.My;

/// <summary>One meeting of a side: who comes, where, what the side keeps for itself, and what both say of it afterwards.</summary>
public sealed class SheetModel(AppDb db, Visit visit, PrintedFlags flags, IPress press) : MeetingsPage(db, visit)
{
    public sealed class SheetForm
    {
        public string? Points { get; set; }
        public string? Note { get; set; }
        public long? PaperVersion { get; set; }
        public Dictionary<string, string?> ReadOut { get; set; } = [];
        public long? SheetVersion { get; set; }
    }

    [BindProperty]
    public SheetForm Form { get; set; } = new();

    public MeetingDays Days { get; private set; } = null!;
    public DayMeeting Meeting { get; private set; } = null!;
    public MeetingSheet? Sheet { get; private set; }
    public SidePaper? Paper { get; private set; }
    /// <summary>The account is a person of the edition, who can give a card.</summary>
    public bool IsPerson { get; private set; }

    public async Task OnGet(int number, string @as)
    {
        await Look(number, @as);
        Form = new() { Points = Paper?.TalkingPoints, Note = Paper?.NoteForFile, PaperVersion = Paper?.Version, ReadOut = (Sheet?.ReadOut ?? LocalizedText.Empty).ToForm(), SheetVersion = Sheet?.Version };
    }

    public async Task<IActionResult> OnGetPdf(int number, string @as)
    {
        await Look(number, @as);
        var papers = await MeetingPapers.Of(Visit.Edition, Days, flags, HttpContext.RequestAborted);
        return await this.Printed(press, new(Visit.Texts.Say("held.sheet_of", ("number", number)), [papers.Sheet(Visit.Language, Meeting.Meeting, Meeting.Request, Sheet, forProtocol: false, (Meeting.Own, Paper?.TalkingPoints ?? ""))]),
            FormattableString.Invariant($"{Visit.Edition.Slug}-meeting-{number}"));
    }

    public async Task<IActionResult> OnPostPaper(int number, string @as) =>
        await Done(number, @as, () => KeepSidePaper.Run(Db, Visit.Actor, Visit.Edition.Id, number, @as, Form.Points ?? "", Form.Note ?? "", Form.PaperVersion), "form.saved");

    public async Task<IActionResult> OnPostOutcome(int number, string @as, MeetingState state, string? missed) => state is MeetingState.Planned or MeetingState.Cancelled ? BadRequest()
        : await Done(number, @as, () => TellOutcome.Run(Db, Visit.Actor, Visit.Edition.Id, number, @as, state, string.IsNullOrEmpty(missed) ? null : missed), "form.saved");

    public async Task<IActionResult> OnPostReadOut(int number, string @as) =>
        await Done(number, @as, () => SayReadOut.Run(Db, Visit.Actor, Visit.Edition.Id, number, @as, Form.ReadOut.ToText(), Form.SheetVersion), "form.saved");

    public async Task<IActionResult> OnPostAgree(int number, string @as) =>
        await Done(number, @as, () => AgreeReadOut.Run(Db, Visit.Actor, Visit.Edition.Id, number, @as, Form.SheetVersion ?? -1), "held.agreed");

    public async Task<IActionResult> OnPostContact(int number, string @as) =>
        await Done(number, @as, () => GiveContact.Run(Db, Visit.Actor, Visit.Edition.Id, number, @as), "held.contact_given");

    async Task<IActionResult> Done(int number, string side, Func<Task> act, string said)
    {
        if (await this.Try(Visit, act)) return this.Done(Visit.At("my", "meetings", "sheet", number) + $"?as={Uri.EscapeDataString(side)}", Visit.Texts[said]);
        Db.ChangeTracker.Clear();
        await Look(number, side);
        return Page();
    }

    async Task Look(int number, string? slug)
    {
        if (slug is null) throw new NotThere("side");
        var opened = await Sheets.Open(Db, Visit.Actor, Visit.Edition.Id, number, slug, HttpContext.RequestAborted);
        Db.ChangeTracker.Clear();
        Days = await MeetingDays.Of(Db, Visit.Edition.Id, [opened.Side.Id], HttpContext.RequestAborted);
        Meeting = Days.OfSide(opened.Side.Id).SingleOrDefault(m => m.Meeting.Id == opened.Meeting.Id) ?? throw new NotThere("meeting");
        Sheet = await Db.MeetingSheets.AsNoTracking().SingleOrDefaultAsync(s => s.MeetingId == opened.Meeting.Id);
        Paper = await Db.SidePapers.AsNoTracking().SingleOrDefaultAsync(p => p.MeetingId == opened.Meeting.Id && p.SideId == opened.Side.Id);
        IsPerson = await Sides.PersonOf(Db, Visit.Actor, Visit.Edition.Id) is not null;
        await Name(Days.Sides.Values);
    }

    /// <summary>When this side agreed to what stands there; null: not yet.</summary>
    public bool HasAgreed(bool own) => (Meeting.Own.Id == Meeting.Request.FromId) == own ? Sheet?.FromAgreedAt is not null : Sheet?.ToAgreedAt is not null;
}
