using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme;

/// <summary>The released programmes, unpacked: what the public may see of each edition; none as of <see cref="Published"/>.</summary>
public sealed class ProgrammeShelf(IDbContextFactory<AppDb> databases) : Shelf<PublishedProgramme>(databases)
{
    protected override Task<PublishedProgramme?> Read(AppDb db, Id<Edition> edition) => Published.Load(db, edition);
}
