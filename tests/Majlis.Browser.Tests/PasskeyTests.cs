using Majlis.Demo;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>A passkey from its making to its use, with an authenticator that Chromium plays.</summary>
public sealed class PasskeyTests(Browser browser)
{
    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task A_passkey_is_made_signs_in_and_opens_nothing_once_it_is_removed(string language)
    {
        await using var visitor = await browser.Visitor(language, Screen.Desktop);
        var page = visitor.Page;
        visitor.Context.SetDefaultTimeout(60_000);
        visitor.Context.SetDefaultNavigationTimeout(60_000);
        // A passkey belongs to a domain, and an IP address is none.
        var site = browser.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var devtools = await visitor.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });

        await page.GotoAsync($"{site}/{language}/account/sign-in");
        await page.Locator("input[name=email]").FillAsync("press@demo.majlis.example");
        await page.Locator("input[name=password]").FillAsync(DemoAccounts.Password);
        await page.Locator("form button.main").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));

        await page.GotoAsync($"{site}/{language}/account/passkeys");
        await page.Locator("form[data-passkey=create] input[name=name]").FillAsync("virtual phone");
        await page.Locator("form[data-passkey=create] button.main").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "virtual phone" })).ToBeVisibleAsync();

        async Task SignOut()
        {
            await page.GotoAsync($"{site}/{language}/account/sign-out");
            await page.Locator("main button.main").ClickAsync();
            await page.WaitForURLAsync(url => !url.EndsWith("sign-out", StringComparison.Ordinal));
        }

        await SignOut();
        // The browser offers the passkey as soon as the page is there: nobody types or presses anything.
        await page.GotoAsync($"{site}/{language}/account/sign-in?returnTo=/{language}/account/passkeys");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));

        await page.GotoAsync($"{site}/{language}/account/passkeys");
        await page.Locator(".passkey button.danger").ClickAsync();
        await Assertions.Expect(page.Locator(".passkey")).ToHaveCountAsync(0);
        await SignOut();
        // The authenticator still has the key and offers it by itself; the site does not know it any more.
        await page.GotoAsync($"{site}/{language}/account/sign-in");
        await page.WaitForURLAsync(url => url.Contains("handler=Passkey", StringComparison.Ordinal));
        await page.GotoAsync($"{site}/{language}/account/passkeys");
        Assert.Contains("sign-in", page.Url, StringComparison.Ordinal);
    }
}
