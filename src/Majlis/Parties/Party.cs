using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Parties;

/// <summary>What a party is. An entity is one whose statehood is not agreed by all: it stands under the designation that the organiser sets.</summary>
public enum PartyKind { State, Entity, Igo, Ngo, Region, Business, Science, Religious, Media }

/// <summary>How letters reach a party.</summary>
public enum ContactChannel { NoteVerbale, Letter, Email, Telephone }

/// <param name="To">Whom a letter is addressed to: an embassy, a department, an office.</param>
/// <param name="Email">With an at sign inside, or null.</param>
public sealed record PartyContact(ContactChannel? Channel = null, string? To = null, string? Email = null, string? Phone = null);

/// <param name="Group">The id of a <see cref="PartyGroup"/>.</param>
/// <param name="Kind">The key of one of the group's kinds: <c>member</c>, <c>observer</c>.</param>
public sealed record PartyMembership(Guid Group, string Kind);

/// <summary>What is known of a party: the form of the desk, the row of a table, the entry of a reference list.</summary>
public sealed record PartyFacts
{
    public PartyKind Kind { get; init; }
    /// <summary>ISO 3166-1 alpha-2 (<c>SA</c>) or ISO 3166-2 (<c>RU-TA</c>), upper case, or null.</summary>
    public string? Code { get; init; }
    /// <summary>As in lists: "Saudi Arabia".</summary>
    public LocalizedText Short { get; init; } = LocalizedText.Empty;
    /// <summary>As in documents: "Kingdom of Saudi Arabia". Empty where it is the short one.</summary>
    public LocalizedText Formal { get; init; } = LocalizedText.Empty;
    /// <summary>As on plates before a seat. Empty where it is the short one.</summary>
    public LocalizedText Plate { get; init; } = LocalizedText.Empty;
    /// <summary>In Russian, for "делегация …"; null where nobody gave it.</summary>
    public string? Genitive { get; init; }
    /// <summary>
    /// What the party is ordered by, by order: a language (<c>ar</c>: السعودية, where the name begins with المملكة), or a list that somebody published
    /// (<see cref="OrderLanguage.Oic"/>: a number of three digits). Where there is none the name is taken, see <see cref="OrderLanguage.KeyOf"/>.
    /// </summary>
    public LocalizedText SortKeys { get; init; } = LocalizedText.Empty;
    /// <summary>Year of foundation, which organisations are ordered by; null when unknown.</summary>
    public int? Founded { get; init; }
    public PartyContact Contact { get; init; } = new();
    public IReadOnlyList<PartyMembership> Groups { get; init; } = [];
}

/// <summary>
/// Who takes part as a body: a state, a region, an organisation. Parties are the installation's and shared by its editions; what a party is at one edition is a
/// <see cref="PartyParticipation"/>. How it is called is the host's decision: names come from nowhere but here.
/// </summary>
public sealed class Party : IVersioned
{
    Party() { }

    /// <param name="slug">Its place in addresses, for good.</param>
    /// <param name="reference">Its key in the reference lists; null for a party that people made.</param>
    /// <exception cref="Refusal">Those of <see cref="Take"/>.</exception>
    public Party(string slug, PartyFacts facts, string? reference = null)
    {
        Id = Id<Party>.New();
        (Slug, Reference, Given) = (Forums.Slug.Check(slug), reference, reference is null ? null : facts);
        Take(facts);
    }

    /// <summary>Letters of one name.</summary>
    public const int MostLetters = 300;

    public Id<Party> Id { get; private set; }
    public string Slug { get; private set; } = "";
    public PartyKind Kind { get; private set; }
    public string? Code { get; private set; }
    public LocalizedText Short { get; private set; } = LocalizedText.Empty;
    public LocalizedText Formal { get; private set; } = LocalizedText.Empty;
    public LocalizedText Plate { get; private set; } = LocalizedText.Empty;
    public string? Genitive { get; private set; }
    public LocalizedText SortKeys { get; private set; } = LocalizedText.Empty;
    public int? Founded { get; private set; }
    public PartyContact Contact { get; private set; } = new();
    public IReadOnlyList<PartyMembership> Groups { get; private set; } = [];
    /// <summary>The flag that the organiser gave; null: the one of its code, where there is one.</summary>
    public Id<StoredFile>? Flag { get; private set; }
    public string? Reference { get; private set; }
    /// <summary>What the reference list said last: what differs from it was written by people, and no list writes over it.</summary>
    public PartyFacts? Given { get; private set; }
    public long Version { get; private set; }

    public PartyFacts Facts => new()
    {
        Kind = Kind, Code = Code, Short = Short, Formal = Formal, Plate = Plate, Genitive = Genitive, SortKeys = SortKeys, Founded = Founded, Contact = Contact, Groups = Groups,
    };

