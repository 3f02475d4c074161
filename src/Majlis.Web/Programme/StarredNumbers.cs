using System.Globalization;
using Majlis.Calendars;
using Majlis.Programme;

namespace Majlis.Web.Programme;

/// <summary>A reader's marked sessions as an address carries them: <c>?s=12,55</c>.</summary>
public static class StarredNumbers
{
    /// <summary>More than this nobody attends.</summary>
    public const int Most = 300;

    /// <summary>The numbers that name released sessions, each once, in reading order; whatever else stands there is passed over.</summary>
    public static IReadOnlyList<SessionEntry> Parse(string? text, PublishedProgramme programme)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var wanted = Digits.ToAscii(text.Length > 4000 ? text[..4000] : text).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Take(Most)
            .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToHashSet();
        return [.. programme.Sessions.Where(s => wanted.Contains(s.Number))];
    }

    public static string Write(IEnumerable<SessionEntry> sessions) => string.Join(',', sessions.Select(s => s.Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>
    /// The pairs of which nobody can attend both whole, each once, the earlier first: they are on at the same time, or the way from the one hall to the other takes
    /// longer than there is between them. Half-open: one that begins in the same hall when another ends does not clash. Cancelled ones never do.
    /// </summary>
    public static IEnumerable<Clash> Clashes(PublishedProgramme programme, IReadOnlyList<SessionEntry> sessions)
    {
        var there = sessions.Where(s => s is { Start: not null, IsCancelled: false }).OrderBy(s => s.Start).ThenBy(s => s.Number).ToList();
        for (var i = 0; i < there.Count; i++)
            for (var j = i + 1; j < there.Count; j++)
                if (there[j].Start < there[i].End) yield return new(there[i], there[j], null);
                else if (there[i].Hall is { } from && there[j].Hall is { } to && programme.WalkBetween(from, to) is { } walk && there[j].Start < there[i].End!.Value.PlusMinutes(walk))
                    yield return new(there[i], there[j], walk);
    }
}

/// <summary>Two marked sessions of which nobody can attend both whole.</summary>
/// <param name="Walk">Minutes on foot from the one to the other, where those are the reason; null: they overlap.</param>
public sealed record Clash(SessionEntry One, SessionEntry Other, int? Walk);
