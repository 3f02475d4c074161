using Majlis.Delegations;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.Desk;

/// <summary>Drafts invitations for a list of parties, all with the same terms.</summary>
public sealed class InviteModel(AppDb db, Visit visit) : PageModel
{
    public sealed class InviteForm
    {
        public string? List { get; set; }
        public PartyKind[] Kinds { get; set; } = [];
        public InvitationChannel Channel { get; set; }
        public string? ReplyBy { get; set; }
        public Guid? Level { get; set; }
        public string? Signatory { get; set; }
        public string[] Languages { get; set; } = [];
    }

    [BindProperty]
    public InviteForm Form { get; set; } = new();

    public IReadOnlyList<Rank> Ranks { get; private set; } = [];

    public async Task OnGet()
    {
        await Find();
        Form.Languages = [visit.Edition.Languages[0]];
    }

    public async Task<IActionResult> OnPost()
    {
        await Find();
        var by = this.Date(visit, "Form.ReplyBy", Form.ReplyBy);
        var edition = visit.Edition.Id;
        var (found, unknown) = PartyList.Read(Form.List, await db.Parties.AsNoTracking().ToListAsync(HttpContext.RequestAborted));
        foreach (var line in unknown.Take(20)) ModelState.AddModelError("Form.List", visit.Texts.Say("invitation.party_unknown", ("line", line.Line), ("text", line.Text)));
        var kinds = Form.Kinds.ToList();
        // Of a kind: those that the edition has planned and nobody has invited.
        var planned = kinds.Count == 0 ? [] : await db.Participations.Where(p => p.EditionId == edition && p.Status == PartyStatus.Planned).Join(db.Parties.Where(p => kinds.Contains(p.Kind)), p => p.PartyId, p => p.Id, (_, p) => p.Id).ToListAsync(HttpContext.RequestAborted);
        var parties = found.Select(p => p.Id).Concat(planned).Distinct().ToList();
        if (parties.Count == 0 && unknown.Count == 0) ModelState.AddModelError("Form.List", visit.Texts["invitation.list_empty"]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var drafted = 0;
        return await this.Try(visit, async () => drafted = await DraftInvitations.Run(db, visit.Actor, edition, parties,
                new() { Channel = Form.Channel, Languages = Form.Languages, ReplyBy = by, Level = Form.Level, Signatory = Form.Signatory }, HttpContext.RequestAborted), "Form.Languages")
            ? this.Done(visit.At("desk", "delegations", "invitations"), visit.Texts.Say("invitation.drafted", ("count", drafted))) : Page();
    }

    async Task Find()
    {
        visit.Actor.Require(Permission.KeepDelegations, visit.Edition.Id.Value);
        Ranks = (await Protocols.Of(db, visit.Edition.Id, HttpContext.RequestAborted)).Facts.Ranks;
    }
}
