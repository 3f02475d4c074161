using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>What an outlet is; places of media are counted by it.</summary>
public enum OutletType { Newspaper, Agency, Radio, Television, Online, Photo }

/// <param name="Most">How many of one outlet of this type may be approved.</param>
public sealed record OutletPlaces(OutletType Type, int Most);

public enum MediaPaperKind { Assignment, PressCard }

/// <summary>A paper that a journalist's application rests on: the editor's letter of assignment, the press card.</summary>
public sealed class MediaPaper
{
    MediaPaper() { }

    public MediaPaper(Application application, MediaPaperKind kind, Id<StoredFile> file, Instant now) => (ApplicationId, EditionId, Kind, File, At) = (application.Id, application.EditionId, kind, file, now);

    public Id<Application> ApplicationId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public MediaPaperKind Kind { get; private set; }
    public Id<StoredFile> File { get; private set; }
    public Instant At { get; private set; }

    internal void Take(Id<StoredFile> file, Instant now) => (File, At) = (file, now);

    internal sealed class Map : IEntityTypeConfiguration<MediaPaper>
    {
        public void Configure(EntityTypeBuilder<MediaPaper> table)
        {
            table.HasKey(p => new { p.ApplicationId, p.Kind });
            table.HasOne<Application>().WithMany().HasForeignKey(p => p.ApplicationId).OnDelete(DeleteBehavior.Cascade);
            table.Property(p => p.Kind).HasConversion<string>().HasMaxLength(16);
        }
    }
}
