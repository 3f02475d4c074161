using System.Globalization;
using Majlis.People;
using Majlis.Platform;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;

namespace Majlis.Web.People;

/// <summary>Accounts, sign-ins and how often may be tried.</summary>
static class AccountSetup
{
    /// <summary>
    /// Reads <c>MAJLIS_BASE_ADDRESS</c> (its host is the passkeys' domain) and <c>MAJLIS_TRUSTED_PROXIES</c>: how many proxies of our own stand before
    /// this process, 0 when none; so many entries of <c>X-Forwarded-For</c> are believed, from the right, and nothing else.
    /// </summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IJobRunner, MailSignInLink>();
        services.AddSingleton<ISpentRows, ForgetLinks>();
        services.AddScoped<AccountStore>().AddScoped<Entrance>().AddScoped<PasskeyCeremony>().AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        // Our own store and sign-in rows; the library gives rules for credentials and WebAuthn. Its SignInManager is left out: it knows no rows to revoke.
        services.AddIdentityCore<Account>(o =>
        {
            o.User.AllowedUserNameCharacters = "";
            o.Password = new() { RequiredLength = AccountPasswords.Shortest, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
        }).AddUserStore<AccountStore>().AddPasswordValidator<AccountPasswords>().AddDefaultTokenProviders();
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = AccountPasswords.Rounds);
        var site = Uri.TryCreate(configuration["MAJLIS_BASE_ADDRESS"], UriKind.Absolute, out var set) ? set : null;
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = site?.Host;
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
        });
        services.AddAuthentication(SignInCookie.Scheme)
            .AddCookie(SignInCookie.Scheme, SignInCookie.Set)
            .AddCookie(SignInCookie.PendingScheme, SignInCookie.SetPending)
            .AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null);
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = "majlis-form";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(AddressLimits.Set);
        services.Configure<ForwardedHeadersOptions>(o =>
        {
            o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            o.ForwardLimit = TrustedProxies(configuration);
            o.KnownIPNetworks.Clear();
            o.KnownProxies.Clear();
        });
        return services;
    }

    /// <exception cref="ArgumentException">The setting is no number from 0 to 9.</exception>
    public static int TrustedProxies(IConfiguration configuration) => configuration["MAJLIS_TRUSTED_PROXIES"] switch
    {
        null or "" => 0,
        var set when int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 9 => count,
        var set => throw new ArgumentException($"MAJLIS_TRUSTED_PROXIES is not a number from 0 to 9: {set}", nameof(configuration)),
    };
}
