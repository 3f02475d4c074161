using Majlis.Platform;

namespace Majlis.Demo;

/// <param name="Language">Of its interface.</param>
public sealed record DemoAccount(Role Role, string Email, string Name, string Language);

/// <summary>One invented account a role. Their addresses end in a name that no mail reaches (RFC 2606).</summary>
public static class DemoAccounts
{
    /// <summary>Known to everybody: a demonstration says so on every page and must never hold real data.</summary>
    public const string Password = "Majlis-demo-2021";

    public static IReadOnlyList<DemoAccount> All { get; } =
        [.. DemoTexts.People.Accounts.Select(a => new DemoAccount(a.Role, $"{a.Mail}@demo.majlis.example", a.Name, a.Language))];
}
