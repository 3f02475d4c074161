using Majlis.Platform;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Forums.Public;

/// <summary>A hall's day for the screen at its door. <c>?lang2=fa</c>: in a second language, too.</summary>
[Kept(30)]
public sealed class SignModel(Visit visit, ProgrammeShelf shelf, IClock clock) : ProgrammePage(visit, shelf)
{
    public Signage Signage { get; private set; } = null!;

    public void OnGet(string slug)
    {
        var hall = Released.Programme.Halls.FirstOrDefault(h => h.Slug == slug) ?? throw new NotThere($"hall {slug}");
        Signage = new(Released, [hall], clock.GetCurrentInstant(), Signage.SecondOf(Request.Query["lang2"], Visit.Language));
    }
}
