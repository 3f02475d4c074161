using System.Collections.Concurrent;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Shell;

/// <summary>The facts of an edition that every page needs. A copy, not the noun: it is shared by all requests of this node.</summary>
public sealed record EditionCard(
    Id<Edition> Id, string Slug, int Number, LocalizedText ForumName, LocalizedText Title, LocalizedText Subtitle, LocalizedText City, LocalizedText Venue,
    LocalDate First, LocalDate Last, string Zone, int HijriShift, ForumCalendar? SecondCalendar, IReadOnlyList<string> Languages, bool IsAnnounced, bool HasParticipants);

/// <summary>The editions by slug, kept in memory until an event says that one changed.</summary>
public sealed class EditionShelf(IDbContextFactory<AppDb> databases)
{
    volatile ConcurrentDictionary<string, EditionCard> _cards = new();

    /// <summary>Null when there is none of this slug. Also finds editions that are not announced: the caller decides who may see them.</summary>
    /// <remarks>Not cancelled with a request: readers of a cached page wait for the one who makes it, and would fail with it.</remarks>
    public async Task<EditionCard?> Find(string slug)
    {
        // Held on to: what was read before an event goes into the dictionary that the event threw away, and is never seen.
        var cards = _cards;
        if (cards.TryGetValue(slug, out var card)) return card;
        await using var db = await databases.CreateDbContextAsync();
        card = await Cards(db, db.Editions.Where(e => e.Slug == slug)).FirstOrDefaultAsync();
        // Slugs that are not there are not kept: anybody could fill the memory with guesses.
        return card is null ? null : cards.GetOrAdd(slug, card);
    }

    /// <summary>Announced editions, the newest first.</summary>
    public async Task<IReadOnlyList<EditionCard>> Announced()
    {
        await using var db = await databases.CreateDbContextAsync();
        return await Cards(db, db.Editions.Where(e => e.AnnouncedAt != null).OrderByDescending(e => e.First)).ToListAsync();
    }

    /// <summary>Forgets everything; the next page reads anew. Editions are few.</summary>
    public void Forget() => _cards = new();

    static IQueryable<EditionCard> Cards(AppDb db, IQueryable<Edition> editions) =>
        from e in editions.AsNoTracking()
        join f in db.Forums on e.ForumId equals f.Id
        select new EditionCard(e.Id, e.Slug, e.Number, f.Name, e.Title, e.Subtitle, e.City, e.Venue, e.First, e.Last, e.Zone, e.HijriShift, e.SecondCalendar, e.Languages, e.AnnouncedAt != null,
            db.ProtocolOrders.Any(o => o.EditionId == e.Id && o.Published != null));
}
