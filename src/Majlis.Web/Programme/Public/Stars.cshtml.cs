using Majlis.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.Programme.Public;

/// <summary>The sessions named in the address: somebody's own programme, to be kept, shared and carried to another device. The browser's script keeps the address up to date.</summary>
[Kept]
public sealed class StarsModel(Visit visit, ProgrammeShelf shelf, SiteAddress site) : ProgrammePage(visit, shelf)
{
    public IReadOnlyList<SessionEntry> Sessions { get; private set; } = [];
    public IReadOnlyList<Clash> Clashes { get; private set; } = [];
    public string Numbers => StarredNumbers.Write(Sessions);
    /// <summary>Absolute: it goes to another device.</summary>
    public string Address => new Uri(site.Of(Request), $"{Visit.At("programme", "stars")}?s={Numbers}").AbsoluteUri;

    public void OnGet()
    {
        if (Agenda is null) return;
        Sessions = StarredNumbers.Parse(Request.Query["s"], Agenda.Published);
        Clashes = [.. StarredNumbers.Clashes(Agenda.Published, Sessions)];
    }
}
