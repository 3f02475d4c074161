using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Forums.Desk;

/// <summary>The next edition from this one: says what will be in it, then makes it.</summary>
public sealed class CopyModel(AppDb db, Visit visit) : PageModel
{
    public sealed class CopyForm
    {
        public Dictionary<string, string?> Title { get; set; } = [];
        public string? Slug { get; set; }
        public string? First { get; set; }
        public string? Last { get; set; }
        public List<Guid> Types { get; set; } = [];
        public bool Untyped { get; set; }
        public bool Team { get; set; }
        public bool Parties { get; set; }
    }

    /// <param name="Type">Null: sessions without a type.</param>
    public sealed record TypeRow(Guid? Type, LocalizedText Name, int Sessions);

    [BindProperty]
    public CopyForm Form { get; set; } = new();

    public IReadOnlyList<TypeRow> Types { get; private set; } = [];
    /// <summary>Null until it was asked for.</summary>
    public CopyPlan? Plan { get; private set; }
    public bool MayCopyTeam => visit.Actor.May(Permission.ManageTeam, visit.Edition.Id.Value);

    public async Task OnGet()
    {
        var types = await Load();
        Form = new() { Title = visit.Edition.Title.ToForm(), Types = [.. types.Where(t => t.IsBreak).Select(t => t.Guid)] };
    }

    public async Task<IActionResult> OnPostPreview()
    {
        await Load();
        if (Facts() is { } facts) await this.Try(visit, async () => Plan = await CopyEdition.Preview(db, visit.Actor, visit.Edition.Id, facts, HttpContext.RequestAborted));
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        await Load();
        if (Facts() is not { } facts) return Page();
        if (await this.Try(visit, () => CopyEdition.Run(db, visit.Actor, visit.Edition.Id, facts, HttpContext.RequestAborted)))
            return this.Done($"/{visit.Language.Tag}/{facts.Slug}/desk", visit.Texts["copy.done"]);
        return Page();
    }

    /// <summary>What the form says; null when something in it cannot be understood, which is told at its field.</summary>
    CopyFacts? Facts()
    {
        var first = this.Date(visit, "Form.First", Form.First);
        var last = this.Date(visit, "Form.Last", Form.Last);
        if (string.IsNullOrWhiteSpace(Form.First)) ModelState.AddModelError("Form.First", visit.Texts["copy.first_missing"]);
        if (ModelState.IsValid && first is { } from)
            return new()
            {
                Slug = Form.Slug?.Trim() ?? "", Title = Form.Title.ToText(), First = from, Last = last, Types = Form.Types.ToHashSet(), Untyped = Form.Untyped, Team = Form.Team, Parties = Form.Parties,
            };
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return null;
    }

    async Task<List<SessionType>> Load()
    {
        visit.Actor.Require(Permission.EditEdition, visit.Edition.Id.Value);
        var id = visit.Edition.Id;
        var types = await db.SessionTypes.AsNoTracking().Where(t => t.EditionId == id).OrderBy(t => t.Order).ThenBy(t => t.Slug).ToListAsync();
        var counts = (await db.Sessions.Where(s => s.EditionId == id && !s.IsCancelled).GroupBy(s => s.TypeId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync())
            .ToLookup(c => c.Key, c => c.Count);
        Types = [.. types.Select(t => new TypeRow(t.Guid, t.Name, counts[t.Id].Sum())), .. counts[null].Select(count => new TypeRow(null, LocalizedText.Empty, count))];
        return types;
    }
}
