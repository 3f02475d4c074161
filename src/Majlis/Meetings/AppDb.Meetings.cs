using Majlis.Meetings;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<MeetingRound> MeetingRounds => Set<MeetingRound>();
    public DbSet<MeetingSide> MeetingSides => Set<MeetingSide>();
    public DbSet<MeetingProxy> MeetingProxies => Set<MeetingProxy>();
    public DbSet<MeetingRequest> MeetingRequests => Set<MeetingRequest>();
}
