using System.Text.Json;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Accreditation;

public enum DocumentKind { Passport, DiplomaticPassport, ServicePassport, IdentityCard, LaissezPasser }

/// <summary>What stands in a travel document.</summary>
/// <param name="Name">As in its machine-readable zone, in Latin letters.</param>
/// <param name="Nationality">ISO 3166-1 alpha-2, or as the document has it.</param>
public sealed record DocumentFacts(DocumentKind Kind, string Number, string Name, string Nationality, LocalDate? Birth, LocalDate? Expires)
{
    /// <exception cref="Refusal"><c>accreditation.document_number</c>, <c>accreditation.document_name</c>, <c>accreditation.document_nationality</c>, <c>accreditation.document_dates</c>.</exception>
    internal DocumentFacts Checked(LocalDate today)
    {
        var facts = this with { Number = CleanText.OneLine(Number, out _).ToUpperInvariant(), Name = CleanText.OneLine(Name, out _), Nationality = CleanText.OneLine(Nationality, out _).ToUpperInvariant() };
        if (facts.Number.Length is 0 or > 40 || !facts.Number.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '/')) throw new Refusal("accreditation.document_number");
        if (facts.Name.Length is 0 or > 120 || facts.Name.Any(c => c > 0x24F)) throw new Refusal("accreditation.document_name");
        if (facts.Nationality.Length is not (2 or 3) || !facts.Nationality.All(char.IsAsciiLetterUpper)) throw new Refusal("accreditation.document_nationality");
        if (facts.Birth > today || facts.Birth < today.PlusYears(-130) || facts.Expires < facts.Birth || facts.Expires > today.PlusYears(60)) throw new Refusal("accreditation.document_dates");
        return facts;
    }
}

/// <summary>
/// A person's travel document: apart from everything else that is known of them, sealed with the installation's keys. It is in no export, search or feed, and is deleted some days after the edition.
/// </summary>
public sealed class TravelDocument : IVersioned
{
    TravelDocument() { }

    public TravelDocument(Person person) => (PersonId, EditionId) = (person.Id, person.EditionId);

    public Id<Person> PersonId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>The <see cref="DocumentFacts"/>, sealed.</summary>
    public string Sealed { get; private set; } = "";
    public Instant At { get; private set; }
    public long Version { get; private set; }

    internal void Take(string sealedFacts, Instant now) => (Sealed, At) = (sealedFacts, now);

    internal sealed class Map : IEntityTypeConfiguration<TravelDocument>
    {
        public void Configure(EntityTypeBuilder<TravelDocument> table)
        {
            table.HasKey(d => d.PersonId);
            table.HasIndex(d => d.EditionId);
            table.HasOne<Person>().WithOne().HasForeignKey<TravelDocument>(d => d.PersonId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>Somebody looked at a travel document, wrote one down, or they were deleted (<paramref name="Person"/> is null). <paramref name="What"/>: <c>seen</c>, <c>kept</c>, <c>sent</c>, <c>purged</c>.</summary>
public sealed record DocumentTouched(Guid? Edition, Guid? Person, string What, int Count = 1) : IEvent;

/// <summary>Who may write a document down: the desk that sees documents, the person, and the focal points of their party.</summary>
public static class Documents
{
    /// <summary>Writes a document down. One that takes another's place is another person's for security.</summary>
    /// <exception cref="NotThere">No such applicant, or not the actor's to write of.</exception>
    /// <exception cref="Refusal">Those of <see cref="DocumentFacts"/>.</exception>
    public static async Task Keep(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, int number, DocumentFacts facts, CancellationToken cancellation = default)
    {
        var (person, application) = await Applicants.Open(db, actor, edition, number, Permission.SeeDocuments, cancellation);
        var noun = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == edition, cancellation);
        var now = db.Clock.GetCurrentInstant();
        facts = facts.Checked(now.InZone(DateTimeZoneProviders.Tzdb[noun.Zone]).Date);
        var known = await db.TravelDocuments.SingleOrDefaultAsync(d => d.PersonId == person.Id, cancellation);
        if (known is not null && Opened(seal, known) == facts) return;
        if (known is null) db.Add(known = new(person));
        known.Take(seal.Seal(JsonSerializer.Serialize(facts, Json.Stored)), now);
        if (application.ChangePapers(person, now)) ApplicationRows.Tell(db, actor, application, "expired", CheckKind.Security);
        db.Record(actor, new DocumentTouched(edition.Value, person.Id.Value, "kept"));
        await db.SaveFirst(cancellation);
    }

    /// <summary>Looks at a document: that is recorded.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="NotAllowed">Needs <see cref="Permission.SeeDocuments"/>.</exception>
    public static async Task<DocumentFacts?> Look(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, int number, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.SeeDocuments, edition, cancellation);
        var known = await db.TravelDocuments.SingleOrDefaultAsync(d => d.EditionId == edition && db.Persons.Any(p => p.Id == d.PersonId && p.Number == number), cancellation);
        if (known is null) return null;
        db.Record(actor, new DocumentTouched(edition.Value, known.PersonId.Value, "seen"));
        await db.SaveChangesAsync(cancellation);
        return Opened(seal, known);
    }

    /// <summary>For a batch's file: looks at the documents of these people, which is recorded as one look.</summary>
    public static async Task<IReadOnlyDictionary<Id<Person>, VettingFacts>> ForBatch(AppDb db, ISealService seal, Actor actor, Id<Edition> edition, IReadOnlyList<Id<Person>> people, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.SeeDocuments, edition, cancellation);
        var told = new Dictionary<Id<Person>, VettingFacts>();
        foreach (var some in people.Chunk(500))
            foreach (var document in await db.TravelDocuments.AsNoTracking().Where(d => d.EditionId == edition && some.Contains(d.PersonId)).ToListAsync(cancellation))
                if (Opened(seal, document) is { } facts) told[document.PersonId] = new(facts.Birth, facts.Nationality, $"{facts.Kind} {facts.Number}", facts.Name);
        db.Record(actor, new DocumentTouched(edition.Value, null, "sent", told.Count));
        return told;
    }

