using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

static class ApplicationRows
{
    /// <summary>After a change: takes the place that an approval needs or gives back what a lost one had, and records the event.</summary>
    /// <exception cref="Refusal"><c>accreditation.places_full</c></exception>
    public static async Task Settle(AppDb db, Actor actor, Application application, AccreditationCategory category, string what, CheckKind? check, CancellationToken cancellation)
    {
        if (application.State == ApplicationState.Approved && !application.HasPlace)
        {
            if (!await AccreditationPlace.Take(db, application.EditionId, category.Key, category.Places, cancellation)) throw new Refusal("accreditation.places_full", ("category", category.Name));
            if (category.IsMedia && application.OutletKey is { } outlet)
            {
                var (terms, _) = await AccreditationRules.Of(db, application.EditionId, cancellation);
                if (!await AccreditationPlace.Take(db, application.EditionId, outlet, terms.Outlets.FirstOrDefault(o => o.Type == application.OutletType)?.Most, cancellation))
                    throw new Refusal("accreditation.outlet_full", ("outlet", application.Outlet));
            }
            application.TakePlace(true);
        }
        await GiveBack(db, application, application.Category, cancellation);
        Tell(db, actor, application, what, check);
    }

    /// <summary>An approval that merely waits (a hold, a new answer of security) keeps its place.</summary>
    internal static async Task GiveBack(AppDb db, Application application, string category, CancellationToken cancellation)
    {
        if (!application.HasPlace || application.State is not (ApplicationState.Draft or ApplicationState.Returned or ApplicationState.Rejected or ApplicationState.Withdrawn or ApplicationState.Revoked)) return;
        await Free(db, application, category, cancellation);
    }

    internal static async Task Free(AppDb db, Application application, string category, CancellationToken cancellation)
    {
        if (!application.HasPlace) return;
        await AccreditationPlace.Free(db, application.EditionId, category, cancellation);
        if (application.OutletKey is { } outlet) await AccreditationPlace.Free(db, application.EditionId, outlet, cancellation);
        application.TakePlace(false);
    }

    internal static void Tell(AppDb db, Actor actor, Application application, string what, CheckKind? check = null) => db.Record(actor,
        new ApplicationChanged(application.EditionId.Value, application.Id.Value, application.PersonId.Value, what, check, check is { } kind ? application.Checks.Of(kind).State : null, application.State,
            db.Entry(application) is { State: not EntityState.Added } entry ? entry.Property(a => a.State).OriginalValue : null));

    /// <summary>The applications of these numbers, tracked, in this order.</summary>
    /// <exception cref="NotThere">One of them is not there.</exception>
    public static async Task<List<Application>> Find(AppDb db, Id<Edition> edition, IReadOnlyCollection<int> numbers, CancellationToken cancellation)
    {
        var found = await db.Applications.Where(a => a.EditionId == edition && numbers.Contains(a.Number)).ToDictionaryAsync(a => a.Number, cancellation);
        return found.Count == numbers.Distinct().Count() ? [.. numbers.Distinct().Select(n => found[n])] : throw new NotThere("application");
    }
}
