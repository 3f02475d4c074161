using System.Text;
using Majlis.Accreditation;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>Takes a file of answers, shows what it would do with every fault at its cell, and does it.</summary>
public sealed class AnswersModel(AppDb db, Visit visit, Uploads uploads, ISealService seal) : PageModel
{
    public const int Rows = 300;
    const string Purpose = "answers";

    public sealed class AnswersForm
    {
        public IFormFile? File { get; set; }
    }

    [BindProperty]
    public AnswersForm Form { get; set; } = new();

    public string? Id { get; private set; }
    public string FileName { get; private set; } = "";
    public AnswerPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGet(string? id)
    {
        visit.Actor.Require(Permission.Vet, visit.Edition.Id.Value);
        if (id is null) return Page();
        if (await Look(id) is not var (upload, content)) return this.Done(visit.At("desk", "accreditation", "answers"), visit.Texts["upload.expired"]);
        (Id, FileName) = (id, upload.Name);
        if (!await this.Try(visit, async () => Plan = await TakeAnswers.Preview(db, visit.Actor, visit.Edition.Id, Read(content), HttpContext.RequestAborted), "Form.File")) Id = null;
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        visit.Actor.Require(Permission.Vet, visit.Edition.Id.Value);
        if (await this.Received(visit, Form.File) is var (name, content))
        {
            if (await this.Try(visit, () => Task.FromResult(Read(content)), "Form.File"))
                return LocalRedirect(visit.At("desk", "accreditation", "answers", await uploads.Keep(new(visit.Actor.Account, visit.Edition.Id.Value, name, Purpose, "", false, db.Clock.GetCurrentInstant()), Sealed(content), HttpContext.RequestAborted)));
            return Page();
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostRun(string id)
    {
        visit.Actor.Require(Permission.Vet, visit.Edition.Id.Value);
        if (await Look(id) is not var (_, content) || !uploads.Take(id)) return this.Done(visit.At("desk", "accreditation", "answers"), visit.Texts["upload.expired"]);
        // Not cancelled with the request: whoever closes the page has asked for it all the same.
        var done = await uploads.Import(id, () => this.Tried(visit, () => TakeAnswers.Run(db, visit.Actor, visit.Edition.Id, Read(content), CancellationToken.None)), plan => plan.MayRun);
        if (done is not null) return this.Done(visit.At("desk", "accreditation", "batches"), visit.Texts.Say("accreditation.answers_taken", ("count", done.Lines.Count(l => l.As == AnswerTaken.Taken))));
        db.ChangeTracker.Clear();
        return await OnGet(id);
    }

    async Task<(Upload Upload, byte[] Content)?> Look(string id) => await uploads.Look(id, visit.Actor.Account, visit.Edition.Id.Value, HttpContext.RequestAborted) is { } found && found.Upload.Language == Purpose
        && seal.Open(Encoding.UTF8.GetString(found.Content)) is { } opened ? (found.Upload, Convert.FromBase64String(opened)) : null;

    /// <summary>Authorities send the file back as it went out, with documents and dates of birth: it waits sealed.</summary>
    byte[] Sealed(byte[] content) => Encoding.UTF8.GetBytes(seal.Seal(Convert.ToBase64String(content)));

    AnswerReading Read(byte[] content) => AnswerSheet.Read(new MemoryStream(content), visit.Language);
}
