using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;

namespace Majlis.Web.Meetings.Desk;

/// <summary>All requests of the edition, as far as the filter lets through.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    const int Rows = 100;

    public MeetingRound? Round { get; private set; }
    public RequestFilter Filter { get; private set; } = null!;
    public int All { get; private set; }
    public IReadOnlyDictionary<RequestState, int> Counts { get; private set; } = new Dictionary<RequestState, int>();
    public IReadOnlyList<DeskRequest> Found { get; private set; } = [];
    public IReadOnlyList<DeskRequest> Shown { get; private set; } = [];
    public int OnPage { get; private set; }
    public int Pages { get; private set; }

    public async Task OnGet(int p)
    {
        Filter = RequestFilter.Parse(Request.Query);
        if ((Round = await LoadRound()) is null) return;
        var requests = await LoadRequests();
        All = requests.Count;
        Counts = requests.CountBy(r => r.Request.State).ToDictionary();
        Found = Filter.Apply(requests);
        Pages = Math.Max(1, (Found.Count + Rows - 1) / Rows);
        OnPage = Math.Clamp(p, 1, Pages);
        Shown = [.. Found.Skip((OnPage - 1) * Rows).Take(Rows)];
    }
}
