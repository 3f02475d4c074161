using System.Diagnostics;
using Majlis.Database;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Cluster.Tests;

public class PlanningNodesTests(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task When_the_node_that_plans_is_killed_another_begins_again_within_seconds_says_so_everywhere_and_is_stopped_from_any()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var database = await server.Fresh();
        var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NodeProcess.Start(database.ConnectionString)));
        try
        {
            var edition = await Prepare(database.ConnectionString);
            await using (var db = Open(database.ConnectionString)) await PlanMeetings.Run(db, Operator, edition, PlanKind.Fresh, null, new(60), cancellation);
            await nodes[0].Until(_ => nodes.Any(n => n.Lines.Contains("planning")), cancellation);
            var victim = nodes.Single(n => n.Lines.Contains("planning"));
            var survivors = nodes.Where(n => n != victim).ToArray();
            // Every node tells how far it is, whichever computes.
            foreach (var node in survivors) await node.Until(n => n.Lines.Any(l => l.StartsWith(nameof(MeetingPlanProgressed), StringComparison.Ordinal) && l.Contains("\"found\"", StringComparison.Ordinal)), cancellation);

            // A node that only holds still keeps its work for longer than one claim lasts.
            await Task.Delay(TimeSpan.FromSeconds(8), cancellation);
            Assert.DoesNotContain(survivors, n => n.Lines.Contains("planning"));

            victim.Kill();
            var killed = Stopwatch.StartNew();
            await survivors[0].Until(_ => survivors.Any(n => n.Lines.Contains("planning")), cancellation);
            output.WriteLine($"begun again after {killed.ElapsedMilliseconds} ms");
            foreach (var node in survivors) await node.Until(n => n.Lines.Any(l => l.StartsWith(nameof(MeetingPlanProgressed), StringComparison.Ordinal) && l.Contains("\"begun\":2", StringComparison.Ordinal)), cancellation);

            await using (var db = Open(database.ConnectionString)) await StopPlanning.Run(db, Operator, edition, 1, cancellation);
            foreach (var node in survivors) await node.Until(n => n.Lines.Any(l => l.StartsWith(nameof(MeetingPlanEnded), StringComparison.Ordinal)), cancellation);
            await using var after = Open(database.ConnectionString);
            var plan = await DraftPlans.Open(after, edition, 1, cancellation);
            Assert.Equal((PlanState.Done, 2, true), (plan.State, plan.Begun, plan.IsCutShort));
            Assert.Single(await DraftPlans.MeetingsOf(after, plan.Id, cancellation));
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    static readonly Actor Operator = Actor.Installation("tests");

    static PostgresAppDb Open(string connection) =>
        new(new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(connection, o => o.UseNodaTime()).Options, TestClock.System, new SilentBell());

    /// <summary>An edition with one accepted request between two people, and a table.</summary>
    static async Task<Id<Edition>> Prepare(string connection)
    {
        await using var db = Open(connection);
        var forum = await FoundForum.Run(db, Operator, "kazan", LocalizedText.Of("en", "Kazan"));
        var edition = (await CreateEdition.Run(db, Operator, forum.Id, null, "kazan-2026",
            new() { Title = LocalizedText.Of("en", "Kazan"), First = new(2026, 5, 12), Last = new(2026, 5, 13), Zone = "Europe/Moscow", Languages = ["en"] })).Id;
        var round = await SetUpMeetings.Run(db, Operator, edition, new() { Windows = [new(new(2026, 5, 12, 10, 0), new(2026, 5, 12, 12, 0))] }, null);
        var people = new List<MeetingSide>();
        foreach (var name in new[] { "Layla", "Omar" })
            people.Add(new(edition, await AddPerson.Run(db, Operator, edition, new() { Guid = Guid.Empty, Number = 0, Name = LocalizedText.Of("en", name) })));
        db.AddRange(people);
        var now = TestClock.System.GetCurrentInstant();
        var request = new MeetingRequest(round, 1, people[0], people[1], new() { Purpose = "To talk" }, 1, now, now + NodaTime.Duration.FromDays(7));
        request.Accept(people[1].Id, Wish.Wish, [], "", now);
        db.Add(request);
        await KeepRoom.Run(db, Operator, edition, null, new(LocalizedText.Of("en", "Blue"), LocalizedText.Empty, RoomClass.Table, 4, 1, null), [], null);
        return edition;
    }
}
