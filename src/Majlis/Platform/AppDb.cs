using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace Majlis.Platform;

/// <summary>A row that two people may edit at once: its version goes up by one at each save, and a save over a newer version throws <see cref="EditedMeanwhile"/>.</summary>
public interface IVersioned
{
    long Version { get; }
}

/// <summary>
/// A module whose rows follow from another module's, and have to in the same save: what was checked of a person lapses in the moment in which the person becomes another. Needs a constructor
/// without parameters: <see cref="AppDb"/> finds it by itself. For everything that may come a moment later there are events.
/// </summary>
public interface IFollowsRows
{
    /// <summary>Looks at what is about to be saved (<see cref="ChangeTracker.Entries()"/> is up to date) and adds its own changes; calls <see cref="ChangeTracker.DetectChanges"/> where it changed
    /// tracked rows. Never refuses and never saves.</summary>
    Task Follow(AppDb db, CancellationToken cancellation);
}

/// <summary>Somebody else saved first. Nothing was written; the page shows both.</summary>
public sealed class EditedMeanwhile(Exception inner) : Exception("edited meanwhile", inner);

/// <summary>A transaction of <see cref="AppDb.InTurn"/>. Left without <see cref="Done"/>, nothing of it is kept.</summary>
public sealed class Turn(IDbContextTransaction? transaction, Action? after = null) : IAsyncDisposable
{
    public Task Done() => transaction?.CommitAsync(CancellationToken.None) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (transaction is not null) await transaction.DisposeAsync();
        after?.Invoke();
    }
}

/// <summary>
/// Everything Majlis keeps, on either database. Each noun's mapping stands beside it; each module's sets are in its own part of this class.
/// <see cref="SaveChangesAsync(bool, CancellationToken)"/> is one transaction: the change and its events, or nothing.
/// </summary>
public abstract partial class AppDb(DbContextOptions options, IClock clock, IOutboxBell bell) : DbContext(options)
{
    public DbSet<EventRow> Events => Set<EventRow>();

    public IClock Clock => clock;

    /// <summary>Writes the event with the next save; the outbox tells everybody after the commit.</summary>
    public void Record(Actor actor, IEvent happened) => Events.Add(EventRow.Of(happened, actor, clock.GetCurrentInstant()));

    /// <exception cref="EditedMeanwhile">A versioned row was saved by somebody else since it was read.</exception>
    /// <exception cref="Refusal"><c>platform.taken</c>: a name or number that must be unique is in use; value <c>what</c> is the table.
    /// <c>platform.held</c>: something refers to what was to be deleted, perhaps since a moment ago.</exception>
    public sealed override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var tells = await Prepare(cancellationToken);
        int rows;
        try
        {
            rows = await Write(() => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw new EditedMeanwhile(e);
        }
        catch (DbUpdateException e) when (TakenIn(e) is { } table)
        {
            throw new Refusal("platform.taken", ("what", table));
        }
        catch (DbUpdateException e) when (IsReferredTo(e))
        {
            throw new Refusal("platform.held");
        }
        if (tells && Database.CurrentTransaction is null) bell.Ring();
        return rows;
    }

    /// <summary>Rows that follow from others are changed in the same save, and versions go up. What the tracker sees is looked for once, before, and not by each who asks it.</summary>
    /// <returns>Whether somebody is to be told of the save.</returns>
    async Task<bool> Prepare(CancellationToken cancellation)
    {
        var detects = ChangeTracker.AutoDetectChangesEnabled;
        if (detects) ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            foreach (var follower in FromModules<IFollowsRows>.All) await follower.Follow(this, cancellation);
            foreach (var entry in ChangeTracker.Entries<IVersioned>())
                if (entry.State == EntityState.Modified)
                {
                    // From the version that is expected, so that a save which is tried again counts once.
                    var version = entry.Property(nameof(IVersioned.Version));
                    version.CurrentValue = (long)version.OriginalValue! + 1;
                }
            return ChangeTracker.Entries().Any(e => e is { State: EntityState.Added, Entity: EventRow or Job });
        }
        finally
        {
            ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    /// <summary>Saving is asynchronous: on SQLite writers wait for one another, and must not hold a thread while they do.</summary>
    public sealed override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync.");

    /// <summary>Runs a write as the provider needs it: at once, or in turn where the database has one writer.</summary>
    protected virtual Task<int> Write(Func<Task<int>> save, CancellationToken cancellationToken) => save();

    /// <summary>
    /// A transaction for a rule that must hold between reading and writing. Within a transaction of the caller there is none of its own. Where the database has one writer, this one waits for those
    /// before it in the process, and those after wait for it: keep it short.
    /// </summary>
    public virtual async Task<Turn> InTurn(CancellationToken cancellationToken = default) =>
        new(Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null);

    /// <summary>The same, holding what <paramref name="first"/> takes in it: the row whose change others wait for.</summary>
    public async Task<Turn> InTurn(Func<Task> first, CancellationToken cancellationToken = default)
    {
        var turn = await InTurn(cancellationToken);
        try
        {
            await first();
            return turn;
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until it is disposed, all queries see the database as it was at the first of them. For reading only; it keeps no writer waiting.</summary>
    public abstract Task<IAsyncDisposable> OneMoment(CancellationToken cancellationToken);

    /// <summary>The table whose uniqueness the error is about, or null when it is another error.</summary>
    protected abstract string? TakenIn(DbUpdateException error);

    /// <summary>Whether the error is that rows refer to another which is not there, or would not be.</summary>
    protected abstract bool IsReferredTo(DbUpdateException error);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AppDb).Assembly);
        foreach (var noun in modelBuilder.Model.GetEntityTypes().Where(e => typeof(IVersioned).IsAssignableFrom(e.ClrType)))
            noun.FindProperty(nameof(IVersioned.Version))!.IsConcurrencyToken = true;
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        foreach (var noun in typeof(AppDb).Assembly.GetTypes().Where(t => t is { IsClass: true, IsGenericType: false, IsAbstract: false }))
            configurationBuilder.Properties(typeof(Id<>).MakeGenericType(noun)).HaveConversion(typeof(IdToGuid<>).MakeGenericType(noun));
        configurationBuilder.Properties<string>().HaveConversion<TextToStorable>();
        configurationBuilder.Properties<LocalizedText>().HaveConversion<TextToJson, TextComparer>();
    }

    // Internal, because the model that is generated for a published program names them.
    internal sealed class IdToGuid<T>() : ValueConverter<Id<T>, Guid>(id => id.Value, value => new(value));

    internal sealed class TextToStorable() : ValueConverter<string, string>(text => Characters.Storable(text), text => text);

    internal sealed class TextToJson() : ValueConverter<LocalizedText, string>(
        text => System.Text.Json.JsonSerializer.Serialize(text, Json.Stored),
        json => System.Text.Json.JsonSerializer.Deserialize<LocalizedText>(json, Json.Stored) ?? LocalizedText.Empty);

    internal sealed class TextComparer() : ValueComparer<LocalizedText>((a, b) => object.Equals(a, b), text => text.GetHashCode(), text => text);
}
