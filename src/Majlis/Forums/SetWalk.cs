using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Forums;

/// <summary>One cell of the matrix of walks. The way back is as long.</summary>
/// <param name="Minutes">0 to 240; null: nobody measured it, the edition's default is taken.</param>
public sealed record WalkFacts(Guid One, Guid Other, int? Minutes);

/// <summary>Sets the minutes on foot between halls: only the pairs given change; the last of a pair given twice counts.</summary>
public static class SetWalk
{
    /// <exception cref="Refusal"><c>forums.walk</c> for minutes out of bounds or a hall paired with itself, <c>forums.hall_unknown</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<WalkFacts> matrix, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditEdition, edition, cancellation);
        var halls = await db.Halls.Where(h => h.EditionId == edition).ToDictionaryAsync(h => h.Guid, h => h.Id, cancellation);
        var walks = await db.Walks.Where(w => w.EditionId == edition).ToDictionaryAsync(w => (w.HallA, w.HallB), cancellation);
        foreach (var (one, other, minutes) in matrix)
        {
            if (!halls.TryGetValue(one, out var a) || !halls.TryGetValue(other, out var b)) throw new Refusal("forums.hall_unknown");
            var walk = new Walk(edition, a, b, minutes ?? 0);
            var pair = (walk.HallA, walk.HallB);
            if (minutes is null)
            {
                if (walks.Remove(pair, out var gone)) db.Remove(gone);
            }
            else if (walks.TryGetValue(pair, out var kept)) kept.Take(minutes.Value);
            else db.Add(walks[pair] = walk);
        }
        if (!db.ChangeTracker.HasChanges()) return;
        db.Record(actor, new EditionChanged(edition.Value, "walk", null));
        await db.SaveChangesAsync(cancellation);
    }
}
