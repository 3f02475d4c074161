using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Forums;

/// <summary>When a hall can be used.</summary>
/// <param name="From">First minute, included.</param>
/// <param name="Until">First minute after, excluded.</param>
public sealed record HallHours(LocalDateTime From, LocalDateTime Until);

/// <summary>A place where sessions are held. It keeps its <see cref="Guid"/> through every renaming: clients know it by that.</summary>
public sealed class Hall : IVersioned
{
    Hall() { }

    public Hall(Id<Edition> edition, string slug, LocalizedText name, Guid? guid = null)
    {
        Id = Id<Hall>.New();
        (EditionId, Guid, Slug) = (edition, guid ?? Id.Value, slug);
        Rename(slug, name);
    }

    public Id<Hall> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Guid Guid { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    public LocalizedText Building { get; private set; } = LocalizedText.Empty;
    /// <summary>Seats; null when unknown.</summary>
    public int? Capacity { get; private set; }
    /// <summary>Booths for interpreters; null when unknown. For the desk only.</summary>
    public int? Booths { get; private set; }
    /// <summary>Place in lists and in the grid, smallest first.</summary>
    public int Order { get; private set; }
    /// <summary>When it can be used; empty: all day, every day.</summary>
    public IReadOnlyList<HallHours> Hours { get; private set; } = [];
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>forums.slug</c>, <c>forums.hall_name_missing</c>.</exception>
    public void Rename(string slug, LocalizedText name) =>
        (Slug, Name) = (Forums.Slug.Check(slug), name.IsEmpty ? throw new Refusal("forums.hall_name_missing") : name);

    /// <exception cref="Refusal"><c>forums.capacity</c> for a negative or absurd number of seats.</exception>
    public void Equip(LocalizedText building, int? capacity) =>
        (Building, Capacity) = (building, capacity is null or (>= 0 and <= 1_000_000) ? capacity : throw new Refusal("forums.capacity"));

    /// <exception cref="Refusal"><c>forums.booths</c> unless null or 0 to 100.</exception>
    public void Furnish(int? booths) => Booths = booths is null or (>= 0 and <= 100) ? booths : throw new Refusal("forums.booths");

    public void PlaceAt(int order) => Order = order;

    /// <exception cref="Refusal"><c>forums.hall_hours</c> when a window ends before it begins or two overlap.</exception>
    public void OpenAt(IEnumerable<HallHours> hours)
    {
        var sorted = hours.OrderBy(h => h.From).ToList();
        if (sorted.Any(h => h.Until <= h.From) || sorted.Zip(sorted.Skip(1)).Any(p => p.Second.From < p.First.Until)) throw new Refusal("forums.hall_hours");
        Hours = sorted;
    }

    internal sealed class Map : IEntityTypeConfiguration<Hall>
    {
        public void Configure(EntityTypeBuilder<Hall> table)
        {
            table.HasIndex(h => new { h.EditionId, h.Slug }).IsUnique();
            table.HasIndex(h => new { h.EditionId, h.Guid }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(h => h.EditionId);
            table.Property(h => h.Hours).AsJson();
        }
    }
}

/// <summary>Minutes on foot between two halls, the same both ways. Kept once a pair, the smaller id first.</summary>
public sealed class Walk
{
    Walk() { }

    /// <param name="minutes">0 to 240.</param>
    public Walk(Id<Edition> edition, Id<Hall> one, Id<Hall> other, int minutes)
    {
        if (one == other) throw new Refusal("forums.walk");
        (EditionId, HallA, HallB) = one < other ? (edition, one, other) : (edition, other, one);
        Take(minutes);
    }

    public Id<Edition> EditionId { get; private set; }
    public Id<Hall> HallA { get; private set; }
    public Id<Hall> HallB { get; private set; }
    public int Minutes { get; private set; }

    public void Take(int minutes) => Minutes = minutes is >= 0 and <= 240 ? minutes : throw new Refusal("forums.walk");

    internal sealed class Map : IEntityTypeConfiguration<Walk>
    {
        public void Configure(EntityTypeBuilder<Walk> table)
        {
            table.HasKey(w => new { w.HallA, w.HallB });
            table.HasIndex(w => w.EditionId);
            table.HasOne<Hall>().WithMany().HasForeignKey(w => w.HallA);
            table.HasOne<Hall>().WithMany().HasForeignKey(w => w.HallB);
        }
    }
}

