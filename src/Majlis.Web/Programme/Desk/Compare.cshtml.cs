using System.Globalization;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>
/// Two programmes of the edition beside each other: any two releases, or a release and what the draft would show the public. Filters stand in the address:
/// <c>from</c>, <c>to</c> (a number or <c>draft</c>), <c>kind</c>, <c>hall</c> (a slug), <c>day</c>, <c>view</c> (<c>list</c> or <c>side</c>).
/// </summary>
public sealed class CompareModel(AppDb db, Visit visit) : PageModel
{
    public const string Draft = "draft";

    public IReadOnlyList<ReleaseLine> Releases { get; private set; } = [];
    public string From { get; private set; } = "";
    public string To { get; private set; } = "";
    public ProgrammeChangeKind? Kind { get; private set; }
    public string Hall { get; private set; } = "";
    public LocalDate? Day { get; private set; }
    public bool IsSideBySide { get; private set; }
    /// <summary>Null: one of the two is not there, as when nothing of the draft can be released.</summary>
    public ChangeWords? Words { get; private set; }
    public IReadOnlyList<ProgrammeChange> All { get; private set; } = [];
    public IReadOnlyList<ProgrammeChange> Shown { get; private set; } = [];
    public IReadOnlyList<HallEntry> Halls { get; private set; } = [];
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];

    public async Task OnGet(string? from, string? to, string? kind, string? hall, string? day, string? view)
    {
        Releases = await Majlis.Programme.Releases.List(db, visit.Edition.Id, HttpContext.RequestAborted);
        if (Releases.Count == 0) return;
        (From, To) = (Side(from, Releases[0].Number.ToString(CultureInfo.InvariantCulture)), Side(to, Draft));
        IsSideBySide = view == "side";
        if (await Open(From) is not { } before || await Open(To) is not { } after) return;
        Words = new(visit, before, after);
        All = ProgrammeChanges.Between(before, after);
        Halls = [.. after.Halls, .. before.Halls.Where(h => after.Halls.All(a => a.Guid != h.Guid))];
        Days = [.. All.SelectMany(DaysOf).Distinct().Order()];
        Kind = Enum.TryParse<ProgrammeChangeKind>(kind, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;
        var place = Halls.FirstOrDefault(h => h.Slug == hall);
        Hall = place?.Slug ?? "";
        Day = LocalDatePattern.Iso.Parse(day ?? "") is { Success: true, Value: var date } ? date : null;
        Shown = [.. All.Where(c => Kind is null || c.Kind == Kind).Where(c => place is null || c.Before?.Hall == place.Guid || c.After?.Hall == place.Guid).Where(c => Day is null || DaysOf(c).Contains(Day.Value))];
    }

    IEnumerable<LocalDate> DaysOf(ProgrammeChange change)
    {
        if (change.Before?.Start is { } was) yield return Words!.Before.DayOf(was);
        if (change.After?.Start is { } now) yield return Words!.After.DayOf(now);
    }

    string Side(string? asked, string usual)
    {
        if (string.IsNullOrEmpty(asked)) return usual;
        return asked == Draft || Releases.Any(r => r.Number.ToString(CultureInfo.InvariantCulture) == asked) ? asked : throw new NotThere("release");
    }

    async Task<ProgrammeSnapshot?> Open(string side)
    {
        var id = visit.Edition.Id;
        if (side != Draft)
        {
            var number = int.Parse(side, CultureInfo.InvariantCulture);
            return Release.Unpack(await db.Releases.Where(r => r.EditionId == id && r.Number == number).Select(r => r.Packed).SingleAsync(HttpContext.RequestAborted));
        }
        try
        {
            return (await ReleaseProgramme.Preview(db, visit.Actor, id, HttpContext.RequestAborted)).Programme;
        }
        catch (Refusal empty) when (empty.Code == "programme.release_is_empty")
        {
            return null;
        }
    }

    public string NameOf(string side) => side == Draft ? visit.Texts["compare.draft"] : Releases.First(r => r.Number.ToString(CultureInfo.InvariantCulture) == side).Name;

    /// <summary>This page with one filter changed; null takes it away.</summary>
    public string Ask(string key, string? value)
    {
        var all = new Dictionary<string, string?>
        {
            ["from"] = From, ["to"] = To, ["kind"] = Kind?.ToString().ToLowerInvariant(), ["hall"] = Hall, ["day"] = Day is { } day ? LocalDatePattern.Iso.Format(day) : null, ["view"] = IsSideBySide ? "side" : null,
            [key] = value,
        };
        return visit.At("desk", "programme", "compare") + QueryString.Create(all.Where(p => !string.IsNullOrEmpty(p.Value)));
    }
}
