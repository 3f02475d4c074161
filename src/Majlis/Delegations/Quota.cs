using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>
/// How many confirmed members of one category a delegation may have, and has. The database itself refuses a place too many: the count goes up by a conditional update only, and the table
/// checks that no more are taken than there are.
/// </summary>
public sealed class Quota
{
    Quota() { }

    public Quota(Id<Delegation> delegation, string category, bool isOverflow, int most) => (DelegationId, Category, IsOverflow, Most) = (delegation, category, isOverflow, most);

    public Id<Delegation> DelegationId { get; private set; }
    public string Category { get; private set; } = "";
    /// <summary>Places beside the official ones.</summary>
    public bool IsOverflow { get; private set; }
    public int Most { get; private set; }
    public int Taken { get; private set; }

    /// <summary>Takes a place, by an update of its own: in the caller's transaction, which gives it back when it is given up.</summary>
    /// <returns>False: there is none.</returns>
    internal static async Task<bool> Take(AppDb db, Id<Delegation> delegation, string category, bool isOverflow, CancellationToken cancellation) =>
        await db.Quotas.Where(q => q.DelegationId == delegation && q.Category == category && q.IsOverflow == isOverflow && q.Taken < q.Most)
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.Taken, q => q.Taken + 1), cancellation) == 1;

    internal static Task Free(AppDb db, Id<Delegation> delegation, string category, bool isOverflow, CancellationToken cancellation) =>
        db.Quotas.Where(q => q.DelegationId == delegation && q.Category == category && q.IsOverflow == isOverflow && q.Taken > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.Taken, q => q.Taken - 1), cancellation);

    /// <summary>Sets how many there are, unless more are taken.</summary>
    internal static async Task<bool> Set(AppDb db, Id<Delegation> delegation, string category, bool isOverflow, int most, CancellationToken cancellation) =>
        await db.Quotas.Where(q => q.DelegationId == delegation && q.Category == category && q.IsOverflow == isOverflow && q.Taken <= most)
            .ExecuteUpdateAsync(set => set.SetProperty(q => q.Most, most), cancellation) == 1;

    internal sealed class Map : IEntityTypeConfiguration<Quota>
    {
        public void Configure(EntityTypeBuilder<Quota> table)
        {
            table.ToTable(t => t.HasCheckConstraint("CK_Quotas_Taken", "\"Taken\" >= 0 AND \"Taken\" <= \"Most\""));
            table.HasKey(q => new { q.DelegationId, q.Category, q.IsOverflow });
            table.HasOne<Delegation>().WithMany().HasForeignKey(q => q.DelegationId);
            table.Property(q => q.Category).HasMaxLength(32);
        }
    }
}

public enum QuotaRequestState { Asked, Granted, GrantedInPart, Declined, Withdrawn }

/// <summary>A delegation asks for more places, with its reasons.</summary>
public sealed class QuotaRequest : IVersioned
{
    QuotaRequest() { }

    /// <param name="more">Places beyond those it has.</param>
    /// <exception cref="Refusal"><c>delegations.places</c>, <c>delegations.reason_missing</c>.</exception>
    public QuotaRequest(Delegation delegation, string category, bool isOverflow, int more, string? reason, string by, Instant now)
    {
        if (more is < 1 or > DelegationRules.MostPlaces) throw new Refusal("delegations.places", ("most", DelegationRules.MostPlaces));
        (Id, EditionId, DelegationId, Category, IsOverflow, More, By, At) = (Id<QuotaRequest>.New(), delegation.EditionId, delegation.Id, category, isOverflow, more, by, now);
        (Reason, Open) = (Delegation.Worded(reason, "delegations.reason_missing"), Key);
    }

    public Id<QuotaRequest> Id { get; private set; }
    public Id<Forums.Edition> EditionId { get; private set; }
    public Id<Delegation> DelegationId { get; private set; }
    public string Category { get; private set; } = "";
    public bool IsOverflow { get; private set; }
    public int More { get; private set; }
    public string Reason { get; private set; } = "";
    public string By { get; private set; } = "";
    public Instant At { get; private set; }
    public QuotaRequestState State { get; private set; }
    /// <summary>Places granted; null while nobody answered.</summary>
    public int? Granted { get; private set; }
    public string? Answer { get; private set; }
    public string? AnsweredBy { get; private set; }
    public Instant? AnsweredAt { get; private set; }
    /// <summary>While it waits: what it asks for. Unique, so that a delegation asks for one thing once at a time.</summary>
    public string? Open { get; private set; }
    public long Version { get; private set; }

    string Key => $"{DelegationId}/{Category}/{(IsOverflow ? "overflow" : "places")}";

    /// <exception cref="Refusal"><c>delegations.request_answered</c>, <c>delegations.places</c>.</exception>
    internal void Decide(int granted, string? answer, string by, Instant now)
    {
        if (State != QuotaRequestState.Asked) throw new Refusal("delegations.request_answered");
        if (granted < 0 || granted > More) throw new Refusal("delegations.places", ("most", More));
        State = granted == 0 ? QuotaRequestState.Declined : granted < More ? QuotaRequestState.GrantedInPart : QuotaRequestState.Granted;
        (Granted, Answer, AnsweredBy, AnsweredAt, Open) = (granted, string.IsNullOrWhiteSpace(answer) ? null : Delegation.Worded(answer, ""), by, now, null);
    }

    internal void Withdraw()
    {
        if (State != QuotaRequestState.Asked) throw new Refusal("delegations.request_answered");
        (State, Open) = (QuotaRequestState.Withdrawn, null);
    }

    internal sealed class Map : IEntityTypeConfiguration<QuotaRequest>
    {
        public void Configure(EntityTypeBuilder<QuotaRequest> table)
        {
            table.HasIndex(r => r.Open).IsUnique();
            table.HasIndex(r => new { r.EditionId, r.State });
            table.HasIndex(r => r.DelegationId);
            table.HasOne<Delegation>().WithMany().HasForeignKey(r => r.DelegationId);
            table.HasOne<Forums.Edition>().WithMany().HasForeignKey(r => r.EditionId);
            table.Property(r => r.State).HasConversion<string>().HasMaxLength(32);
            table.Property(r => r.Open).HasMaxLength(100);
            table.Property(r => r.Category).HasMaxLength(32);
        }
    }
}
