using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Parties;

/// <summary>How far a party's coming has got.</summary>
public enum PartyStatus { Planned, Invited, Accepted, Declined, Present, Absent }

/// <summary>What a party comes as: it fixes seat, floor and documents.</summary>
public enum PartyCapacity { Host, Member, Participant, Observer, Guest }

/// <summary>What a party is at one edition.</summary>
/// <param name="Class">The key of the <see cref="OrderClass"/> it was put into by hand; null: the one its kind and capacity belong to.</param>
/// <param name="IsPublic">May stand in the public list of participants.</param>
public sealed record ParticipationFacts(PartyStatus Status, PartyCapacity Capacity = PartyCapacity.Participant, bool IsPublic = false, string? Class = null);

/// <summary>A party at one edition.</summary>
public sealed class PartyParticipation : IVersioned
{
    PartyParticipation() { }

    public PartyParticipation(Id<Edition> edition, Id<Party> party, ParticipationFacts facts)
    {
        (EditionId, PartyId) = (edition, party);
        Take(facts);
    }

    public Id<Edition> EditionId { get; private set; }
    public Id<Party> PartyId { get; private set; }
    public PartyStatus Status { get; private set; }
    public PartyCapacity Capacity { get; private set; }
    public bool IsPublic { get; private set; }
    public string? Class { get; private set; }
    public long Version { get; private set; }

    public ParticipationFacts Facts => new(Status, Capacity, IsPublic, Class);

    public void Take(ParticipationFacts facts) => (Status, Capacity, IsPublic, Class) = (facts.Status, facts.Capacity, facts.IsPublic, facts.Class);

    internal sealed class Map : IEntityTypeConfiguration<PartyParticipation>
    {
        public void Configure(EntityTypeBuilder<PartyParticipation> table)
        {
            table.HasKey(p => new { p.EditionId, p.PartyId });
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
            table.HasOne<Party>().WithMany().HasForeignKey(p => p.PartyId).OnDelete(DeleteBehavior.Restrict);
            table.Property(p => p.Status).HasConversion<string>().HasMaxLength(32);
            table.Property(p => p.Capacity).HasConversion<string>().HasMaxLength(32);
            table.Ignore(p => p.Facts);
        }
    }
}
