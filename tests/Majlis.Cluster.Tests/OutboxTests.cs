using System.Collections.Concurrent;
using Majlis.Database;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Cluster.Tests;

public sealed class OutboxOnSqlite : OutboxTests
{
    protected override ValueTask<Storage> Make() => new(new Storage(Directory.CreateTempSubdirectory("majlis-outbox").FullName, null));
}

public sealed class OutboxOnPostgres(PostgresServer server) : OutboxTests
{
    PostgresDatabase? _database;

    protected override async ValueTask<Storage> Make() => new(Path.GetTempPath(), (_database = await server.Fresh()).ConnectionString);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_event_that_commits_after_a_later_one_is_placed_after_it_and_not_skipped()
    {
        await using var slow = await Databases.CreateDbContextAsync(Cancellation);
        await using var transaction = await slow.Database.BeginTransactionAsync(Cancellation);
        slow.Record(Actor.Installation("test"), new BellRang(null, 1));
        await slow.SaveChangesAsync(Cancellation);
        await Record(2);
        await NewOutbox().Drain(Cancellation);
        await transaction.CommitAsync(Cancellation);
        await NewOutbox().Drain(Cancellation);
        Assert.Equal([2, 1], await Placed());
    }
}

/// <summary>The drain itself, without a cluster, on either database.</summary>
public abstract class OutboxTests : IAsyncLifetime
{
    ServiceProvider _services = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    protected FakeClock Clock { get; } = new(Instant.FromUtc(2026, 5, 1, 9, 0));
    protected IDbContextFactory<AppDb> Databases => _services.GetRequiredService<IDbContextFactory<AppDb>>();

