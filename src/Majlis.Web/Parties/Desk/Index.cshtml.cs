using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;

namespace Majlis.Web.Parties.Desk;

/// <summary>The parties of the installation and what each is at this edition.</summary>
public sealed class IndexModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public const int Rows = 100;

    public PartyFilter Filter { get; private set; } = null!;
    public IReadOnlyList<PartyGroup> Groups { get; private set; } = [];
    public int All { get; private set; }
    public int Here { get; private set; }
    public IReadOnlyDictionary<PartyStatus, int> Counts { get; private set; } = new Dictionary<PartyStatus, int>();
    public IReadOnlyList<DeskParty> Found { get; private set; } = [];
    public IReadOnlyList<DeskParty> Shown { get; private set; } = [];
    public int OnPage { get; private set; }
    public int Pages { get; private set; }

    public async Task OnGet(int p)
    {
        Groups = await LoadGroups();
        var parties = await Load();
        Filter = PartyFilter.Parse(Request.Query);
        All = parties.Count;
        Here = parties.Count(x => x.Here is not null);
        Counts = parties.Where(x => x.Here is not null).CountBy(x => x.Here!.Status).ToDictionary();
        Found = Filter.Apply(parties, Groups, Visit.Language, t => Visit.Say(t).Text);
        Pages = Math.Max(1, (Found.Count + Rows - 1) / Rows);
        OnPage = Math.Clamp(p, 1, Pages);
        Shown = [.. Found.Skip((OnPage - 1) * Rows).Take(Rows)];
    }

    public string Ask(PartyFilter filter) => At() + filter.Query;

    public string PageAddress(int number)
    {
        var address = Ask(Filter);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address}{(address.Contains('?') ? '&' : '?')}p={number}");
    }
}
