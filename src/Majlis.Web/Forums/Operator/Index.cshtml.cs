using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Forums.Operator;

/// <summary>The installation's forums and their editions; new ones begin here.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PageModel
{
    public sealed record EditionRow(string Slug, LocalizedText Title, LocalDate First, LocalDate Last);
    public sealed record ForumRow(Guid Id, LocalizedText Name, IReadOnlyList<EditionRow> Editions);

    public sealed class ForumForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public string? Slug { get; set; }
    }

    public sealed class EditionForm
    {
        public Dictionary<string, string?> Title { get; set; } = [];
        public string? Slug { get; set; }
        public string? Zone { get; set; } = "Europe/Moscow";
        public string? First { get; set; }
        public string? Last { get; set; }
        public string? Languages { get; set; } = "en ru ar fa tr fr";
    }

    [BindProperty]
    public ForumForm Forum { get; set; } = new();

    [BindProperty]
    public EditionForm Edition { get; set; } = new();

    public IReadOnlyList<ForumRow> Forums { get; private set; } = [];

    /// <summary>The forum whose form was sent and came back; null at first.</summary>
    public Guid? Chosen { get; private set; }

    public async Task OnGet()
    {
        var editions = (await db.Editions.AsNoTracking().OrderByDescending(e => e.Number).Select(e => new { e.ForumId, Row = new EditionRow(e.Slug, e.Title, e.First, e.Last) }).ToListAsync())
            .ToLookup(e => e.ForumId, e => e.Row);
        Forums = [.. (await db.Forums.AsNoTracking().OrderBy(f => f.Slug).ToListAsync()).Select(f => new ForumRow(f.Id.Value, f.Name, [.. editions[f.Id]]))];
    }

    public async Task<IActionResult> OnPostForum()
    {
        if (await this.Try(visit, () => FoundForum.Run(db, visit.Actor, Forum.Slug?.Trim() ?? "", Forum.Name.ToText())))
            return this.Done($"/{visit.Language.Tag}/site", visit.Texts["form.saved"]);
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostEdition(Guid forum)
    {
        var first = this.Date(visit, "Edition.First", Edition.First);
        var last = this.Date(visit, "Edition.Last", Edition.Last);
        if (ModelState.IsValid && first is { } from && last is { } to)
        {
            var facts = new EditionFacts
            {
                Title = Edition.Title.ToText(), First = from, Last = to, Zone = Edition.Zone?.Trim() ?? "",
                Languages = (Edition.Languages ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries),
            };
            if (await this.Try(visit, () => CreateEdition.Run(db, visit.Actor, new(forum), null, Edition.Slug?.Trim() ?? "", facts)))
                return LocalRedirect($"/{visit.Language.Tag}/{Edition.Slug!.Trim()}/desk");
        }
        Chosen = forum;
        await OnGet();
        return Page();
    }
}
