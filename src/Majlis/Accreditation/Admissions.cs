using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Accreditation;

/// <summary>Whether somebody is admitted, and in what capacity.</summary>
/// <param name="IsApproved">Nothing else admits.</param>
/// <param name="Zones">Keys of the category's zones.</param>
/// <param name="Photo">Null: none, or none is asked for.</param>
/// <param name="Version">Of the application: another one means that something changed.</param>
public sealed record Admission(Id<Application> Application, Id<Person> Person, int Number, string Reference, ApplicationState State, string Category, IReadOnlyList<string> Zones, Guid? Party, Id<StoredFile>? Photo,
    Instant ChangedAt, long Version)
{
    public bool IsApproved => State == ApplicationState.Approved;
}

/// <summary>The door for modules that admit people: badges, gates. Whoever asks has asked for its own permission.</summary>
public static class Admissions
{
    /// <summary>Null: the person has not applied.</summary>
    public static async Task<Admission?> Of(AppDb db, Id<Person> person, CancellationToken cancellation = default) => (await Of(db, db.Applications.Where(a => a.PersonId == person), cancellation)).SingleOrDefault();

    /// <summary>All that are approved now, by number.</summary>
    public static Task<IReadOnlyList<Admission>> Approved(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        Of(db, db.Applications.Where(a => a.EditionId == edition && a.State == ApplicationState.Approved), cancellation);

    /// <summary>Of these people those who have applied, by number.</summary>
    public static Task<IReadOnlyList<Admission>> Of(AppDb db, Id<Edition> edition, IReadOnlyCollection<Id<Person>> people, CancellationToken cancellation = default) =>
        Of(db, db.Applications.Where(a => a.EditionId == edition && people.Contains(a.PersonId)), cancellation);

    /// <summary>Those that changed at or after the instant, the oldest change first.</summary>
    public static async Task<IReadOnlyList<Admission>> Since(AppDb db, Id<Edition> edition, Instant since, CancellationToken cancellation = default) =>
        [.. (await Of(db, db.Applications.Where(a => a.EditionId == edition && a.ChangedAt >= since), cancellation)).OrderBy(a => a.ChangedAt).ThenBy(a => a.Number)];

    static async Task<IReadOnlyList<Admission>> Of(AppDb db, IQueryable<Application> applications, CancellationToken cancellation)
    {
        var found = await applications.AsNoTracking().OrderBy(a => a.Number).ToListAsync(cancellation);
        var terms = new Dictionary<Id<Edition>, AccreditationTerms>();
        foreach (var edition in found.Select(f => f.EditionId).Distinct()) terms[edition] = (await AccreditationRules.Of(db, edition, cancellation)).Terms;
        return [.. found.Select(a => new Admission(a.Id, a.PersonId, a.Number, a.Reference, a.State, a.Category, terms[a.EditionId].Category(a.Category)?.Zones ?? [], a.Party, a.Photo, a.ChangedAt, a.Version))];
    }
}
