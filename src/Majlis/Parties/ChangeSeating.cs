using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Parties;

public static class AddSeating
{
    /// <exception cref="Refusal"><c>parties.snapshot_unknown</c>, <c>forums.hall_unknown</c>, and those of <see cref="SeatingPlan.Take"/>.</exception>
    public static async Task<SeatingPlan> Run(AppDb db, Actor actor, Id<Edition> edition, SeatingFacts facts, CancellationToken cancellation = default)
    {
        var order = await ChangeOrder.Open(db, actor, Permission.EditPrecedence, edition, cancellation);
        var plan = new SeatingPlan(edition, order.NextSeating());
        await ChangeSeating.Take(db, plan, facts, cancellation);
        db.Add(plan);
        db.Record(actor, new SeatingChanged(edition.Value, plan.Id.Value, "added", null));
        await ChangeOrder.Save(db, cancellation);
        return plan;
    }
}

/// <summary>Changes a plan; swaps go when the seats are others.</summary>
public static class ChangeSeating
{
    /// <param name="version">The version the form was shown.</param>
    /// <exception cref="NotThere">No plan of this edition has the number.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">As for <see cref="AddSeating"/>.</exception>
    public static Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, SeatingFacts facts, long version, CancellationToken cancellation = default) =>
        Change(db, actor, edition, number, version, "changed", null, plan => Take(db, plan, facts, cancellation), cancellation);

    internal static async Task Take(AppDb db, SeatingPlan plan, SeatingFacts facts, CancellationToken cancellation)
    {
        var snapshot = await db.OrderSnapshots.Where(s => s.EditionId == plan.EditionId && s.Number == facts.Snapshot).Select(s => (Id<OrderSnapshot>?)s.Id).SingleOrDefaultAsync(cancellation)
            ?? throw new Refusal("parties.snapshot_unknown");
        Id<Hall>? hall = facts.Hall is { } guid
            ? await db.Halls.Where(h => h.EditionId == plan.EditionId && h.Guid == guid).Select(h => (Id<Hall>?)h.Id).SingleOrDefaultAsync(cancellation) ?? throw new Refusal("forums.hall_unknown") : null;
        plan.Take(facts, snapshot, hall);
    }

    internal static async Task Change(AppDb db, Actor actor, Id<Edition> edition, int number, long version, string what, string? reason, Func<SeatingPlan, Task> change, CancellationToken cancellation)
    {
        actor.Require(Permission.EditPrecedence, edition.Value);
        var plan = await db.SeatingPlans.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == number, cancellation) ?? throw new NotThere("seating");
        db.Expect(plan, version);
        await change(plan);
        db.Record(actor, new SeatingChanged(edition.Value, plan.Id.Value, what, reason));
        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>Lets the parties of two seats change places, for a reason. One of the seats may be free.</summary>
public static class SwapSeats
{
    /// <param name="version">The version the plan was shown in.</param>
    /// <exception cref="Refusal"><c>parties.reason_missing</c>, <c>parties.reason_too_long</c>, <c>parties.seat_unknown</c>.</exception>
    public static Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, int one, int other, string reason, long version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.EditPrecedence, edition.Value);
        reason = MoveParty.Reason(reason);
        return ChangeSeating.Change(db, actor, edition, number, version, "swapped", reason, plan =>
        {
            plan.Swap(new(one, other, reason, actor.Name, db.Clock.GetCurrentInstant()));
            return Task.CompletedTask;
        }, cancellation);
    }

    /// <summary>Takes the last swap back.</summary>
    public static Task Undo(AppDb db, Actor actor, Id<Edition> edition, int number, long version, CancellationToken cancellation = default) =>
        ChangeSeating.Change(db, actor, edition, number, version, "restored", null, plan =>
        {
            plan.Unswap();
            return Task.CompletedTask;
        }, cancellation);
}

public static class RemoveSeating
{
    /// <exception cref="NotThere">No plan of this edition has the number.</exception>
    public static Task Run(AppDb db, Actor actor, Id<Edition> edition, int number, long version, CancellationToken cancellation = default) =>
        ChangeSeating.Change(db, actor, edition, number, version, "removed", null, plan =>
        {
            db.Remove(plan);
            return Task.CompletedTask;
        }, cancellation);
}
