using Majlis.Calendars;

namespace Majlis.Web.Shell;

/// <summary>What somebody else saved while a form was being filled, fact by fact beside what the form says, for the part <c>_Newer</c>: only what differs is shown.</summary>
public sealed class Newer(Visit visit)
{
    readonly List<(string Label, string Now, string Language)> _facts = [];

    public IReadOnlyList<(string Label, string Now, string Language)> Facts => _facts;

    /// <param name="label">Key of the field's label.</param>
    public Newer Of(string label, string? now, string? mine)
    {
        if ((now ?? "").ReplaceLineEndings("\n").Trim() != (mine ?? "").ReplaceLineEndings("\n").Trim()) _facts.Add((visit.Texts[label], now ?? "", visit.Language.Tag));
        return this;
    }

    /// <summary>A content text, language by language.</summary>
    public Newer Of(string label, IReadOnlyDictionary<string, string?> now, IReadOnlyDictionary<string, string?> mine)
    {
        foreach (var language in now.Keys.Union(mine.Keys))
            if ((now.GetValueOrDefault(language) ?? "").Trim() is var text && text != (mine.GetValueOrDefault(language) ?? "").Trim())
                _facts.Add(($"{visit.Texts[label]} ({LanguageNames.Name(language, visit.Language)})", text, language));
        return this;
    }
}
