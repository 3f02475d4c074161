using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Delegations;

/// <summary>What a person is in a delegation, in the order of its list.</summary>
public enum MemberRole { Head, AlternateHead, Delegate, Alternate, Adviser, Expert, Observer, Interpreter, Security, Media, Support, Spouse }

public enum MemberStep
{
    /// <summary>Named; takes no place yet.</summary>
    Nominated,
    /// <summary>Comes, and has a place.</summary>
    Confirmed,
    /// <summary>Comes no more. The row stays, for the log of who replaced whom.</summary>
    Left,
}

/// <summary>What is entered of a member: the form, the row of a table.</summary>
public sealed record MemberFacts
{
    public LocalizedText Name { get; init; } = LocalizedText.Empty;
    /// <summary>The functional title.</summary>
    public LocalizedText Office { get; init; } = LocalizedText.Empty;
    /// <summary>Where they work: a ministry, an embassy.</summary>
    public LocalizedText Organisation { get; init; } = LocalizedText.Empty;
    /// <summary>ISO 3166-1 alpha-2, upper case, or null.</summary>
    public string? Country { get; init; }
    public string? Email { get; init; }
    /// <summary>Of letters, a language of the interface; null: the edition's first.</summary>
    public string? Language { get; init; }
    public MemberRole Role { get; init; } = MemberRole.Delegate;
    /// <summary>The key of a <see cref="MemberCategory"/>.</summary>
    public string Category { get; init; } = "";

    public const int MostLetters = 300;

    /// <summary>The same, its texts on one line each and harmless.</summary>
    /// <exception cref="Refusal"><c>people.name_missing</c>, <c>parties.name_too_long</c>, <c>people.country</c>, <c>people.email</c>, <c>people.language</c>, <c>delegations.category_unknown</c>.</exception>
    internal MemberFacts Checked(DelegationTerms terms)
    {
        var facts = this with { Name = Line(Name), Office = Line(Office), Organisation = Line(Organisation), Email = Blank(Email), Language = Blank(Language), Country = Blank(Country)?.ToUpperInvariant() };
        if (facts.Name.IsEmpty) throw new Refusal("people.name_missing");
        if (facts.Country is { } country && !Calendars.Countries.IsCode(country)) throw new Refusal("people.country", ("country", Characters.Kept(country.Length > 20 ? country[..20] : country)));
        if (facts.Email is { } mail) AccountRules.Email(mail);
        if (facts.Language is { } tag) AccountRules.LanguageTag(tag);
        if (terms.Categories.All(c => c.Key != facts.Category)) throw new Refusal("delegations.category_unknown");
        return Enum.IsDefined(facts.Role) ? facts : throw new Refusal("delegations.role_unknown");
    }

    static LocalizedText Line(LocalizedText text) => LocalizedText.Of(text.Wordings.Select(w =>
        KeyValuePair.Create(w.Key, w.Value.Length <= MostLetters ? CleanText.OneLine(w.Value, out _).Trim('\u200C', '\u200D') : throw new Refusal("parties.name_too_long", ("most", MostLetters)))));

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal PersonEntry Over(PersonEntry known, Guid party) => known with { Name = Name, Office = Office, Organisation = Organisation, Country = Country, Party = party };

    public static MemberFacts Of(Person person, DossierFacts? dossier, Member member) => new()
    {
        Name = person.Name, Office = person.Office, Organisation = person.Organisation, Country = person.Country, Email = dossier?.Email, Language = dossier?.Language, Role = member.Role, Category = member.Category,
    };
}

/// <summary>A person in a delegation.</summary>
public sealed class Member : IVersioned
{
    Member() { }

    public Member(Delegation delegation, Id<Person> person, MemberRole role, string category, int order, Instant now)
    {
        (Id, EditionId, DelegationId, PersonId, Order, EnteredAt) = (Id<Member>.New(), delegation.EditionId, delegation.Id, person, order, now);
        Take(role, category);
        LivePerson = person;
    }

    public Id<Member> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Id<Delegation> DelegationId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    /// <summary>The person while they come, null when they left. Unique: nobody comes with two delegations, or twice with one.</summary>
    public Id<Person>? LivePerson { get; private set; }
    /// <summary>The delegation that the member heads now. Unique: a delegation has one head.</summary>
    public Id<Delegation>? HeadOf { get; private set; }
    public MemberRole Role { get; private set; }
    public string Category { get; private set; } = "";
    /// <summary>Confirmed on a place beside the official ones.</summary>
    public bool IsOverflow { get; private set; }
    public MemberStep Step { get; private set; }
    /// <summary>The delegation's own order of importance, from 1.</summary>
    public int Order { get; private set; }
    /// <summary>The member whose place this one took over.</summary>
    public Id<Member>? Replaces { get; private set; }
    public Instant EnteredAt { get; private set; }
    public Instant? LeftAt { get; private set; }
    public long Version { get; private set; }

    internal void Take(MemberRole role, string category)
    {
        (Role, Category) = (role, category);
        HeadOf = role == MemberRole.Head && Step != MemberStep.Left ? DelegationId : null;
    }

    internal void Confirm(bool overflow) => (Step, IsOverflow) = (MemberStep.Confirmed, overflow);

    internal void Unconfirm() => (Step, IsOverflow) = (MemberStep.Nominated, false);

    internal void Leave(Instant now) => (Step, LivePerson, HeadOf, LeftAt) = (MemberStep.Left, null, null, now);

    internal void TakeOverFrom(Member other)
    {
        Replaces = other.Id;
        (Order, IsOverflow) = (other.Order, other.IsOverflow);
    }

    /// <summary>Two rows of one human were made one: this member is that person.</summary>
    internal void Be(Id<Person> person)
    {
        PersonId = person;
        if (LivePerson is not null) LivePerson = person;
    }

    internal sealed class Map : IEntityTypeConfiguration<Member>
    {
        public void Configure(EntityTypeBuilder<Member> table)
        {
            table.HasIndex(m => m.LivePerson).IsUnique();
            table.HasIndex(m => m.HeadOf).IsUnique();
            table.HasIndex(m => new { m.DelegationId, m.Order });
            table.HasIndex(m => m.EditionId);
            table.HasIndex(m => m.PersonId);
            table.HasOne<Edition>().WithMany().HasForeignKey(m => m.EditionId);
            table.HasOne<Delegation>().WithMany().HasForeignKey(m => m.DelegationId);
            table.HasOne<Person>().WithMany().HasForeignKey(m => m.PersonId).OnDelete(DeleteBehavior.Restrict);
            table.Property(m => m.Role).HasConversion<string>().HasMaxLength(32);
            table.Property(m => m.Step).HasConversion<string>().HasMaxLength(32);
            table.Property(m => m.Category).HasMaxLength(32);
        }
    }
}

/// <summary>Somebody looked at two people who look like one, and they are two.</summary>
public sealed class ApartPair
{
    ApartPair() { }

    public ApartPair(Id<Edition> edition, Guid one, Guid other) => (EditionId, One, Other) = one.CompareTo(other) < 0 ? (edition, one, other) : (edition, other, one);

    public Id<Edition> EditionId { get; private set; }
    /// <summary>Guids of people, the smaller first.</summary>
    public Guid One { get; private set; }
    public Guid Other { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<ApartPair>
    {
        public void Configure(EntityTypeBuilder<ApartPair> table)
        {
            table.HasKey(p => new { p.EditionId, p.One, p.Other });
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
        }
    }
}
