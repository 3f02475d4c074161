using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>
/// A language of the interface. There is one object a language, so they compare by reference. Which there are is decided by the files of
/// <c>locale/</c>: adding a file adds a language. Content (titles, names) may be in any other language: see <see cref="DirectionOf"/>.
/// </summary>
public sealed class Language
{
    static readonly FrozenDictionary<string, Language> ByTag =
        ReferenceData.LocaleFiles.Select(Read).ToFrozenDictionary(l => l.Tag, StringComparer.OrdinalIgnoreCase);

    Language(JsonElement told)
    {
        Tag = told.GetProperty("tag").GetString()!;
        NativeName = told.GetProperty("name").GetString()!;
        IsRightToLeft = told.GetProperty("direction").GetString() == "rtl";
        DigitSystem = told.GetProperty("digits").GetString()!;
        Calendars = [.. told.GetProperty("calendars").EnumerateArray().Select(c => Enum.Parse<ForumCalendar>(c.GetString()!))];
        Percent = told.GetProperty("percent").GetString()!;
        DatePatterns = DatePatterns.Read(told.GetProperty("dates"));
        Culture = CultureInfo.GetCultureInfo(Tag);
        Comparer = StringComparer.Create(Culture, CompareOptions.None);
    }

    static Language Read(string file)
    {
        using var document = ReferenceData.Open(file);
        return new(document.RootElement.GetProperty("_language"));
    }

    /// <summary>Every language of the interface, by tag.</summary>
    public static IReadOnlyList<Language> All { get; } = Numbered(ByTag.Values.OrderBy(l => l.Tag, StringComparer.Ordinal));

    static Language[] Numbered(IEnumerable<Language> languages) => [.. languages.Select((language, index) => { language.Index = index; return language; })];

    /// <summary>The language every text exists in: the source of the others, and what is shown when one of them lacks a text.</summary>
    public static Language English { get; } = Of("en");

    /// <summary>The language of this tag; case does not matter.</summary>
    /// <exception cref="ArgumentException">The interface does not speak it.</exception>
    public static Language Of(string tag) => TryOf(tag) ?? throw new ArgumentException($"The interface has no language '{tag}'.", nameof(tag));

    /// <summary>
    /// The language of this tag (<c>fa</c>, also <c>FA</c>), or null when the interface does not speak it. Regions are not cut off: <c>fa-IR</c> is null.
    /// </summary>
    public static Language? TryOf(string? tag) => tag is null ? null : ByTag.GetValueOrDefault(tag);

    /// <summary>As <see cref="TryOf(string?)"/>.</summary>
    public static bool TryOf(string? tag, [NotNullWhen(true)] out Language? language) => (language = TryOf(tag)) is not null;

    /// <summary>
    /// The interface's language a browser asks for, by its <c>Accept-Language</c>; null when it asks for none of ours. Weights are obeyed, of equal
    /// ones the first wins, <c>q=0</c> excludes, a region or script is ignored (<c>fa-AF</c> takes <c>fa</c>), <c>*</c> asks for nothing.
    /// Any header is safe: only its first 1,000 characters and 32 entries are read and what cannot be understood is passed over.
    /// </summary>
    public static Language? Negotiate(string? acceptLanguage)
    {
        if (string.IsNullOrWhiteSpace(acceptLanguage)) return null;
        var header = acceptLanguage.AsSpan(0, Math.Min(acceptLanguage.Length, 1000));
        Language? best = null;
        var bestWeight = 0m;
        var read = 0;
        foreach (var range in header.Split(','))
        {
            if (++read > 32) break;
            var entry = header[range].Trim();
            var semicolon = entry.IndexOf(';');
            var tag = (semicolon < 0 ? entry : entry[..semicolon]).Trim();
            var dash = tag.IndexOf('-');
            if (TryOf((dash < 0 ? tag : tag[..dash]).ToString()) is not { } language) continue;
            if (Weight(semicolon < 0 ? default : entry[(semicolon + 1)..]) is not { } weight || weight <= bestWeight) continue;
            (best, bestWeight) = (language, weight);
        }
        return best;
    }

