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
        ["account", "api", "desk", "my", "site", "files", "live", "healthz", "readyz", "lib", "css", "js", "assets", "offline", "robots", "sitemap", "status"];

    public static bool IsGood(string slug) =>
        slug.Length is >= 2 and <= 64 && slug[0] != '-' && slug[^1] != '-' && !slug.Contains("--", StringComparison.Ordinal)
        && slug.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && !Reserved.Contains(slug);

    /// <summary>A slug near the wanted text that nobody has: its Latin letters and digits, else <paramref name="otherwise"/>, with <c>-2</c>, <c>-3</c>… when taken.</summary>
    /// <param name="otherwise">A good slug: the kind of the noun, such as <c>hall</c>.</param>
    public static string Free(string wanted, string otherwise, ICollection<string> taken)
    {
        var words = new string([.. wanted.Normalize(System.Text.NormalizationForm.FormD).ToLowerInvariant()
            .Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark)
            .Select(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' ? c : '-')]);
        var slug = string.Join('-', words.Split('-', StringSplitOptions.RemoveEmptyEntries));
        if (IsGood(wanted)) slug = wanted;
        else if (slug.Length > 56) slug = slug[..56].TrimEnd('-');
        if (!IsGood(slug)) slug = IsGood($"{otherwise}-{slug}") ? $"{otherwise}-{slug}" : otherwise;
        var free = slug;
        for (var i = 2; taken.Contains(free); i++) free = $"{slug[..Math.Min(slug.Length, 58)].TrimEnd('-')}-{i}";
        return free;
    }

    /// <exception cref="Refusal"><c>forums.slug</c></exception>
    public static string Check(string slug) => IsGood(slug) ? slug : throw new Refusal("forums.slug", ("slug", slug));
}
