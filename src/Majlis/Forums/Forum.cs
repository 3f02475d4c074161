using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Forums;

/// <summary>A forum as an institution: what is held again and again under one name. Its editions are numbered.</summary>
public sealed class Forum : IVersioned
{
    Forum() { }

    /// <exception cref="Refusal"><c>forums.slug</c>, <c>forums.name_missing</c>.</exception>
    public Forum(string slug, LocalizedText name)
    {
        Id = Id<Forum>.New();
        Slug = Forums.Slug.Check(slug);
        Rename(name);
    }

    public Id<Forum> Id { get; private set; }
    public string Slug { get; private set; } = "";
    public LocalizedText Name { get; private set; } = LocalizedText.Empty;
    public long Version { get; private set; }

    public void Rename(LocalizedText name) => Name = name.IsEmpty ? throw new Refusal("forums.name_missing") : name;

    internal sealed class Map : IEntityTypeConfiguration<Forum>
    {
        public void Configure(EntityTypeBuilder<Forum> table) => table.HasIndex(f => f.Slug).IsUnique();
    }
}

/// <summary>The part of an address that names something: <c>[a-z0-9]</c> words joined by single hyphens, 2 to 64 characters.</summary>
public static class Slug
{
    /// <summary>First segments of addresses that are not editions.</summary>
    static readonly HashSet<string> Reserved =
        ["account", "api", "desk", "my", "site", "files", "live", "healthz", "readyz", "lib", "assets", "offline", "robots", "sitemap", "status"];

    public static bool IsGood(string slug) =>
        slug.Length is >= 2 and <= 64 && slug[0] != '-' && slug[^1] != '-' && !slug.Contains("--", StringComparison.Ordinal)
        && slug.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && !Reserved.Contains(slug);

    /// <exception cref="Refusal"><c>forums.slug</c></exception>
    public static string Check(string slug) => IsGood(slug) ? slug : throw new Refusal("forums.slug", ("slug", slug));
}
