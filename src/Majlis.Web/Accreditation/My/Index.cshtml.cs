using System.Globalization;
using Majlis.Accreditation;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.My;

/// <summary>One's own application, or that of a member of a delegation one speaks for: how far it is, the photo, the travel document, what media hand in. Who looks at what is not told here.</summary>
public sealed class IndexModel(AppDb db, Visit visit, ISealService seal, IPhotoService photos, IFileService files) : PageModel
{
    public sealed class PhotoForm
    {
        public IFormFile? File { get; set; }
        public string? Start { get; set; }
        public string? Top { get; set; }
        public string? Width { get; set; }
    }

    public sealed class DocumentForm
    {
        public DocumentKind Kind { get; set; }
        public string? Number { get; set; }
        public string? Name { get; set; }
        public string? Nationality { get; set; }
        public string? Birth { get; set; }
        public string? Expires { get; set; }
    }

    public sealed class MediaForm
    {
        public string? Outlet { get; set; }
        public string? Type { get; set; }
        public IFormFile? File { get; set; }
        public string? Kind { get; set; }
    }

    public PhotoForm Photo { get; set; } = new();
    public DocumentForm Document { get; set; } = new();
    public MediaForm Media { get; set; } = new();
    public Application? Application { get; private set; }
    public Person Person { get; private set; } = null!;
    public AccreditationCategory? Category { get; private set; }
    public bool HasDocument { get; private set; }
    public IReadOnlySet<MediaPaperKind> Papers { get; private set; } = new HashSet<MediaPaperKind>();
    /// <summary>The page of this application.</summary>
    public string Here => visit.At("my", "accreditation", Application!.Number);

    public async Task OnGet(int? number)
    {
        await Find(number);
        if (Application is not null) Media = new() { Outlet = Application.Outlet, Type = Application.OutletType?.ToString() };
    }

    public async Task<IActionResult> OnGetPhoto(int number)
    {
        await Find(number);
        return Application?.Photo is { } file && await files.Open(file, HttpContext.RequestAborted) is { } content ? File(content, "image/jpeg") : throw new NotThere("photo");
    }

    public async Task<IActionResult> OnPostPhoto(int number, [Bind(Prefix = "Photo")] PhotoForm form)
    {
        await Find(number);
        static double? Read(string? text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
        var crop = Read(form.Start) is { } start && Read(form.Top) is { } top && Read(form.Width) is { } width ? new PhotoCrop(start, top, width) : null;
        if (await this.Received(visit, form.File, "Photo.File") is var (_, content)
            && await this.Try(visit, () => ShowPhoto.Run(db, photos, files, visit.Actor, visit.Edition.Id, number, content, crop, HttpContext.RequestAborted), "Photo.File"))
            return this.Done(Here, visit.Texts["accreditation.photo_kept"]);
        return await Again(number);
    }

    public async Task<IActionResult> OnPostDocument(int number, [Bind(Prefix = "Document")] DocumentForm form)
    {
        await Find(number);
        Document = form;
        var (birth, expires) = (this.Date(visit, "Document.Birth", form.Birth), this.Date(visit, "Document.Expires", form.Expires));
        if (ModelState.IsValid && await this.Try(visit, () => Documents.Keep(db, seal, visit.Actor, visit.Edition.Id, number, new(form.Kind, form.Number ?? "", form.Name ?? "", form.Nationality ?? "", birth, expires), HttpContext.RequestAborted), "Document.Number"))
            return this.Done(Here, visit.Texts["accreditation.document_kept"]);
        return await Again(number);
    }

    public async Task<IActionResult> OnPostOutlet(int number, [Bind(Prefix = "Media")] MediaForm form)
    {
        await Find(number);
        Media = form;
        if (await this.Try(visit, () => HandIn.Outlet(db, visit.Actor, visit.Edition.Id, number, form.Outlet, AccreditationWords.Of<OutletType>(form.Type), HttpContext.RequestAborted), "Media.Outlet")) return this.Done(Here, visit.Texts["form.saved"]);
        return await Again(number);
    }

    public async Task<IActionResult> OnPostPaper(int number, [Bind(Prefix = "Media")] MediaForm form)
    {
        await Find(number);
        Media = form;
        if (AccreditationWords.Of<MediaPaperKind>(form.Kind) is { } kind && await this.Received(visit, form.File, "Media.File") is var (name, content)
            && await this.Try(visit, () => HandIn.Paper(db, files, visit.Actor, visit.Edition.Id, number, kind, name, content, HttpContext.RequestAborted), "Media.File")) return this.Done(Here, visit.Texts["form.saved"]);
        return await Again(number);
    }

    async Task<IActionResult> Again(int number)
    {
        db.ChangeTracker.Clear();
        await Find(number);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <exception cref="NotThere">Not the reader's.</exception>
    async Task Find(int? number)
    {
        var edition = visit.Edition.Id;
        if (number is null)
        {
            Application = await Applicants.Mine(db, visit.Actor, edition, HttpContext.RequestAborted);
            if (Application is null) return;
        }
        else
        {
            Application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.EditionId == edition && a.Number == number, HttpContext.RequestAborted) ?? throw new NotThere("application");
        }
        Person = await db.Persons.AsNoTracking().SingleAsync(p => p.Id == Application.PersonId, HttpContext.RequestAborted);
        if (number is not null && !visit.Actor.May(Permission.Accredit, edition.Value) && !await Applicants.IsTheirs(db, visit.Actor, Person, HttpContext.RequestAborted)) throw new NotThere("application");
        Category = (await AccreditationRules.Of(db, edition, HttpContext.RequestAborted)).Terms.Category(Application.Category);
        HasDocument = await db.TravelDocuments.AnyAsync(d => d.PersonId == Person.Id, HttpContext.RequestAborted);
        var id = Application.Id;
        Papers = await db.MediaPapers.Where(p => p.ApplicationId == id).Select(p => p.Kind).ToHashSetAsync(HttpContext.RequestAborted);
    }
}
