using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties.Desk;

/// <summary>A page of the desk about parties: who may do what, and what several of them read.</summary>
public abstract class PartiesPage(AppDb db, Visit visit) : PageModel
{
    protected AppDb Db => db;
    protected Visit Visit => visit;

    public bool MayEdit => visit.Actor.May(Permission.EditParties, visit.Edition.Id.Value);
    public bool MayDecide => visit.Actor.May(Permission.EditPrecedence, visit.Edition.Id.Value);

    protected string At(params object[] path) => visit.At(["desk", "parties", .. path]);

    /// <summary>Every party of the installation with what it is at this edition.</summary>
    protected async Task<IReadOnlyList<DeskParty>> Load()
    {
        var id = visit.Edition.Id;
        var here = await db.Participations.AsNoTracking().Where(p => p.EditionId == id).ToDictionaryAsync(p => p.PartyId);
        return [.. (await db.Parties.AsNoTracking().ToListAsync()).Select(p => here.TryGetValue(p.Id, out var at) ? new DeskParty(p, at.Facts, at.Version) : new(p, null, null))];
    }

    protected async Task<IReadOnlyList<PartyGroup>> LoadGroups() =>
        [.. (await db.PartyGroups.AsNoTracking().ToListAsync()).OrderBy(g => visit.Say(g.Name).Text, visit.Language.Comparer)];

    /// <summary>The snapshots without their lines, the newest first.</summary>
    protected async Task<IReadOnlyList<SnapshotCard>> LoadSnapshots() => await db.OrderSnapshots.Where(s => s.EditionId == visit.Edition.Id).OrderByDescending(s => s.Number)
        .Select(s => new SnapshotCard(s.Id, s.Number, s.Name, s.Language, s.Parties, s.By, s.At)).ToListAsync();

    /// <summary>The snapshot of this number, or the newest.</summary>
    /// <exception cref="NotThere">No snapshot of the edition has the number.</exception>
    protected async Task<OrderSnapshot?> LoadSnapshot(int? number)
    {
        var all = db.OrderSnapshots.AsNoTracking().Where(s => s.EditionId == visit.Edition.Id);
        return number is null ? await all.OrderByDescending(s => s.Number).FirstOrDefaultAsync() : await all.SingleOrDefaultAsync(s => s.Number == number) ?? throw new NotThere("snapshot");
    }
}

public sealed record SnapshotCard(Id<OrderSnapshot> Id, int Number, string Name, string Language, int Parties, string By, NodaTime.Instant At);
