using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Programme;

/// <summary>A line through the programme: "Security", "Cultures and faiths".</summary>
public sealed class Track : IVersioned
{
    Track() { }

    public Track(Id<Edition> edition, string slug, LocalizedText name, Guid? guid = null)
    {
        Id = Id<Track>.New();
        (EditionId, Guid) = (edition, guid ?? Id.Value);
        Rename(slug, name);
    }

    public Id<Track> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Guid Guid { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    /// <summary><c>#rrggbb</c>, lower case, or null.</summary>
    public string? Colour { get; private set; }
    public int Order { get; private set; }
    public long Version { get; private set; }

    public void Rename(string slug, LocalizedText name) =>
        (Slug, Name) = (Forums.Slug.Check(slug), name.IsEmpty ? throw new Refusal("programme.track_name_missing") : name);

    /// <exception cref="Refusal"><c>programme.colour</c> unless null, empty or <c>#rrggbb</c>.</exception>
    public void Paint(string? colour) => Colour = string.IsNullOrEmpty(colour) ? null
        : colour.Length == 7 && colour[0] == '#' && colour.Skip(1).All(char.IsAsciiHexDigit) ? colour.ToLowerInvariant()
        : throw new Refusal("programme.colour", ("colour", colour));

    public void PlaceAt(int order) => Order = order;

    internal sealed class Map : IEntityTypeConfiguration<Track>
    {
        public void Configure(EntityTypeBuilder<Track> table)
        {
            table.HasIndex(t => new { t.EditionId, t.Slug }).IsUnique();
            table.HasIndex(t => new { t.EditionId, t.Guid }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(t => t.EditionId);
        }
    }
}

/// <summary>The kind of a session: plenary, panel, signing, coffee.</summary>
public sealed class SessionType : IVersioned
{
    SessionType() { }

    public SessionType(Id<Edition> edition, string slug, LocalizedText name, bool isBreak = false, Guid? guid = null)
    {
        Id = Id<SessionType>.New();
        (EditionId, Guid) = (edition, guid ?? Id.Value);
        Rename(slug, name, isBreak);
    }

    public Id<SessionType> Id { get; private set; }
    public Id<Edition> EditionId { get; private set; }
    public Guid Guid { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    public bool IsBreak { get; private set; }
    public int Order { get; private set; }
    public long Version { get; private set; }

    public void Rename(string slug, LocalizedText name, bool isBreak) =>
        (Slug, Name, IsBreak) = (Forums.Slug.Check(slug), name.IsEmpty ? throw new Refusal("programme.type_name_missing") : name, isBreak);

    public void PlaceAt(int order) => Order = order;

    internal sealed class Map : IEntityTypeConfiguration<SessionType>
    {
        public void Configure(EntityTypeBuilder<SessionType> table)
        {
            table.HasIndex(t => new { t.EditionId, t.Slug }).IsUnique();
            table.HasIndex(t => new { t.EditionId, t.Guid }).IsUnique();
            table.HasOne<Edition>().WithMany().HasForeignKey(t => t.EditionId);
        }
    }
}
