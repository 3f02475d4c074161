using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Web.Shell;

namespace Majlis.Web.Meetings.My;

/// <summary>Sides that have agreed to be shown, the best suggestion first, with the reasons.</summary>
public sealed class FindModel(AppDb db, Visit visit) : MeetingsPage(db, visit)
{
    const int Rows = 24;

    public SideFilter Filter { get; private set; } = new();
    public IReadOnlyList<FoundSide> Found { get; private set; } = [];
    public IReadOnlyList<FoundSide> Shown { get; private set; } = [];
    public IReadOnlyList<SideCategory> Categories { get; private set; } = [];
    public IReadOnlyList<(string Code, string Name)> CountryNames { get; private set; } = [];
    public IReadOnlyList<string> LanguageTags { get; private set; } = [];
    public int OnPage { get; private set; }
    public int Pages { get; private set; }

    public async Task OnGet(string? @as, string? q, string? topic, string? category, string? country, string? language, int p)
    {
        await Choose(@as);
        if (Side is not { } side || Round is not { } round) return;
        var words = (q ?? "").Trim();
        Filter = new(words.Length > 200 ? words[..200] : words,
            Enum.GetValues<SideCategory>().Select(c => (SideCategory?)c).FirstOrDefault(c => string.Equals(c.ToString(), category, StringComparison.OrdinalIgnoreCase)),
            string.IsNullOrEmpty(country) ? null : country, string.IsNullOrEmpty(topic) ? null : topic, string.IsNullOrEmpty(language) ? null : language);
        // Read once without a filter: what one can filter by is what there is to be seen.
        var all = await Discovery.Find(Db, round, side, new(), HttpContext.RequestAborted);
        Categories = [.. all.Select(f => f.Side.Category).Distinct().Order()];
        CountryNames = [.. all.Select(f => f.Side.Country).OfType<string>().Distinct().Select(c => (c, Countries.Name(c, Visit.Language))).OrderBy(c => c.Item2, Visit.Language.Comparer)];
        LanguageTags = [.. all.SelectMany(f => f.Side.Profile.Languages).Distinct().OrderBy(l => LanguageNames.Name(l, Visit.Language), Visit.Language.Comparer)];
        Found = Filter == new SideFilter() ? all : await Discovery.Find(Db, round, side, Filter, HttpContext.RequestAborted);
        Pages = Math.Max(1, (Found.Count + Rows - 1) / Rows);
        OnPage = Math.Clamp(p, 1, Pages);
        Shown = [.. Found.Skip((OnPage - 1) * Rows).Take(Rows)];
        await Name(Shown.Select(f => f.Side));
    }
}
