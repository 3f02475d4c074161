using Majlis.Delegations;
using Majlis.Platform;

namespace Majlis.Accreditation;

/// <summary>
/// The words of a name by their sounds, looser than <see cref="NameTrace"/>: waw is written for v and for vowels, and feh for v, so these letters are left out where enough others remain. A search
/// and a watch list that find one too many cost a look; one too few costs more.
/// </summary>
static class Sounds
{
    public static IEnumerable<IReadOnlyList<string>> Of(LocalizedText name) => NameTrace.Of(name).Select(words => (IReadOnlyList<string>)[.. words.Select(Loose)]);

    static string Loose(string word)
    {
        var rest = word.Replace("V", "", StringComparison.Ordinal).Replace("F", "", StringComparison.Ordinal);
        return rest.Length >= 3 ? rest : word.Replace('F', 'V');
    }

    /// <summary>Whether every word of the shorter form stands in the longer. A single short word says nothing.</summary>
    public static bool Alike(LocalizedText one, LocalizedText other)
    {
        foreach (var a in Of(one))
            foreach (var b in Of(other))
            {
                var (few, many) = a.Count <= b.Count ? (a, b) : (b, a);
                if (few.Count > 0 && few.All(many.Contains) && few.Sum(w => w.Length) >= 4) return true;
            }
        return false;
    }
}
