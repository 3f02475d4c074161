using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Meetings;

/// <summary>What a side is, for rules of who sees whom: the kind of its party, or a person who meets for themselves.</summary>
public enum SideCategory { State, Entity, Igo, Ngo, Region, Business, Science, Religious, Media, Person }

/// <summary>What a side tells of itself to others whom it may meet.</summary>
public sealed record Profile
{
    /// <summary>What they should know of it, in its own words.</summary>
    public LocalizedText About { get; init; } = LocalizedText.Empty;
    /// <summary>Keys of the round's topics.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];
    public IReadOnlyList<string> Seeks { get; init; } = [];
    /// <summary>It can meet in these without an interpreter; tags.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}

/// <summary>
/// Who meets at an edition: a party, or a person who meets for themselves. Nobody sees its profile, and nobody may ask it, until it has agreed to be shown.
/// </summary>
public sealed class MeetingSide : IVersioned
{
    MeetingSide() { }

    /// <param name="party">At the edition.</param>
    public MeetingSide(Id<Edition> edition, Party party) : this(edition, party.Slug)
    {
        Party = party.Id;
        Know(party);
    }

    public MeetingSide(Id<Edition> edition, Person person) : this(edition, FormattableString.Invariant($"person-{person.Number}"))
    {
        Person = person.Id;
        Principals = [person.Id];
        Know(person);
    }

    MeetingSide(Id<Edition> edition, string slug) => (Id, EditionId, Slug) = (Id<MeetingSide>.New(), edition, slug);

    public const int MostPrincipals = 20, MostLetters = 2000, MostTopics = 20, MostLanguages = 10;

    public Id<MeetingSide> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    /// <summary>Its place in addresses and tables: the party's own, or <c>person-142</c>; unique in the edition.</summary>
    public string Slug { get; private set; } = "";
    /// <summary>Null: a person meets for themselves. One of the two is set.</summary>
    public Id<Party>? Party { get; private set; }
    public Id<Person>? Person { get; private set; }
    public SideCategory Category { get; private set; }
    /// <summary>ISO 3166-1 alpha-2; null when unknown.</summary>
    public string? Country { get; private set; }
    /// <summary>Who meets for it unless a request says otherwise, the head first. May be empty for a party: it has not said.</summary>
    public IReadOnlyList<Id<Person>> Principals { get; private set; } = [];
    public Profile Profile { get; private set; } = new();
    /// <summary>When it agreed to be shown; null: it has not, or not any more.</summary>
    public Instant? AgreedAt { get; private set; }
    /// <summary>Folded texts by which it is found: names and what it tells of itself.</summary>
    public string SearchText { get; private set; } = "";
    public long Version { get; private set; }

    /// <summary>Others that it may see see it and may ask it.</summary>
    public bool IsShown => AgreedAt is not null;

    /// <param name="round">Whose topics there are.</param>
    /// <exception cref="Refusal"><c>meetings.about_too_long</c>, <c>meetings.topic_unknown</c>, <c>meetings.too_many</c>, <c>meetings.language</c>.</exception>
    public void Tell(Profile profile, MeetingRound round)
    {
        if (profile.About.Wordings.Any(w => w.Value.Length > MostLetters)) throw new Refusal("meetings.about_too_long", ("most", MostLetters));
        if (profile.Offers.Count > MostTopics || profile.Seeks.Count > MostTopics) throw new Refusal("meetings.too_many", ("most", MostTopics));
        if (profile.Languages.Count > MostLanguages) throw new Refusal("meetings.too_many", ("most", MostLanguages));
        if (profile.Offers.Concat(profile.Seeks).FirstOrDefault(key => round.Facts.Topics.All(t => t.Key != key)) is { } unknown) throw new Refusal("meetings.topic_unknown", ("topic", unknown));
        if (profile.Languages.Any(l => !MeetingTerms.IsLanguage(l))) throw new Refusal("meetings.language");
        Profile = profile with
        {
            About = LocalizedText.Of(profile.About.Wordings.Select(w => KeyValuePair.Create(w.Key, Characters.Tame(w.Value)))),
            Offers = [.. profile.Offers.Distinct()], Seeks = [.. profile.Seeks.Distinct()], Languages = [.. profile.Languages.Distinct()],
        };
    }

