using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People;

/// <summary>
/// How often one network address may try. Counted by the connection's own address (behind proxies: by what the trusted ones say), IPv6 by its first
/// 64 bits, since those are one household's. Only what is sent counts; looking at a page does not.
/// </summary>
static class AddressLimits
{
    /// <summary>Passwords, codes and passkeys.</summary>
    public const string Credentials = "credentials";
    /// <summary>Letters with links.</summary>
    public const string Links = "links";

    public const int CredentialsInFiveMinutes = 30;
    public const int LinksAnHour = 20;

    public static void Set(RateLimiterOptions o)
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(5);
            context.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        o.AddPolicy(Credentials, http => Partition(http, CredentialsInFiveMinutes, TimeSpan.FromMinutes(5)));
        o.AddPolicy(Links, http => Partition(http, LinksAnHour, TimeSpan.FromHours(1)));
    }

    static RateLimitPartition<string> Partition(HttpContext http, int permits, TimeSpan window) => HttpMethods.IsPost(http.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(Network(http.Connection.RemoteIpAddress), _ => new() { PermitLimit = permits, Window = window, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter("");

    /// <summary>What counts as one: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
