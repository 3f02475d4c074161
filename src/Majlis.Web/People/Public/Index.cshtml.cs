using System.Globalization;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.People.Public;

/// <summary>Everybody who has a part in a released session, by name as the reader's language sorts.</summary>
[Kept]
public sealed class IndexModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf)
{
    public string Words { get; private set; } = "";
    public int Count { get; private set; }
    public IReadOnlyList<(string Letter, IReadOnlyList<PersonEntry> People)> Letters { get; private set; } = [];

    public void OnGet()
    {
        if (Agenda is null) return;
        Words = ProgrammeFilter.Parse(Request.Query).Words;
        var words = SearchKey.Words(Words);
        var people = Agenda.Programme.People.Where(p => Agenda.Published.ByPerson.Contains(p.Guid) && Agenda.Published.Search.Matches(p, words))
            .OrderBy(p => Agenda.Words(p.Name), Visit.Language.Comparer).ThenBy(p => p.Number).ToList();
        Count = people.Count;
        Letters = [.. people.GroupBy(p => LetterOf(Agenda.Words(p.Name), Visit.Language)).Select(g => (g.Key, (IReadOnlyList<PersonEntry>)[.. g]))];
    }

    /// <summary>The letter a name stands under: upper case, without its accent unless the language sorts it as a letter of its own; # for what is no letter.</summary>
    public static string LetterOf(string name, Language language)
    {
        foreach (var element in StringInfo.GetTextElementEnumerator(name) is var all ? Elements(all) : [])
        {
            if (!char.IsLetterOrDigit(element, 0)) continue;
            if (!char.IsLetter(element, 0)) return "#";
            var folded = SearchKey.Tight(element);
            if (folded.Length == 0) continue;
            var compare = language.Culture.CompareInfo;
            var letter = compare.Compare(element, folded, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) == 0 ? folded[..1] : element;
            return language.Culture.TextInfo.ToUpper(letter);
        }
        return "#";
    }

    static IEnumerable<string> Elements(TextElementEnumerator all)
    {
        while (all.MoveNext()) yield return all.GetTextElement();
    }
}
