using Majlis.Database;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Majlis.Cluster.Tests;

/// <summary>Something that happened, for tests.</summary>
public sealed record BellRang(Guid? Edition, int Number) : IEvent;

/// <summary>A whole node in this process.</summary>
sealed class TestNode : IAsyncDisposable
{
    readonly IHost _host;

    TestNode(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;
    public ILiveFeed Live => Services.GetRequiredService<ILiveFeed>();
    public IDbContextFactory<AppDb> Databases => Services.GetRequiredService<IDbContextFactory<AppDb>>();

    public static async Task<TestNode> Start(Storage storage, Action<IServiceCollection>? with = null, Duration? round = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<IClock>(TestClock.System);
        builder.Services.AddDatabase(storage);
        builder.Services.AddSingleton<IMailService, NoMail>();
        with?.Invoke(builder.Services);
        builder.AddCluster(storage, NodeSettings.FromEnvironment() with { Round = round ?? Duration.FromSeconds(1) });
        var node = new TestNode(builder.Build());
        await node.Databases.Migrate();
        await node._host.StartAsync();
        return node;
    }

    public async Task Record(params IEvent[] happened)
    {
        await using var db = await Databases.CreateDbContextAsync();
        foreach (var one in happened) db.Record(Actor.Installation("test"), one);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    sealed class NoMail : IMailService
    {
        public Task Send(Letter letter, CancellationToken cancellation) => Task.CompletedTask;
    }
}

static class TestClock
{
#pragma warning disable RS0030 // nodes of a test are real
    public static readonly IClock System = SystemClock.Instance;
#pragma warning restore RS0030
}
