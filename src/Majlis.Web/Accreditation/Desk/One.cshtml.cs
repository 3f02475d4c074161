using Majlis.Accreditation;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>One application: the person, the three checks side by side, what happened. Each role decides its own check.</summary>
public sealed class OneModel(AppDb db, Visit visit, ISealService seal, IFileService files) : PageModel
{
    public Application Application { get; private set; } = null!;
    public Person Person { get; private set; } = null!;
    public Party? Party { get; private set; }
    public AccreditationTerms Terms { get; private set; } = AccreditationTerms.Usual;
    public IReadOnlyList<(EventRow Row, ApplicationChanged Change)> History { get; private set; } = [];
    public string? OfficerName { get; private set; }
    public WatchedName? Watched { get; private set; }
    public IReadOnlyList<VettingBatch> Batches { get; private set; } = [];
    public IReadOnlyList<MediaPaper> Papers { get; private set; } = [];
    public bool HasDocument { get; private set; }
    /// <summary>After it was asked to be shown; null before, and where there is none.</summary>
    public DocumentFacts? Document { get; private set; }

    public bool May(Permission permission) => visit.Actor.May(permission, visit.Edition.Id.Value);
    public AccreditationCategory? Category => Terms.Category(Application.Category);

    public Task OnGet(int number) => Fill(number);

    public async Task<IActionResult> OnPost(int number, string? @do, long version, string? words, string? category)
    {
        visit.Actor.Require(Permission.SeeAccreditation, visit.Edition.Id.Value);
        if (IndexModel.Deeds.All(d => d.Deed != @do)) throw new NotThere("deed");
        if (await this.Try(visit, () => DoWithApplications.Run(db, visit.Actor, visit.Edition.Id, [(number, version)], SelectionModel.DeedOf(@do!, words, category), HttpContext.RequestAborted)))
            return this.Done(visit.At("desk", "accreditation", number), visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        await Fill(number);
        return Page();
    }

    /// <summary>Shows the travel document: a form that is sent, because the look is recorded.</summary>
    public async Task OnPostDocument(int number)
    {
        Document = await Documents.Look(db, seal, visit.Actor, visit.Edition.Id, number, HttpContext.RequestAborted);
        await Fill(number);
    }

    public async Task<IActionResult> OnGetPhoto(int number)
    {
        visit.Actor.Require(Permission.SeeAccreditation, visit.Edition.Id.Value);
        var edition = visit.Edition.Id;
        var photo = await db.Applications.Where(a => a.EditionId == edition && a.Number == number).Select(a => a.Photo).SingleOrDefaultAsync(HttpContext.RequestAborted);
        return photo is { } file && await files.Open(file, HttpContext.RequestAborted) is { } content ? File(content, "image/jpeg") : throw new NotThere("photo");
    }

    /// <summary>A paper of a journalist: always to be saved, never shown in the site's own name.</summary>
    public async Task<IActionResult> OnGetPaper(int number, string? kind)
    {
        visit.Actor.Require(Permission.SeeAccreditation, visit.Edition.Id.Value);
        var edition = visit.Edition.Id;
        var wanted = AccreditationWords.Of<MediaPaperKind>(kind) ?? throw new NotThere("paper");
        var file = await (from p in db.MediaPapers where p.EditionId == edition && p.Kind == wanted && db.Applications.Any(a => a.Id == p.ApplicationId && a.Number == number) join f in db.Files on p.File equals f.Id select f).AsNoTracking().SingleOrDefaultAsync(HttpContext.RequestAborted);
        if (file is null || await files.Open(file.Id, HttpContext.RequestAborted) is not { } content) throw new NotThere("paper");
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return File(content, file.MediaType, file.Name);
    }

    async Task Fill(int number)
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.SeeAccreditation, edition.Value);
        Application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.EditionId == edition && a.Number == number, HttpContext.RequestAborted) ?? throw new NotThere("application");
        Person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == Application.PersonId, HttpContext.RequestAborted);
        (Terms, _) = await AccreditationRules.Of(db, edition, HttpContext.RequestAborted);
        if (Application.Party is { } party) Party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Id == new Id<Party>(party), HttpContext.RequestAborted);
        if (Application.Officer is { } officer) OfficerName = await db.Accounts.Where(a => a.Id == new Id<Account>(officer)).Select(a => a.Name).SingleOrDefaultAsync(HttpContext.RequestAborted);
        History = await ApplicationQueue.History(db, visit.Actor, Application, HttpContext.RequestAborted);
        var id = Application.Id;
        if (May(Permission.Vet))
        {
            if (Application.Watch is { } watch) Watched = await db.WatchedNames.AsNoTracking().SingleOrDefaultAsync(w => w.Id == watch, HttpContext.RequestAborted);
            Batches = await db.VettingBatches.AsNoTracking().Where(b => db.VettingEntries.Any(e => e.BatchId == b.Id && e.ApplicationId == id)).OrderBy(b => b.Number).ToListAsync(HttpContext.RequestAborted);
        }
        if (May(Permission.SeeDocuments)) HasDocument = await db.TravelDocuments.AnyAsync(d => d.PersonId == Person.Id, HttpContext.RequestAborted);
        Papers = await db.MediaPapers.AsNoTracking().Where(p => p.ApplicationId == id).ToListAsync(HttpContext.RequestAborted);
    }
}
