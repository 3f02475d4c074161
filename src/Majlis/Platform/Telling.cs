using System.Text.Json;
using NodaTime;

namespace Majlis.Platform;

/// <summary>
/// Takes part in telling an event: what it adds to the database is kept in the same transaction that gives the event its place, so it happens exactly once however
/// often nodes die. For slow or outside work it adds a <see cref="Job"/>. Registered in the container, any number.
/// </summary>
public interface IEventSubscriber
{
    /// <summary>Reads what it needs and adds rows; never saves. When it throws, the event goes on without it and it is tried again alone, as a job.</summary>
    Task Handle(EventRow happened, AppDb db, CancellationToken cancellation);
}

/// <summary>
/// Hears each event once in every process, in the order of <see cref="EventRow.Position"/>, from the process's start on: caches forget what changed.
/// Nothing durable may hang on it. When it throws, the failure is logged and the next listener hears.
/// </summary>
public interface INodeListener
{
    Task Hear(EventRow happened, CancellationToken cancellation);
}

/// <summary>What a browser is told of an event.</summary>
/// <param name="Position">The event's place; a browser that comes back says the last one it saw.</param>
/// <param name="Payload">JSON.</param>
public sealed record LiveEvent(long Position, string Kind, Guid? Edition, string Payload)
{
    /// <summary>The <see cref="Kind"/> that stands for more events than are told again one by one: the reader should read the page anew.</summary>
    public const string Missed = "Missed";
}

/// <summary>Leave to tell browsers of one kind of event, and what of it. A kind nobody registered is told to no browser.</summary>
public sealed record LiveKind
{
    readonly Func<EventRow, string> _forPublic;

    LiveKind(string kind, bool isPublic, Func<EventRow, string> forPublic, bool endsPublic) => (Kind, IsPublic, _forPublic, EndsPublic) = (kind, isPublic, forPublic, endsPublic);

    public string Kind { get; }
    /// <summary>Whether readers without an account hear it.</summary>
    public bool IsPublic { get; }
    /// <summary>Whether the public hears nothing more of the edition after it.</summary>
    public bool EndsPublic { get; }

    /// <summary>Everybody hears it.</summary>
    /// <param name="shown">What the public is told, as an object to be written as JSON; the desk hears the whole event.</param>
    /// <param name="ends">See <see cref="EndsPublic"/>.</param>
    public static LiveKind Public<T>(Func<T, object> shown, bool ends = false) where T : IEvent =>
        new(typeof(T).Name, true, row => JsonSerializer.Serialize(shown(JsonSerializer.Deserialize<T>(row.Payload, Json.Stored)!), Json.Stored), ends);

    /// <summary>Only the desk hears it.</summary>
    public static LiveKind Desk<T>() where T : IEvent => new(typeof(T).Name, false, _ => throw new InvalidOperationException("Not public."), false);

    /// <exception cref="InvalidOperationException">The public may not hear this kind.</exception>
    public LiveEvent Tell(EventRow happened, bool toDesk) =>
        new(happened.Position ?? 0, happened.Kind, happened.Edition, toDesk ? happened.Payload : _forPublic(happened));
}

/// <summary>Events as they are told, on this node, whichever node they happened on.</summary>
public interface ILiveFeed
{
    /// <summary>The last position this node heard. A page that prints it and listens after it misses nothing.</summary>
    long Position { get; }

    /// <summary>
    /// Endless until cancelled, until the reader is too slow (it comes back with <paramref name="after"/>), until the node stops, or, for the public, until
    /// the edition is withdrawn. The caller has made sure that the reader may see the edition.
    /// </summary>
    /// <param name="edition">Only events of this edition. Null: of every edition and of the installation, for the desk only.</param>
    /// <param name="after">Events after this position are told first, from the database. Null: only what happens from now on.</param>
    /// <param name="includeDesk">Also kinds that are not public, and public kinds whole.</param>
    /// <exception cref="ArgumentException">The public asked for every edition: some of them are not announced.</exception>
    IAsyncEnumerable<LiveEvent> Listen(Guid? edition, long? after, bool includeDesk, CancellationToken cancellation);
}

/// <summary>
/// Deletes rows that have served: used links, jobs that are done. Every node asks it once an hour, so it may run twice at once and should not mind. Registered in
/// the container, any number.
/// </summary>
public interface ISpentRows
{
    Task Forget(AppDb db, CancellationToken cancellation);
}

/// <summary>Does jobs of one kind. Registered in the container, one a kind.</summary>
public interface IJobRunner
{
    string Kind { get; }

    /// <summary>A job that takes longer is cancelled; a job of a dead node is taken by another after this time.</summary>
    Duration Limit => Duration.FromMinutes(2);

    /// <summary>
    /// It takes minutes. A node does one such job at a time, beside the others, and holds it by saying so every few seconds: when the node dies, another takes it that soon and not after the
    /// whole <see cref="Limit"/>. Where another took it all the same, the work here is cancelled.
    /// </summary>
    bool IsLong => false;

    /// <summary>Does the work, or throws and is called again later. May run twice when a node dies between the work and its noting: it should not mind.</summary>
    Task Run(string payload, CancellationToken cancellation);
}
