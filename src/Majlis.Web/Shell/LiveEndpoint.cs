using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Majlis.Platform;
using Majlis.Web.People;
using Microsoft.AspNetCore.Http.Features;

namespace Majlis.Web.Shell;

/// <summary>
/// <c>GET /{edition}/live</c>: what happens, as server-sent events. The event's name is its kind, its id its position, its data JSON; a browser that
/// reconnects with <c>Last-Event-ID</c>, on whichever node, misses nothing; a page that printed a position says <c>?after=</c> it the first time. Here the public hears what is public; at <c>GET /{edition}/desk/live</c>, closed
/// like every page of the desk, the desk hears all.
/// </summary>
static class LiveEndpoint
{
    public static void MapLive(this WebApplication app)
    {
        Map(app, $"/{FolderAddresses.Edition}/live", toDesk: false).AllowAnonymous();
        Map(app, $"/{FolderAddresses.Edition}/desk/live", toDesk: true).RequireAuthorization().WithMetadata(new PageArea("Desk"));
    }

    static RouteHandlerBuilder Map(WebApplication app, string address, bool toDesk) =>
        app.MapGet(address, (HttpContext http, Visit visit, ILiveFeed feed, ActorOf actors) =>
        {
            var edition = visit.Edition.Id.Value;
            long? after = Position(http.Request.Headers["Last-Event-ID"]) ?? Position(http.Request.Query["after"]);
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            http.Response.Headers.CacheControl = SafeHeaders.KeptByNobody;
            http.Response.Headers["X-Accel-Buffering"] = "no";
            return TypedResults.ServerSentEvents(Tell(feed, edition, after, toDesk ? () => MayHear(http, actors, edition) : null, http.RequestAborted));
        });

    static long? Position(string? told) => long.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    /// <summary>Whether who listens at the desk still may: the role is there and the sign-in lives.</summary>
    static async Task<bool> MayHear(HttpContext http, ActorOf actors, Guid edition) =>
        await SignInCookie.IsLive(http, http.User) && (await actors.Find(http.User, http.RequestAborted)).May(Permission.SeeDesk, edition);

    static async IAsyncEnumerable<SseItem<string>> Tell(ILiveFeed feed, Guid edition, long? after, Func<Task<bool>>? mayHear, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Said at once: the browser knows that it is connected, and from where on it hears, before anything happens.
        var from = after ?? feed.Position;
        yield return new SseItem<string>("{}", "Listening") { EventId = from.ToString(CultureInfo.InvariantCulture), ReconnectionInterval = TimeSpan.FromSeconds(2) };
        await foreach (var happened in feed.Listen(edition, from, mayHear is not null, cancellation))
        {
            // Asked before each telling: a listening may last for days, and a role taken away is gone at once.
            if (mayHear is not null && !await mayHear()) yield break;
            yield return new SseItem<string>(happened.Payload, happened.Kind) { EventId = happened.Position.ToString(CultureInfo.InvariantCulture) };
        }
    }
}
