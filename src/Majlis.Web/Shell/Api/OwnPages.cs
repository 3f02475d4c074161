namespace Majlis.Web.Shell.Api;

/// <summary>
/// Whether a call with the cookie of a signed-in browser comes from a page of this site. A browser sends the cookie whoever asked it to; no other site can send the header
/// <c>X-Majlis</c> without being asked for leave first, which it never gets.
/// </summary>
static class OwnPages
{
    public const string Header = "X-Majlis";

    public static bool Calls(HttpRequest request, SiteAddress site)
    {
        if (request.Headers.Origin is [{ } origin] && !IsOwn(origin, request, site)) return false;
        if (request.Headers.Origin.Count > 1 || request.Headers["Sec-Fetch-Site"] is [not ("same-origin" or "none")]) return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || request.Headers[Header] == "1";
    }

    /// <summary>The site's own address, or the host of the call, whichever scheme a proxy took away.</summary>
    static bool IsOwn(string origin, HttpRequest request, SiteAddress site) => Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) || from.GetLeftPart(UriPartial.Authority) == site.Own.GetLeftPart(UriPartial.Authority));
}
