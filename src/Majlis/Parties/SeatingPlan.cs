using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Parties;

public enum TableShape
{
    /// <summary>Rows before a podium.</summary>
    Rows,
    /// <summary>A head table and a wing down from each of its ends.</summary>
    U,
    HollowSquare,
    Round,
    /// <summary>A long table of two sides, heads in the middle, facing each other.</summary>
    TwoSides,
}

public enum SeatOrder
{
    /// <summary>The head first, then its right hand, its left hand, and so on outwards.</summary>
    ByHonour,
    /// <summary>The head first, then one after another: clockwise, or row by row.</summary>
    InTurn,
}

/// <param name="Snapshot">The number of the snapshot it is made from.</param>
/// <param name="Hall">The guid of a hall; null: of no hall.</param>
/// <param name="Rows">Rows of <see cref="TableShape.Rows"/>; seats of a wing or of the left and right side; not used by the others.</param>
/// <param name="Seats">Seats of a row, of the head table, of one of two long sides, or round the table.</param>
/// <param name="Classes">Keys of the classes that sit; empty: all.</param>
public sealed record SeatingFacts(string Name, int Snapshot, Guid? Hall, TableShape Shape, int Rows, int Seats, SeatOrder Order, IReadOnlyList<string> Classes);

/// <summary>Two seats whose parties changed places.</summary>
public sealed record SeatSwap(int One, int Other, string Reason, string By, Instant At);

/// <summary>Who sits where in a hall: a shape filled from one snapshot, and the swaps that were agreed with the delegations.</summary>
public sealed class SeatingPlan : IVersioned
{
    SeatingPlan() { }

    public SeatingPlan(Id<Edition> edition, int number)
    {
        Id = Id<SeatingPlan>.New();
        (EditionId, Number) = (edition, number);
    }

    public const int MostLetters = 200, MostSeats = 2000;

    public Id<SeatingPlan> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public int Number { get; private set; }
    public string Name { get; private set; } = "";
    public Id<OrderSnapshot> SnapshotId { get; private set; }
    public Id<Hall>? HallId { get; private set; }
    public TableShape Shape { get; private set; }
    public int Rows { get; private set; }
    public int Seats { get; private set; }
    public SeatOrder Order { get; private set; }
    public IReadOnlyList<string> Classes { get; private set; } = [];
    /// <summary>In the order they were made.</summary>
    public IReadOnlyList<SeatSwap> Swaps { get; private set; } = [];
    public long Version { get; private set; }

    /// <summary>Takes every fact. Swaps go when the seats are others: they were about those.</summary>
    /// <exception cref="Refusal"><c>parties.seating_name</c>, <c>parties.seats</c>.</exception>
    public void Take(SeatingFacts facts, Id<OrderSnapshot> snapshot, Id<Hall>? hall)
    {
        var name = Characters.Tame(Characters.Kept(facts.Name)).Trim();
        if (name.Length is 0 or > MostLetters) throw new Refusal("parties.seating_name", ("most", MostLetters));
        if (facts.Seats is < 1 or > MostSeats || Seating.UsesRows(facts.Shape) && facts.Rows is < 1 or > MostSeats || Seating.Count(facts.Shape, facts.Rows, facts.Seats) > MostSeats)
            throw new Refusal("parties.seats", ("most", MostSeats));
        if ((snapshot, facts.Shape, facts.Rows, facts.Seats, facts.Order) != (SnapshotId, Shape, Rows, Seats, Order) || !facts.Classes.SequenceEqual(Classes)) Swaps = [];
        (Name, SnapshotId, HallId, Shape, Rows, Seats, Order, Classes) = (name, snapshot, hall, facts.Shape, facts.Rows, facts.Seats, facts.Order, facts.Classes);
    }

    /// <exception cref="Refusal"><c>parties.seat_unknown</c> for a seat that is not there, or one swapped with itself.</exception>
    public void Swap(SeatSwap swap)
    {
        var count = Seating.Count(Shape, Rows, Seats);
        if (swap.One == swap.Other || swap.One < 1 || swap.Other < 1 || swap.One > count || swap.Other > count) throw new Refusal("parties.seat_unknown", ("most", count));
        Swaps = [.. Swaps, swap];
    }

    /// <summary>Takes the last swap back.</summary>
    public void Unswap() => Swaps = [.. Swaps.SkipLast(1)];

    internal sealed class Map : IEntityTypeConfiguration<SeatingPlan>
    {
        public void Configure(EntityTypeBuilder<SeatingPlan> table)
        {
            table.HasIndex(p => new { p.EditionId, p.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
            table.HasOne<OrderSnapshot>().WithMany().HasForeignKey(p => p.SnapshotId);
            table.HasOne<Hall>().WithMany().HasForeignKey(p => p.HallId).OnDelete(DeleteBehavior.SetNull);
            table.Property(p => p.Shape).HasConversion<string>().HasMaxLength(32);
            table.Property(p => p.Order).HasConversion<string>().HasMaxLength(32);
            table.Property(p => p.Classes).AsJson();
            table.Property(p => p.Swaps).AsJson();
        }
    }
}
