using Majlis.Accreditation;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<AccreditationRules> AccreditationRules => Set<AccreditationRules>();
    public DbSet<AccreditationPlace> AccreditationPlaces => Set<AccreditationPlace>();
    public DbSet<Application> Applications => Set<Application>();
    public DbSet<WatchedName> WatchedNames => Set<WatchedName>();
    public DbSet<VettingBatch> VettingBatches => Set<VettingBatch>();
    public DbSet<MediaPaper> MediaPapers => Set<MediaPaper>();
    public DbSet<TravelDocument> TravelDocuments => Set<TravelDocument>();
    public DbSet<VettingEntry> VettingEntries => Set<VettingEntry>();
}
