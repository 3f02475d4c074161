using Majlis.Delegations;
using Majlis.Delegations.Exchange;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Delegations.My;

/// <summary>Takes a table of members, shows what it would do with every fault at its cell, and does it.</summary>
public sealed class ImportModel(AppDb db, Visit visit, Uploads uploads) : DelegationPage(db, visit)
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
    public MemberPlan? Plan { get; private set; }

    public async Task<IActionResult> OnGet(string party, string? id)
    {
        await Find(party);
        Form.Language = Visit.Edition.Languages.Contains(Visit.Language.Tag) ? Visit.Language.Tag : Visit.Edition.Languages[0];
        if (id is null) return Page();
        if (await Look(party, id) is not var (upload, content)) return this.Done(At("import", party), Visit.Texts["upload.expired"]);
        (Id, FileName) = (id, upload.Name);
        if (!await this.Try(Visit, async () => Plan = await ImportMembers.Preview(Db, Visit.Actor, Visit.Edition.Id, party, Read(upload, content), HttpContext.RequestAborted), "Form.File")) Id = null;
        return Page();
    }

    public async Task<IActionResult> OnPost(string party)
    {
        await Find(party);
        if (!Visit.Edition.Languages.Contains(Form.Language)) Form.Language = Visit.Edition.Languages[0];
        if (await this.Received(Visit, Form.File) is var (name, content))
        {
            var upload = new Upload(Visit.Actor.Account, Visit.Edition.Id.Value, name, Form.Language!, "", false, Db.Clock.GetCurrentInstant(), party);
            if (await this.Try(Visit, () => Task.FromResult(Read(upload, content)), "Form.File")) return LocalRedirect(At("import", party, await uploads.Keep(upload, content, HttpContext.RequestAborted)));
            return Page();
        }
        return Wrong();
    }

    public async Task<IActionResult> OnPostRun(string party, string id, string? declaration)
    {
        await Find(party);
        if (await Look(party, id) is not var (upload, content) || !uploads.Take(id)) return this.Done(At("import", party), Visit.Texts["upload.expired"]);
        // Not cancelled with the request: whoever closes the page has asked for it all the same.
        var done = await uploads.Import(id, () => this.Tried(Visit, () => ImportMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, Read(upload, content), upload.Name, declaration, CancellationToken.None)), plan => plan.MayRun);
        if (done is not null)
            return this.Done(At(party), Visit.Texts.Say("reference.done", ("added", done.Lines.Count(l => l.As == TakenAs.Added)), ("changed", done.Lines.Count(l => l.As == TakenAs.Changed))));
        return await OnGet(party, id);
    }

    async Task<(Upload Upload, byte[] Content)?> Look(string party, string id) =>
        await uploads.Look(id, Visit.Actor.Account, Visit.Edition.Id.Value, HttpContext.RequestAborted) is { } found && found.Upload.Party == party ? found : null;

    MemberReading Read(Upload upload, byte[] content) => MemberSheet.Read(new MemoryStream(content), upload.Language, Visit.Edition.Languages, Opened.Terms);
}
