using Majlis.Delegations;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.Desk;

/// <summary>A delegation as the desk sees it: its notes, who speaks for it, its places, and how far it has got. Its people stand on the page that focal points have too.</summary>
public sealed class OneModel(AppDb db, Visit visit, SiteAddress site) : DelegationPage(db, visit)
{
    public sealed class NoteForm
    {
        public NoteKind Kind { get; set; }
        public string? Number { get; set; }
        public string? Dated { get; set; }
        public string? About { get; set; }
    }

    public sealed class FocalForm
    {
        public string? Email { get; set; }
        public string? Name { get; set; }
        public string? Language { get; set; }
    }

    public NoteForm Note { get; set; } = new();
    public FocalForm Focal { get; set; } = new();
    public string? Words { get; private set; }
    public IReadOnlyList<DelegationStep> Steps { get; private set; } = [];
    public IReadOnlyList<DelegationNote> Notes { get; private set; } = [];
    public IReadOnlyList<Account> FocalPoints { get; private set; } = [];
    public IReadOnlyList<My.OneModel.PlaceLine> Places { get; private set; } = [];
    public IReadOnlyList<QuotaRequest> Requests { get; private set; } = [];
    public IReadOnlyList<MemberRow> Gone { get; private set; } = [];
    public int Members { get; private set; }

    string Here(string party) => Visit.At("desk", "delegations", party);

    public Task OnGet(string party) => Fill(party);

    public async Task<IActionResult> OnPostMove(string party, DelegationStep step, string? words, long version)
    {
        Words = words;
        if (ModelState.IsValid && await this.Try(Visit, () => MoveDelegation.Run(Db, Visit.Actor, Visit.Edition.Id, party, step, words, version, HttpContext.RequestAborted), "words"))
            return this.Done(Here(party), Visit.Texts["form.saved"]);
        return await Again(party);
    }

    public async Task<IActionResult> OnPostNote(string party, [Bind(Prefix = "Note")] NoteForm form)
    {
        Note = form;
        var dated = this.Date(Visit, "Note.Dated", form.Dated);
        if (ModelState.IsValid && await this.Try(Visit, () => ReceiveNote.Run(Db, Visit.Actor, Visit.Edition.Id, party, form.Kind, form.Number, dated, form.About, HttpContext.RequestAborted), "Note.Number"))
            return this.Done(Here(party), Visit.Texts["form.saved"]);
        return await Again(party);
    }

    public async Task<IActionResult> OnPostCredentials(string party, CredentialsState state)
    {
        if (ModelState.IsValid && await this.Try(Visit, () => SetCredentials.Run(Db, Visit.Actor, Visit.Edition.Id, party, state, HttpContext.RequestAborted))) return this.Done(Here(party), Visit.Texts["form.saved"]);
        return await Again(party);
    }

    public async Task<IActionResult> OnPostBind(string party, [Bind(Prefix = "Focal")] FocalForm form)
    {
        Focal = form;
        await Find(party);
        var name = string.IsNullOrWhiteSpace(form.Name) ? (form.Email ?? "").Split('@')[0] : form.Name;
        if (ModelState.IsValid && await this.Try(Visit, () => BindFocalPoint.Run(Db, Visit.Actor, Visit.Edition.Id, Opened.Party.Id, form.Email ?? "", name, form.Language ?? Visit.Language.Tag, site.Of(Request),
                $"/{form.Language ?? Visit.Language.Tag}/{Visit.Edition.Slug}/my/delegations/{party}", HttpContext.RequestAborted), "Focal.Email"))
            return this.Done(Here(party), Visit.Texts.Say("team.given", ("email", form.Email)));
        return await Again(party);
    }

    public async Task<IActionResult> OnPostRelease(string party, string? account)
    {
        await Find(party);
        if (!Id<Account>.TryParse(account, null, out var id)) throw new NotThere("account");
        await ReleaseFocalPoint.Run(Db, Visit.Actor, Visit.Edition.Id, Opened.Party.Id, id, HttpContext.RequestAborted);
        return this.Done(Here(party), Visit.Texts["form.saved"]);
    }

