using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.People;

/// <summary>A person as one edition knows them: names, office and organisation are those of that edition.</summary>
public sealed class Person : IVersioned
{
    Person() { }

    /// <param name="number">From <see cref="Edition.NextPersonNumber"/>, or the number a file gave.</param>
    public Person(Id<Edition> edition, int number, Guid? guid = null)
    {
        Id = Id<Person>.New();
        (EditionId, Number, Guid) = (edition, number, guid ?? Id.Value);
    }

    public Id<Person> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Guid Guid { get; private set; }
    public int Number { get; private set; }
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    public LocalizedText Office { get; private set; } = LocalizedText.Empty;
    public LocalizedText Organisation { get; private set; } = LocalizedText.Empty;
    public LocalizedText Biography { get; private set; } = LocalizedText.Empty;
    public string? Country { get; private set; }
    /// <summary>The id of the party the person speaks for; null: for nobody, or nobody said.</summary>
    public Guid? Party { get; private set; }
    public Presence Presence { get; private set; } = Presence.Unknown;
    /// <summary>Of a delegation and not of the programme: no draft, release, export or public page has the person, unless a session names them.</summary>
    public bool OffProgramme { get; private set; }
    public long Version { get; private set; }

    /// <summary>Replaces every fact; guid and number stay.</summary>
    /// <exception cref="Refusal"><c>people.name_missing</c>, <c>people.country</c> (two Latin letters expected).</exception>
    public void Take(PersonEntry facts)
    {
        if (facts.Name.IsEmpty) throw new Refusal("people.name_missing");
        if (facts.Country is { } code && !(code.Length == 2 && code.All(char.IsAsciiLetterUpper))) throw new Refusal("people.country", ("country", code));
        (Name, Office, Organisation, Biography, Country, Party) = (facts.Name, facts.Office, facts.Organisation, facts.Biography, facts.Country, facts.Party);
    }

    /// <summary>The person comes with a delegation; the programme does not know them.</summary>
    public void StayOffProgramme() => OffProgramme = true;

    /// <exception cref="Refusal">Those of <see cref="Presence.Checked"/>.</exception>
    public void BeThere(Presence presence) => Presence = presence.Checked();

    public PersonEntry ToEntry() => new()
    {
        Guid = Guid, Number = Number, Name = Name, Office = Office, Organisation = Organisation, Biography = Biography, Country = Country, Party = Party,
    };

    internal sealed class Map : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> table)
        {
            table.HasIndex(p => new { p.EditionId, p.Guid }).IsUnique();
            table.HasIndex(p => new { p.EditionId, p.Number }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
            table.Property(p => p.Presence).AsJson().HasDefaultValueSql("'{}'");
        }
    }
}
