using System.Globalization;
using Majlis.Calendars;
using Majlis.Platform;

namespace Majlis.Parties;

/// <summary>
/// What parties are ordered by: a language's alphabet over the names in it, or a list that somebody published. The tag is the one sort keys are kept under.
/// </summary>
public static class OrderLanguage
{
    /// <summary>The sequence of the list that the OIC publishes.</summary>
    public const string Oic = "x-oic";
    /// <summary>The sequence of article 65 of the Constitution of the Russian Federation.</summary>
    public const string Constitution = "x-ru-constitution";

    /// <summary>Every order there is: languages first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Language.All.Select(l => l.Tag), Oic, Constitution];

    public static bool IsList(string order) => order.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>
    /// What a party is ordered by: its own key for this order, else its short name; in Arabic without the article. A published list that does not name the
    /// party gives no key: such parties follow after the listed, by name.
    /// </summary>
    public static string KeyOf(string order, LocalizedText sortKeys, LocalizedText name)
    {
        var key = sortKeys[order] ?? (IsList(order) ? "" : name.In(order, "en").Text);
        return order == "ar" ? WithoutArticle(key) : key;
    }

    /// <summary>«السعودية» stands under س. A word of which nothing would be left stays.</summary>
    public static string WithoutArticle(string name) => name.StartsWith("ال", StringComparison.Ordinal) && name.Length > 4 ? name[2..] : name;

    /// <summary>Compares keys of this order; a blank key is last.</summary>
    public static IComparer<string> Comparer(string order) => Comparer<string>.Create((a, b) =>
        a.Length == 0 || b.Length == 0 ? (a.Length == 0).CompareTo(b.Length == 0) : IsList(order) ? string.CompareOrdinal(a, b) : Culture(order).Compare(a, b, CompareOptions.None));

    static CompareInfo Culture(string order) => (Language.TryOf(order)?.Culture ?? CultureInfo.InvariantCulture).CompareInfo;
}