    /// <param name="places">By category.</param>
    public async Task<IActionResult> OnPostQuota(string party, Dictionary<string, string?> places, Dictionary<string, string?> overflow)
    {
        await Fill(party);
        var wanted = new List<(string Category, bool Overflow, int Places)>();
        foreach (var line in Places)
            foreach (var (typed, isOverflow, now) in new[] { (places.GetValueOrDefault(line.Category), false, line.Most), (overflow.GetValueOrDefault(line.Category), true, line.OverflowMost) })
                if (this.Number(Visit, "", typed) is { } number && number != now) wanted.Add((line.Category, isOverflow, number));
        if (ModelState.IsValid && await this.Try(Visit, async () =>
            {
                foreach (var (category, isOverflow, number) in wanted) await SetQuota.Run(Db, Visit.Actor, Visit.Edition.Id, party, category, isOverflow, number, HttpContext.RequestAborted);
            })) return this.Done(Here(party), Visit.Texts["form.saved"]);
        return await Again(party);
    }

    public async Task<IActionResult> OnPostAnswer(string party, string? id, string? granted, string? answer)
    {
        if (!Id<QuotaRequest>.TryParse(id, null, out var request)) throw new NotThere("request");
        var number = this.Number(Visit, "", granted) ?? 0;
        if (ModelState.IsValid && await this.Try(Visit, () => AnswerQuotaRequest.Run(Db, Visit.Actor, Visit.Edition.Id, request, number, answer, HttpContext.RequestAborted))) return this.Done(Here(party), Visit.Texts["form.saved"]);
        return await Again(party);
    }

    async Task<IActionResult> Again(string party)
    {
        await Fill(party);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    async Task Fill(string party)
    {
        Visit.Actor.Require(Permission.KeepDelegations, Visit.Edition.Id.Value);
        await Find(party);
        var (id, edition, of) = (Delegation.Id, Visit.Edition.Id, Opened.Party.Id);
        var rows = await MemberRows.Of(Db, id, HttpContext.RequestAborted);
        Members = rows.Count;
        Gone = await MemberRows.Gone(Db, id, HttpContext.RequestAborted);
        Places = await My.OneModel.Load(Db, Opened, rows, HttpContext.RequestAborted);
        Notes = await Db.DelegationNotes.AsNoTracking().Where(n => n.DelegationId == id).OrderBy(n => n.At).ToListAsync(HttpContext.RequestAborted);
        Requests = await Db.QuotaRequests.AsNoTracking().Where(r => r.DelegationId == id).OrderByDescending(r => r.At).Take(50).ToListAsync(HttpContext.RequestAborted);
        FocalPoints = await Db.FocalPoints.Where(f => f.EditionId == edition && f.PartyId == of).Join(Db.Accounts.AsNoTracking(), f => f.Account, a => a.Id, (_, a) => a).OrderBy(a => a.Email).ToListAsync(HttpContext.RequestAborted);
        Steps = Delegation.State switch
        {
            DelegationState.Announced or DelegationState.InPreparation or DelegationState.Returned => [DelegationStep.Submit, DelegationStep.Withdraw],
            DelegationState.Submitted => [DelegationStep.Verify, DelegationStep.Return, DelegationStep.Withdraw],
            DelegationState.Verified => [DelegationStep.Confirm, DelegationStep.Return, DelegationStep.Withdraw],
            DelegationState.Confirmed => [DelegationStep.Arrive, DelegationStep.Return, DelegationStep.Withdraw],
            DelegationState.Arrived => [DelegationStep.Depart, DelegationStep.Withdraw],
            DelegationState.Expected => [DelegationStep.Withdraw],
            DelegationState.Withdrawn => [DelegationStep.ComeAgain],
            _ => [],
        };
    }
}