    protected abstract ValueTask<Storage> Make();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection().AddSingleton<IClock>(Clock).AddSingleton<IOutboxBell, SilentBell>().AddDatabase(await Make()).BuildServiceProvider();
        await Databases.Migrate(Cancellation);
    }

    public virtual ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Places_events_in_the_order_of_their_recording_without_a_gap()
    {
        foreach (var n in Enumerable.Range(1, 450)) await Record(n);
        while (await NewOutbox().Drain(Cancellation) is not null)
        {
        }
        Assert.Equal(Enumerable.Range(1, 450), await Placed());
    }

    [Fact]
    public async Task What_a_subscriber_adds_is_kept_once_for_each_event()
    {
        foreach (var n in Enumerable.Range(1, 3)) await Record(n);
        var outbox = NewOutbox(new Orders(_ => false));
        while (await outbox.Drain(Cancellation) is not null)
        {
        }
        Assert.Equal(["1", "2", "3"], await Jobs("Order"));
    }

    [Fact]
    public async Task A_subscriber_that_throws_holds_up_neither_the_events_nor_the_others_and_gets_a_job_to_try_again()
    {
        foreach (var n in Enumerable.Range(1, 3)) await Record(n);
        var broken = true;
        var orders = new Orders(n => broken && n == 2);
        await NewOutbox(orders, new Counts()).Drain(Cancellation);
        Assert.Equal([1, 2, 3], await Placed());
        Assert.Equal(["1", "3"], await Jobs("Order"));
        Assert.Equal(["1", "2", "3"], await Jobs("Count"));

        broken = false;
        var again = new HandleAgain(Databases, [orders, new Counts()]);
        await again.Run(Assert.Single(await Jobs(HandleAgain.JobKind)), Cancellation);
        Assert.Equal(["1", "2", "3"], await Jobs("Order"));
        Assert.Equal(["1", "2", "3"], await Jobs("Count"));
    }

    [Fact]
    public async Task A_subscriber_whose_rows_cannot_be_saved_holds_up_no_event()
    {
        foreach (var n in Enumerable.Range(1, 3)) await Record(n);
        var outbox = NewOutbox(new Spoils());
        while (await outbox.Drain(Cancellation) is not null)
        {
        }
        Assert.Equal([1, 2, 3], await Placed());
        Assert.Single(await Jobs(HandleAgain.JobKind));
    }

    [Fact]
    public async Task Two_outboxes_at_once_give_each_event_one_place_and_tell_of_it_once()
    {
        foreach (var n in Enumerable.Range(1, 40)) await Record(n);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var outbox = NewOutbox(new Orders(_ => false));
            while (await Waiting()) await outbox.Drain(Cancellation);
        }, Cancellation)));
        Assert.Equal(Enumerable.Range(1, 40), await Placed());
        Assert.Equal(Enumerable.Range(1, 40), (await Jobs("Order")).Select(int.Parse).Order());
    }

    [Fact]
    public async Task Many_workers_at_once_do_each_job_once()
    {
        await AddJobs(30);
        var runner = new Remembers();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => NewRound(runner).Run(Cancellation), Cancellation)));
        Assert.Equal(Enumerable.Range(0, 30).Select(n => $"{n}").Order(), runner.Done.Order());
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        Assert.True(await db.Jobs.AllAsync(j => j.DoneAt != null && j.Tries == 1, Cancellation));
    }

    [Fact]
    public async Task A_job_that_is_done_forgets_what_it_was_given()
    {
        await AddJobs(1);
        var runner = new Remembers();
        await NewRound(runner).Run(Cancellation);
        Assert.Equal(["0"], runner.Done);
        Assert.Equal("", (await OnlyJob()).Payload);
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_after_growing_pauses_and_given_up_at_last()
    {
        await AddJobs(1);
        var runner = new Remembers { Fails = true };
        List<double> pauses = [];
        for (var n = 0; n < Job.MostTries; n++)
        {
            await NewRound(runner).Run(Cancellation);
            var before = Clock.GetCurrentInstant();
            var job = await OnlyJob();
            if (job.FailedAt is not null) break;
            Clock.Reset(job.DueAt - Duration.FromMilliseconds(1));
            await NewRound(runner).Run(Cancellation);
            Clock.Reset(job.DueAt);
            pauses.Add((job.DueAt - before).TotalSeconds);
        }
        var last = await OnlyJob();
        Assert.Equal([20, 40, 80, 160, 320, 640, 1280], pauses);
        Assert.Equal((Job.MostTries, "no", Clock.GetCurrentInstant()), (last.Tries, last.LastError, last.FailedAt!.Value));
        Assert.Equal(Job.MostTries, runner.Done.Count);
    }

    [Fact]
    public async Task A_job_of_a_node_that_died_is_taken_when_its_time_is_over_and_not_before()
    {
        await AddJobs(1);
        await using (var dead = await Databases.CreateDbContextAsync(Cancellation))
        {
            (await dead.Jobs.SingleAsync(Cancellation)).Claim(Clock.GetCurrentInstant() + Duration.FromMinutes(2));
            await dead.SaveChangesAsync(Cancellation);
        }
        var runner = new Remembers();
        await NewRound(runner).Run(Cancellation);
        Assert.Empty(runner.Done);
        Clock.AdvanceMinutes(2);
        await NewRound(runner).Run(Cancellation);
        Assert.Equal(["0"], runner.Done);
    }

    [Fact]
    public async Task A_job_of_a_kind_nobody_knows_is_left_alone()
    {
        await using (var db = await Databases.CreateDbContextAsync(Cancellation))
        {
            db.Jobs.Add(new("OfTheNextVersion", "{}", Clock.GetCurrentInstant()));
            await db.SaveChangesAsync(Cancellation);
        }
        await NewRound(new Remembers()).Run(Cancellation);
        Assert.Equal((0, null), ((await OnlyJob()).Tries, (await OnlyJob()).DoneAt));
    }

    private protected Outbox NewOutbox(params IEventSubscriber[] subscribers) => new(Databases, subscribers, NullLogger<Outbox>.Instance);

    JobRound NewRound(IJobRunner runner) => new(Databases, [runner], Clock, NullLogger<JobRound>.Instance);

    protected async Task Record(int number)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        db.Record(Actor.Installation("test"), new BellRang(null, number));
        await db.SaveChangesAsync(Cancellation);
    }

    async Task AddJobs(int count)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        for (var n = 0; n < count; n++) db.Jobs.Add(new("Remember", $"{n}", Clock.GetCurrentInstant()));
        await db.SaveChangesAsync(Cancellation);
    }

    /// <summary>Numbers of the rung bells by place; fails when places have gaps.</summary>
    protected async Task<IReadOnlyList<int>> Placed()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        var rows = await db.Events.AsNoTracking().OrderBy(e => e.Position).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(n => (long?)n), rows.Select(r => r.Position));
        return [.. rows.Select(NumberOf)];
    }

    async Task<bool> Waiting()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        return await db.Events.AnyAsync(e => e.Position == null, Cancellation);
    }

    async Task<string[]> Jobs(string kind)
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        return await db.Jobs.Where(j => j.Kind == kind).OrderBy(j => j.Payload).Select(j => j.Payload).ToArrayAsync(Cancellation);
    }

    async Task<Job> OnlyJob()
    {
        await using var db = await Databases.CreateDbContextAsync(Cancellation);
        return await db.Jobs.SingleAsync(Cancellation);
    }

    static int NumberOf(EventRow row) => System.Text.Json.JsonSerializer.Deserialize<BellRang>(row.Payload, Json.Stored)!.Number;

    sealed class Orders(Func<int, bool> fails) : IEventSubscriber
    {
        public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
        {
            db.Jobs.Add(new("Order", $"{NumberOf(happened)}", db.Clock.GetCurrentInstant()));
            return fails(NumberOf(happened)) ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        }
    }

    sealed class Counts : IEventSubscriber
    {
        public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
        {
            db.Jobs.Add(new("Count", $"{NumberOf(happened)}", db.Clock.GetCurrentInstant()));
            return Task.CompletedTask;
        }
    }

    /// <summary>Adds for the second event what the database does not take.</summary>
    sealed class Spoils : IEventSubscriber
    {
        public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
        {
            if (NumberOf(happened) == 2) db.Jobs.Add(new("Spoilt", null!, db.Clock.GetCurrentInstant()));
            return Task.CompletedTask;
        }
    }

    sealed class Remembers : IJobRunner
    {
        public ConcurrentBag<string> Done { get; } = [];
        public bool Fails { get; init; }
        public string Kind => "Remember";

        public Task Run(string payload, CancellationToken cancellation)
        {
            Done.Add(payload);
            return Fails ? throw new InvalidOperationException("no") : Task.CompletedTask;
        }
    }
}
