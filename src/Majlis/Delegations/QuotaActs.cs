using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Delegations;

/// <summary>How many places of a category there are.</summary>
public readonly record struct PlacesOf(string Category, bool IsOverflow, int Places);

/// <summary>Sets how many places a delegation has.</summary>
public static class SetQuota
{
    public static Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, string category, bool overflow, int places, CancellationToken cancellation = default) =>
        Run(db, actor, edition, party, [new(category, overflow, places)], cancellation);

    /// <summary>Sets all of the list, or none of it.</summary>
    /// <exception cref="Refusal"><c>delegations.places</c>; <c>delegations.category_unknown</c>; <c>delegations.places_taken</c>: more are taken of the <c>category</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, IReadOnlyList<PlacesOf> wanted, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        if (wanted.Any(w => w.Places is < 0 or > DelegationRules.MostPlaces)) throw new Refusal("delegations.places", ("most", DelegationRules.MostPlaces));
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        var delegation = open.Delegation.Id;
        foreach (var (category, overflow, places) in wanted)
        {
            if (!await db.Quotas.AnyAsync(q => q.DelegationId == delegation && q.Category == category && q.IsOverflow == overflow, cancellation)) throw new Refusal("delegations.category_unknown");
            if (!await Quota.Set(db, delegation, category, overflow, places, cancellation))
                throw new Refusal("delegations.places_taken", ("category", open.Terms.Categories.FirstOrDefault(c => c.Key == category)?.Name ?? LocalizedText.Of("en", category)));
            db.Record(actor, new QuotaChanged(edition.Value, open.Party.Id.Value, category, overflow, places, "set"));
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}

/// <summary>A delegation asks for more places.</summary>
public static class AskForPlaces
{
    /// <exception cref="Refusal"><c>delegations.request_open</c>: it has asked for the same already; <c>delegations.over</c>; and those of <see cref="QuotaRequest"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, string category, bool overflow, int more, string? reason, CancellationToken cancellation = default)
    {
        var open = await DelegationRows.Open(db, actor, edition, party, cancellation);
        if (open.Delegation.IsOver) throw new Refusal("delegations.over");
        if (open.Terms.Categories.All(c => c.Key != category)) throw new Refusal("delegations.category_unknown");
        db.Add(new QuotaRequest(open.Delegation, category, overflow, more, reason, actor.Name, db.Clock.GetCurrentInstant()));
        db.Record(actor, new QuotaChanged(edition.Value, open.Party.Id.Value, category, overflow, more, "asked"));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            throw new Refusal("delegations.request_open");
        }
    }
}

/// <summary>Answers a request for places: the places are there at once.</summary>
public static class AnswerQuotaRequest
{
    /// <param name="granted">0: none.</param>
    /// <exception cref="NotThere">No such request in this edition.</exception>
    /// <exception cref="Refusal">Those of <see cref="QuotaRequest.Decide"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Id<QuotaRequest> id, int granted, string? answer, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        var found = await db.QuotaRequests.Where(r => r.EditionId == edition && r.Id == id).Join(db.Delegations, r => r.DelegationId, d => d.Id, (r, d) => new { r.DelegationId, d.PartyId }).SingleOrDefaultAsync(cancellation)
            ?? throw new NotThere("request");
        await using var turn = await DelegationRows.Turn(db, found.DelegationId, cancellation);
        var request = await db.QuotaRequests.SingleAsync(r => r.Id == id, cancellation);
        request.Decide(granted, answer, actor.Name, db.Clock.GetCurrentInstant());
        var (delegation, category, overflow) = (request.DelegationId, request.Category, request.IsOverflow);
        if (granted > 0)
            await db.Quotas.Where(q => q.DelegationId == delegation && q.Category == category && q.IsOverflow == overflow).ExecuteUpdateAsync(set => set.SetProperty(q => q.Most, q => q.Most + granted), cancellation);
        db.Record(actor, new QuotaChanged(edition.Value, found.PartyId.Value, category, overflow, granted, granted > 0 ? "granted" : "declined"));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}

/// <summary>The delegation does not ask any more.</summary>
public static class WithdrawQuotaRequest
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, Id<QuotaRequest> id, CancellationToken cancellation = default)
    {
        var open = await DelegationRows.Open(db, actor, edition, party, cancellation);
        var delegation = open.Delegation.Id;
        var request = await db.QuotaRequests.SingleOrDefaultAsync(r => r.Id == id && r.DelegationId == delegation, cancellation) ?? throw new NotThere("request");
        request.Withdraw();
        db.Record(actor, new QuotaChanged(edition.Value, open.Party.Id.Value, request.Category, request.IsOverflow, request.More, "withdrawn"));
        await db.SaveChangesAsync(cancellation);
    }
}
