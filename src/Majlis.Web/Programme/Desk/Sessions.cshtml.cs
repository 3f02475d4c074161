using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>The sessions of the draft.</summary>
public sealed class SessionsModel(AppDb db, Visit visit) : PageModel
{
    /// <summary>Rows on one page.</summary>
    public const int Rows = 100;

    public DeskProgramme Programme { get; private set; } = null!;
    public DraftFilter Filter { get; private set; } = null!;
    public IReadOnlyList<SessionEntry> Found { get; private set; } = [];
    public IReadOnlyList<SessionEntry> Shown { get; private set; } = [];
    /// <summary>From 1.</summary>
    public int At { get; private set; }
    public int Pages { get; private set; }
    public IReadOnlyDictionary<DraftState, int> Counts { get; private set; } = new Dictionary<DraftState, int>();
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int p)
    {
        Programme = await DeskProgramme.Load(db, visit.Edition.Id, HttpContext.RequestAborted);
        Filter = DraftFilter.Parse(Request.Query);
        Found = Filter.Apply(Programme, visit.Language);
        Pages = Math.Max(1, (Found.Count + Rows - 1) / Rows);
        At = Math.Clamp(p, 1, Pages);
        Shown = [.. Found.Skip((At - 1) * Rows).Take(Rows)];
        Counts = Programme.Draft.Sessions.SelectMany(Programme.StatesOf).CountBy(s => s).ToDictionary();
    }

    public string Ask(DraftFilter filter) => visit.At("desk", "programme", "sessions") + filter.Query;

    /// <summary>The same list by this column; by it backwards when it is so already.</summary>
    public string SortBy(string column) => Ask(Filter with { Sort = Filter.Sort == column ? "-" + column : column });

    /// <summary>For <c>aria-sort</c>; null when the list is sorted by something else.</summary>
    public string? Sorted(string column) => Filter.Sort == column ? "ascending" : Filter.Sort == "-" + column ? "descending" : null;

    public string PageAddress(int number)
    {
        var address = Ask(Filter);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address}{(address.Contains('?') ? '&' : '?')}p={number}");
    }
}
