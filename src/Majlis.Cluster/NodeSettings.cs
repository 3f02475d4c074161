using System.Globalization;
using System.Net;
using NodaTime;

namespace Majlis.Cluster;

/// <summary>How this process takes part in the cluster. Nothing of it matters on SQLite, where a node is alone.</summary>
/// <param name="Address">Where other nodes reach this one; it listens there and nowhere else. Between nodes nothing is encrypted: a private network's address.</param>
/// <param name="Port">For other nodes; null takes a free one.</param>
public sealed record NodeSettings(IPAddress Address, int? Port)
{
    /// <summary>The pause between two rounds, which find what no bell told of: work left by a dead node, jobs that became due.</summary>
    public Duration Round { get; init; } = Duration.FromSeconds(1);

    /// <summary>The pause between two rounds that delete what has served.</summary>
    public Duration Forgetting { get; init; } = Duration.FromHours(1);

    /// <summary><c>MAJLIS_NODE_ADDRESS</c> (an IP address; the loopback when unset) and <c>MAJLIS_NODE_PORT</c>.</summary>
    /// <exception cref="FormatException">One of them cannot be read.</exception>
    public static NodeSettings FromEnvironment() => new(
        Environment.GetEnvironmentVariable("MAJLIS_NODE_ADDRESS") is { Length: > 0 } address ? IPAddress.Parse(address) : IPAddress.Loopback,
        Environment.GetEnvironmentVariable("MAJLIS_NODE_PORT") is { Length: > 0 } port ? int.Parse(port, CultureInfo.InvariantCulture) : null);
}
