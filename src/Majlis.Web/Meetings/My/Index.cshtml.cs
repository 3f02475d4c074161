using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings.My;

/// <summary>The requests of a side: what waits for its answer first.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    public IReadOnlyList<MeetingRequest> Requests { get; private set; } = [];

    public IEnumerable<(string Key, IReadOnlyList<MeetingRequest> Requests)> Groups =>
    [
        ("answer", [.. Requests.Where(r => r.IsPending && r.Turn == Side!.Id).OrderBy(r => r.ExpiresAt)]), ("wait", [.. Requests.Where(r => r.IsPending && r.Turn != Side!.Id)]),
        ("agreed", [.. Requests.Where(r => r.State == RequestState.Accepted)]), ("over", [.. Requests.Where(r => r.IsOver)]),
    ];

    public async Task OnGet(string? @as)
    {
        await Choose(@as);
        if (Side is not { } side || IsNew) return;
        Requests = await Db.MeetingRequests.AsNoTracking().Where(r => r.FromId == side.Id || r.ToId == side.Id).OrderByDescending(r => r.ChangedAt).ThenByDescending(r => r.Number).ToListAsync(HttpContext.RequestAborted);
        var others = Requests.Select(r => r.Other(side.Id)).ToHashSet();
        await Name(await Db.MeetingSides.AsNoTracking().Where(s => others.Contains(s.Id)).ToListAsync(HttpContext.RequestAborted));
    }

    public LocalDateTime Wall(Instant at) => at.InZone(DateTimeZoneProviders.Tzdb[Visit.Edition.Zone]).LocalDateTime;
}
