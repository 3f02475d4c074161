using System.Security.Claims;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.People;

/// <summary>
/// The cookie of a signed-in browser: the account's id, the id of its <see cref="SignIn"/>, language and kind of credential. What counts is the row:
/// in closed areas every request looks it up, so a revoked sign-in is out at its next click on every node.
/// </summary>
static class SignInCookie
{
    public const string Scheme = "majlis";
    /// <summary>Who has shown a password or a link and not yet the second factor; opens nothing.</summary>
    public const string PendingScheme = "majlis-pending";
    const string StampClaim = "stamp";
    const string MethodClaim = "method";

    public static ClaimsPrincipal Principal(Account account, SignIn signIn) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.NameIdentifier, account.Id.Value.ToString()),
        new(ActorOf.SignInClaim, signIn.Id.Value.ToString()),
        new("lang", account.Language),
        new(StampClaim, account.SecurityStamp),
        // RFC 8176 names for what was shown.
        new("amr", signIn.Method switch { "password" => "pwd", "passkey" => "hwk", _ => "otp" }),
        .. signIn.HasSecondFactor ? [new Claim("amr", "mfa")] : Array.Empty<Claim>(),
    ], Scheme));

    public static ClaimsPrincipal Pending(Account account, string method) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, account.Id.Value.ToString()), new(StampClaim, account.SecurityStamp), new(MethodClaim, method)], PendingScheme));

    public static string? MethodOf(ClaimsPrincipal pending) => pending.FindFirstValue(MethodClaim);

    public static bool IsOf(ClaimsPrincipal user, Account account) =>
        user.FindFirstValue(ClaimTypes.NameIdentifier) == account.Id.Value.ToString() && user.FindFirstValue(StampClaim) == account.SecurityStamp;

    public static void Set(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "majlis";
        o.ExpireTimeSpan = SignIn.Lasts.ToTimeSpan();
        o.SlidingExpiration = false;
        Guard(o);
        o.ForwardDefaultSelector = TokenScheme.Of;
        o.Events.OnValidatePrincipal = Validate;
        o.Events.OnRedirectToLogin = context =>
        {
            var request = context.Request;
            if (request.Path.StartsWithSegments("/api"))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }
            else context.Response.Redirect(SignInAddress(context.HttpContext));
            return Task.CompletedTask;
        };
        o.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }

    public static void SetPending(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "majlis-pending";
        o.ExpireTimeSpan = TimeSpan.FromMinutes(10);
        o.SlidingExpiration = false;
        Guard(o);
    }

    static void Guard(CookieAuthenticationOptions o)
    {
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.Path = "/";
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.CookieManager = new HostCookies();
    }

    /// <summary>The sign-in page, with the way back to what was asked for.</summary>
    public static string SignInAddress(HttpContext http)
    {
        var page = $"/{http.RequestServices.GetRequiredService<Visit>().Language.Tag}/account/sign-in";
        return HttpMethods.IsGet(http.Request.Method) ? LocalAddress.WithReturn(page, http.Request.Path + http.Request.QueryString) : page;
    }

    static async Task Validate(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (!IsClosed(http.GetEndpoint())) return;
        if (http.GetEndpoint()?.Metadata.GetMetadata<PageArea>() is { Name: "Api" } && !OwnPages.Calls(http.Request, http.RequestServices.GetRequiredService<SiteAddress>()))
        {
            context.RejectPrincipal();
            return;
        }
        if (context.Principal is { } user && await IsLive(http, user)) return;
        context.RejectPrincipal();
        await http.SignOutAsync(Scheme);
    }

    /// <summary>Public pages show the same to everybody and need not ask the database who reads.</summary>
    static bool IsClosed(Endpoint? endpoint) => endpoint is not null
        && (endpoint.Metadata.GetMetadata<PageArea>() is { Name: "Account" or "My" or "Desk" or "Operator" or "Api" } || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);

    /// <summary>Whether the sign-in that the cookie names was neither ended nor outlived, and is of the account as it is now.</summary>
    public static async Task<bool> IsLive(HttpContext http, ClaimsPrincipal user)
    {
        if (!Id<SignIn>.TryParse(user.FindFirstValue(ActorOf.SignInClaim), null, out var id)) return false;
        var services = http.RequestServices;
        await using var db = await services.GetRequiredService<IDbContextFactory<AppDb>>().CreateDbContextAsync(http.RequestAborted);
        var found = await (from s in db.SignIns.AsNoTracking() join a in db.Accounts on s.AccountId equals a.Id where s.Id == id select new { SignIn = s, Account = a })
            .FirstOrDefaultAsync(http.RequestAborted);
        var now = db.Clock.GetCurrentInstant();
        if (found is null || !found.SignIn.IsLive(now) || !IsOf(user, found.Account)) return false;
        if (now - found.SignIn.SeenAt >= Duration.FromMinutes(5))
            await db.SignIns.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), http.RequestAborted);
        return true;
    }
}

/// <summary>Over HTTPS cookies are called <c>__Host-…</c>: browsers then take them from this host only, for the whole site, and never over HTTP.</summary>
sealed class HostCookies : ICookieManager
{
    readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}