    /// <summary>Replaces every fact.</summary>
    /// <exception cref="Refusal"><c>parties.name_missing</c>, <c>parties.name_too_long</c>, <c>parties.code</c>, <c>parties.founded</c>, <c>parties.email</c>.</exception>
    public void Take(PartyFacts facts)
    {
        if (facts.Short.IsEmpty) throw new Refusal("parties.name_missing");
        if (facts.Code is { } code && !IsCode(code)) throw new Refusal("parties.code", ("code", code));
        if (facts.Founded is < 1 or > 9999) throw new Refusal("parties.founded");
        if (facts.Contact.Email is { } mail && (mail.Length > 254 || mail.IndexOf('@', StringComparison.Ordinal) is var at && (at < 1 || at > mail.Length - 2) || mail.Any(char.IsWhiteSpace)))
            throw new Refusal("parties.email", ("email", mail));
        (Kind, Code, Founded, Groups) = (facts.Kind, facts.Code, facts.Founded, [.. facts.Groups.DistinctBy(g => g.Group)]);
        (Short, Formal, Plate, SortKeys) = (Bounded(facts.Short), Bounded(facts.Formal), Bounded(facts.Plate), Bounded(facts.SortKeys));
        Genitive = facts.Genitive is null ? null : Bounded(facts.Genitive);
        Contact = facts.Contact with { To = facts.Contact.To is null ? null : Bounded(facts.Contact.To), Phone = facts.Contact.Phone is null ? null : Bounded(facts.Contact.Phone) };
    }

    /// <summary>Takes what a reference list says now, wherever the party still is what the list said last.</summary>
    /// <returns>Whether anything became different.</returns>
    public bool TakeIn(PartyFacts listed)
    {
        var (was, now) = (Given ?? new(), Facts);
        Take(now with
        {
            Kind = now.Kind == was.Kind ? listed.Kind : now.Kind, Code = now.Code == was.Code ? listed.Code : now.Code,
            Founded = now.Founded == was.Founded ? listed.Founded : now.Founded,
            Short = Renewed(now.Short, was.Short, listed.Short), Formal = Renewed(now.Formal, was.Formal, listed.Formal), SortKeys = Renewed(now.SortKeys, was.SortKeys, listed.SortKeys),
            Groups = [.. now.Groups.Where(g => listed.Groups.Contains(g) || !was.Groups.Contains(g)),
                .. listed.Groups.Where(g => !was.Groups.Contains(g) && now.Groups.All(n => n.Group != g.Group))],
        });
        Given = listed;
        return !Same(Facts, now);
    }

    public void Fly(Id<StoredFile>? flag) => Flag = flag;

    static bool Same(PartyFacts one, PartyFacts other) => one with { Groups = [] } == other with { Groups = [] } && one.Groups.SequenceEqual(other.Groups);

    static LocalizedText Renewed(LocalizedText now, LocalizedText was, LocalizedText listed) =>
        was.Languages.Union(listed.Languages).Aggregate(now, (text, language) => text[language] == was[language] ? text.With(language, listed[language]) : text);

    static LocalizedText Bounded(LocalizedText text) => LocalizedText.Of(text.Wordings.Select(w => KeyValuePair.Create(w.Key, Bounded(w.Value))));

    /// <summary>A name may not turn the page around, nor fill it.</summary>
    static string Bounded(string text) => text.Length <= MostLetters ? Characters.Tame(text) : throw new Refusal("parties.name_too_long", ("most", MostLetters));

    /// <summary>Two letters; or two letters, a hyphen and one to three letters or digits.</summary>
    public static bool IsCode(string code) => code.Length is 2 or >= 4 and <= 6 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
        && (code.Length == 2 || code[2] == '-' && code.AsSpan(3).IndexOfAnyExcept(CodeLetters) < 0);

    static readonly System.Buffers.SearchValues<char> CodeLetters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    internal sealed class Map : IEntityTypeConfiguration<Party>
    {
        public void Configure(EntityTypeBuilder<Party> table)
        {
            table.HasIndex(p => p.Slug).IsUnique();
            table.HasIndex(p => p.Code).IsUnique();
            table.HasIndex(p => p.Reference).IsUnique();
            table.Property(p => p.Kind).HasConversion<string>().HasMaxLength(32);
            table.Property(p => p.Contact).AsJson();
            table.Property(p => p.Groups).AsJson();
            table.Property(p => p.Given!).AsJson();
            table.HasOne<StoredFile>().WithMany().HasForeignKey(p => p.Flag);
            table.Ignore(p => p.Facts);
        }
    }
}

/// <summary>A picture that is or was a party's flag. It stays when another replaces it: snapshots show it.</summary>
public sealed class PartyFlag
{
    PartyFlag() { }

    public PartyFlag(Id<StoredFile> file, Id<Party> party) => (File, PartyId) = (file, party);

    public Id<StoredFile> File { get; private set; }
    public Id<Party> PartyId { get; private set; }

    internal sealed class Map : IEntityTypeConfiguration<PartyFlag>
    {
        public void Configure(EntityTypeBuilder<PartyFlag> table)
        {
            table.HasKey(f => f.File);
            table.HasOne<StoredFile>().WithMany().HasForeignKey(f => f.File);
            table.HasIndex(f => f.PartyId);
        }
    }
}
