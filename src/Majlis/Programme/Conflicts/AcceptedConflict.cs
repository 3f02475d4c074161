using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Programme.Conflicts;

/// <summary>Somebody answers for a conflict of the draft, with a reason. It holds as long as the conflict is as it was then; see <see cref="Conflict.IsAsItWas"/>.</summary>
public sealed class AcceptedConflict
{
    public const int LongestReason = 500;

    AcceptedConflict() { }

    /// <exception cref="Refusal"><c>programme.conflict_reason</c> when it is blank, <c>programme.conflict_reason_long</c>.</exception>
    public AcceptedConflict(Id<Edition> edition, Conflict conflict, string reason, Guid? account, string by, Instant at)
    {
        (EditionId, Key) = (edition, conflict.Key);
        Take(conflict, reason, account, by, at);
    }

    public Id<Edition> EditionId { get; private set; }
    /// <summary><see cref="Conflict.Key"/>.</summary>
    public string Key { get; private set; } = "";
    /// <summary>As it was when it was accepted.</summary>
    public Conflict Conflict { get; private set; } = null!;
    public string Reason { get; private set; } = "";
    public Guid? Account { get; private set; }
    /// <summary>The name of who accepted it, as it was then.</summary>
    public string By { get; private set; } = "";
    public Instant At { get; private set; }

    public void Take(Conflict conflict, string reason, Guid? account, string by, Instant at)
    {
        reason = Characters.Kept(reason).Trim();
        if (reason.Length == 0) throw new Refusal("programme.conflict_reason");
        if (reason.Length > LongestReason) throw new Refusal("programme.conflict_reason_long", ("most", LongestReason));
        (Conflict, Reason, Account, By, At) = (conflict, reason, account, by, at);
    }

    internal sealed class Map : IEntityTypeConfiguration<AcceptedConflict>
    {
        public void Configure(EntityTypeBuilder<AcceptedConflict> table)
        {
            table.HasKey(a => new { a.EditionId, a.Key });
            table.HasOne<Edition>().WithMany().HasForeignKey(a => a.EditionId);
            table.Property(a => a.Key).HasMaxLength(160);
            table.Property(a => a.Conflict).AsJson();
        }
    }
}

/// <summary>Accepts conflicts that the draft has now. One that was accepted before is accepted anew, as it is now and by whom it is now.</summary>
public static class AcceptConflicts
{
    /// <param name="keys">At least one.</param>
    /// <exception cref="NotThere">The draft has no such conflict.</exception>
    /// <exception cref="Refusal">Those of <see cref="AcceptedConflict"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<string> keys, string reason, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var found = (await ConflictCheck.Of(db, edition, cancellation)).Found.ToDictionary(f => f.Conflict.Key, f => f.Conflict);
        await Accept(db, actor, edition, [.. keys.Distinct().Select(k => found.GetValueOrDefault(k) ?? throw new NotThere("conflict"))], reason, cancellation);
    }

    /// <summary>Accepts whatever stands against a release of the draft as it is now; it may be nothing.</summary>
    /// <exception cref="Refusal">Those of <see cref="AcceptedConflict"/>.</exception>
    public static async Task AgainstRelease(AppDb db, Actor actor, Id<Edition> edition, string reason, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        if ((await ConflictCheck.Of(db, edition, cancellation)).AgainstRelease is { Count: > 0 } against) await Accept(db, actor, edition, against, reason, cancellation);
    }

    static async Task Accept(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyList<Conflict> wanted, string reason, CancellationToken cancellation)
    {
        var keys = wanted.Select(c => c.Key).ToList();
        var known = await db.AcceptedConflicts.Where(a => a.EditionId == edition && keys.Contains(a.Key)).ToDictionaryAsync(a => a.Key, cancellation);
        var now = db.Clock.GetCurrentInstant();
        foreach (var conflict in wanted)
        {
            if (known.TryGetValue(conflict.Key, out var before)) before.Take(conflict, reason, actor.Account, actor.Name, now);
            else db.Add(new AcceptedConflict(edition, conflict, reason, actor.Account, actor.Name, now));
            db.Record(actor, new ConflictAccepted(edition.Value, conflict.Key, conflict.Rule.ToString(), conflict.Sessions, Characters.Kept(reason).Trim()));
        }
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Nobody answers for the conflict any more; that somebody did stays in the log.</summary>
public static class TakeBackAcceptance
{
    /// <exception cref="NotThere">It is not accepted.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string key, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditProgramme, edition.Value);
        var accepted = await db.AcceptedConflicts.SingleOrDefaultAsync(a => a.EditionId == edition && a.Key == key, cancellation) ?? throw new NotThere("acceptance");
        db.Remove(accepted);
        db.Record(actor, new ConflictAcceptanceTakenBack(edition.Value, key));
        await db.SaveChangesAsync(cancellation);
    }
}
