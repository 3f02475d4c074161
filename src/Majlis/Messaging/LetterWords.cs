using System.Text;
using System.Text.RegularExpressions;
using Majlis.Calendars;
using Majlis.Platform;

namespace Majlis.Messaging;

/// <summary>What a forum writes by itself.</summary>
public enum LetterKind
{
    /// <summary>To a speaker who got a slot.</summary>
    SlotReleased,
    /// <summary>To a speaker whose slot was moved.</summary>
    SlotChanged,
    /// <summary>To a speaker who lost a slot.</summary>
    SlotCancelled,
    /// <summary>To an account that marked a session which changed, and agreed to be told.</summary>
    StarredChanged,
    /// <summary>To an account that agreed to be told of each release.</summary>
    ReleaseNote,
    /// <summary>To a side that is asked for a meeting, or whose terms the other one countered.</summary>
    MeetingAsked,
    /// <summary>To a side whose request was answered, withdrawn or ran out.</summary>
    MeetingAnswered,
    /// <summary>To a side that has not answered yet.</summary>
    MeetingReminder,
    /// <summary>To a person whose application was received.</summary>
    ApplicationReceived,
    /// <summary>To a person who is admitted.</summary>
    ApplicationApproved,
    /// <summary>To a person who is not, whoever decided it.</summary>
    ApplicationRejected,
    /// <summary>To a person of whose application something has to be put right.</summary>
    ApplicationReturned,
    /// <summary>To a person who was admitted and is no more.</summary>
    ApplicationRevoked,
}

/// <summary>Where a text of a letter is wrong. Lines and columns are counted from 1, columns in characters.</summary>
/// <param name="Code">Of the refusal that says it: <c>messaging.placeholder_unknown</c> or <c>messaging.brace_alone</c>.</param>
/// <param name="Name">What stands in the braces; empty for a brace alone.</param>
public sealed record LetterFault(string Code, int Line, int Column, string Name)
{
    public Refusal Refusal => new(Code, ("line", Line), ("column", Column), ("name", Name));
}

/// <summary>
/// Texts of letters with places for values: <c>{name}</c>, of a closed list. There is nothing else to it, no fields of fields, no formats, no conditions, so a text can say nothing that
/// the list does not hold. Braces stand for places only.
/// </summary>
public static partial class LetterWords
{
    /// <summary>The letter's own list: <c>sessions</c> is a line or two for each session it is about, <c>session</c> the title of the only one, <c>zone</c> the clock they go by, <c>note</c> the note of the release. Of meetings
    /// <c>side</c> is whom the reader acts for, <c>other</c> the other side, <c>state</c> what the request has become, <c>until</c> when it expires. Of applications
    /// <c>reason</c> is what a return asks for.</summary>
    public static IReadOnlyList<string> Places(LetterKind kind) => kind switch
    {
        LetterKind.ReleaseNote => ["name", "edition", "city", "release", "note", "programme", "changes"],
        LetterKind.MeetingAsked or LetterKind.MeetingAnswered or LetterKind.MeetingReminder => ["name", "edition", "city", "side", "other", "number", "purpose", "state", "note", "until", "link"],
        LetterKind.ApplicationReceived or LetterKind.ApplicationApproved or LetterKind.ApplicationRejected or LetterKind.ApplicationReturned or LetterKind.ApplicationRevoked =>
            ["name", "edition", "city", "category", "reference", "reason", "link"],
        LetterKind.StarredChanged => ["name", "edition", "city", "release", "note", "programme", "changes", "sessions", "zone"],
        _ => ["name", "edition", "city", "release", "note", "programme", "changes", "session", "sessions", "zone"],
    };

    /// <summary>The first fault; null when there is none.</summary>
    public static LetterFault? Fault(string text, LetterKind kind)
    {
        var places = Places(kind);
        foreach (var (at, length, name) in Find(text))
        {
            if (name is not null && places.Contains(name)) continue;
            var line = text.AsSpan(0, at).Count('\n') + 1;
            var column = at - (text.LastIndexOf('\n', Math.Max(at - 1, 0), at) is >= 0 and var start ? start : -1);
            return new(name is null ? "messaging.brace_alone" : "messaging.placeholder_unknown", line, column, name ?? "");
        }
        return null;
    }

    /// <summary>The text with its values; a place without one stays as it is. Where values left nothing between paragraphs, one blank line is left.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var filled = new StringBuilder();
        var end = 0;
        foreach (var (at, length, name) in Find(text))
        {
            filled.Append(text, end, at - end).Append(name is not null && values.TryGetValue(name, out var value) ? value : text.AsSpan(at, length));
            end = at + length;
        }
        return BlankLines().Replace(filled.Append(text, end, text.Length - end).ToString(), "\n\n").Trim();
    }

    /// <summary>
    /// What somebody typed (a name, a title), as it stands in a letter: on one line, in a direction of its own, and never an address that mail programs would make a link of: a joiner that
    /// nobody sees parts what looks like one.
    /// </summary>
    public static string Typed(string text) => Texts.Isolate(Address().Replace(string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim(), m => m.Value + "\u2060"));

    static IEnumerable<(int At, int Length, string? Name)> Find(string text)
    {
        for (var at = 0; (at = text.AsSpan(at).IndexOfAny('{', '}') is >= 0 and var next ? at + next : -1) >= 0;)
        {
            var close = text[at] == '{' ? text.IndexOfAny(['{', '}', '\n'], at + 1) : -1;
            var whole = close > at + 1 && text[close] == '}';
            yield return whole ? (at, close + 1 - at, text[(at + 1)..close]) : (at, 1, null);
            at = whole ? close + 1 : at + 1;
        }
    }

    [GeneratedRegex(@"(?<=[\p{L}\p{N}])\.(?=\p{L}{2})|:(?=//)|(?<=[\p{L}\p{N}])@(?=[\p{L}\p{N}])", RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex("\n[ \t]*(?:\n[ \t]*)+\n", RegexOptions.CultureInvariant)]
    private static partial Regex BlankLines();
}
