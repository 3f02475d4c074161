using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Parties;

/// <summary>The public list of participants: the lines of the published snapshot whose parties may be seen now.</summary>
public sealed record PublicParticipants(IReadOnlyList<SnapshotLine> Lines, IReadOnlyList<SnapshotGroup> Groups, Instant At);

/// <summary>The public lists; none where the organiser has published none.</summary>
public sealed class ParticipantShelf(IDbContextFactory<AppDb> databases) : Shelf<PublicParticipants>(databases)
{
    protected override async Task<PublicParticipants?> Read(AppDb db, Id<Edition> edition)
    {
        var snapshot = await db.OrderSnapshots.AsNoTracking().FirstOrDefaultAsync(s => db.ProtocolOrders.Any(o => o.EditionId == edition && o.Published == s.Id));
        if (snapshot is null) return null;
        // Names and order are the snapshot's; who may be seen is decided anew each moment: a party that was taken off the list is gone from it at once.
        var seen = await db.Participations.Where(p => p.EditionId == edition && p.IsPublic).Select(p => p.PartyId).ToListAsync();
        var ids = seen.Select(p => p.Value).ToHashSet();
        var lines = snapshot.Lines.Where(l => ids.Contains(l.Party)).ToList();
        return new(lines, [.. snapshot.Groups.Where(g => lines.Exists(l => l.Groups.Any(m => m.Group == g.Id)))], snapshot.At);
    }
}
