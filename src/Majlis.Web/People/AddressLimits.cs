using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>Calls of the API, by token or signed-in browser. What one address calls is counted beside it: see <see cref="CallsOfAddress"/>.</summary>
    public const string Calls = "calls";

    /// <summary>Calls at once, and how many come back each second: an editor that drags asks often and for a short time.</summary>
    public const int CallsAtOnce = 600, CallsASecond = 20;
    /// <summary>The same for a network address, behind which a whole team may sit.</summary>
    public const int CallsOfAddress = 3000, CallsOfAddressASecond = 100;

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
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => http.Request.Path.StartsWithSegments("/api")
            ? Bucket(Network(http.Connection.RemoteIpAddress), CallsOfAddress, CallsOfAddressASecond) : RateLimitPartition.GetNoLimiter(""));
        o.AddPolicy(Calls, http => Bucket(Caller(http.Request), CallsAtOnce, CallsASecond));
        o.AddPolicy(Credentials, http => Partition(http, CredentialsInFiveMinutes, TimeSpan.FromMinutes(5)));
        o.AddPolicy(Links, http => Partition(http, LinksAnHour, TimeSpan.FromHours(1)));
    }

    /// <summary>Every look at the sign-in page asks for a challenge to a passkey; only the answer to one is a try.</summary>
    static bool IsLooking(HttpRequest request) => request.Query["handler"] is [{ } handler] && handler.Equals("PasskeyOptions", StringComparison.OrdinalIgnoreCase);

    static RateLimitPartition<string> Partition(HttpContext http, int permits, TimeSpan window) => HttpMethods.IsPost(http.Request.Method) && !IsLooking(http.Request)
        ? RateLimitPartition.GetFixedWindowLimiter(Network(http.Connection.RemoteIpAddress), _ => new() { PermitLimit = permits, Window = window, QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter("");

    static RateLimitPartition<string> Bucket(string key, int atOnce, int aSecond) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = atOnce, TokensPerPeriod = aSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
    });

    /// <summary>Counted before it is known who calls, so by what was sent to say so; hashed, because keys stay in memory for a while.</summary>
    static string Caller(HttpRequest request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.Count > 0 ? request.Headers.Authorization.ToString() : request.Headers.Cookie.ToString())));

    /// <summary>What counts as one: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static string Network(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
