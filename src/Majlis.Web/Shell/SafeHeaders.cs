namespace Majlis.Web.Shell;

/// <summary>What every answer says to the browser: nothing of others runs here, nothing is framed, nothing is guessed.</summary>
sealed class SafeHeaders(RequestDelegate next)
{
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
        "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>For what is one reader's: nobody between keeps it. In the two words that the framework's guard of forms says itself; it replaces any other and warns of it.</summary>
    public const string KeptByNobody = "no-cache, no-store";

    public Task Invoke(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        return next(context);
    }
}
