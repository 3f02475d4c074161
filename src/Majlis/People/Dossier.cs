using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.People;

/// <param name="Email">Null: no letters.</param>
/// <param name="Language">Of letters, a language of the interface; null: the edition's first.</param>
/// <param name="Rank">A <see cref="People.Rank"/> of the edition; null: below all ranks.</param>
public sealed record DossierFacts(string? Email, string? Language, Guid? Rank);

/// <summary>
/// What the desk alone knows of a person. It stands apart from <see cref="Person"/> and is in no <see cref="PersonEntry"/>, so that nothing which is read, released, exported or shown of
/// people can hold it. It goes with the person.
/// </summary>
public sealed class Dossier : IVersioned
{
    Dossier() { }

    public Dossier(Person person) => (PersonId, EditionId) = (person.Id, person.EditionId);

    public Id<Person> PersonId { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public string? Email { get; private set; }
    public string? Language { get; private set; }
    public Guid? Rank { get; private set; }
    public long Version { get; private set; }

    public DossierFacts Facts => new(Email, Language, Rank);

    /// <exception cref="Refusal"><c>people.email</c>, <c>people.language</c>.</exception>
    public void Take(DossierFacts facts) => (Email, Language, Rank) = (
        string.IsNullOrWhiteSpace(facts.Email) ? null : AccountRules.Email(facts.Email),
        string.IsNullOrEmpty(facts.Language) ? null : AccountRules.LanguageTag(facts.Language),
        facts.Rank);

    internal sealed class Map : IEntityTypeConfiguration<Dossier>
    {
        public void Configure(EntityTypeBuilder<Dossier> table)
        {
            table.HasKey(d => d.PersonId);
            table.HasIndex(d => d.EditionId);
            table.HasOne<Person>().WithOne().HasForeignKey<Dossier>(d => d.PersonId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

/// <summary>Writes down what only the desk may know of a person.</summary>
public static class KeepDossier
{
    /// <param name="version">The version the form was shown; null when there was none yet.</param>
    /// <exception cref="NotThere">No person of this edition has the guid.</exception>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal"><c>people.rank_unknown</c>, and those of <see cref="Dossier.Take"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, Guid guid, DossierFacts facts, long? version, CancellationToken cancellation = default)
    {
        actor.Require(Permission.KeepProtocol, edition.Value);
        var person = await db.Persons.SingleOrDefaultAsync(p => p.EditionId == edition && p.Guid == guid, cancellation) ?? throw new NotThere("person");
        if (facts.Rank is { } rank && (await Protocols.Of(db, edition, cancellation)).Facts.Ranks.All(r => r.Guid != rank)) throw new Refusal("people.rank_unknown");
        var dossier = await db.Dossiers.SingleOrDefaultAsync(d => d.PersonId == person.Id, cancellation);
        if (dossier is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("another dossier by now"));
        if (dossier is null) db.Add(dossier = new(person));
        else db.Expect(dossier, version!.Value);
        dossier.Take(facts);
        // The event says who, never what.
        db.Record(actor, new EditionChanged(edition.Value, "dossier", guid));
        await db.SaveFirst(cancellation);
    }
}
