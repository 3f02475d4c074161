using Majlis.Accreditation;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>The queue of applications. What is asked for stands in the address, so that it survives a reload and can be sent to a colleague.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PageModel
{
    public const int Lines = 50;

    /// <summary>What can be done with many at once, and the permission each needs.</summary>
    public static readonly IReadOnlyList<(string Deed, Permission Needs)> Deeds =
    [
        ("pass-substantive", Permission.Accredit), ("refuse-substantive", Permission.Accredit), ("undo-substantive", Permission.Accredit), ("pass-protocol", Permission.CheckProtocol), ("refuse-protocol", Permission.CheckProtocol),
        ("undo-protocol", Permission.CheckProtocol), ("pass-security", Permission.Vet), ("query-security", Permission.Vet), ("refuse-security", Permission.Vet), ("undo-security", Permission.Vet), ("hold", Permission.Accredit),
        ("release", Permission.Accredit), ("return", Permission.Accredit), ("resubmit", Permission.Accredit), ("category", Permission.Accredit), ("revoke", Permission.Accredit), ("reinstate", Permission.Accredit),
        ("take", Permission.SeeAccreditation), ("give", Permission.SeeAccreditation),
    ];

    public QueueQuery Asked { get; private set; } = null!;
    public AccreditationTerms Terms { get; private set; } = AccreditationTerms.Usual;
    public QueueCounts Counts { get; private set; } = null!;
    public QueuePage Found { get; private set; } = null!;
    public IReadOnlyList<(string Slug, string Name)> Parties { get; private set; } = [];
    public IReadOnlyList<string> CountryCodes { get; private set; } = [];
    public bool MayVet => visit.Actor.May(Permission.Vet, visit.Edition.Id.Value);
    public bool MayAccredit => visit.Actor.May(Permission.Accredit, visit.Edition.Id.Value);
    public IEnumerable<string> MyDeeds => Deeds.Where(d => visit.Actor.May(d.Needs, visit.Edition.Id.Value) || d.Deed == "release" && MayVet).Select(d => d.Deed);

    public string Category(string key) => Terms.Category(key) is { } known ? visit.Say(known.Name).Text : key;

    public async Task OnGet(int? after, int? before)
    {
        var edition = visit.Edition.Id;
        visit.Actor.Require(Permission.SeeAccreditation, edition.Value);
        Asked = QueueQuery.Parse(Request.Query);
        (Terms, _) = await AccreditationRules.Of(db, edition, HttpContext.RequestAborted);
        Counts = await ApplicationQueue.Counts(db, visit.Actor, edition, HttpContext.RequestAborted);
        var ids = await db.Applications.Where(a => a.EditionId == edition && a.Party != null).Select(a => a.Party!.Value).Distinct().ToListAsync(HttpContext.RequestAborted);
        var wanted = ids.Select(i => new Id<Majlis.Parties.Party>(i)).ToList();
        var parties = await db.Parties.AsNoTracking().Where(p => wanted.Contains(p.Id)).Select(p => new { p.Id, p.Slug, p.Short }).ToListAsync(HttpContext.RequestAborted);
        Parties = [.. parties.Select(p => (p.Slug, visit.Say(p.Short).Text)).OrderBy(p => p.Text, visit.Language.Comparer)];
        CountryCodes = await db.Applications.Where(a => a.EditionId == edition && a.Country != null).Select(a => a.Country!).Distinct().ToListAsync(HttpContext.RequestAborted);
        Found = await ApplicationQueue.Page(db, visit.Actor, edition, Asked.ToFilter(parties.Find(p => p.Slug == Asked.Party)?.Id.Value, visit.Actor.Account), after, before, Lines, HttpContext.RequestAborted);
    }
}
