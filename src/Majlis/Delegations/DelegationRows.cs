using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>A delegation as somebody opened it who may.</summary>
/// <param name="IsDesk">Opened by the desk, which no window binds; else by a focal point.</param>
public sealed record OpenDelegation(Delegation Delegation, Party Party, Edition Edition, DelegationTerms Terms, bool IsDesk, LocalDateTime Now)
{
    /// <summary>New names may be entered now.</summary>
    public bool MayNominate => IsDesk || !Delegation.IsOver && !(Now < Terms.NominationFrom) && (!(Now >= Terms.NominationUntil) || Delegation.State == DelegationState.Returned) && !(Now >= Terms.ConfirmationUntil);

    /// <summary>Names may be confirmed, replaced and corrected now.</summary>
    public bool MayConfirm => IsDesk || !Delegation.IsOver && !(Now < Terms.NominationFrom) && !(Now >= Terms.ConfirmationUntil);

    /// <exception cref="Refusal"><c>delegations.nomination_closed</c></exception>
    internal void NeedNomination()
    {
        if (!MayNominate && !Delegation.IsOver) throw new Refusal("delegations.nomination_closed");
    }

    /// <exception cref="Refusal"><c>delegations.confirmation_closed</c></exception>
    internal void NeedConfirmation()
    {
        if (!MayConfirm && !Delegation.IsOver) throw new Refusal("delegations.confirmation_closed");
    }
}

public static class DelegationRows
{
    /// <summary>The delegation of a party, for its focal points and for the desk. To anybody else it is not there, as one that does not exist.</summary>
    /// <param name="party">The party's slug.</param>
    /// <exception cref="NotThere">No delegation, or not for the actor.</exception>
    public static async Task<OpenDelegation> Open(AppDb db, Actor actor, Id<Edition> edition, string party, CancellationToken cancellation = default)
    {
        var isDesk = actor.May(Permission.KeepDelegations, edition.Value);
        var mine = isDesk ? [] : await FocalPoints.Of(db, actor, edition, cancellation);
        if (!isDesk && mine.Count == 0) throw new NotThere("delegation");
        var found = await db.Delegations.Where(d => d.EditionId == edition).Join(db.Parties.Where(p => p.Slug == party), d => d.PartyId, p => p.Id, (d, p) => new { Delegation = d, Party = p }).SingleOrDefaultAsync(cancellation);
        if (found is null || !isDesk && !mine.Contains(found.Party.Id)) throw new NotThere("delegation");
        var noun = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        var (terms, _) = await DelegationRules.Of(db, edition, cancellation);
        return new(found.Delegation, found.Party, noun, terms, isDesk, db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[noun.Zone]).LocalDateTime);
    }

    /// <summary>
    /// Takes the delegation for this transaction: whoever else wants to change it waits. So what a rule has read of a delegation (its state, its head, its places) is still so when it is written.
    /// Within a transaction of the caller there is none of its own.
    /// </summary>
    internal static Task<Turn> Turn(AppDb db, Id<Delegation> delegation, CancellationToken cancellation) => db.InTurn(
        // Locks the row, and tells every form that was shown before that the delegation is another one now.
        () => db.Delegations.Where(d => d.Id == delegation).ExecuteUpdateAsync(set => set.SetProperty(d => d.Version, d => d.Version + 1), cancellation), cancellation);

    /// <summary>Opens, takes its turn, and reads the delegation again as it is now.</summary>
    internal static async Task<(OpenDelegation Open, Turn Turn)> Take(AppDb db, Actor actor, Id<Edition> edition, string party, CancellationToken cancellation)
    {
        var open = await Open(db, actor, edition, party, cancellation);
        var turn = await Turn(db, open.Delegation.Id, cancellation);
        try
        {
            await db.Entry(open.Delegation).ReloadAsync(cancellation);
            return (open, turn);
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the party's delegation with the places that the edition gives, unless it is there. The caller has asked for the permission, and saves.</summary>
    internal static async Task<Delegation?> Expect(AppDb db, Actor actor, Id<Edition> edition, Id<Party> party, DelegationTerms terms, CancellationToken cancellation)
    {
        if (await db.Delegations.AnyAsync(d => d.EditionId == edition && d.PartyId == party, cancellation)) return null;
        var delegation = new Delegation(edition, party);
        db.Add(delegation);
        foreach (var category in terms.Categories)
        {
            db.Add(new Quota(delegation.Id, category.Key, false, category.Places));
            db.Add(new Quota(delegation.Id, category.Key, true, category.Overflow));
        }
        db.Record(actor, new DelegationChanged(edition.Value, party.Value, "expected"));
        return delegation;
    }

    internal static Task<int> Heads(AppDb db, Id<Delegation> delegation, CancellationToken cancellation) => db.Members.CountAsync(m => m.HeadOf == delegation, cancellation);
}

/// <summary>Expects a delegation of a party that is at the edition. Expecting it again changes nothing.</summary>
public static class ExpectDelegation
{
    /// <exception cref="NotAllowed">Needs <see cref="Permission.KeepDelegations"/>.</exception>
    /// <exception cref="Refusal"><c>parties.not_here</c></exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.KeepDelegations, edition, cancellation);
        var there = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == party, cancellation) ?? throw new NotThere("party");
        if (!await db.Participations.AnyAsync(p => p.EditionId == edition && p.PartyId == there.Id, cancellation)) throw new Refusal("parties.not_here", ("party", there.Short));
        var (terms, _) = await DelegationRules.Of(db, edition, cancellation);
        if (await DelegationRows.Expect(db, actor, edition, there.Id, terms, cancellation) is null) return;
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            // Somebody expected it at the same moment.
        }
    }
}

