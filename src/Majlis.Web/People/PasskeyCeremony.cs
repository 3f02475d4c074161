using System.Security.Cryptography;
using Majlis.People;
using Majlis.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Majlis.Web.People;

/// <summary>
/// The two steps of WebAuthn: options to the browser, its answer back. What was asked is kept in between in a protected cookie for five minutes,
/// apart for signing in and for adding, and forgotten at the first answer.
/// </summary>
public sealed class PasskeyCeremony(IPasskeyHandler<Account> passkeys, UserManager<Account> accounts, IHttpContextAccessor accessor, IDataProtectionProvider protection, AppDb db)
{
    const string CookieName = "majlis-passkey";
    const int LongestAnswer = 64 * 1024;

    readonly HostCookies _cookies = new();

    HttpContext Http => accessor.HttpContext!;

    /// <param name="account">Null: whoever's passkey the browser offers.</param>
    /// <returns>JSON for <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</returns>
    public async Task<string> AskFor(Account? account)
    {
        var asked = await passkeys.MakeRequestOptionsAsync(account, Http);
        Remember("get", asked.AssertionState);
        return asked.RequestOptionsJson;
    }

    /// <returns>Whose passkey it is, or null when it is not good.</returns>
    public async Task<Account?> Answered(string? credential)
    {
        if (Recall("get") is not { } state || credential is not { Length: > 0 and < LongestAnswer }) return null;
        var result = await passkeys.PerformAssertionAsync(new() { CredentialJson = credential, AssertionState = state, HttpContext = Http });
        if (!result.Succeeded || !result.Passkey.IsUserVerified) return null;
        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User;
    }

    /// <returns>JSON for <c>PublicKeyCredential.parseCreationOptionsFromJSON</c>.</returns>
    public async Task<string> AskToMake(Account account)
    {
        var asked = await passkeys.MakeCreationOptionsAsync(new() { Id = account.Id.Value.ToString(), Name = account.Email, DisplayName = account.Name }, Http);
        Remember("create", asked.AttestationState);
        return asked.CreationOptionsJson;
    }

    /// <returns>False when the browser's answer is not good or is for another account.</returns>
    public async Task<bool> Made(Account account, string? credential, string name)
    {
        if (Recall("create") is not { } state || credential is not { Length: > 0 and < LongestAnswer }) return false;
        var result = await passkeys.PerformAttestationAsync(new() { CredentialJson = credential, AttestationState = state, HttpContext = Http });
        if (!result.Succeeded || result.UserEntity.Id != account.Id.Value.ToString()) return false;
        result.Passkey.Name = name;
        db.Record(account.Acting(), new CredentialChanged(null, account.Id.Value, "passkey"));
        return (await accounts.AddOrUpdatePasskeyAsync(account, result.Passkey)).Succeeded;
    }

    void Remember(string step, string? state) => _cookies.AppendResponseCookie(Http, CookieName, Protector(step).Protect(state ?? "", TimeSpan.FromMinutes(5)), Cookie());

    string? Recall(string step)
    {
        if (_cookies.GetRequestCookie(Http, CookieName) is not { } kept) return null;
        _cookies.DeleteCookie(Http, CookieName, Cookie());
        try
        {
            return Protector(step).Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    ITimeLimitedDataProtector Protector(string step) => protection.CreateProtector("majlis.passkey", step).ToTimeLimitedDataProtector();

    CookieOptions Cookie() => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Http.Request.IsHttps, Path = "/", IsEssential = true };
}
