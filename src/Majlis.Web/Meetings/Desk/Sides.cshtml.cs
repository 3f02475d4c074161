using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>Everybody who meets or could: parties and people of the edition.</summary>
public sealed class SidesModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public sealed record SideLine(MeetingSide Side, SideName Name, int Proxies, int Requests);

    public static readonly string[] Ways = ["shown", "hidden", "none"];

    const int Rows = 100;

    public string Words { get; private set; } = "";
    /// <summary><c>shown</c>, <c>hidden</c>, or <c>none</c> for those that have told nothing yet; null: all that have.</summary>
    public string? Way { get; private set; }
    public IReadOnlyList<SideLine> Shown { get; private set; } = [];
    public int Found { get; private set; }
    public int OnPage { get; private set; }
    public int Pages { get; private set; }

    public async Task OnGet(string? q, string? at, int p)
    {
        var id = Visit.Edition.Id;
        Words = (q ?? "").Trim() is var words && words.Length > 200 ? words[..200] : words;
        Way = Ways.Contains(at) ? at : null;
        var kept = await Db.MeetingSides.AsNoTracking().Where(s => s.EditionId == id).Select(s => s.Id).ToHashSetAsync();
        var asked = SearchKey.Words(Words);
        var found = (await SideBook.Of(Db, id, HttpContext.RequestAborted)).All
            .Where(s => Way switch { "shown" => s.Side.IsShown, "hidden" => kept.Contains(s.Side.Id) && !s.Side.IsShown, "none" => !kept.Contains(s.Side.Id), _ => asked.Count > 0 || kept.Contains(s.Side.Id) }
                && (asked.Count == 0 || SearchKey.Matches(s.Side.SearchText, asked)))
            .OrderBy(s => Visit.Say(s.Name).Text, Visit.Language.Comparer).ThenBy(s => s.Side.Slug, StringComparer.Ordinal).ToList();
        Found = found.Count;
        Pages = Math.Max(1, (Found + Rows - 1) / Rows);
        OnPage = Math.Clamp(p, 1, Pages);
        var shown = found.Skip((OnPage - 1) * Rows).Take(Rows).Select(s => s.Side).ToList();
        var names = await Sides.Names(Db, shown);
        var proxies = (await Sides.Proxies(Db, id, shown, HttpContext.RequestAborted)).ToDictionary(p => p.Key, p => p.Count());
        var requests = (await Db.MeetingRequests.Where(x => x.EditionId == id).Select(x => new { x.FromId, x.ToId }).ToListAsync()).SelectMany(x => new[] { x.FromId, x.ToId }).CountBy(x => x).ToDictionary();
        Shown = [.. shown.Select(s => new SideLine(s, names[s.Id], proxies.GetValueOrDefault(s.Id), requests.GetValueOrDefault(s.Id)))];
    }
}
