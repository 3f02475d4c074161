using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Parties;
using Majlis.Web.Programme;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>
/// Keeps what this node holds in memory as new as the database: each event, whichever node it happened on, evicts what it made old.
/// Changes of the draft evict nothing: no public page shows them.
/// </summary>
sealed class Freshness(IDbContextFactory<AppDb> databases, EditionShelf editions, ProgrammeShelf programmes, ParticipantShelf participants, IOutputCacheStore pages) : INodeListener
{
    public async Task Hear(EventRow happened, CancellationToken cancellation)
    {
        // Who may be seen in the list of participants is decided at each moment; names and order are the snapshot's.
        var isOfParties = happened.Kind is nameof(ParticipantsPublished) or nameof(ParticipationChanged) or nameof(PartiesTakenIn);
        if (!isOfParties && happened.Kind is not (nameof(ProgrammeReleased) or nameof(EditionChanged) or nameof(EditionAnnounced) or nameof(EditionWithdrawn))) return;
        if (happened.Edition is not { } id) return;
        var edition = new Id<Edition>(id);
        await using var db = await databases.CreateDbContextAsync(cancellation);
        var slug = await db.Editions.Where(e => e.Id == edition).Select(e => e.Slug).FirstOrDefaultAsync(cancellation);
        // What pages are made from goes first, and the shelf of editions last, because kept pages are keyed by it: a page made in between is made from the new
        // and kept for nothing, never the other way round.
        if (isOfParties) participants.Forget(edition);
        else if (happened.Kind != nameof(EditionChanged)) programmes.Forget(edition);
        editions.Forget();
        if (slug is not null) await pages.EvictByTagAsync(PublicPages.Tag(slug), cancellation);
        await pages.EvictByTagAsync(PublicPages.Everything, cancellation);
    }
}
