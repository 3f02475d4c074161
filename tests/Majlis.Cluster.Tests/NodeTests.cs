using System.Threading.Channels;
using Majlis.Database;
using Majlis.Messaging;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Majlis.Cluster.Tests;

/// <summary>Nodes in this process. What must happen is awaited; the rounds without a bell are an hour apart where a bell must do it.</summary>
public class NodeTests(PostgresServer server)
{
    static readonly Guid Edition = Guid.CreateVersion7(), OtherEdition = Guid.CreateVersion7();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    static Storage Folder() => new(Directory.CreateTempSubdirectory("majlis-node").FullName, null);

    static void Kinds(IServiceCollection services) => services
        .AddSingleton(LiveKind.Public<PublicNews>(e => new { e.Headline })).AddSingleton(LiveKind.Public<Closed>(_ => new { }, ends: true)).AddSingleton(LiveKind.Desk<DeskNews>());

    [Fact]
    public async Task A_commit_is_heard_at_once_without_waiting_for_a_round()
    {
        var heard = new Hears();
        await using var node = await TestNode.Start(Folder(), s => s.AddSingleton<INodeListener>(heard), Duration.FromHours(1));
        await node.Record(new BellRang(Edition, 1), new BellRang(Edition, 2));
        await node.Record(new BellRang(Edition, 3));
        Assert.Equal([1, 2, 3], await heard.Next(3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_of_the_command_line_is_heard_at_once_without_waiting_for_a_round(bool sqlite)
    {
        await using var database = sqlite ? null : await server.Fresh();
        var storage = sqlite ? Folder() : Folder() with { Postgres = database!.ConnectionString };
        var heard = new Hears();
        await using var node = await TestNode.Start(storage, s => s.AddSingleton<INodeListener>(heard), Duration.FromHours(1));
        await RecordOutside(storage, 1, 2);
        Assert.Equal([1, 2], await heard.Next(2));
        await RecordOutside(storage, 3);
        Assert.Equal([3], await heard.Next(1));
    }

    /// <summary>As a process without a cluster does.</summary>
    static async Task RecordOutside(Storage storage, params int[] numbers)
    {
        await using var services = new ServiceCollection().AddSingleton(TestClock.System).AddSingleton<IOutboxBell, SilentBell>().AddDatabase(storage).BuildServiceProvider();
        var databases = services.GetRequiredService<Microsoft.EntityFrameworkCore.IDbContextFactory<AppDb>>();
        await databases.Migrate(Cancellation);
        await using var db = await databases.CreateDbContextAsync(Cancellation);
        foreach (var number in numbers) db.Record(Actor.Installation("import"), new BellRang(Edition, number));
        await db.SaveChangesAsync(Cancellation);
    }

    [Fact]
    public async Task What_was_recorded_by_a_process_without_a_cluster_is_drained_by_the_next_node()
    {
        var storage = Folder();
        await RecordOutside(storage, 1);
        var heard = new Hears();
        await using var node = await TestNode.Start(storage, s => s.AddSingleton<INodeListener>(heard));
        Assert.Equal([1], await heard.Next(1));
    }

    [Fact]
    public async Task Two_installations_on_one_machine_do_not_meet()
    {
        var (first, second) = (new Hears(), new Hears());
        await using var one = await TestNode.Start(Folder(), s => s.AddSingleton<INodeListener>(first));
        await using var other = await TestNode.Start(Folder(), s => s.AddSingleton<INodeListener>(second));
        await one.Record(new BellRang(Edition, 1));
        await other.Record(new BellRang(Edition, 1), new BellRang(Edition, 2));
        Assert.Equal([1], await first.Next(1));
        Assert.Equal([1, 2], await second.Next(2));
        foreach (var node in new[] { one, other })
        {
            var state = await node.Services.GetRequiredService<ClusterHealth>().Look(Cancellation);
            Assert.Equal((true, 1), (state.IsReady, state.Nodes));
        }
    }

    [Fact]
    public async Task On_postgresql_every_node_hears_of_what_was_recorded_on_any()
    {
        await using var database = await server.Fresh();
        var storage = new Storage(Directory.CreateTempSubdirectory("majlis-node").FullName, database.ConnectionString);
        var (first, second) = (new Hears(), new Hears());
        await using var one = await TestNode.Start(storage, s => s.AddSingleton<INodeListener>(first));
        await using var other = await TestNode.Start(storage, s => s.AddSingleton<INodeListener>(second));
        Assert.Equal(2, (await other.Services.GetRequiredService<ClusterHealth>().Look(Cancellation)).Nodes);
        await one.Record(new BellRang(Edition, 1));
        Assert.Equal([1], await second.Next(1));
        await other.Record(new BellRang(Edition, 2));
        Assert.Equal([1, 2], await first.Next(2));
    }

    [Fact]
    public async Task The_public_hears_the_public_part_of_public_kinds_of_its_edition_and_the_desk_hears_all()
    {
        await using var node = await TestNode.Start(Folder(), Kinds);
        await using var reader = node.Live.Listen(Edition, null, includeDesk: false, Cancellation).GetAsyncEnumerator(Cancellation);
        await using var desk = node.Live.Listen(Edition, null, includeDesk: true, Cancellation).GetAsyncEnumerator(Cancellation);
        var (read, seen) = (reader.MoveNextAsync().AsTask(), desk.MoveNextAsync().AsTask());
        await node.Record(new PublicNews(OtherEdition, "elsewhere", "x"), new DeskNews(Edition, 5), new BellRang(Edition, 1), new PublicNews(Edition, "hello", "secret"));
        Assert.True(await read);
        Assert.Equal(new LiveEvent(4, "PublicNews", Edition, """{"headline":"hello"}"""), reader.Current);
        Assert.True(await seen);
        Assert.Equal((2, "DeskNews"), (desk.Current.Position, desk.Current.Kind));
        Assert.True(await desk.MoveNextAsync());
        Assert.Contains("secret", desk.Current.Payload, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => node.Live.Listen(null, null, includeDesk: false, Cancellation));
    }

    [Fact]
    public async Task Who_comes_back_with_the_last_position_misses_nothing_and_hears_nothing_twice()
    {
        await using var node = await TestNode.Start(Folder(), Kinds);
        await node.Record([.. Enumerable.Range(1, 300).Select(n => new PublicNews(Edition, $"{n}", ""))]);
        await Take(node.Live.Listen(Edition, 0, includeDesk: false, Cancellation), 300);
        var rest = Take(node.Live.Listen(Edition, 290, includeDesk: false, Cancellation), 15);
        await node.Record([.. Enumerable.Range(301, 5).Select(n => new PublicNews(Edition, $"{n}", ""))]);
        Assert.Equal(Enumerable.Range(291, 15).Select(n => (long)n), (await rest).Select(e => e.Position));
    }

    [Fact]
    public async Task Who_missed_more_than_a_thousand_is_told_to_read_anew()
    {
        var heard = new Hears();
        await using var node = await TestNode.Start(Folder(), s => { Kinds(s); s.AddSingleton<INodeListener>(heard); });
        await node.Record([.. Enumerable.Range(1, 1001).Select(n => new PublicNews(Edition, $"{n}", ""))]);
        await heard.Next(1001);
        var told = Assert.Single(await Take(node.Live.Listen(Edition, 0, includeDesk: false, Cancellation), 1));
        Assert.Equal(LiveEvent.Missed, told.Kind);
    }

    [Fact]
    public async Task A_listener_that_does_not_read_is_let_go_and_holds_nobody_up()
    {
        var heard = new Hears();
        await using var node = await TestNode.Start(Folder(), s => { Kinds(s); s.AddSingleton<INodeListener>(heard); });
        await using var slow = node.Live.Listen(Edition, null, includeDesk: false, Cancellation).GetAsyncEnumerator(Cancellation);
        var first = slow.MoveNextAsync().AsTask();
        await node.Record([.. Enumerable.Range(1, 600).Select(n => new PublicNews(Edition, $"{n}", ""))]);
        await heard.Next(600);
        Assert.True(await first);
        var read = 1;
        while (await slow.MoveNextAsync()) read++;
        Assert.InRange(read, 256, 599);
    }

    [Fact]
    public async Task The_public_hears_nothing_of_an_edition_after_it_was_withdrawn()
    {
        await using var node = await TestNode.Start(Folder(), Kinds);
        await node.Record(new PublicNews(Edition, "a", ""), new Closed(Edition), new PublicNews(Edition, "b", ""));
        Assert.Equal(["PublicNews", "Closed"], (await Take(node.Live.Listen(Edition, 0, includeDesk: false, Cancellation), 9)).Select(e => e.Kind));
    }

    [Fact]
    public async Task A_stopping_node_ends_every_listening()
    {
        var node = await TestNode.Start(Folder(), Kinds);
        var listening = Take(node.Live.Listen(Edition, null, includeDesk: false, Cancellation), 1);
        await node.DisposeAsync();
        Assert.Empty(await listening);
    }

    [Fact]
    public async Task A_posted_letter_is_sent_after_the_commit()
    {
        var mail = new Letterbox();
        await using var node = await TestNode.Start(Folder(), s => s.AddSingleton<IMailService>(mail), Duration.FromHours(1));
        var letter = new Letter("amina@example.org", "Амина", "دعوة", "نص", null, "ar");
        await using (var db = await node.Databases.CreateDbContextAsync(Cancellation))
        {
            PostLetter.Run(db, letter);
            await db.SaveChangesAsync(Cancellation);
        }
        var sent = await mail.Sent.Reader.ReadAsync(Cancellation);
        Assert.Empty(sent.Enclosures);
        // Records compare lists by reference, and this one was read from a row.
        Assert.Equal(letter with { Enclosures = sent.Enclosures }, sent);
    }

    static async Task<List<LiveEvent>> Take(IAsyncEnumerable<LiveEvent> events, int count)
    {
        List<LiveEvent> taken = [];
        await foreach (var one in events)
        {
            taken.Add(one);
            if (taken.Count == count) break;
        }
        return taken;
    }

    public sealed record PublicNews(Guid? Edition, string Headline, string ForTheDesk) : IEvent;
    public sealed record DeskNews(Guid? Edition, int Number) : IEvent;
    public sealed record Closed(Guid? Edition) : IEvent;

    sealed class Hears : INodeListener
    {
        readonly Channel<long> _heard = Channel.CreateUnbounded<long>();

        public Task Hear(EventRow happened, CancellationToken cancellation) => _heard.Writer.WriteAsync(happened.Position!.Value, cancellation).AsTask();

        public async Task<IReadOnlyList<long>> Next(int count)
        {
            var taken = new long[count];
            for (var n = 0; n < count; n++) taken[n] = await _heard.Reader.ReadAsync(Cancellation);
            return taken;
        }
    }

    sealed class Letterbox : IMailService
    {
        public Channel<Letter> Sent { get; } = Channel.CreateUnbounded<Letter>();

        public Task Send(Letter letter, CancellationToken cancellation) => Sent.Writer.WriteAsync(letter, cancellation).AsTask();
    }
}
