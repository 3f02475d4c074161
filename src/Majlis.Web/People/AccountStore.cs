using System.Security.Cryptography;
using System.Text;
using Majlis.People;
using Majlis.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.People;

/// <summary>The sign-in library's door to our accounts. Setters change the noun; <see cref="UpdateAsync"/> writes it.</summary>
public sealed class AccountStore(AppDb db, IDataProtectionProvider protection) :
    IUserPasswordStore<Account>, IUserEmailStore<Account>, IUserSecurityStampStore<Account>, IUserTwoFactorStore<Account>,
    IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>, IUserPasskeyStore<Account>
{
    readonly IDataProtector _keys = protection.CreateProtector("majlis.authenticator");

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Value.ToString());
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => SetEmailAsync(user, userName, cancellationToken);
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => SetNormalizedEmailAsync(user, normalizedName, cancellationToken);
    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => FindByEmailAsync(normalizedUserName, cancellationToken);

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Id<Account>.TryParse(userId, null, out var id) ? await db.Accounts.FirstOrDefaultAsync(a => a.Id == id, cancellationToken) : null;

    public async Task<Account?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        await db.Accounts.FirstOrDefaultAsync(a => a.NormalizedEmail == normalizedEmail, cancellationToken);

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        db.Accounts.Add(user);
        return await UpdateAsync(user, cancellationToken);
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return IdentityResult.Success;
        }
        catch (EditedMeanwhile)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }
    }

    public async Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken)
    {
        db.Accounts.Remove(user);
        return await UpdateAsync(user, cancellationToken);
    }

    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash);
    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);
    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email ?? "");
    public Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);
    public Task<bool> GetEmailConfirmedAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.EmailConfirmed);
    public Task SetEmailConfirmedAsync(Account user, bool confirmed, CancellationToken cancellationToken) => Set(() => user.EmailConfirmed = confirmed);
    public Task<string?> GetNormalizedEmailAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);
    public Task SetNormalizedEmailAsync(Account user, string? normalizedEmail, CancellationToken cancellationToken) => Set(() => user.NormalizedEmail = normalizedEmail ?? "");

    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Set(() => user.SecurityStamp = stamp);
    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Set(() => user.TwoFactorEnabled = enabled);
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.TwoFactorEnabled);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) => Set(() => user.AuthenticatorKey = _keys.Protect(key));

    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(user.AuthenticatorKey is { } kept ? _keys.Unprotect(kept) : null);
        }
        catch (CryptographicException) // the key ring was lost: the app must be set up anew
        {
            return Task.FromResult<string?>(null);
        }
    }

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(() => user.RecoveryCodes = string.Join(';', recoveryCodes.Select(Hash)));

    public async Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var left = Codes(user).ToList();
        if (!left.Remove(Hash(code))) return false;
        user.RecoveryCodes = string.Join(';', left);
        // Of two browsers with one code the second meets a newer version.
        return (await UpdateAsync(user, cancellationToken)).Succeeded;
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(Codes(user).Length);

    static string[] Codes(Account user) => (user.RecoveryCodes ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The codes are random, so a plain hash cannot be guessed back.</summary>
    static string Hash(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToUpperInvariant())));

    public async Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        var there = await Find(user, passkey.CredentialId, cancellationToken);
        if (there is null) db.Passkeys.Add(there = new(user.Id, passkey.CredentialId, Instant.FromDateTimeOffset(passkey.CreatedAt)));
        (there.Name, there.SignCount, there.IsUserVerified, there.IsBackedUp, there.IsBackupEligible) =
            (passkey.Name, passkey.SignCount, passkey.IsUserVerified, passkey.IsBackedUp, passkey.IsBackupEligible);
        (there.PublicKey, there.AttestationObject, there.ClientData) = (passkey.PublicKey, passkey.AttestationObject, passkey.ClientDataJson);
        there.Transports = string.Join(',', passkey.Transports ?? []);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.Where(p => p.AccountId == user.Id).OrderBy(p => p.MadeAt).ToListAsync(cancellationToken)).Select(Told)];

    public async Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Passkeys.FirstOrDefaultAsync(p => p.CredentialId == credentialId, cancellationToken) is { } passkey
            ? await db.Accounts.FirstOrDefaultAsync(a => a.Id == passkey.AccountId, cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        await Find(user, credentialId, cancellationToken) is { } passkey ? Told(passkey) : null;

    public async Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (await Find(user, credentialId, cancellationToken) is { } passkey) db.Passkeys.Remove(passkey);
    }

    Task<Passkey?> Find(Account user, byte[] credentialId, CancellationToken cancellation) =>
        db.Passkeys.FirstOrDefaultAsync(p => p.AccountId == user.Id && p.CredentialId == credentialId, cancellation);

    static UserPasskeyInfo Told(Passkey p) => new(p.CredentialId, p.PublicKey, p.MadeAt.ToDateTimeOffset(), (uint)p.SignCount,
        p.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries), p.IsUserVerified, p.IsBackupEligible, p.IsBackedUp, p.AttestationObject, p.ClientData) { Name = p.Name };

    static Task Set(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    /// <summary>The database belongs to the request.</summary>
    public void Dispose() { }
}
