using Majlis.Calendars;
using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Delegations.Desk;

/// <summary>All delegations of the edition, how far each has got, and what they ask for.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PageModel
{
    public sealed record Line(string Slug, LocalizedText Name, string? Code, Id<StoredFile>? Flag, DelegationState State, CredentialsState Credentials, int Members, int Confirmed);

    public sealed record RequestLine(string Slug, LocalizedText Name, string Category, int More);

    public DelegationState? State { get; private set; }
    public string Words { get; private set; } = "";
    public int All { get; private set; }
    public IReadOnlyDictionary<DelegationState, int> Counts { get; private set; } = new Dictionary<DelegationState, int>();
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public IReadOnlyList<RequestLine> Requests { get; private set; } = [];
    /// <summary>Parties at the edition of which no delegation is expected yet.</summary>
    public IReadOnlyList<(string Slug, string Name)> Without { get; private set; } = [];

    DelegationTerms _terms = DelegationTerms.Usual;

    public string Category(string key) => _terms.Categories.FirstOrDefault(c => c.Key == key) is { } known ? visit.Say(known.Name).Text : key;

    public async Task OnGet(string? state, string? q)
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.KeepDelegations, edition.Value);
        State = Enum.TryParse<DelegationState>(state, true, out var only) && Enum.IsDefined(only) && !char.IsDigit(state![0]) ? only : null;
        Words = q?.Trim() is { } typed ? typed.Length > 200 ? typed[..200] : typed : "";
        (_terms, _) = await DelegationRules.Of(db, edition, HttpContext.RequestAborted);
        var found = await db.Delegations.AsNoTracking().Where(d => d.EditionId == edition).Join(db.Parties, d => d.PartyId, p => p.Id, (d, p) => new
        {
            d.Id, p.Slug, p.Short, p.Code, p.Flag, d.State, d.Credentials,
            Members = db.Members.Count(m => m.DelegationId == d.Id && m.Step != MemberStep.Left), Confirmed = db.Members.Count(m => m.DelegationId == d.Id && m.Step == MemberStep.Confirmed),
        }).ToListAsync(HttpContext.RequestAborted);
        All = found.Count;
        Counts = found.CountBy(f => f.State).ToDictionary();
        var words = SearchKey.Words(Words);
        Lines = [.. found.Where(f => State is null || f.State == State).Where(f => words.Count == 0 || SearchKey.Matches(SearchKey.Of([.. f.Short.Wordings.Select(w => w.Value), f.Code]), words))
            .OrderBy(f => visit.Say(f.Short).Text, visit.Language.Comparer).Select(f => new Line(f.Slug, f.Short, f.Code, f.Flag, f.State, f.Credentials, f.Members, f.Confirmed))];
        var byId = found.ToDictionary(f => f.Id);
        Requests = [.. (await db.QuotaRequests.AsNoTracking().Where(r => r.EditionId == edition && r.State == QuotaRequestState.Asked).OrderBy(r => r.At).ToListAsync(HttpContext.RequestAborted))
            .Select(r => new RequestLine(byId[r.DelegationId].Slug, byId[r.DelegationId].Short, r.Category, r.More))];
        Without = [.. (await db.Participations.Where(p => p.EditionId == edition && !db.Delegations.Any(d => d.EditionId == edition && d.PartyId == p.PartyId)).Join(db.Parties, p => p.PartyId, p => p.Id, (_, p) => new { p.Slug, p.Short })
            .ToListAsync(HttpContext.RequestAborted)).Select(p => (p.Slug, visit.Say(p.Short).Text)).OrderBy(p => p.Text, visit.Language.Comparer)];
    }

    public async Task<IActionResult> OnPostExpect(string? party)
    {
        if (await this.Try(visit, () => ExpectDelegation.Run(db, visit.Actor, visit.Edition.Id, party ?? "", HttpContext.RequestAborted))) return this.Done(visit.At("desk", "delegations", party!), visit.Texts["form.saved"]);
        await OnGet(null, null);
        return Page();
    }
}
