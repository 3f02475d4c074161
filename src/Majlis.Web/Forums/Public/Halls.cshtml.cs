using Majlis.Web.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.OutputCaching;

namespace Majlis.Web.Forums.Public;

/// <summary>The halls of the released programme.</summary>
[OutputCache(PolicyName = ShellSetup.PublicCache)]
public sealed class HallsModel(Visit visit, ProgrammeShelf shelf) : ProgrammePage(visit, shelf);
