using System.Net;
using System.Net.Sockets;
using Majlis.Database;
using Majlis.Messaging;
using Majlis.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;

namespace Majlis.Cluster;

public static class ClusterSetup
{
    /// <summary>
    /// Makes the process a node: alone with SQLite, one of any number with PostgreSQL. Brings <see cref="IOutboxBell"/>, <see cref="ILiveFeed"/>, <see cref="ClusterHealth"/>
    /// and the runners of jobs; hears <see cref="IEventSubscriber"/>, <see cref="INodeListener"/>, <see cref="LiveKind"/> and <see cref="IJobRunner"/> from the container.
    /// The database must be migrated before the host starts.
    /// </summary>
    public static T AddCluster<T>(this T host, Storage storage, NodeSettings? settings = null) where T : IHostApplicationBuilder
    {
        settings ??= NodeSettings.FromEnvironment();
        var services = host.Services;
        services.AddSingleton(settings);
        services.AddSingleton<Bell>();
        services.Replace(ServiceDescriptor.Singleton<IOutboxBell>(s => s.GetRequiredService<Bell>()));
        services.AddSingleton<Outbox>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton<ILiveFeed>(s => s.GetRequiredService<LiveHub>());
        services.AddSingleton<JobRound>();
        services.AddSingleton<IJobRunner, HandleAgain>();
        services.AddSingleton<IJobRunner, SendLetter>();
        services.AddSingleton<ISpentRows, ForgetJobs>();
        services.AddSingleton<ClusterHealth>();
        // Of its warnings at each start none concerns an installation: the collector is chosen, and the watchdog measures its first pause from nothing.
        host.Logging.AddFilter("Orleans", LogLevel.Warning).AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        // The tables and the node's position come before everything else ("starting"); then pages are served while the silo joins, which takes half a second alone and
        // several beside a node that died. Whether it has joined is what /readyz says.
        services.Configure<HostOptions>(o => o.ServicesStartConcurrently = true);
        if (!storage.IsSqlite) services.AddHostedService(_ => new ClusterTables(storage.Postgres!));
        host.UseOrleans(silo => Configure(silo, storage, settings));
        services.AddHostedService<Node>();
        if (storage.IsSqlite) services.AddHostedService<SqliteCommits>();
        else services.AddHostedService<PostgresCommits>();
        return host;
    }

    static void Configure(ISiloBuilder silo, Storage storage, NodeSettings settings)
    {
        // Membership is in the database itself, so every cluster may have the same name.
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("majlis", "majlis"));
        if (storage.IsSqlite)
        {
            var endpoint = new IPEndPoint(IPAddress.Loopback, FreePort(IPAddress.Loopback));
            silo.UseLocalhostClustering(endpoint.Port, gatewayPort: 0, endpoint, serviceId: "majlis", clusterId: "majlis");
        }
        else
        {
            silo.ConfigureEndpoints(settings.Address, settings.Port ?? FreePort(settings.Address), gatewayPort: 0);
            silo.UseAdoNetClustering(o =>
            {
                o.Invariant = "Npgsql";
                o.ConnectionString = new NpgsqlConnectionStringBuilder(storage.Postgres) { SearchPath = ClusterTables.Schema, MaxPoolSize = 4 }.ConnectionString;
            });
        }
        silo.Configure<ClusterMembershipOptions>(o =>
        {
            // A node that does not answer three probes a second apart is dead: its work goes on elsewhere within about five seconds.
            (o.ProbeTimeout, o.MinProbeTimeout, o.MaxProbeTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1.5));
            o.NumMissedProbesLimit = 3;
            // A node that starts asks every living one for its hand. One that was killed a moment ago is not waited for longer than this, three times.
            o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        });
        // The table of where grains are: there is one grain, and room for the usual million takes 19 MB.
        silo.Configure<GrainDirectoryOptions>(o => o.CacheSize = 1000);
        silo.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(10));
    }

    static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
