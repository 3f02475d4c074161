using Majlis.Accreditation.Badges;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<BadgeBook> BadgeBooks => Set<BadgeBook>();
    public DbSet<Badge> Badges => Set<Badge>();
    public DbSet<BadgeRun> BadgeRuns => Set<BadgeRun>();
    public DbSet<BadgeKey> BadgeKeys => Set<BadgeKey>();
}