    /// <exception cref="Refusal"><c>meetings.too_many</c>, and <c>meetings.principal_missing</c> when a person would not meet for themselves.</exception>
    public void MeetBy(IReadOnlyList<Id<Person>> principals)
    {
        if (principals.Count > MostPrincipals) throw new Refusal("meetings.too_many", ("most", MostPrincipals));
        if (Person is { } self && (principals.Count != 1 || principals[0] != self)) throw new Refusal("meetings.principal_missing");
        Principals = [.. principals.Distinct()];
    }

    public void Agree(Instant now) => AgreedAt ??= now;

    public void Hide() => AgreedAt = null;

    /// <summary>Takes from the party what others find it by.</summary>
    public void Know(Party party)
    {
        (Category, Country) = (Enum.Parse<SideCategory>(party.Kind.ToString()), party.Code is { Length: >= 2 } code ? code[..2] : null);
        FindBy([party.Short, party.Formal]);
    }

    /// <summary>As <see cref="Know(Majlis.Parties.Party)"/>.</summary>
    public void Know(Person person)
    {
        (Category, Country) = (SideCategory.Person, person.Country);
        FindBy([person.Name, person.Office, person.Organisation]);
    }

    void FindBy(IEnumerable<LocalizedText> names) =>
        SearchText = Calendars.SearchKey.Of(names.Append(Profile.About).SelectMany(n => n.Wordings).Select(w => w.Value).Distinct());

    internal sealed class Map : IEntityTypeConfiguration<MeetingSide>
    {
        public void Configure(EntityTypeBuilder<MeetingSide> table)
        {
            table.HasIndex(s => new { s.EditionId, s.Slug }).IsUnique();
            // Many nulls, one of each: nobody is a side twice.
            table.HasIndex(s => new { s.EditionId, s.Party }).IsUnique();
            table.HasIndex(s => new { s.EditionId, s.Person }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(s => s.EditionId);
            // Who became a side between somebody's look and the end of that act stays: requests and meetings would go with it unseen.
            table.HasOne<Party>().WithMany().HasForeignKey(s => s.Party).OnDelete(DeleteBehavior.Restrict);
            table.HasOne<Person>().WithMany().HasForeignKey(s => s.Person).OnDelete(DeleteBehavior.Restrict);
            table.Property(s => s.Category).HasConversion<string>().HasMaxLength(16);
            table.Property(s => s.Principals).AsJson();
            table.Property(s => s.Profile).AsJson();
            table.Ignore(s => s.IsShown);
        }
    }
}

/// <summary>An account acts for a person, as an assistant; the log names both. For a party that is its <see cref="FocalPoint"/>, and no row here.</summary>
public sealed class MeetingProxy
{
    MeetingProxy() { }

    public MeetingProxy(MeetingSide side, Id<Account> account, Instant now) => (SideId, Account, EditionId, Since) = (side.Id, account, side.EditionId, now);

    public Id<MeetingSide> SideId { get; private set; }
    public Id<Account> Account { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Instant Since { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<MeetingProxy>
    {
        public void Configure(EntityTypeBuilder<MeetingProxy> table)
        {
            table.HasKey(p => new { p.SideId, p.Account });
            table.HasIndex(p => new { p.EditionId, p.Account });
            table.HasOne<MeetingSide>().WithMany().HasForeignKey(p => p.SideId).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Account>().WithMany().HasForeignKey(p => p.Account).OnDelete(DeleteBehavior.Cascade);
            table.HasOne<Edition>().WithMany().HasForeignKey(p => p.EditionId);
        }
    }
}
