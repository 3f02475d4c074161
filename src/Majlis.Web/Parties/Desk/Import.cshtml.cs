using Majlis.Parties;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>Takes a table of parties, shows what it would do with every fault at its cell, and does it.</summary>
public sealed class ImportModel(AppDb db, Visit visit, Uploads uploads) : PartiesPage(db, visit)
{
    public const int Rows = 300;

    public sealed class ImportForm
    {
        public IFormFile? File { get; set; }
        public string? Language { get; set; }
    }

    [BindProperty]
    public ImportForm Form { get; set; } = new();

    public string? Id { get; private set; }
    public string FileName { get; private set; } = "";
    public PartyPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGet(string? id)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        Form.Language = Visit.Edition.Languages[0];
        if (id is null) return Page();
        if (await uploads.Look(id, Visit.Actor.Account, Visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content)) return this.Done(At("import"), Visit.Texts["upload.expired"]);
        (Id, FileName) = (id, upload.Name);
        if (!await this.Try(Visit, async () => Plan = await ImportParties.Preview(Db, Visit.Actor, Visit.Edition.Id, Read(upload, content), HttpContext.RequestAborted), "Form.File")) Id = null;
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        if (!Visit.Edition.Languages.Contains(Form.Language)) Form.Language = Visit.Edition.Languages[0];
        if (await this.Received(Visit, Form.File) is var (name, content))
        {
            var upload = new Upload(Visit.Actor.Account, Visit.Edition.Id.Value, name, Form.Language!, "", false, Db.Clock.GetCurrentInstant());
            if (await this.Try(Visit, () => Task.FromResult(Read(upload, content)), "Form.File")) return LocalRedirect(At("import", await uploads.Keep(upload, content, HttpContext.RequestAborted)));
            return Page();
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostRun(string id)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        if (await uploads.Look(id, Visit.Actor.Account, Visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content) || !uploads.Take(id)) return this.Done(At("import"), Visit.Texts["upload.expired"]);
        // Not cancelled with the request: whoever closes the page has asked for it all the same.
        var done = await uploads.Import(id, () => this.Tried(Visit, () => ImportParties.Run(Db, Visit.Actor, Visit.Edition.Id, Read(upload, content), upload.Name, CancellationToken.None)), plan => plan.MayRun);
        if (done is not null)
            return this.Done(At(), Visit.Texts.Say("reference.done", ("added", done.Lines.Count(l => l.As == TakenAs.Added)), ("changed", done.Lines.Count(l => l.As == TakenAs.Changed))));
        Db.ChangeTracker.Clear();
        return await OnGet(id);
    }

    static PartyReading Read(Upload upload, byte[] content) => PartySheet.Read(new MemoryStream(content), upload.Language);
}
