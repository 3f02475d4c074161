using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Parties;
using Majlis.Web.Programme;

namespace Majlis.Web.Shell;

/// <summary>
/// Keeps what this node holds in memory as new as the database: each event, whichever node it happened on, evicts what it made old.
/// Changes of the draft evict nothing: no public page shows them.
/// </summary>
sealed class Freshness(EditionShelf editions, ProgrammeShelf programmes, ParticipantShelf participants, KeptPages pages) : INodeListener
{
    public Task Hear(EventRow happened, CancellationToken cancellation)
    {
        // Who may be seen in the list of participants is decided at each moment; names and order are the snapshot's.
        var isOfParties = happened.Kind is nameof(ParticipantsPublished) or nameof(ParticipationChanged) or nameof(PartiesTakenIn);
        if (!isOfParties && happened.Kind is not (nameof(ProgrammeReleased) or nameof(EditionChanged) or nameof(EditionAnnounced) or nameof(EditionWithdrawn))) return Task.CompletedTask;
        if (happened.Edition is not { } id) return Task.CompletedTask;
        var edition = new Id<Edition>(id);
        // What pages are made from goes first: a page made in between is made from the new and kept for nothing, never the other way round.
        if (isOfParties) participants.Forget(edition);
        else if (happened.Kind != nameof(EditionChanged)) programmes.Forget(edition);
        editions.Forget();
        pages.Forget();
        return Task.CompletedTask;
    }
}
