using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Meetings.My;

/// <summary>What the account has to do on each day, where, and how long the way takes. Kept by the browser for times without network; as a paper too.</summary>
public sealed class DayModel(AppDb db, Visit visit, ProgrammeShelf shelf, PrintedFlags flags, IPress press) : MeetingsPage(db, visit)
{
    public MeetingDays Days { get; private set; } = null!;
    public IReadOnlyList<DayLine> Lines { get; private set; } = [];
    public Agenda? Agenda { get; private set; }

    public async Task OnGet()
    {
        await Choose(null);
        (Days, Lines, var programme, _) = await new MyDay(Db, Visit, shelf).Load(HttpContext.RequestAborted);
        Agenda = programme is null ? null : new(programme, Visit);
        await Name(Days.Sides.Values);
    }

    public async Task<IActionResult> OnGetPdf()
    {
        var (days, lines, _, self) = await new MyDay(Db, Visit, shelf).Load(HttpContext.RequestAborted);
        var papers = await MeetingPapers.Of(Visit.Edition, days, flags, HttpContext.RequestAborted);
        var (name, office) = self is null ? (LocalizedText.Of(LocalizedText.Undetermined, Visit.Actor.Name), LocalizedText.Empty) : (self.Name, self.Office);
        return await this.Printed(press, new(Visit.Texts["held.agenda"], [papers.Agenda(Visit.Language, name, office, lines)]), $"{Visit.Edition.Slug}-agenda");
    }
}
