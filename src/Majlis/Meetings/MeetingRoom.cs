using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>What a room is for. Meetings of ministers and above are held in a bilateral room; every other one anywhere.</summary>
public enum RoomClass { Bilateral, Table }

/// <summary>A time in which something that the plan counts on is not to be had, in the edition's zone.</summary>
/// <param name="From">First minute, included.</param>
/// <param name="Until">First minute after.</param>
public sealed record LostTime(LocalDateTime From, LocalDateTime Until)
{
    /// <summary>Whether any minute of the slot is lost.</summary>
    public bool Meets(LocalDateTime from, LocalDateTime until) => From < until && from < Until;
}

/// <param name="Building">Told apart by its text; rooms without one are in a building of their own kind.</param>
/// <param name="Seats">At each table.</param>
/// <param name="Tables">Meetings in it at the same time at most.</param>
/// <param name="Hall">The hall of the programme that it is; what is held there closes it. Null: it is no hall.</param>
public sealed record RoomFacts(LocalizedText Name, LocalizedText Building, RoomClass Class, int Seats, int Tables, Id<Hall>? Hall);

/// <summary>A room, or several tables in one, where sides meet.</summary>
public sealed class MeetingRoom : IVersioned
{
    MeetingRoom() { }

    /// <exception cref="Refusal">Those of <see cref="Take"/>.</exception>
    public MeetingRoom(Id<Edition> edition, RoomFacts facts)
    {
        (Id, EditionId) = (Id<MeetingRoom>.New(), edition);
        Take(facts);
    }

    public const int MostSeats = 1000, MostTables = 500, MostClosures = 100;

    public Id<MeetingRoom> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    public LocalizedText Building { get; private set; } = LocalizedText.Empty;
    public RoomClass Class { get; private set; }
    public int Seats { get; private set; }
    public int Tables { get; private set; }
    public Id<Hall>? HallId { get; private set; }
    /// <summary>When it cannot be used; sorted.</summary>
    public IReadOnlyList<LostTime> Closed { get; private set; } = [];
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>meetings.room_name_missing</c>, <c>meetings.room_seats</c>, <c>meetings.room_tables</c>.</exception>
    public void Take(RoomFacts facts)
    {
        if (facts.Name.IsEmpty) throw new Refusal("meetings.room_name_missing");
        if (facts.Seats is < 2 or > MostSeats) throw new Refusal("meetings.room_seats", ("most", MostSeats));
        if (facts.Tables is < 1 or > MostTables) throw new Refusal("meetings.room_tables", ("most", MostTables));
        (Name, Building, Class, Seats, Tables, HallId) = (facts.Name, facts.Building, facts.Class, facts.Seats, facts.Tables, facts.Hall);
    }

    /// <summary>Replaces every time in which it cannot be used.</summary>
    /// <exception cref="Refusal"><c>meetings.lost_time</c> for one that ends before it begins, <c>meetings.too_many</c>.</exception>
    public void Close(IEnumerable<LostTime> times) => Closed = Checked(times);

    internal static IReadOnlyList<LostTime> Checked(IEnumerable<LostTime> times)
    {
        var sorted = times.Distinct().OrderBy(t => t.From).ThenBy(t => t.Until).ToList();
        if (sorted.Count > MostClosures) throw new Refusal("meetings.too_many", ("most", MostClosures));
        return sorted.TrueForAll(t => t.Until > t.From) ? sorted : throw new Refusal("meetings.lost_time");
    }

    internal sealed class Map : IEntityTypeConfiguration<MeetingRoom>
    {
        public void Configure(EntityTypeBuilder<MeetingRoom> table)
        {
            table.HasIndex(r => r.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.HasOne<Hall>().WithMany().HasForeignKey(r => r.HallId).OnDelete(DeleteBehavior.SetNull);
            table.Property(r => r.Class).HasConversion<string>().HasMaxLength(16);
            table.Property(r => r.Closed).AsJson();
        }
    }
}
