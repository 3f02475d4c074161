using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

public sealed class RoomsModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public IReadOnlyList<MeetingRoom> Rooms { get; private set; } = [];

    public async Task OnGet()
    {
        var id = Visit.Edition.Id;
        Rooms = [.. (await Db.MeetingRooms.AsNoTracking().Where(r => r.EditionId == id).ToListAsync()).OrderBy(r => r.Class).ThenBy(r => Visit.Say(r.Name).Text, Visit.Language.Comparer)];
    }
}
