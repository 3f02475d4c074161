using Majlis.Parties;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<Party> Parties => Set<Party>();
    public DbSet<PartyFlag> PartyFlags => Set<PartyFlag>();
    public DbSet<PartyGroup> PartyGroups => Set<PartyGroup>();
    public DbSet<PartyParticipation> Participations => Set<PartyParticipation>();
    public DbSet<ProtocolOrder> ProtocolOrders => Set<ProtocolOrder>();
    public DbSet<OrderSnapshot> OrderSnapshots => Set<OrderSnapshot>();
    public DbSet<SeatingPlan> SeatingPlans => Set<SeatingPlan>();
}
