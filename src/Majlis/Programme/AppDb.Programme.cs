using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<Track> Tracks => Set<Track>();
    public DbSet<SessionType> SessionTypes => Set<SessionType>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SessionPerson> SessionPeople => Set<SessionPerson>();
    public DbSet<SpeakerList> SpeakerLists => Set<SpeakerList>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<Release> Releases => Set<Release>();
    public DbSet<RuleLevel> RuleLevels => Set<RuleLevel>();
    public DbSet<AcceptedConflict> AcceptedConflicts => Set<AcceptedConflict>();
    public DbSet<Star> Stars => Set<Star>();
}