/// <summary>Takes in a note or letter of a party.</summary>
public static class ReceiveNote
{
    /// <exception cref="Refusal"><c>delegations.note_twice</c>, and those of <see cref="DelegationNote"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, NoteKind kind, string? number, LocalDate? dated, string? about, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        var note = new DelegationNote(open.Delegation, kind, number, dated, about, actor.Name, db.Clock.GetCurrentInstant());
        open.Delegation.Receive(note);
        db.Add(note);
        db.Record(actor, new DelegationChanged(edition.Value, open.Party.Id.Value, "noted", note.Number));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (Refusal taken) when (taken.Code == "platform.taken")
        {
            throw new Refusal("delegations.note_twice", ("number", note.Number));
        }
        await turn.Done();
    }
}

/// <summary>What is done with a delegation as a whole.</summary>
public enum DelegationStep { Submit, Return, Verify, Confirm, Arrive, Depart, Withdraw, ComeAgain }

/// <summary>Brings a delegation a step further. Focal points submit; everything else is the desk's.</summary>
public static class MoveDelegation
{
    /// <param name="version">The version that was looked at: whoever verifies has seen every name.</param>
    /// <param name="words">The reason of a return; the declaration of a focal point who submits.</param>
    /// <exception cref="EditedMeanwhile">The delegation or one of its members changed since.</exception>
    /// <exception cref="Refusal">Those of <see cref="Delegation"/>, and <c>delegations.confirmation_closed</c>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, DelegationStep step, string? words, long version, CancellationToken cancellation = default)
    {
        if (step != DelegationStep.Submit) actor.Require(Permission.KeepDelegations, edition.Value);
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        var delegation = open.Delegation;
        if (delegation.Version != version + 1) throw new EditedMeanwhile(new InvalidOperationException("It changed since it was shown."));
        var heads = await DelegationRows.Heads(db, delegation.Id, cancellation);
        switch (step)
        {
            case DelegationStep.Submit: open.NeedConfirmation(); delegation.Submit(heads, open.Party.Kind, words); break;
            case DelegationStep.Return: delegation.Return(words); break;
            case DelegationStep.Verify: delegation.Verify(heads, open.Party.Kind, db.Clock.GetCurrentInstant()); break;
            case DelegationStep.Confirm: delegation.Confirm(heads, open.Party.Kind); break;
            case DelegationStep.Arrive: delegation.Arrive(); break;
            case DelegationStep.Depart: delegation.Depart(); break;
            case DelegationStep.Withdraw: delegation.Withdraw(); break;
            default: delegation.ComeAgain(); break;
        }
        db.Record(actor, new DelegationChanged(edition.Value, open.Party.Id.Value, step switch
        {
            DelegationStep.Submit => "submitted", DelegationStep.Return => "returned", DelegationStep.Verify => "verified", DelegationStep.Confirm => "confirmed", DelegationStep.Arrive => "arrived",
            DelegationStep.Depart => "departed", DelegationStep.Withdraw => "withdrawn", _ => "again",
        }, step is DelegationStep.Return ? delegation.ReturnedFor : step is DelegationStep.Submit && !string.IsNullOrWhiteSpace(words) ? delegation.Declaration : null));
        if (step is DelegationStep.Arrive && await db.Participations.SingleOrDefaultAsync(p => p.EditionId == edition && p.PartyId == open.Party.Id, cancellation) is { } here)
        {
            here.Take(here.Facts with { Status = PartyStatus.Present });
            db.Record(actor, new ParticipationChanged(edition.Value, [open.Party.Id.Value], "status"));
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}

/// <summary>Says how far the check of credentials has got.</summary>
public static class SetCredentials
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, string party, CredentialsState state, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepDelegations, edition.Value);
        var (open, turn) = await DelegationRows.Take(db, actor, edition, party, cancellation);
        await using var _ = turn;
        open.Delegation.Credit(state);
        db.Record(actor, new DelegationChanged(edition.Value, open.Party.Id.Value, "credentials", state.ToString()));
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }
}
