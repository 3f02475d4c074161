using Majlis.Platform;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>People or halls as a table with what only the desk knows: given out, taken in after a look at what it would do.</summary>
public sealed class TableModel(AppDb db, Visit visit, Uploads uploads) : PageModel
{
    public const int Rows = 300;

    public sealed class TableForm
    {
        public IFormFile? File { get; set; }
        public string? Language { get; set; }
    }

    [BindProperty]
    public TableForm Form { get; set; } = new();

    /// <summary><c>people</c> or <c>halls</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string What { get; set; } = "";

    public string? Id { get; private set; }
    public string FileName { get; private set; } = "";
    public TablePlan? Plan { get; private set; }

    string Here => visit.At("desk", "programme", "table", What);

    public async Task<IActionResult> OnGet(string? id)
    {
        Enter();
        Form.Language = visit.Edition.Languages[0];
        if (id is null) return Page();
        if (await uploads.Look(id, visit.Actor.Account, visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content)) return this.Done(Here, visit.Texts["upload.expired"]);
        (Id, FileName) = (id, upload.Name);
        if (!await this.Try(visit, async () => Plan = await Take(upload, content, isRun: false), "Form.File")) Id = null;
        return Page();
    }

    public async Task<IActionResult> OnGetSheet(string? format)
    {
        Enter();
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var memory = new MemoryStream();
        if (What == "halls") await HallTable.Write(db, visit.Edition.Id, format == "xlsx", visit.Language.IsRightToLeft, memory, HttpContext.RequestAborted);
        else await PeopleTable.Write(db, visit.Edition.Id, format == "xlsx", visit.Language.IsRightToLeft, memory, HttpContext.RequestAborted);
        Response.Headers.CacheControl = "no-store";
        return File(memory.ToArray(), ProgrammeWriter.MediaType(format == "csv" ? ProgrammeFormat.Csv : ProgrammeFormat.Xlsx), $"{visit.Edition.Slug}-{What}.{format}");
    }

    public async Task<IActionResult> OnPost()
    {
        Enter();
        if (!visit.Edition.Languages.Contains(Form.Language)) Form.Language = visit.Edition.Languages[0];
        if (await this.Received(visit, Form.File) is var (name, content))
        {
            var upload = new Upload(visit.Actor.Account, visit.Edition.Id.Value, name, Form.Language!, "", false, db.Clock.GetCurrentInstant());
            if (await this.Try(visit, () => Take(upload, content, isRun: false), "Form.File")) return LocalRedirect(visit.At("desk", "programme", "table", What, await uploads.Keep(upload, content, HttpContext.RequestAborted)));
            return Page();
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostRun(string id)
    {
        Enter();
        if (await uploads.Look(id, visit.Actor.Account, visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content) || !uploads.Take(id)) return this.Done(Here, visit.Texts["upload.expired"]);
        var done = await uploads.Import(id, () => this.Tried(visit, () => Take(upload, content, isRun: true)), plan => plan.MayRun);
        if (done is not null) return this.Done(Here, visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        return await OnGet(id);
    }

    void Enter() => visit.Actor.Require(What == "halls" ? Permission.EditEdition : Permission.EditProgramme, visit.Edition.Id.Value);

    Task<TablePlan> Take(Upload upload, byte[] content, bool isRun)
    {
        var (stream, edition) = (new MemoryStream(content), visit.Edition.Id);
        if (What == "halls")
        {
            var halls = HallTable.Read(stream, upload.Language);
            return isRun ? ImportHalls.Run(db, visit.Actor, edition, halls) : ImportHalls.Preview(db, visit.Actor, edition, halls);
        }
        var people = PeopleTable.Read(stream, upload.Language);
        return isRun ? ImportPeople.Run(db, visit.Actor, edition, people) : ImportPeople.Preview(db, visit.Actor, edition, people);
    }
}
