using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>Asks a second factor of everybody who holds the role in the edition, or no longer does.</summary>
public static class SetSecondFactorRule
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Role role, bool required, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.ManageTeam, edition, cancellation);
        var rule = await db.SecondFactorRules.SingleOrDefaultAsync(r => r.EditionId == edition && r.Role == role, cancellation);
        if (required == rule is not null) return;
        if (rule is null) db.Add(new SecondFactorRule(edition, role));
        else db.Remove(rule);
        db.Record(actor, new EditionChanged(edition.Value, "second_factor", null));
        await db.SaveChangesAsync(cancellation);
    }
}
