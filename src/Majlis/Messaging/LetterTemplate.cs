using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Majlis.Messaging;

/// <summary>
/// How an edition words a kind of letter in a language of the interface, where it words it itself: without one the language files' own text is used.
/// Belongs to the edition's settings: whoever copies an edition copies its rows, with nothing in them to change.
/// </summary>
public sealed class LetterTemplate : IVersioned
{
    LetterTemplate() { }

    public LetterTemplate(Id<Edition> edition, LetterKind kind, string language) =>
        (EditionId, Kind, Language) = (edition, kind, Calendars.Language.TryOf(language)?.Tag ?? throw new Refusal("people.language"));

    public const int LongestSubject = 200;
    public const int LongestText = 10_000;

    public Id<Edition> EditionId { get; private set; }
    public LetterKind Kind { get; private set; }
    public string Language { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Text { get; private set; } = "";
    public long Version { get; private set; }

    /// <exception cref="Refusal"><c>messaging.subject_missing</c>, <c>messaging.text_missing</c>, <c>messaging.too_long</c>, and those of <see cref="LetterFault"/>.</exception>
    public void Word(string subject, string text)
    {
        (subject, text) = (Characters.Kept(subject).Trim(), Characters.Kept(text).ReplaceLineEndings("\n").Trim());
        if (subject.Length == 0 || subject.Any(char.IsControl)) throw new Refusal("messaging.subject_missing");
        if (text.Length == 0) throw new Refusal("messaging.text_missing");
        if (subject.Length > LongestSubject) throw new Refusal("messaging.too_long", ("most", LongestSubject));
        if (text.Length > LongestText) throw new Refusal("messaging.too_long", ("most", LongestText));
        if ((LetterWords.Fault(subject, Kind) ?? LetterWords.Fault(text, Kind)) is { } fault) throw fault.Refusal;
        (Subject, Text) = (subject, text);
    }

    internal sealed class Map : IEntityTypeConfiguration<LetterTemplate>
    {
        public void Configure(EntityTypeBuilder<LetterTemplate> table)
        {
            table.HasKey(t => new { t.EditionId, t.Kind, t.Language });
            table.HasOne<Edition>().WithMany().HasForeignKey(t => t.EditionId);
            table.Property(t => t.Kind).HasConversion<string>().HasMaxLength(32);
        }
    }
}

/// <summary>A letter's words before its values are in them.</summary>
/// <param name="Version">Of the edition's own words; null: these are the language file's.</param>
public sealed record LetterWording(string Subject, string Text, long? Version)
{
    /// <summary>As the language file has it.</summary>
    public static LetterWording BuiltIn(LetterKind kind, Language language)
    {
        var key = kind.ToString().ToLowerInvariant();
        var texts = Texts.Of(language);
        return new(texts[$"letter.subject.{key}"], texts[$"letter.text.{key}"], null);
    }
}

public static class LetterTemplates
{
    /// <summary>All of the edition's own words. The caller has asked for the permission.</summary>
    public static async Task<IReadOnlyDictionary<(LetterKind Kind, string Language), LetterWording>> Own(AppDb db, Id<Edition> edition, CancellationToken cancellation = default) =>
        await db.LetterTemplates.AsNoTracking().Where(t => t.EditionId == edition)
            .ToDictionaryAsync(t => (t.Kind, t.Language), t => new LetterWording(t.Subject, t.Text, t.Version), cancellation);
}

/// <summary>Words a letter in the edition's own way.</summary>
public static class WordLetter
{
    /// <param name="version">Of the words the form was shown; null when they were the language file's.</param>
    /// <exception cref="EditedMeanwhile">Somebody saved since.</exception>
    /// <exception cref="Refusal">Those of <see cref="LetterTemplate"/>.</exception>
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, LetterKind kind, string language, string subject, string text, long? version, CancellationToken cancellation = default)
    {
        await Editions.Open(db, actor, Permission.ReleaseProgramme, edition, cancellation);
        var template = await db.LetterTemplates.SingleOrDefaultAsync(t => t.EditionId == edition && t.Kind == kind && t.Language == language, cancellation);
        if (template is null != version is null) throw new EditedMeanwhile(new InvalidOperationException("other words by now"));
        if (template is null) db.Add(template = new(edition, kind, language));
        else db.Expect(template, version!.Value);
        template.Word(subject, text);
        db.Record(actor, new EditionChanged(edition.Value, "letter", null));
        await db.SaveFirst(cancellation);
    }
}

/// <summary>Gives the letter back the language file's words.</summary>
public static class UnwordLetter
{
    public static async Task Run(AppDb db, Actor actor, Id<Edition> edition, LetterKind kind, string language, CancellationToken cancellation = default)
    {
        actor.Require(Permission.ReleaseProgramme, edition.Value);
        if (await db.LetterTemplates.SingleOrDefaultAsync(t => t.EditionId == edition && t.Kind == kind && t.Language == language, cancellation) is not { } template) return;
        db.Remove(template);
        db.Record(actor, new EditionChanged(edition.Value, "letter", null));
        await db.SaveChangesAsync(cancellation);
    }
}