    static decimal? Weight(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        if (parameter.IsEmpty) return 1;
        if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) return null;
        var told = decimal.TryParse(parameter[2..].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight);
        return told && weight <= 1 ? weight : null;
    }

    /// <summary><c>rtl</c> or <c>ltr</c> for content in any language, known to the interface or not: <c>ur</c>, <c>ckb</c>, <c>ms-Arab</c> are <c>rtl</c>.
    /// <c>auto</c> for null, an empty tag and <c>und</c>: let the browser look at the text.</summary>
    public static string DirectionOf(string? tag)
    {
        if (string.IsNullOrEmpty(tag) || tag.Equals("und", StringComparison.OrdinalIgnoreCase)) return "auto";
        var parts = tag.Split('-', '_');
        foreach (var part in parts.Skip(1))
            if (part.Length == 4) return RightToLeftScripts.Contains(part) ? "rtl" : "ltr";
        return RightToLeftLanguages.Contains(parts[0]) ? "rtl" : "ltr";
    }

    static readonly FrozenSet<string> RightToLeftScripts =
        new[] { "Arab", "Aran", "Hebr", "Thaa", "Nkoo", "Syrc", "Adlm", "Rohg" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string> RightToLeftLanguages =
        new[]
        {
            "ar", "arz", "ary", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "khw", "ks",
            "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "syr", "ug", "ur", "yi",
        }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>BCP 47, lower case: <c>fa</c>.</summary>
    public string Tag { get; }

    /// <summary>The language's name in itself: «فارسی».</summary>
    public string NativeName { get; }

    public bool IsRightToLeft { get; }

    /// <summary>What <c>dir</c> is set to: <c>rtl</c> or <c>ltr</c>.</summary>
    public string Direction => IsRightToLeft ? "rtl" : "ltr";

    /// <summary>The ten digits people read in this language, from zero: <c>۰۱۲۳۴۵۶۷۸۹</c>.</summary>
    public string Digits => Majlis.Calendars.Digits.OfSystem(DigitSystem);

    /// <summary>The calendars dates are shown in unless somebody chooses others, the leading one first. Never empty.</summary>
    public IReadOnlyList<ForumCalendar> Calendars { get; }

    /// <summary>For collation and casing of people's words only. Dates and numbers are never formatted with it.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Sorts names and titles as the language's readers expect. Needs ICU on the machine. Never use it to find equal strings.</summary>
    public StringComparer Comparer { get; }

    /// <summary>The place in <see cref="All"/>.</summary>
    internal int Index { get; private set; }

    /// <summary>Percentages: <c>{0} %</c>.</summary>
    internal string Percent { get; }
    internal string DigitSystem { get; }
    internal DatePatterns DatePatterns { get; }

    /// <summary>The tag.</summary>
    public override string ToString() => Tag;
}

/// <summary>How a language puts day, month and year together; from <c>_language.dates</c> of its file.</summary>
/// <param name="Long"><c>{day} {month} {year}</c></param>
/// <param name="Full"><c>{weekday}</c> and <c>{date}</c>, the long date.</param>
/// <param name="MonthDay"><c>{day} {month}</c></param>
/// <param name="SameYear">A range over two months of one year: <c>{first}</c> is the first day's MonthDay, the rest is of the last day.</param>
/// <param name="Short">Numbers only: <c>{d}</c>, <c>{dd}</c>, <c>{m}</c>, <c>{mm}</c>, <c>{year}</c>.</param>
/// <param name="FirstDay">How the first of a month is written in long dates, when not as a number; else null.</param>
/// <param name="ErasInLong">The calendars whose long dates end in their era.</param>
sealed record DatePatterns(string Long, string Full, string MonthDay, string SameYear, string Short, string? FirstDay, ForumCalendar[] ErasInLong)
{
    public static DatePatterns Read(JsonElement told) => new(
        told.GetProperty("long").GetString()!, told.GetProperty("full").GetString()!, told.GetProperty("monthDay").GetString()!,
        told.GetProperty("sameYear").GetString()!, told.GetProperty("short").GetString()!, told.Find("firstDay")?.GetString(),
        told.Find("erasInLong") is { } eras ? [.. eras.Strings().Select(Enum.Parse<ForumCalendar>)] : []);
}
