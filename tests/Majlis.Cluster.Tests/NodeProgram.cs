using System.Globalization;
using Majlis.Database;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Majlis.Cluster.Tests;

/// <summary>A node that says on its output what happens to it and does what its input says: <c>record N</c>, <c>outbox</c>, <c>memory</c>, <c>stop</c>. It computes plans as well, and takes its time.</summary>
static class NodeProgram
{
    public static async Task<int> Run(string postgres)
    {
        var folder = Directory.CreateTempSubdirectory("majlis-node").FullName;
        await using var node = await TestNode.Start(new Storage(folder, postgres), services => services
            .AddSingleton<IEventSubscriber, Orders>().AddSingleton<IJobRunner, Says>().AddSingleton<INodeListener, Says>()
            .AddSingleton<IMeetingPlanner, Thoughtful>().AddSingleton<IJobRunner, RunMeetingPlan>());
        Say($"silo {node.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString()}");
        var edition = Guid.CreateVersion7();
        while (await Console.In.ReadLineAsync() is { } line)
            switch (line.Split(' '))
            {
                case ["record", var count]:
                    _ = Task.Run(async () =>
                    {
                        for (var n = 0; n < int.Parse(count, CultureInfo.InvariantCulture); n++)
                        {
                            await node.Record(new BellRang(edition, n));
                            await Task.Delay(4);
                        }
                        Say("recorded");
                    });
                    break;
                case ["outbox"]:
                    var grains = node.Services.GetRequiredService<IGrainFactory>();
                    var where = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grains.GetGrain<IOutboxGrain>(0));
                    Say($"outbox {where?.ToParsableString()}");
                    break;
                case ["memory"]:
                    Say($"memory {Environment.WorkingSet / 1024 / 1024}");
                    break;
                case ["stop"]:
                    return 0;
            }
        return 0;
    }

    static void Say(string line)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }

    /// <summary>Says that it plans, and ends when somebody stops it or half a minute is over.</summary>
    sealed class Thoughtful : IMeetingPlanner
    {
        public PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
        {
            var answer = new GreedyPlanner().Plan(problem, limit, progress, CancellationToken.None);
            Say("planning");
            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            return answer with { IsCutShort = stop.IsCancellationRequested };
        }
    }

    /// <summary>One job an event of a bell.</summary>
    sealed class Orders : IEventSubscriber
    {
        public Task Handle(EventRow happened, AppDb db, CancellationToken cancellation)
        {
            if (happened.Kind != nameof(BellRang)) return Task.CompletedTask;
            db.Jobs.Add(new("Say", happened.Id.ToString(), db.Clock.GetCurrentInstant()));
            return Task.CompletedTask;
        }
    }

    sealed class Says : IJobRunner, INodeListener
    {
        public string Kind => "Say";
        public NodaTime.Duration Limit => NodaTime.Duration.FromSeconds(4);

        public Task Run(string payload, CancellationToken cancellation)
        {
            Say($"did {payload}");
            return Task.CompletedTask;
        }

        public Task Hear(EventRow happened, CancellationToken cancellation)
        {
            Say(happened.Kind == nameof(BellRang) ? $"heard {happened.Position}" : $"{happened.Kind} {happened.Payload}");
            return Task.CompletedTask;
        }
    }
}
