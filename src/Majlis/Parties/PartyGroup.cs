using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Parties;

/// <summary>In what way a party belongs to a group.</summary>
/// <param name="Key">Lower-case Latin letters and hyphens: <c>member</c>, <c>observer</c>.</param>
public sealed record GroupKind(string Key, LocalizedText Name);

/// <summary>A group of parties with kinds of belonging of its own: the OIC with members and observers, the CIS with members.</summary>
public sealed class PartyGroup : IVersioned
{
    PartyGroup() { }

    public PartyGroup(string slug, LocalizedText name, IReadOnlyList<GroupKind> kinds)
    {
        Id = Id<PartyGroup>.New();
        Slug = Forums.Slug.Check(slug);
        Take(name, kinds);
    }

    public Id<PartyGroup> Id { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    /// <summary>Never empty.</summary>
    public IReadOnlyList<GroupKind> Kinds { get; private set; } = [];
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>parties.group_name_missing</c>, <c>parties.group_kind</c> without a kind, with one that has no name, or with a key that is not one or is there twice.</exception>
    public void Take(LocalizedText name, IReadOnlyList<GroupKind> kinds)
    {
        if (name.IsEmpty) throw new Refusal("parties.group_name_missing");
        if (kinds.Count is 0 or > 20 || kinds.Any(k => k.Name.IsEmpty || !Forums.Slug.IsGood(k.Key)) || kinds.DistinctBy(k => k.Key).Count() < kinds.Count) throw new Refusal("parties.group_kind");
        (Name, Kinds) = (name, kinds);
    }

    internal sealed class Map : IEntityTypeConfiguration<PartyGroup>
    {
        public void Configure(EntityTypeBuilder<PartyGroup> table)
        {
            table.HasIndex(g => g.Slug).IsUnique();
            table.Property(g => g.Kinds).AsJson();
        }
    }
}
