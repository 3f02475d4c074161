using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Figures;

/// <summary>When a figure was true: forums count differently before, at the opening and after.</summary>
public enum FigureStage { Announced, Opening, Final }

/// <summary>A number the forum says of itself, with the stage it was said at and who says it. Never computed silently: somebody published it.</summary>
public sealed class PublishedFigure
{
    PublishedFigure() { }

    /// <param name="metric">A key under <c>figure.</c> of the language files: <c>states</c>, <c>regions</c>, <c>participants</c>…</param>
    /// <param name="value">Not negative.</param>
    public PublishedFigure(Id<Edition> edition, string metric, FigureStage stage, long value, LocalizedText source, Instant at)
    {
        Id = Id<PublishedFigure>.New();
        (EditionId, Metric, Stage, Value, Source, At) = (edition, metric, stage, value >= 0 ? value : throw new Refusal("figures.negative"), source, at);
    }

    public Id<PublishedFigure> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public string Metric { get; private set; } = "";
    public FigureStage Stage { get; private set; }
    public long Value { get; private set; }
    public LocalizedText Source { get; private set; } = LocalizedText.Empty;
    public Instant At { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<PublishedFigure>
    {
        public void Configure(EntityTypeBuilder<PublishedFigure> table)
        {
            table.HasIndex(f => new { f.EditionId, f.Metric, f.Stage }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(f => f.EditionId);
            table.Property(f => f.Stage).HasConversion<string>().HasMaxLength(16);
        }
    }
}
