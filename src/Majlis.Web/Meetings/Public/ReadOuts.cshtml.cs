using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Public;

/// <summary>What both sides of a meeting say of it together. Nothing else of meetings is public.</summary>
public sealed class ReadOutsModel(AppDb db, Visit visit) : PageModel
{
    public sealed record ReadOut(NodaTime.LocalDate Day, SideName From, SideName To, LocalizedText Text);

    public IReadOnlyList<ReadOut> All { get; private set; } = [];

    public async Task OnGet()
    {
        var id = visit.Edition.Id;
        var found = await (from s in db.MeetingSheets
                           where s.EditionId == id && s.FromAgreedAt != null && s.ToAgreedAt != null
                           join m in db.Meetings on s.MeetingId equals m.Id
                           where m.State == MeetingState.Held
                           join r in db.MeetingRequests on m.RequestId equals r.Id
                           orderby m.Start descending, m.Number
                           select new { m.Start, r.FromId, r.ToId, s.ReadOut }).ToListAsync(HttpContext.RequestAborted);
        var ids = found.SelectMany(f => new[] { f.FromId, f.ToId }).Distinct().ToList();
        var names = await Sides.Names(db, await db.MeetingSides.AsNoTracking().Where(s => ids.Contains(s.Id)).ToListAsync(HttpContext.RequestAborted), HttpContext.RequestAborted);
        All = [.. found.Where(f => !f.ReadOut.IsEmpty).Select(f => new ReadOut(f.Start.Date, names[f.FromId], names[f.ToId], f.ReadOut))];
    }
}
