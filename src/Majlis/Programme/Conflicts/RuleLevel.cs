using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Programme.Conflicts;

/// <summary>The level an edition gave a rule. Rules without a row have their <see cref="ConflictRules.DefaultLevel"/>.</summary>
public sealed class RuleLevel : IVersioned
{
    RuleLevel() { }

    public RuleLevel(Id<Edition> edition, ConflictRule rule, ConflictLevel level) => (EditionId, Rule, Level) = (edition, rule, level);

    public Id<Edition> EditionId { get; private set; }
    public ConflictRule Rule { get; private set; }
    public ConflictLevel Level { get; private set; }
    /// <summary>Of a rule that forbids placing also counted up by each placing, see <see cref="Placing.Save"/>.</summary>
    public long Version { get; private set; }

    public void Set(ConflictLevel level) => Level = level;

    internal sealed class Map : IEntityTypeConfiguration<RuleLevel>
    {
        public void Configure(EntityTypeBuilder<RuleLevel> table)
        {
            table.HasKey(l => new { l.EditionId, l.Rule });
            table.HasOne<Edition>().WithMany().HasForeignKey(l => l.EditionId);
            table.Property(l => l.Rule).HasConversion<string>().HasMaxLength(32);
            table.Property(l => l.Level).HasConversion<string>().HasMaxLength(32);
        }
    }
}

public static class RuleLevels
{
    /// <summary>What the edition does about each rule. The caller has asked for the permission.</summary>
    public static async Task<IReadOnlyDictionary<ConflictRule, ConflictLevel>> Of(AppDb db, Id<Edition> edition, CancellationToken cancellation = default)
    {
        var set = await ConflictFacts.Levels(db, edition, cancellation);
        return Enum.GetValues<ConflictRule>().ToDictionary(r => r, r => set.TryGetValue(r, out var level) ? level : r.DefaultLevel());
    }
}

/// <summary>Sets what the edition does about rules; rules not named keep their level.</summary>
public static class SetRuleLevels
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyDictionary<ConflictRule, ConflictLevel> levels, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.EditEdition, edition, cancellation);
        while (!await Set(db, actor, edition, levels, cancellation)) db.ChangeTracker.Clear();
    }

    /// <returns>False: somebody placed a session under one of the rules meanwhile, which counts as a change of it.</returns>
    static async Task<bool> Set(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyDictionary<ConflictRule, ConflictLevel> levels, CancellationToken cancellation)
    {
        var set = await db.RuleLevels.Where(l => l.EditionId == edition).ToDictionaryAsync(l => l.Rule, cancellation);
        foreach (var (rule, level) in levels)
        {
            if (set.TryGetValue(rule, out var known)) known.Set(level);
            else if (level != rule.DefaultLevel()) db.Add(new RuleLevel(edition, rule, level));
        }
        if (!db.ChangeTracker.HasChanges()) return true;
        db.Record(actor, new EditionChanged(edition.Value, "conflict rules", null));
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (EditedMeanwhile)
        {
            return false;
        }
    }
}