    /// <summary>Null: the keys that sealed it are gone.</summary>
    static DocumentFacts? Opened(ISealService seal, TravelDocument document) => seal.Open(document.Sealed) is { } json ? JsonSerializer.Deserialize<DocumentFacts>(json, Json.Stored) : null;
}

/// <summary>Deletes travel documents of editions that are over for as many days as each edition keeps them.</summary>
public sealed class ForgetDocuments : ISpentRows
{
    public async Task Forget(AppDb db, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        foreach (var edition in await db.Editions.AsNoTracking().Where(e => db.TravelDocuments.Any(d => d.EditionId == e.Id)).ToListAsync(cancellation))
        {
            var (terms, _) = await AccreditationRules.Of(db, edition.Id, cancellation);
            if (now.InZone(DateTimeZoneProviders.Tzdb[edition.Zone]).Date <= edition.Last.PlusDays(terms.KeepDocuments)) continue;
            var id = edition.Id;
            var gone = await db.TravelDocuments.Where(d => d.EditionId == id).ExecuteDeleteAsync(cancellation);
            if (gone == 0) continue;
            db.Record(Actor.Installation("majlis"), new DocumentTouched(id.Value, null, "purged", gone));
            await db.SaveChangesAsync(cancellation);
        }
    }
}

/// <summary>Whose application an actor may touch beside the desk: one's own, and those of the parties one speaks for.</summary>
public static class Applicants
{
    /// <exception cref="NotThere">No such applicant, or not for the actor.</exception>
    internal static async Task<(Person Person, Application Application)> Open(AppDb db, Actor actor, Id<Edition> edition, int number, Permission desk, CancellationToken cancellation)
    {
        var person = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Number == number, cancellation);
        if (person is null || !actor.May(desk, edition.Value) && !await IsTheirs(db, actor, person, cancellation)) throw new NotThere("application");
        return (person, await db.Applications.SingleOrDefaultAsync(a => a.PersonId == person.Id, cancellation) ?? throw new NotThere("application"));
    }

    /// <summary>The person themselves, or a focal point of the party they come with now.</summary>
    public static async Task<bool> IsTheirs(AppDb db, Actor actor, Person person, CancellationToken cancellation = default)
    {
        if (actor is not { Account: { } id, Only: null }) return false;
        var account = new Id<Account>(id);
        if (await db.PersonAccounts.AnyAsync(l => l.PersonId == person.Id && l.Account == account, cancellation)) return true;
        var mine = await FocalPoints.Of(db, actor, person.EditionId, cancellation);
        return mine.Count > 0 && await db.Members.Where(m => m.LivePerson == person.Id).Join(db.Delegations.Where(d => mine.Contains(d.PartyId)), m => m.DelegationId, d => d.Id, (m, _) => m).AnyAsync(cancellation);
    }

    /// <summary>The application of the person that an account is; null: it is nobody, or nobody who applied.</summary>
    public static Task<Application?> Mine(AppDb db, Actor actor, Id<Edition> edition, CancellationToken cancellation = default)
    {
        if (actor.Account is not { } id) return Task.FromResult<Application?>(null);
        var account = new Id<Account>(id);
        return db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.EditionId == edition && db.PersonAccounts.Any(l => l.PersonId == a.PersonId && l.Account == account), cancellation);
    }

    /// <summary>What those outside the desk are told of these people's applications. The caller has opened their delegation.</summary>
    public static async Task<IReadOnlyDictionary<Id<Person>, Application>> Of(AppDb db, Id<Edition> edition, IReadOnlyCollection<Id<Person>> people, CancellationToken cancellation = default)
    {
        var found = new Dictionary<Id<Person>, Application>();
        foreach (var some in people.Chunk(500))
            foreach (var application in await db.Applications.AsNoTracking().Where(a => a.EditionId == edition && some.Contains(a.PersonId)).ToListAsync(cancellation)) found[application.PersonId] = application;
        return found;
    }
}
