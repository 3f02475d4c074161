using System.Data;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace Majlis.Database;

/// <summary>For forums that outgrow one machine. NodaTime types are native.</summary>
public sealed class PostgresAppDb(DbContextOptions<PostgresAppDb> options, IClock clock, IOutboxBell bell) : AppDb(options, clock, bell)
{
    protected override string? TakenIn(DbUpdateException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } inner ? inner.TableName : null;

    /// <summary>The code of RESTRICT is its own from PostgreSQL 18 on.</summary>
    protected override bool IsReferredTo(DbUpdateException error) =>
        error.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation };

    public override async Task<IAsyncDisposable> OneMoment(CancellationToken cancellationToken) =>
        await Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Texts are compared and sorted by their bytes on both databases; sorting for people is done in one place, by language, in the process.
        configurationBuilder.Properties<string>().UseCollation("C");
    }
}
