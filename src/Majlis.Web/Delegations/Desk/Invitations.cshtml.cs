using System.Globalization;
using Majlis.Delegations;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Delegations.Desk;

/// <summary>Who is invited, by what letter, and what they said.</summary>
public sealed class InvitationsModel(AppDb db, Visit visit, SiteAddress site) : PageModel
{
    public static readonly IReadOnlyList<string> Deeds = ["clear", "send", "deliver", "accept", "decline", "noreply", "withdraw"];

    public sealed record Line(string Slug, LocalizedText Name, string? Code, Id<StoredFile>? Flag, bool HasEmail, Invitation Invitation, bool IsLate);

    public sealed class DeedForm
    {
        public string? Do { get; set; }
        public string? Number { get; set; }
        public string? First { get; set; } = "1";
        public string? On { get; set; }
        public Guid? Level { get; set; }
        public string? Words { get; set; }
    }

    public DeedForm Form { get; set; } = new();
    public InvitationState? State { get; private set; }
    /// <summary>Only those whose day for an answer is over.</summary>
    public bool OnlyLate { get; private set; }
    public int All { get; private set; }
    public int Late { get; private set; }
    public IReadOnlyDictionary<InvitationState, int> Counts { get; private set; } = new Dictionary<InvitationState, int>();
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<Rank> Ranks { get; private set; } = [];
    public IReadOnlySet<string> Chosen { get; private set; } = new HashSet<string>();

    public string Rank(Guid? rank) => Ranks.FirstOrDefault(r => r.Guid == rank) is { } known ? visit.Say(known.Name).Text : "—";

    public async Task OnGet(string? state)
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.KeepDelegations, edition.Value);
        OnlyLate = state == "late";
        State = !OnlyLate && Enum.TryParse<InvitationState>(state, true, out var only) && Enum.IsDefined(only) && !char.IsDigit(state![0]) ? only : null;
        Ranks = (await Protocols.Of(db, edition, HttpContext.RequestAborted)).Facts.Ranks;
        var today = db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[visit.Edition.Zone]).Date;
        var found = await db.Invitations.AsNoTracking().Where(i => i.EditionId == edition).Join(db.Parties, i => i.PartyId, p => p.Id, (i, p) => new { Invitation = i, p.Slug, p.Short, p.Code, p.Flag, p.Contact }).ToListAsync(HttpContext.RequestAborted);
        var lines = found.Select(f => new Line(f.Slug, f.Short, f.Code, f.Flag, f.Contact.Email is not null, f.Invitation, f.Invitation.Waits && f.Invitation.Facts.ReplyBy < today)).ToList();
        (All, Late, Counts) = (lines.Count, lines.Count(l => l.IsLate), lines.CountBy(l => l.Invitation.State).ToDictionary());
        Lines = [.. lines.Where(l => (State is null || l.Invitation.State == State) && (!OnlyLate || l.IsLate)).OrderBy(l => visit.Say(l.Name).Text, visit.Language.Comparer)];
    }

    /// <param name="n"><c>slug:version</c> of each.</param>
    public async Task<IActionResult> OnPost(string[] n, [Bind(Prefix = "Form")] DeedForm form)
    {
        visit.Actor.Require(Permission.KeepDelegations, visit.Edition.Id.Value);
        Form = form;
        var shown = new Dictionary<string, long>();
        foreach (var one in n)
            if (one.Split(':') is [var slug, var version] && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v)) shown[slug] = v;
        Chosen = shown.Keys.ToHashSet();
        var (first, on) = (this.Number(visit, "Form.First", form.First) ?? 1, this.Date(visit, "Form.On", form.On));
        InvitationDeed? deed = form.Do switch
        {
            "clear" => new InvitationDeed.Clear(), "send" => new InvitationDeed.Send(form.Number ?? "", first), "deliver" => new InvitationDeed.Deliver(), "withdraw" => new InvitationDeed.Withdraw(),
            "accept" => new InvitationDeed.Answer(InvitationState.Accepted, form.Level, on, form.Words), "decline" => new InvitationDeed.Answer(InvitationState.Declined, null, on, form.Words),
            "noreply" => new InvitationDeed.Answer(InvitationState.NoReply, null, on, form.Words), _ => null,
        };
        if (deed is null || shown.Count == 0) ModelState.AddModelError("", visit.Texts["invitation.choose_first"]);
        if (ModelState.IsValid)
        {
            var slugs = shown.Keys.ToList();
            var parties = await db.Parties.Where(p => slugs.Contains(p.Slug)).Select(p => new { p.Id, p.Slug, p.Short }).ToListAsync(HttpContext.RequestAborted);
            // Numbers follow the list as it is read.
            List<(Id<Party>, long)> chosen = [.. parties.OrderBy(p => visit.Say(p.Short).Text, visit.Language.Comparer).Select(p => (p.Id, shown[p.Slug]))];
            if (await this.Try(visit, () => DoWithInvitations.Run(db, visit.Actor, visit.Edition.Id, chosen, deed!, site.Of(Request), HttpContext.RequestAborted), form.Do == "send" ? "Form.Number" : ""))
                return this.Done(visit.At("desk", "delegations", "invitations"), visit.Texts.Say("invitation.done", ("count", chosen.Count)));
            db.ChangeTracker.Clear();
        }
        await OnGet(null);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
