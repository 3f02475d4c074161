using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Meetings;

/// <summary>Where both are held, the meeting of the first request is before that of the other. A request that is over orders nothing.</summary>
public sealed class RequestOrder
{
    RequestOrder() { }

    /// <exception cref="Refusal"><c>meetings.order_self</c></exception>
    public RequestOrder(MeetingRequest first, MeetingRequest then)
    {
        if (first.Id == then.Id) throw new Refusal("meetings.order_self");
        (FirstId, ThenId, EditionId) = (first.Id, then.Id, first.EditionId);
    }

    public const int Most = 2000;

    public Id<MeetingRequest> FirstId { get; private set; }
    public Id<MeetingRequest> ThenId { get; private set; }
    public Id<Edition> EditionId { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<RequestOrder>
    {
        public void Configure(EntityTypeBuilder<RequestOrder> table)
        {
            table.HasKey(o => new { o.FirstId, o.ThenId });
            table.HasIndex(o => o.ThenId);
            table.HasIndex(o => o.EditionId);
            table.HasOne<Edition>().WithMany().HasForeignKey(o => o.EditionId);
            table.HasOne<MeetingRequest>().WithMany().HasForeignKey(o => o.FirstId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<MeetingRequest>().WithMany().HasForeignKey(o => o.ThenId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>Says that one meeting is before another. Saying it again changes nothing.</summary>
public static class OrderMeetings
{
    /// <param name="first">Number of the request whose meeting is earlier.</param>
    /// <exception cref="NotThere">No such request.</exception>
    /// <exception cref="Refusal"><c>meetings.order_self</c>; <c>meetings.order_circle</c> when the other is before it already, through whichever others; <c>meetings.too_many</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int first, int then, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        // Of two who say the opposite at once, the second sees the circle.
        await using var turn = await MeetingRounds.Turn(db, edition, cancellation);
        var order = new RequestOrder(await Open(db, edition, first, cancellation), await Open(db, edition, then, cancellation));
        var known = await db.RequestOrders.AsNoTracking().Where(o => o.EditionId == edition).ToListAsync(cancellation);
        if (known.Exists(o => o.FirstId == order.FirstId && o.ThenId == order.ThenId)) return;
        if (known.Count >= RequestOrder.Most) throw new Refusal("meetings.too_many", ("most", RequestOrder.Most));
        var after = known.ToLookup(o => o.FirstId, o => o.ThenId);
        var (reached, next) = (new HashSet<Id<MeetingRequest>> { order.ThenId }, new Stack<Id<MeetingRequest>>([order.ThenId]));
        while (next.TryPop(out var at))
            foreach (var later in after[at])
                if (reached.Add(later)) next.Push(later);
        if (reached.Contains(order.FirstId)) throw new Refusal("meetings.order_circle", ("first", first), ("then", then));
        db.Add(order);
        db.Record(actor, new MeetingOrderChanged(edition.Value, first, then, true));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }

    internal static async Task<MeetingRequest> Open(AppDb db, Id<Edition> edition, int number, CancellationToken cancellation) =>
        await db.MeetingRequests.AsNoTracking().SingleOrDefaultAsync(r => r.EditionId == edition && r.Number == number, cancellation) ?? throw new NotThere("request");
}

/// <summary>Either of two meetings may be the earlier one again.</summary>
public static class EndOrder
{
    /// <exception cref="NotThere">No such request.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, int first, int then, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepMeetings, edition, cancellation);
        var (one, other) = ((await OrderMeetings.Open(db, edition, first, cancellation)).Id, (await OrderMeetings.Open(db, edition, then, cancellation)).Id);
        if (await db.RequestOrders.SingleOrDefaultAsync(o => o.FirstId == one && o.ThenId == other, cancellation) is not { } known) return;
        db.Remove(known);
        db.Record(actor, new MeetingOrderChanged(edition.Value, first, then, false));
        await db.SaveChangesAsync(cancellation);
    }
}
