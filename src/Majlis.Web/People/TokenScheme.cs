using System.Security.Claims;
using System.Text.Encodings.Web;
using Majlis.People;
using Majlis.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Majlis.Web.People;

/// <summary>
/// <c>Authorization: Bearer mjl_…</c>: who calls is the token's account, narrowed to the token. Asked under <c>/api</c> only, and there instead of the cookie:
/// a token opens no page.
/// </summary>
sealed class TokenScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, IDbContextFactory<AppDb> databases)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Name = "majlis-token";
    /// <summary>The claim that carries the token's id.</summary>
    public const string TokenClaim = "token";

    /// <summary>The scheme that a call is to be asked by; null: the cookie.</summary>
    public static string? Of(HttpContext http) => http.Request.Path.StartsWithSegments("/api") && http.Request.Headers.Authorization.Count > 0 ? Name : null;

    /// <summary>The token's id, or the account's when a page calls.</summary>
    public static Guid CallerOf(ClaimsPrincipal user) => Guid.Parse((user.FindFirst(TokenClaim) ?? user.FindFirst(ClaimTypes.NameIdentifier))!.Value);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        await using var db = await databases.CreateDbContextAsync(Context.RequestAborted);
        if (await ApiTokens.Use(db, header["Bearer ".Length..].Trim(), Context.RequestAborted) is not { } token) return AuthenticateResult.Fail("no such token");
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, token.AccountId.Value.ToString()), new(TokenClaim, token.Id.Value.ToString())], Name);
        return AuthenticateResult.Success(new(new(identity), Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        return Task.CompletedTask;
    }
}
