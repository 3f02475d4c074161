using System.Globalization;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Forums.Desk;

/// <summary>Minutes on foot between halls, as half a matrix: the way back is as long.</summary>
public sealed class WalksModel(AppDb db, Visit visit) : PageModel
{
    public sealed record HallRow(Id<Hall> Id, Guid Guid, LocalizedText Name);

    Dictionary<(Id<Hall>, Id<Hall>), int> _minutes = [];

    public IReadOnlyList<HallRow> Halls { get; private set; } = [];
    public int Default { get; private set; }

    public async Task OnGet()
    {
        var id = visit.Edition.Id;
        Halls = await db.Halls.AsNoTracking().Where(h => h.EditionId == id).OrderBy(h => h.Order).ThenBy(h => h.Slug).Select(h => new HallRow(h.Id, h.Guid, h.Name)).ToListAsync();
        _minutes = await db.Walks.AsNoTracking().Where(w => w.EditionId == id).ToDictionaryAsync(w => (w.HallA, w.HallB), w => w.Minutes);
        Default = await db.Editions.Where(e => e.Id == id).Select(e => e.DefaultWalk).SingleAsync();
    }

    public async Task<IActionResult> OnPost()
    {
        await OnGet();
        var walks = new List<WalkFacts>();
        foreach (var (row, one) in Halls.Index())
            foreach (var other in Halls.Skip(row + 1))
            {
                var field = Field(one.Guid, other.Guid);
                if (!Request.Form.TryGetValue(field, out var typed)) continue;
                ModelState.SetModelValue(field, typed.ToString(), typed.ToString());
                walks.Add(new(one.Guid, other.Guid, this.Number(visit, field, typed)));
            }
        return ModelState.IsValid && await this.Try(visit, () => SetWalk.Run(db, visit.Actor, visit.Edition.Id, walks))
            ? this.Done(visit.At("desk", "walks"), visit.Texts["form.saved"]) : Page();
    }

    public static string Field(Guid one, Guid other) => $"w_{one:N}_{other:N}";

    /// <summary>What was typed, else what is kept; empty where nobody measured.</summary>
    public string Typed(string field, HallRow one, HallRow other) =>
        ModelState.TryGetValue(field, out var state) && state.AttemptedValue is { } typed ? typed
        : _minutes.TryGetValue(one.Id < other.Id ? (one.Id, other.Id) : (other.Id, one.Id), out var minutes) ? minutes.ToString(CultureInfo.InvariantCulture) : "";
}
