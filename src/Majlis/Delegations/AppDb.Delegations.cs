using Majlis.Delegations;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<DelegationRules> DelegationRules => Set<DelegationRules>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<Delegation> Delegations => Set<Delegation>();
    public DbSet<DelegationNote> DelegationNotes => Set<DelegationNote>();
    public DbSet<Member> Members => Set<Member>();
    public DbSet<Quota> Quotas => Set<Quota>();
    public DbSet<QuotaRequest> QuotaRequests => Set<QuotaRequest>();
    public DbSet<ApartPair> ApartPairs => Set<ApartPair>();
}
