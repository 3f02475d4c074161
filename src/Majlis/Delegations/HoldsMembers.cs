using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Delegations;

/// <summary>Who is in a delegation stays, and who was: the log of who replaced whom names them.</summary>
public sealed class HoldsMembers : IHoldsPeople
{
    public async Task<Refusal?> Holds(AppDb db, Person person, CancellationToken cancellation)
    {
        var id = person.Id;
        return await db.Members.AnyAsync(m => m.PersonId == id, cancellation) ? new("delegations.person_in_delegation", ("person", person.Name)) : null;
    }
}
