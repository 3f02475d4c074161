using System.Security.Cryptography;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

/// <summary>Agrees the language of the order and the table of classes.</summary>
public static class AgreeOrder
{
    /// <param name="version">The version the form was shown; 0 while nobody wrote any.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="ProtocolOrder.Agree"/>.</exception>
    public static Task Run(AppDb db, Actor actor, Id<Edition> edition, string language, IReadOnlyList<OrderClass> classes, long version, CancellationToken cancellation = default) =>
        ChangeOrder.Run(db, actor, edition, version, order =>
        {
            order.Agree(language, classes);
            return new OrderChanged(edition.Value, "rules", null, null);
        }, cancellation);
}

/// <summary>Who comes first in the classes that begin from the lot.</summary>
public static class DrawLot
{
    /// <summary>Draws it, with this seed (thrown in public, say) or one of the machine's, which is recorded.</summary>
    /// <exception cref="Refusal"><c>parties.lot_among_none</c>; <c>parties.seed_too_long</c>.</exception>
    public static async Task<Lot> Run(AppDb db, Actor actor, Id<Edition> edition, string? seed, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditPrecedence, edition.Value);
        if (seed?.Length > Lot.MostLetters) throw new Refusal("parties.seed_too_long", ("most", Lot.MostLetters));
        seed = string.IsNullOrWhiteSpace(seed) ? RandomNumberGenerator.GetHexString(16, lowercase: true) : Characters.Kept(seed.Trim());
        var among = OrderOfParties.InLot(await OrderOfParties.Rules(db, edition, cancellation), await OrderOfParties.Present(db, edition, cancellation));
        if (among.Count == 0) throw new Refusal("parties.lot_among_none");
        var lot = new Lot(among[Lot.Draw(seed, among.Count)].Id, seed, among.Count, actor.Name, db.Clock.GetCurrentInstant());
        await Keep(db, actor, edition, lot, version, cancellation);
        return lot;
    }

    /// <summary>Enters what was drawn elsewhere.</summary>
    /// <exception cref="Refusal"><c>parties.not_in_lot</c>: the party is in none of the classes that begin from the lot.</exception>
    public static async Task Enter(AppDb db, Actor actor, Id<Edition> edition, Guid first, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditPrecedence, edition.Value);
        var among = OrderOfParties.InLot(await OrderOfParties.Rules(db, edition, cancellation), await OrderOfParties.Present(db, edition, cancellation));
        if (among.All(p => p.Id != first)) throw new Refusal("parties.not_in_lot");
        await Keep(db, actor, edition, new(first, null, among.Count, actor.Name, db.Clock.GetCurrentInstant()), version, cancellation);
    }

    public static Task Forget(AppDb db, Actor actor, Id<Edition> edition, long version, CancellationToken cancellation = default) => Keep(db, actor, edition, null, version, cancellation);

    static Task Keep(AppDb db, Actor actor, Id<Edition> edition, Lot? lot, long version, CancellationToken cancellation) => ChangeOrder.Run(db, actor, edition, version, order =>
    {
        var was = order.Lot;
        order.Take(lot);
        return new OrderChanged(edition.Value, lot is null ? "no_lot" : "lot", (lot ?? was)?.First, lot?.Seed);
    }, cancellation);
}

/// <summary>Puts a party elsewhere in its class, against the rules and for a reason.</summary>
public static class MoveParty
{
    public const int MostLetters = 500;

    /// <param name="place">Its place in the class, from 1; beyond the last is the last.</param>
    /// <exception cref="NotThere">The party is not of this edition.</exception>
    /// <exception cref="EditedMeanwhile">Somebody changed the order since.</exception>
    /// <exception cref="Refusal"><c>parties.reason_missing</c>, <c>parties.reason_too_long</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid party, int place, string reason, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditPrecedence, edition.Value);
        reason = Reason(reason);
        var lines = OrderOfParties.Arrange(await OrderOfParties.Rules(db, edition, cancellation), await OrderOfParties.Present(db, edition, cancellation));
        var line = lines.FirstOrDefault(l => l.Present.Id == party) ?? throw new NotThere("party");
        var others = lines.Where(l => l.Class?.Key == line.Class?.Key && l != line).ToList();
        var before = Math.Clamp(place, 1, others.Count + 1) - 1;
        await ChangeOrder.Run(db, actor, edition, version, order =>
        {
            order.Put(new(party, before == 0 ? null : others[before - 1].Present.Id, reason, actor.Name, db.Clock.GetCurrentInstant()));
            return new OrderChanged(edition.Value, "moved", party, reason);
        }, cancellation);
    }

    /// <summary>Puts it back where the rules say.</summary>
    public static Task Restore(AppDb db, Actor actor, Id<Edition> edition, Guid party, long version, CancellationToken cancellation = default) => ChangeOrder.Run(db, actor, edition, version, order =>
    {
        order.Restore(party);
        return new OrderChanged(edition.Value, "restored", party, null);
    }, cancellation);

    internal static string Reason(string reason)
    {
        reason = Characters.Tame(Characters.Kept(reason)).Trim();
        return reason.Length == 0 ? throw new Refusal("parties.reason_missing") : reason.Length > MostLetters ? throw new Refusal("parties.reason_too_long", ("most", MostLetters)) : reason;
    }
}

static class ChangeOrder
{
    /// <summary>One change of the rules over the version that was seen; the first writes them.</summary>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, long version, Func<ProtocolOrder, OrderChanged> change, CancellationToken cancellation)
    {
        var order = await Open(db, actor, Permission.EditPrecedence, edition, cancellation);
        var happened = change(order);
        if (db.Entry(order).State != EntityState.Added) db.Expect(order, version);
        else if (version != 0) throw new EditedMeanwhile(new InvalidOperationException("The order was never written."));
        db.Record(actor, happened);
        await Save(db, cancellation);
    }

    /// <summary>The order, tracked; a new one when nobody wrote any.</summary>
    public static async Task<ProtocolOrder> Open(AppDb db, Actor actor, Permission permission, Id<Edition> edition, CancellationToken cancellation)
    {
        await Editions.Open(db, actor, permission, edition, cancellation);
        return await db.ProtocolOrders.SingleOrDefaultAsync(o => o.EditionId == edition, cancellation) ?? db.Add(await OrderOfParties.Unwritten(db, edition, cancellation)).Entity;
    }

    /// <summary>Of two who write the first order at once one finds it taken: to them it was edited meanwhile.</summary>
    public static async Task Save(AppDb db, CancellationToken cancellation)
    {
        await db.SaveFirst(cancellation);
    }
}
