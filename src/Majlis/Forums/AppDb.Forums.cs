using Majlis.Forums;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<Forum> Forums => Set<Forum>();
    public DbSet<Edition> Editions => Set<Edition>();
    public DbSet<EditionDay> Days => Set<EditionDay>();
    public DbSet<Hall> Halls => Set<Hall>();
    public DbSet<Walk> Walks => Set<Walk>();
    public DbSet<Membership> Memberships => Set<Membership>();
    public DbSet<SecondFactorRule> SecondFactorRules => Set<SecondFactorRule>();
}
