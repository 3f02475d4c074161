using System.Text.Json;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Cluster;

/// <summary>Lets one subscriber handle one event that it failed at, so that the outbox need not wait for it. Given up like any job, and then seen at the desk.</summary>
sealed class HandleAgain(IDbContextFactory<AppDb> databases, IEnumerable<IEventSubscriber> subscribers) : IJobRunner
{
    public const string JobKind = "HandleAgain";

    sealed record Ask(long Event, string Subscriber);

    public string Kind => JobKind;

    public static Job Later(EventRow row, IEventSubscriber subscriber, Instant now) =>
        new(JobKind, JsonSerializer.Serialize(new Ask(row.Number, subscriber.GetType().FullName!), Json.Stored), now);

    public async Task Run(string payload, CancellationToken cancellation)
    {
        var ask = JsonSerializer.Deserialize<Ask>(payload, Json.Stored)!;
        var subscriber = subscribers.FirstOrDefault(s => s.GetType().FullName == ask.Subscriber) ?? throw new NotThere($"No subscriber {ask.Subscriber} in this version.");
        await using var db = await databases.CreateDbContextAsync(cancellation);
        await subscriber.Handle(await db.Events.FirstAsync(e => e.Number == ask.Event, cancellation), db, cancellation);
        await db.SaveChangesAsync(cancellation);
    }
}
