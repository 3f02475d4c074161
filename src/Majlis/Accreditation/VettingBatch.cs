using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>People whose data go to an authority together, in one file.</summary>
public sealed class VettingBatch
{
    VettingBatch() { }

    /// <param name="number">From 1 in the edition.</param>
    /// <exception cref="Refusal"><c>accreditation.authority_missing</c></exception>
    public VettingBatch(Id<Edition> edition, int number, string? authority, LocalDate sent, string by, Instant now)
    {
        (Id, EditionId, Number, Sent, By, At) = (Id<VettingBatch>.New(), edition, number, sent, by, now);
        Authority = Tables.CleanText.OneLine(authority, out _);
        if (Authority.Length is 0 or > 200) throw new Refusal("accreditation.authority_missing");
    }

    public const int MostEntries = 5_000;

    public Id<VettingBatch> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public int Number { get; private set; }
    public string Authority { get; private set; } = "";
    /// <summary>The day it goes out, in the edition's zone.</summary>
    public LocalDate Sent { get; private set; }
    public string By { get; private set; } = "";
    public Instant At { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<VettingBatch>
    {
        public void Configure(EntityTypeBuilder<VettingBatch> table)
        {
            table.HasIndex(b => new { b.EditionId, b.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(b => b.EditionId);
            table.Property(b => b.Authority).HasMaxLength(200);
        }
    }
}

/// <summary>
/// One person of a batch. The authority sees a reference that is used once and says nothing; of what it answers only the answer and its date are kept. What was told of the person is in no row.
/// </summary>
public sealed class VettingEntry : IVersioned
{
    VettingEntry() { }

    public VettingEntry(VettingBatch batch, Application application, int order) =>
        (Id, EditionId, BatchId, ApplicationId, Order, Identity, Reference) = (Id<VettingEntry>.New(), batch.EditionId, batch.Id, application.Id, order, application.Identity, References.New(10));

    public Id<VettingEntry> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<VettingBatch> BatchId { get; private set; }
    public Id<Application> ApplicationId { get; private set; }
    public int Order { get; private set; }
    public string Reference { get; private set; } = "";
    /// <summary>Who the person was when it was sent: an answer about somebody else is none.</summary>
    public string Identity { get; private set; } = "";
    /// <summary>Null: none yet. Else passed, a query or refused.</summary>
    public CheckState? Answer { get; private set; }
    public LocalDate? AnsweredOn { get; private set; }
    public long Version { get; private set; }

    internal void Take(CheckState answer, LocalDate on) => (Answer, AnsweredOn) = (answer, on);

    internal sealed class Map : IEntityTypeConfiguration<VettingEntry>
    {
        public void Configure(EntityTypeBuilder<VettingEntry> table)
        {
            table.HasIndex(e => new { e.EditionId, e.Reference }).IsUnique();
            table.HasIndex(e => new { e.BatchId, e.Order });
            table.HasOne<VettingBatch>().WithMany().HasForeignKey(e => e.BatchId);
            table.HasOne<Application>().WithMany().HasForeignKey(e => e.ApplicationId).OnDelete(DeleteBehavior.Cascade);
            table.Property(e => e.Answer).HasConversion<string>().HasMaxLength(16);
            table.Property(e => e.Reference).HasMaxLength(16);
            table.Property(e => e.Identity).HasMaxLength(32);
        }
    }
}
