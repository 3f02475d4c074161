using System.Collections.Frozen;
using System.Text.Json;

namespace Majlis.Calendars;

/// <summary>
/// Joins names as a sentence does: "A, B and C", «А, Б и В», «A، B، و C». Where the elements may be in other scripts the caller isolates each
/// (<c>&lt;bdi&gt;</c>, <see cref="Texts.Isolate"/>); then the joints need no marks of their own, so the mark CLDR puts behind the Persian comma is left out.
/// English is written without the serial comma, as international organisations do.
/// </summary>
public sealed class Lists
{
    static readonly FrozenDictionary<Language, Lists> All = Read();

    readonly string _middle, _end, _two;

    Lists(string middle, string end, string two) => (_middle, _end, _two) = (middle, end, two);

    static FrozenDictionary<Language, Lists> Read()
    {
        using var document = ReferenceData.Open("refdata/list-patterns.json");
        var locales = document.RootElement.GetProperty("locales");
        return Language.All.ToFrozenDictionary(l => l, l =>
        {
            var told = locales.For(l).GetProperty("list");
            var two = Joint(told, "2");
            return new Lists(Joint(told, "middle"), l.Tag == "en" ? two : Joint(told, "end"), two);
        });
    }

    static string Joint(JsonElement told, string name) =>
        string.Concat(told.GetProperty(name).GetString()!.Split(["{0}", "{1}", "\u200F"], StringSplitOptions.None));

    public static Lists Of(Language language) => All[language];

    /// <summary>All of them; an empty list gives an empty text.</summary>
    public string And(params IEnumerable<string> items)
    {
        var all = items as IReadOnlyList<string> ?? [.. items];
        return all.Count switch
        {
            0 => "",
            1 => all[0],
            2 => all[0] + _two + all[1],
            _ => string.Join(_middle, all.Take(all.Count - 1)) + _end + all[^1],
        };
    }

    /// <summary>What stands between two elements that are not the last: for lists without "and", and for pages that write the elements themselves.</summary>
    public string Separator => _middle;

    /// <summary>What stands before the last of three or more.</summary>
    public string LastSeparator => _end;

    /// <summary>What stands between two.</summary>
    public string PairSeparator => _two;
}
