using Majlis.Web.Programme;
using Majlis.Web.Shell;

namespace Majlis.Web.Forums.Public;

/// <summary>The halls of the released programme.</summary>
[Kept]
public sealed class HallsModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf);
