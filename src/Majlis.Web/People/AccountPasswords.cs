using Majlis.Calendars;
using Majlis.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Majlis.Web.People;

/// <summary>Hashes of passwords, and which passwords are taken.</summary>
public sealed class AccountPasswords : IPasswordValidator<Account>
{
    public const int Shortest = 12;
    public const int Longest = 200;

    /// <summary>PBKDF2 with SHA-512; rounds as the OWASP password storage sheet asks.</summary>
    static readonly PasswordHasher<Account> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    public const int Rounds = 210_000;

    /// <summary>Of nobody's password: what is compared when there is no account, so that its absence takes as long.</summary>
    static readonly Lazy<string> Nobody = new(() => Hasher.HashPassword(null!, LinkToken.New()));

    /// <summary>What <see cref="Account.PasswordHash"/> is set to.</summary>
    public static string Hash(Account account, string password) => Hasher.HashPassword(account, password);

    /// <summary>Whether it is the account's password. Takes as long for no account, an account without a password and a wrong one.</summary>
    public static bool Verify(Account? account, string password)
    {
        if (password.Length > Longest) password = "";
        var right = Hasher.VerifyHashedPassword(account!, account?.PasswordHash ?? Nobody.Value, password) != PasswordVerificationResult.Failed;
        return right && account?.PasswordHash is not null;
    }

    /// <summary>The key of what is wrong with a new password, under <c>people.password.</c>; null when it is good.</summary>
    public static string? Fault(Account account, string password)
    {
        if (password.Length < Shortest) return "too_short";
        if (password.Length > Longest) return "too_long";
        var key = Fold(password);
        if (key.Distinct().Count() < 5) return "too_common";
        string[] own = [.. account.Email.Split('@', '.', '-', '_', '+'), .. account.Name.Split(' '), account.Email, account.Email.Split('@')[0], account.Name];
        if (own.Select(Fold).Where(word => word.Length >= 4).OrderByDescending(word => word.Length).FirstOrDefault(word => key.Contains(word, StringComparison.Ordinal)) is { } found
            && key.Length - found.Length < 8) return "own_name";
        return Common.Any(word => key.Contains(word, StringComparison.Ordinal) && key.Replace(word, "", StringComparison.Ordinal).Length < 6) ? "too_common" : null;
    }

    Task<IdentityResult> IPasswordValidator<Account>.ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Fault(user, password ?? "") is { } fault ? IdentityResult.Failed(new IdentityError { Code = fault }) : IdentityResult.Success);

    static string Fold(string text) => new([.. Digits.ToAscii(text).ToLowerInvariant().Where(char.IsLetterOrDigit)]);

    /// <summary>The cores of passwords that everybody tries first; long ones are these with something around them.</summary>
    static readonly string[] Common =
    [
        "password", "passw0rd", "parola", "motdepasse", "qwertyuiop", "qwerty123", "qwertz", "azerty", "asdfghjkl", "zxcvbnm", "1q2w3e4r", "123456789", "987654321",
        "12345678", "iloveyou", "welcome", "administrator", "letmein", "changeme", "sunshine", "princess", "football", "superman", "majlis", "forum2", "conference",
        "пароль", "йцукенгшщзх", "привет", "كلمةالسر", "رمزعبور", "گذرواژه",
    ];
}
