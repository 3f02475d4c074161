using Majlis.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Platform;

public abstract partial class AppDb
{
    public DbSet<LetterTemplate> LetterTemplates => Set<LetterTemplate>();
}
