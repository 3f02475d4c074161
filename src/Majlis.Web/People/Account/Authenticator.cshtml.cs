using System.Security.Cryptography;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;

namespace Majlis.Web.People.AccountPages;

/// <summary>Sets up an authenticator app, shows the recovery codes once, and takes both away again.</summary>
[EnableRateLimiting(AddressLimits.Credentials)]
public sealed class AuthenticatorModel(
    Entrance entrance, Visit visit, AppDb db, UserManager<Account> accounts, AccountStore store, IDataProtectionProvider protection) : SecurityPage(entrance, visit)
{
    const int CodesMade = 10;

    readonly ITimeLimitedDataProtector _setup = protection.CreateProtector("majlis.authenticator.setup").ToTimeLimitedDataProtector();

    /// <summary>The new secret between showing and confirming it, protected and for this account only: nothing is written for an app that never gave a code.</summary>
    public string Setup { get; private set; } = "";
    /// <summary>In groups of four, for typing.</summary>
    public string ShownKey { get; private set; } = "";
    /// <summary>What the code says to the app.</summary>
    public string AppAddress { get; private set; } = "";
    /// <summary>Only in the answer that made them.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }
    public int CodesLeft { get; private set; }

    public async Task OnGet()
    {
        if (Account.TwoFactorEnabled) CodesLeft = await accounts.CountRecoveryCodesAsync(Account);
        else Show(AuthenticatorCode.NewKey());
    }

    public async Task<IActionResult> OnPost(string? setup, string? code, CancellationToken cancellation)
    {
        if (Account.TwoFactorEnabled) return Redirect(At("authenticator"));
        if (KeyOf(setup) is not { } key)
        {
            Show(AuthenticatorCode.NewKey());
            return Again("code", Visit.Texts["people.authenticator.expired"]);
        }
        if (!await AcceptCode.Run(db, Account.Id, key, code, cancellation))
        {
            Show(key);
            return Again("code", Visit.Texts["people.code.wrong"]);
        }
        await store.SetAuthenticatorKeyAsync(Account, key, cancellation);
        await MakeCodes("authenticator", cancellation);
        await accounts.SetTwoFactorEnabledAsync(Account, true);
        await Entrance.Renew(Account, true);
        return Page();
    }

    public async Task<IActionResult> OnPostCodes(CancellationToken cancellation)
    {
        if (!Account.TwoFactorEnabled) return Redirect(At("authenticator"));
        await MakeCodes("recovery_codes", cancellation);
        await db.SaveChangesAsync(cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPostOff()
    {
        (Account.AuthenticatorKey, Account.RecoveryCodes) = (null, null);
        db.Record(Account.Acting(), new CredentialChanged(null, Account.Id.Value, "authenticator"));
        await accounts.SetTwoFactorEnabledAsync(Account, false);
        await Entrance.Renew(Account, (await Entrance.Current()).HasSecondFactor);
        return Redirect(At("authenticator"));
    }

    async Task MakeCodes(string what, CancellationToken cancellation)
    {
        RecoveryCodes = [.. Enumerable.Range(0, CodesMade).Select(_ => NewCode())];
        await store.ReplaceCodesAsync(Account, RecoveryCodes, cancellation);
        db.Record(Account.Acting(), new CredentialChanged(null, Account.Id.Value, what));
    }

    /// <summary>Fifty bits in two groups, without letters that look like digits.</summary>
    static string NewCode() => $"{RandomNumberGenerator.GetString("23456789BCDFGHJKMNPQRTVWXYZ", 6)}-{RandomNumberGenerator.GetString("23456789BCDFGHJKMNPQRTVWXYZ", 6)}";

    void Show(string key)
    {
        Setup = _setup.Protect($"{Account.Id}:{key}", TimeSpan.FromMinutes(30));
        ShownKey = string.Join(' ', key.Chunk(4).Select(c => new string(c)));
        AppAddress = AuthenticatorCode.Uri(key, "Majlis", Account.Email);
    }

    string? KeyOf(string? setup)
    {
        try
        {
            var parts = _setup.Unprotect(setup ?? "").Split(':');
            return parts is [var owner, var key] && owner == Account.Id.ToString() ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
