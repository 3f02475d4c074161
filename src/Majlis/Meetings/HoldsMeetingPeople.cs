using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Meetings;

/// <summary>Who is a side, meets for one or interprets stays: their meetings, sheets and promises to others would go with them.</summary>
public sealed class HoldsMeetingPeople : IHoldsPeople
{
    public async Task<Refusal?> Holds(AppDb db, Person person, CancellationToken cancellation)
    {
        var (edition, id) = (person.EditionId, person.Id);
        return await db.MeetingSides.AnyAsync(s => s.Person == id, cancellation) || await db.MeetingInterpreters.AnyAsync(i => i.PersonId == id, cancellation)
            // Who meets is kept as a list in a row, which no key of the database watches.
            || (await db.MeetingSides.Where(s => s.EditionId == edition).Select(s => s.Principals).ToListAsync(cancellation)).Exists(p => p.Contains(id))
            || (await db.MeetingRequests.Where(r => r.EditionId == edition).Select(r => new { r.FromPrincipals, r.ToPrincipals }).ToListAsync(cancellation)).Exists(r => r.FromPrincipals.Contains(id) || r.ToPrincipals.Contains(id))
            || (await db.MeetingSheets.Where(s => s.EditionId == edition).Select(s => s.Facts).ToListAsync(cancellation)).Exists(s => s.From.Contains(id) || s.To.Contains(id))
            ? new("meetings.person_meets", ("person", person.Name)) : null;
    }
}
