using Majlis.Figures;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<PublishedFigure> Figures => Set<PublishedFigure>();
}
