using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>The protocol sheet of one meeting. Talking points are on it for those alone who decide the protocol order.</summary>
public sealed class SheetModel(AppDb db, Visit visit, PrintedFlags flags, IPress press) : MeetingsDesk(db, visit)
{
    public sealed class SheetForm
    {
        public SeatingForm Seating { get; set; }
        /// <summary>Numbers of persons.</summary>
        public List<int> From { get; set; } = [];
        public List<int> To { get; set; } = [];
        public string? NoteTaker { get; set; }
        public string? Remarks { get; set; }
        public long? Version { get; set; }
    }

    [BindProperty]
    public SheetForm Form { get; set; } = new();

    public MeetingDays Days { get; private set; } = null!;
    public Meeting Meeting { get; private set; } = null!;
    public new MeetingRequest Request { get; private set; } = null!;
    public MeetingSheet? Sheet { get; private set; }
    public IReadOnlyList<Person> From { get; private set; } = [];
    public IReadOnlyList<Person> To { get; private set; } = [];
    /// <summary>Empty for those who may not read them.</summary>
    public IReadOnlyList<(MeetingSide Side, SidePaper Paper)> Papers { get; private set; } = [];

    public async Task OnGet(int number)
    {
        await Look(number);
        var facts = Sheet?.Facts ?? SheetFacts.Empty;
        Form = new() { Seating = facts.Seating, From = Numbers(From, facts.From), To = Numbers(To, facts.To), NoteTaker = facts.NoteTaker, Remarks = facts.Remarks, Version = Sheet?.Version };

        static List<int> Numbers(IEnumerable<Person> people, IReadOnlyList<Id<Person>> chosen) => [.. people.Where(p => chosen.Contains(p.Id)).Select(p => p.Number)];
    }

    public async Task<IActionResult> OnPost(int number)
    {
        await Look(number);
        if (!ModelState.IsValid) return Page();
        var facts = new SheetFacts(Form.Seating, [.. From.Where(p => Form.From.Contains(p.Number)).Select(p => p.Id)], [.. To.Where(p => Form.To.Contains(p.Number)).Select(p => p.Id)], Form.NoteTaker ?? "", Form.Remarks ?? "");
        if (await this.Try(Visit, () => KeepSheet.Run(Db, Visit.Actor, Visit.Edition.Id, number, facts, Form.Version))) return this.Done(At("sheet", number), Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        return Page();
    }

    /// <param name="points">The slug of the side whose talking points are to be on it; null: none.</param>
    public async Task<IActionResult> OnGetPdf(int number, string? points)
    {
        await Look(number);
        var papers = await MeetingPapers.Of(Visit.Edition, Days, flags, HttpContext.RequestAborted);
        var chosen = Papers.Where(p => p.Side.Slug == points).Select(p => ((MeetingSide, string)?)(p.Side, p.Paper.TalkingPoints)).FirstOrDefault();
        return await this.Printed(press, new(Visit.Texts.Say("held.sheet_of", ("number", number)), [papers.Sheet(Visit.Language, Meeting, Request, Sheet, forProtocol: true, chosen)]), FormattableString.Invariant($"{Visit.Edition.Slug}-meeting-{number}"));
    }

    async Task Look(int number)
    {
        var (meeting, request) = await Sheets.Find(Db, Visit.Edition.Id, number, HttpContext.RequestAborted);
        Db.ChangeTracker.Clear();
        (Meeting, Request) = (meeting, request);
        Days = await MeetingDays.Of(Db, Visit.Edition.Id, [request.FromId, request.ToId], HttpContext.RequestAborted);
        Sheet = await Db.MeetingSheets.AsNoTracking().SingleOrDefaultAsync(s => s.MeetingId == meeting.Id);
        (From, To) = (await People(request.FromId), await People(request.ToId));
        if (Visit.Actor.May(Sheets.ReadsPapers, Visit.Edition.Id.Value))
            Papers = [.. (await Db.SidePapers.AsNoTracking().Where(p => p.MeetingId == meeting.Id).ToListAsync()).Select(p => (Days.Sides[p.SideId], p))];

        async Task<IReadOnlyList<Person>> People(Id<MeetingSide> id)
        {
            var side = Days.Sides[id];
            var meets = Days.PeopleOf(request, id).ToList();
            var (edition, party) = (Visit.Edition.Id, (Guid?)side.Party?.Value);
            var found = await Db.Persons.AsNoTracking().Where(p => p.EditionId == edition && (meets.Contains(p.Id) || party != null && p.Party == party)).ToListAsync();
            return [.. found.OrderBy(p => meets.IndexOf(p.Id) is >= 0 and var place ? place : int.MaxValue).ThenBy(p => Visit.Say(p.Name).Text, Visit.Language.Comparer)];
        }
    }
}
