using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.Forums.Public;

/// <summary>What each release changed, the newest first.</summary>
[Kept]
public sealed class ChangesModel(Visit visit, ProgrammeShelf shelf, AppDb db) : ProgrammePage(visit, shelf)
{
    const int MostReleases = 10;

    public IReadOnlyList<ReleaseWithChanges> Changes { get; private set; } = [];

    public async Task OnGet()
    {
        if (Agenda is not null) Changes = await Releases.Changes(db, Visit.Edition.Slug, MostReleases);
    }
}
