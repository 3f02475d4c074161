using System.Globalization;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Primitives;

namespace Majlis.Web.Shell;

/// <summary>
/// Which answers of public pages are kept, and under what key: the address, the filters that exist (an unknown <c>?utm=…</c> makes no new entry)
/// and the encoding. Nothing with a cookie set, nothing but 200. Entries are tagged with the edition's slug and last until an event evicts them,
/// and for a time at most, because pages say what is on now.
/// </summary>
/// <param name="longest">How long an answer is kept when no event evicts it.</param>
sealed class PublicPages(TimeSpan longest) : IOutputCachePolicy
{
    /// <summary>Every query key that a public page reads. No other may get into one: it would be shown to readers who asked without it.</summary>
    static readonly string[] Filters = ["day", "track", "hall", "language", "type", "q", "view", "cal", "zone", "s", "page", "person", "group"];

    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        // Searches and long lists are as many as their askers: kept, they would push out what everybody reads.
        var may = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Query.ContainsKey("q") && (request.QueryString.Value?.Length ?? 0) <= 200;
        context.EnableOutputCaching = may;
        context.AllowCacheLookup = may;
        context.AllowCacheStorage = may;
        // One reader makes the page and the others wait for it: what makes it must not be cancelled with that one's request.
        context.AllowLocking = true;
        context.ResponseExpirationTimeSpan = longest;
        context.CacheVaryByRules.QueryKeys = request.QueryString.HasValue ? Filters : default;
        // By what will be sent, not by what was said: browsers word the header in dozens of ways.
        context.CacheVaryByRules.VaryByValues["encoding"] = Encoding(request.Headers.AcceptEncoding.ToString());
        context.CacheVaryByRules.VaryByValues["forgotten"] = context.HttpContext.RequestServices.GetRequiredService<EditionShelf>().Forgotten.ToString(CultureInfo.InvariantCulture);
        // By the address that the page names, not by the Host header, which anybody can invent anew for each request.
        context.CacheVaryByRules.VaryByHost = false;
        context.CacheVaryByRules.VaryByValues["site"] = context.HttpContext.RequestServices.GetRequiredService<SiteAddress>().KeyOf(request);
        if (context.HttpContext.GetRouteValue("edition") is string slug) context.Tags.Add(Tag(slug));
        else context.Tags.Add(Everything);
        return ValueTask.CompletedTask;
    }

    /// <summary>What a kept answer may say of its own query: the filters, in one order.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Asked(IQueryCollection query) =>
        Filters.Where(query.ContainsKey).Select(key => KeyValuePair.Create(key, query[key]));

    static string Encoding(string accepted) =>
        accepted.Contains("br", StringComparison.OrdinalIgnoreCase) ? "br" : accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase) ? "gzip" : "";

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var response = context.HttpContext.Response;
        if (response.StatusCode != StatusCodes.Status200OK || !StringValues.IsNullOrEmpty(response.Headers.SetCookie)) context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }

    /// <summary>Tag of pages that belong to no edition.</summary>
    public const string Everything = "site";

    public static string Tag(string slug) => $"edition:{slug}";
}
