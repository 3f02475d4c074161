using Majlis.Web.Programme;
using Majlis.Web.Shell;
using NodaTime;

namespace Majlis.Web.Forums.Desk;

/// <summary>The board of all halls as it will be at another moment: <c>?day=2021-07-28&amp;time=10:00</c>.</summary>
public sealed class BoardModel(Visit visit, ProgrammeShelf shelf, IClock clock) : ProgrammePage(visit, shelf)
{
    public Signage Signage { get; private set; } = null!;

    public void OnGet() => Signage = new(Released, Released.Programme.Halls,
        SignMoment.Of(Request.Query).In(Released.Published) ?? clock.GetCurrentInstant(), Signage.SecondOf(Request.Query["lang2"], Visit.Language), isPreview: true);
}
