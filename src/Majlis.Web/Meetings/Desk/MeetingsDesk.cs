using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>A page of the desk about requests: what sides write to one another is for those who keep meetings, and for nobody else at the desk.</summary>
public abstract class MeetingsDesk(AppDb db, Visit visit) : PageModel
{
    protected AppDb Db => db;
    protected Visit Visit => visit;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context) => visit.Actor.Require(Permission.KeepMeetings, visit.Edition.Id.Value);

    protected string At(params object[] path) => visit.At(["desk", "meetings", .. path]);

    protected Task<MeetingRound?> LoadRound() => db.MeetingRounds.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == visit.Edition.Id);

    protected async Task<IReadOnlyList<DeskRequest>> LoadRequests()
    {
        var id = visit.Edition.Id;
        var sides = await db.MeetingSides.AsNoTracking().Where(s => s.EditionId == id).ToDictionaryAsync(s => s.Id);
        var names = await Sides.Names(db, sides.Values);
        return [.. (await db.MeetingRequests.AsNoTracking().Where(r => r.EditionId == id).ToListAsync()).Select(r => new DeskRequest(r, sides[r.FromId], names[r.FromId], sides[r.ToId], names[r.ToId]))];
    }
}
