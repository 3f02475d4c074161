using Majlis.Web.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Forums.Public;

/// <summary>Every hall of the venue on one screen: what is on and what is next. <c>?lang2=fa</c>: in a second language, too.</summary>
[Kept(30)]
public sealed class BoardModel(Visit visit, ProgrammeShelf shelf, IClock clock) : ProgrammePage(visit, shelf)
{
    public Signage Signage { get; private set; } = null!;

    public void OnGet() =>
        Signage = new(Released, Released.Programme.Halls, clock.GetCurrentInstant(), Signage.SecondOf(Request.Query["lang2"], Visit.Language));
}
