namespace Majlis.Web.Shell;

/// <summary>
/// The site's own address in letters, feeds and codes. Set by <c>MAJLIS_BASE_ADDRESS</c>; without it the address of the request is used only when its host
/// is this machine, so that a forged Host header never gets into a letter, a feed or a cache.
/// </summary>
public sealed class SiteAddress
{
    readonly Uri? _set;

    /// <param name="set">Absolute http(s), or null.</param>
    /// <exception cref="ArgumentException">When it is neither.</exception>
    public SiteAddress(string? set)
    {
        if (string.IsNullOrWhiteSpace(set)) return;
        if (!Uri.TryCreate(set.Trim().TrimEnd('/') + "/", UriKind.Absolute, out _set) || _set.Scheme is not ("http" or "https"))
            throw new ArgumentException($"MAJLIS_BASE_ADDRESS is not an absolute http address: {set}", nameof(set));
    }

    public bool IsSet => _set is not null;

    /// <summary>Without a request, as at the command line: what is set, or where <c>majlis serve</c> listens by default. Ends in a slash.</summary>
    public Uri Own => _set ?? new("http://localhost:5080/");

    /// <summary>Ends in a slash.</summary>
    public Uri Of(HttpRequest request) => IsLocal(request) ? new($"{request.Scheme}://{request.Host.Value}/") : Own;

    /// <summary>Tells apart what <see cref="Of"/> tells apart, without making an address: part of the key of every kept page.</summary>
    public string KeyOf(HttpRequest request) => IsLocal(request) ? request.Host.Value ?? "" : "";

    bool IsLocal(HttpRequest request) => _set is null && request.Host.Host is ("localhost" or "127.0.0.1" or "[::1]");
}
