using Majlis.Accreditation;
using Majlis.Delegations;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.My;

/// <summary>A delegation as its focal points work with it: its places, its people, what is asked for.</summary>
public sealed class OneModel(AppDb db, Visit visit) : DelegationPage(db, visit)
{
    public const int MembersOnPage = 100;

    public static readonly IReadOnlyList<string> Deeds = ["confirm", "overflow", "nominate", "withdraw"];

    /// <summary>One category's places.</summary>
    /// <param name="Waiting">Nominated and not confirmed.</param>
    public sealed record PlaceLine(string Category, int Taken, int Most, int OverflowTaken, int OverflowMost, int Waiting);

    public sealed class AskForm
    {
        public string? Category { get; set; }
        public string? More { get; set; }
        public bool Overflow { get; set; }
        public string? Reason { get; set; }
    }

    public AskForm Ask { get; set; } = new();
    public IReadOnlyList<PlaceLine> Places { get; private set; } = [];
    public IReadOnlyList<MemberRow> Rows { get; private set; } = [];
    public IReadOnlyList<MemberRow> Shown { get; private set; } = [];
    /// <summary>Of the members shown, those who have applied.</summary>
    public IReadOnlyDictionary<Id<Person>, Application> Applications { get; private set; } = new Dictionary<Id<Person>, Application>();
    public IReadOnlyList<QuotaRequest> Requests { get; private set; } = [];
    public IReadOnlySet<int> Chosen { get; private set; } = new HashSet<int>();
    public string? Declared { get; private set; }
    public int OnPage { get; private set; }
    public int Pages { get; private set; }

    public async Task OnGet(string party, int p)
    {
        await Find(party);
        await Fill(p);
    }

    public async Task<IActionResult> OnPostMembers(string party, int[] n, string? @do, string? declaration)
    {
        await Find(party);
        (Chosen, Declared) = (n.ToHashSet(), declaration);
        if (!Deeds.Contains(@do) || n.Length == 0) ModelState.AddModelError("", Visit.Texts["delegation.choose_first"]);
        else
        {
            var done = 0;
            if (await this.Try(Visit, async () => done = @do switch
                {
                    "confirm" or "overflow" => await ConfirmMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, n, @do == "overflow", declaration, HttpContext.RequestAborted),
                    "nominate" => await UnconfirmMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, n, declaration, HttpContext.RequestAborted),
                    _ => await WithdrawMembers.Run(Db, Visit.Actor, Visit.Edition.Id, party, n, declaration, HttpContext.RequestAborted),
                })) return this.Done(At(party), Visit.Texts.Say("delegation.done", ("count", done)));
        }
        await Find(party);
        await Fill(1);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostSubmit(string party, long version)
    {
        if (await this.Try(Visit, () => MoveDelegation.Run(Db, Visit.Actor, Visit.Edition.Id, party, DelegationStep.Submit, null, version, HttpContext.RequestAborted)))
            return this.Done(At(party), Visit.Texts["delegation.submitted"]);
        await Find(party);
        await Fill(1);
        return Page();
    }

    public async Task<IActionResult> OnPostAsk(string party, [Bind(Prefix = "Ask")] AskForm form)
    {
        Ask = form;
        await Find(party);
        var more = this.Number(Visit, "Ask.More", form.More);
        if (more is null && ModelState.IsValid) ModelState.AddModelError("Ask.More", Visit.Texts["form.number"]);
        if (ModelState.IsValid && await this.Try(Visit, () => AskForPlaces.Run(Db, Visit.Actor, Visit.Edition.Id, party, form.Category ?? "", form.Overflow, more!.Value, form.Reason, HttpContext.RequestAborted), "Ask.Reason"))
            return this.Done(At(party), Visit.Texts["delegation.asked"]);
        await Find(party);
        await Fill(1);
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostUnask(string party, string? id)
    {
        if (!Id<QuotaRequest>.TryParse(id, null, out var request)) throw new NotThere("request");
        if (await this.Try(Visit, () => WithdrawQuotaRequest.Run(Db, Visit.Actor, Visit.Edition.Id, party, request, HttpContext.RequestAborted))) return this.Done(At(party), Visit.Texts["form.saved"]);
        await Find(party);
        await Fill(1);
        return Page();
    }

    async Task Fill(int page)
    {
        var delegation = Delegation.Id;
        Rows = await MemberRows.Of(Db, delegation, HttpContext.RequestAborted);
        Requests = await Db.QuotaRequests.AsNoTracking().Where(r => r.DelegationId == delegation).OrderByDescending(r => r.At).Take(20).ToListAsync(HttpContext.RequestAborted);
        Places = await Load(Db, Opened, Rows, HttpContext.RequestAborted);
        Pages = Math.Max(1, (Rows.Count + MembersOnPage - 1) / MembersOnPage);
        OnPage = Math.Clamp(page, 1, Pages);
        Shown = [.. Rows.Skip((OnPage - 1) * MembersOnPage).Take(MembersOnPage)];
        Applications = await Applicants.Of(Db, Visit.Edition.Id, [.. Shown.Select(r => r.Person.Id)], HttpContext.RequestAborted);
    }

    internal static async Task<IReadOnlyList<PlaceLine>> Load(AppDb db, OpenDelegation open, IReadOnlyList<MemberRow> rows, CancellationToken cancellation)
    {
        var delegation = open.Delegation.Id;
        var quotas = await db.Quotas.AsNoTracking().Where(q => q.DelegationId == delegation).ToDictionaryAsync(q => (q.Category, q.IsOverflow), cancellation);
        return [.. open.Terms.Categories.Select(c => new PlaceLine(c.Key, quotas.GetValueOrDefault((c.Key, false))?.Taken ?? 0, quotas.GetValueOrDefault((c.Key, false))?.Most ?? 0,
            quotas.GetValueOrDefault((c.Key, true))?.Taken ?? 0, quotas.GetValueOrDefault((c.Key, true))?.Most ?? 0, rows.Count(r => r.Member.Category == c.Key && r.Member.Step == MemberStep.Nominated)))];
    }
}
