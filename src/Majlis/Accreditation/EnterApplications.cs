using Majlis.Delegations;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Accreditation;

/// <summary>The desk applies for people of the edition: speakers, guests, and members who were confirmed before anybody could apply.</summary>
public static class EnterApplications
{
    public const int MostAtOnce = 5_000;

    /// <summary>People who have not applied. Of a delegation only those who are confirmed: the others are their delegation's to name.</summary>
    public static IQueryable<Person> Missing(AppDb db, Id<Edition> edition) => db.Persons.Where(p => p.EditionId == edition && !db.Applications.Any(a => a.PersonId == p.Id)
        && (db.Members.Any(m => m.LivePerson == p.Id && m.Step == MemberStep.Confirmed) || !p.OffProgramme && !db.Members.Any(m => m.PersonId == p.Id)));

    /// <param name="numbers">Of people; who has applied already is left out.</param>
    /// <param name="category">Of those who are in no delegation; members are of the category that the settings give them.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.Accredit"/>.</exception>
    /// <exception cref="Refusal"><c>accreditation.category_unknown</c>, <c>accreditation.too_many</c>.</exception>
    public static async Task<int> Run(AppDb db, Actor actor, Id<Edition> edition, IReadOnlyCollection<int> numbers, string? category, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.Accredit, edition, cancellation);
        if (numbers.Count > MostAtOnce) throw new Refusal("accreditation.too_many", ("most", MostAtOnce));
        var (terms, _) = await AccreditationRules.Of(db, edition, cancellation);
        var now = db.Clock.GetCurrentInstant();
        var watched = await db.WatchedNames.AsNoTracking().Where(w => w.EditionId == edition).ToListAsync(cancellation);
        var entered = 0;
        foreach (var some in numbers.Distinct().Chunk(500))
        {
            var people = await Missing(db, edition).Where(p => some.Contains(p.Number)).OrderBy(p => p.Number).ToListAsync(cancellation);
            var ids = people.Select(p => p.Id).ToList();
            var members = await db.Members.AsNoTracking().Where(m => m.EditionId == edition && m.LivePerson != null && ids.Contains(m.PersonId)).ToDictionaryAsync(m => m.PersonId, cancellation);
            foreach (var person in people)
            {
                var of = members.GetValueOrDefault(person.Id) is { } member ? terms.For(member.Role, member.Category) : terms.Category(category ?? "") ?? throw new Refusal("accreditation.category_unknown");
                var application = new Application(person, of, now);
                application.Submit(now);
                db.Add(application);
                ApplicationRows.Tell(db, actor, application, "submitted");
                if (watched.Find(w => w.Matches(person.Name)) is { } name && application.HoldFor(name, now)) ApplicationRows.Tell(db, actor, application, "watched");
                entered++;
            }
        }
        await db.SaveFirst(cancellation);
        return entered;
    }
}
