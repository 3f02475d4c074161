using Majlis.Platform;
using NodaTime;

namespace Majlis.People;

/// <summary>A time in which a person is free for the programme.</summary>
/// <param name="From">First minute, included.</param>
/// <param name="Until">First minute after.</param>
public sealed record FreeTime(LocalDateTime From, LocalDateTime Until);

/// <summary>Languages an interpreter works from and into, as BCP 47 tags.</summary>
public sealed record LanguagePair(string From, string To);

/// <summary>When a person can be there and what they interpret. It is the desk's alone: no snapshot, and so no release and no export, carries it.</summary>
public sealed record Presence
{
    /// <summary>Nobody said anything: always there, interprets nothing.</summary>
    public static readonly Presence Unknown = new();

    const int Most = 100;

    /// <summary>Wall time in the edition's zone; null when unknown.</summary>
    public LocalDateTime? Arrives { get; init; }
    public LocalDateTime? Departs { get; init; }
    /// <summary>Sorted, without overlaps; empty: always.</summary>
    public IReadOnlyList<FreeTime> Available { get; init; } = [];
    public IReadOnlyList<LanguagePair> Interprets { get; init; } = [];

    /// <summary>The same, its times sorted and each pair once.</summary>
    /// <exception cref="Refusal"><c>people.stay</c> when the departure is not after the arrival, <c>people.available</c> when a time ends before it begins or two overlap,
    /// <c>people.interprets</c> for what is no pair of two languages, <c>people.too_many</c>.</exception>
    internal Presence Checked()
    {
        if (Arrives >= Departs) throw new Refusal("people.stay");
        if (Available.Count > Most || Interprets.Count > Most) throw new Refusal("people.too_many", ("most", Most));
        var sorted = Available.OrderBy(a => a.From).ToList();
        if (sorted.Exists(a => a.Until <= a.From) || sorted.Zip(sorted.Skip(1)).Any(p => p.Second.From < p.First.Until)) throw new Refusal("people.available");
        foreach (var (from, to) in Interprets)
            if (!IsTag(from) || !IsTag(to) || string.Equals(from, to, StringComparison.OrdinalIgnoreCase)) throw new Refusal("people.interprets", ("pair", Characters.Kept($"{from}>{to}")));
        return this with { Available = sorted, Interprets = [.. Interprets.Distinct()] };
    }

    static bool IsTag(string tag) => tag.Length is >= 2 and <= 35 && tag.Split('-') is [{ Length: <= 8 } first, .. var rest]
        && first.All(char.IsAsciiLetter) && rest.All(r => r.Length is >= 1 and <= 8 && r.All(char.IsAsciiLetterOrDigit));
}
