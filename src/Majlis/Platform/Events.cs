using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace Majlis.Platform;

/// <summary>
/// Something that happened, named in the past tense, told once: <c>db.Record(actor, new SessionMoved(…))</c> writes one row in the same transaction
/// as the change itself. The row is the audit log, the message to other modules, the trigger of mail and cache eviction and the source of live figures.
/// Holds ids and facts, never nouns; its JSON is kept for years, so fields are only ever added.
/// </summary>
public interface IEvent
{
    /// <summary>The edition it happened in; null when it belongs to the installation or a forum as a whole.</summary>
    Guid? Edition { get; }

    /// <summary>The one thing whose history shows it; null: none has a history of its own.</summary>
    Guid? Subject => null;
}

/// <summary>One event as stored. Append only.</summary>
public sealed class EventRow
{
    EventRow() { }

    /// <summary>Order of insertion as the database gave it; may have gaps, and a smaller one may be committed later than a greater one.</summary>
    public long Number { get; private set; }
    public Guid Id { get; private set; }
    /// <summary>The event's type name, such as <c>SessionMoved</c>.</summary>
    public string Kind { get; private set; } = "";
    public Guid? Edition { get; private set; }
    /// <summary>As <see cref="IEvent.Subject"/>.</summary>
    public Guid? Subject { get; private set; }
    /// <summary>The event as JSON.</summary>
    public string Payload { get; private set; } = "";
    public Instant At { get; private set; }
    public Guid? Account { get; private set; }
    public string ActorName { get; private set; } = "";
    /// <summary>
    /// Place in the drained order, given by the outbox after commit: 1, 2, 3… without a gap. Null until drained. Nodes and browsers remember the last
    /// one they saw, so nothing is missed when a node dies between a commit and its telling.
    /// </summary>
    public long? Position { get; private set; }

    public static EventRow Of(IEvent happened, Actor actor, Instant at) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = happened.GetType().Name,
        Edition = happened.Edition,
        Subject = happened.Subject,
        Payload = JsonSerializer.Serialize(happened, happened.GetType(), Json.Stored),
        At = at,
        Account = actor.Account,
        ActorName = actor.Name,
    };

    /// <summary>Called by the outbox only.</summary>
    public void PlaceAt(long position) => Position = position;

    internal sealed class Map : IEntityTypeConfiguration<EventRow>
    {
        public void Configure(EntityTypeBuilder<EventRow> table)
        {
            table.ToTable("Events").HasKey(e => e.Number);
            table.Property(e => e.Number).ValueGeneratedOnAdd();
            table.HasIndex(e => e.Id).IsUnique();
            // Many nulls, one of each number: both databases allow it, and it is what forbids two drains from giving one place twice.
            table.HasIndex(e => e.Position).IsUnique();
            // And what forbids them to place one event twice: its update says that it had none.
            table.Property(e => e.Position).IsConcurrencyToken();
            table.HasIndex(e => new { e.Edition, e.At });
            table.HasIndex(e => e.Subject);
        }
    }
}

/// <summary>Rung after a commit that recorded events or added jobs, so that the outbox need not wait for its next round. Losing a ring loses nothing.</summary>
public interface IOutboxBell
{
    void Ring();
}

/// <summary>For processes without a cluster: the command line and tests. The next node that serves drains what they recorded.</summary>
public sealed class SilentBell : IOutboxBell
{
    public void Ring() { }
}
