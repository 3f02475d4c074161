using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

/// <summary>What is done with applications.</summary>
public abstract record ApplicationDeed
{
    /// <summary>Who may.</summary>
    public virtual Permission Needs => Permission.Accredit;

    /// <param name="Result">Passed or refused; of security also a query.</param>
    /// <param name="Note">For colleagues; null: none.</param>
    public sealed record Decide(CheckKind Check, CheckState Result, string? Note = null) : ApplicationDeed
    {
        public override Permission Needs => ToDecide(Check);
    }

    /// <summary>The decision is taken back: the check is pending again.</summary>
    public sealed record Undo(CheckKind Check) : ApplicationDeed
    {
        public override Permission Needs => ToDecide(Check);
    }

    public sealed record HoldUp(string? Note = null) : ApplicationDeed;

    /// <summary>Goes on. One that the watch list holds only security releases.</summary>
    public sealed record GoOn : ApplicationDeed
    {
        public override Permission Needs => Permission.SeeAccreditation;
    }

    /// <param name="Reason">What is to be put right, for whoever entered it.</param>
    public sealed record Return(string? Reason) : ApplicationDeed;

    /// <summary>What was returned was put right.</summary>
    public sealed record Resubmit : ApplicationDeed;

    public sealed record Revoke : ApplicationDeed;

    public sealed record Reinstate : ApplicationDeed;

    public sealed record ToCategory(string Key) : ApplicationDeed;

    /// <summary>The actor takes it on, or nobody has it any more.</summary>
    public sealed record TakeOn(bool Mine) : ApplicationDeed
    {
        public override Permission Needs => Permission.SeeAccreditation;
    }

    public static Permission ToDecide(CheckKind check) => check switch { CheckKind.Substantive => Permission.Accredit, CheckKind.Protocol => Permission.CheckProtocol, _ => Permission.Vet };
}

/// <summary>Does one thing with applications, with all of them or with none.</summary>
public static class DoWithApplications
{
    public const int MostAtOnce = 1_000;

    /// <param name="applications">By the person's number, with the version each was shown in: of two who decide at once, the second is told.</param>
    /// <exception cref="NotAllowed">Needs <see cref="ApplicationDeed.Needs"/>.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved one of them since.</exception>
    /// <exception cref="Refusal"><c>accreditation.too_many</c>; <c>accreditation.note_missing</c>: protocol passes nobody of a State whose note has not come; <c>accreditation.places_full</c>;
    /// <c>accreditation.watch_held</c>; <c>accreditation.category_unknown</c>; and those of <see cref="Application"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<(int Number, long Version)> applications, ApplicationDeed deed, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, deed.Needs, edition, cancellation);
        if (deed is ApplicationDeed.GoOn && !actor.May(Permission.Accredit, edition.Value)) actor.Require(Permission.Vet, edition.Value);
        if (applications.Count > MostAtOnce) throw new Refusal("accreditation.too_many", ("most", MostAtOnce));
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        await using var turn = await db.InTurn(cancellation);
        var versions = applications.ToDictionary(a => a.Number, a => a.Version);
        var rows = await ApplicationRows.Find(db, edition, versions.Keys, cancellation);
        // Before any count is touched: whoever was shown something else is told so, and not that there is no place.
        if (rows.Exists(r => r.Version != versions[r.Number])) throw new EditedMeanwhile(new InvalidOperationException("It changed since it was shown."));
        if (deed is ApplicationDeed.Decide { Check: CheckKind.Protocol, Result: CheckState.Passed }) await NeedNotes(db, edition, rows, cancellation);
        var now = db.Clock.GetCurrentInstant();
        foreach (var row in rows)
        {
            var category = terms.Category(row.Category) ?? throw new Refusal("accreditation.category_unknown");
            var (what, check) = ("", default(CheckKind?));
            switch (deed)
            {
                case ApplicationDeed.Decide decide: row.Decide(decide.Check, decide.Result, actor.Name, decide.Note, now); (what, check) = ("decided", decide.Check); break;
                case ApplicationDeed.Undo undo: row.Decide(undo.Check, CheckState.Pending, null, null, now); (what, check) = ("undone", undo.Check); break;
                case ApplicationDeed.HoldUp hold: row.HoldUp(hold.Note, now); what = "held"; break;
                case ApplicationDeed.GoOn:
                    var isSecurity = actor.May(Permission.Vet, edition.Value);
                    row.GoOn(isSecurity, now);
                    what = "released";
                    break;
                case ApplicationDeed.Return back: row.Return(back.Reason, now); what = "returned"; break;
                case ApplicationDeed.Resubmit: row.Submit(now); what = "submitted"; break;
                case ApplicationDeed.Revoke: row.Revoke(now); what = "revoked"; break;
                case ApplicationDeed.Reinstate: row.Reinstate(now); what = "reinstated"; break;
                case ApplicationDeed.ToCategory to:
                    var other = terms.Category(to.Key) ?? throw new Refusal("accreditation.category_unknown");
                    await ApplicationRows.Free(db, row, row.Category, cancellation);
                    row.Enter(category = other, now);
                    what = "moved";
                    break;
                case ApplicationDeed.TakeOn take: row.TakeOn(take.Mine ? actor.Account : null, now); what = take.Mine ? "taken" : "given"; break;
            }
            db.Expect(row, versions[row.Number]);
            await ApplicationRows.Settle(db, actor, row, category, what, check, cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        await turn.Done();
    }

    /// <summary>A State's or an entity's names are checked against its note.</summary>
    static async Task NeedNotes(AppDb db, Id<Edition> edition, List<Application> rows, CancellationToken cancellation)
    {
        var parties = rows.Where(r => r.Party is not null).Select(r => new Id<Party>(r.Party!.Value)).Distinct().ToList();
        var without = await db.Delegations.Where(d => d.EditionId == edition && d.NotedAt == null && parties.Contains(d.PartyId))
            .Join(db.Parties.Where(p => p.Kind == PartyKind.State || p.Kind == PartyKind.Entity), d => d.PartyId, p => p.Id, (_, p) => p.Short).FirstOrDefaultAsync(cancellation);
        if (without is not null) throw new Refusal("accreditation.note_missing", ("party", without));
    }
}
