using System.Net;

namespace Majlis.Web.Tests.People;

public sealed class AddressLimitTests
{
    [Fact]
    public async Task Too_many_tries_from_one_network_get_a_page_and_a_time()
    {
        await using var site = await SignedSite.Start();
        using var visitor = site.Visitor("2001:db8:1:2::1");
        var page = await visitor.Get("/fa/account/sign-in");
        for (var i = 0; i < 30; i++) Assert.Equal(302, (await visitor.Post("/fa/account/second-factor", page.Token, ("code", "1"))).Status);
        var answer = await visitor.Post("/fa/account/sign-in", page.Token, ("email", "a@example.org"), ("password", "x"));
        Assert.Equal(429, answer.Status);
        Assert.InRange(int.Parse(answer.Answer.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 300);
        Assert.Contains("dir=\"rtl\"", answer.Body, StringComparison.Ordinal);
        using var neighbour = site.Visitor("2001:db8:1:2:ffff::9");
        Assert.Equal(429, (await neighbour.Send("/fa/account/sign-in", null, ("email", "a@example.org"))).Status);
        using var stranger = site.Visitor("2001:db8:1:3::1");
        Assert.Equal(400, (await stranger.Send("/fa/account/sign-in", null, ("email", "a@example.org"))).Status);
    }

    [Fact]
    public async Task Twenty_letters_an_hour_are_asked_for_from_one_address()
    {
        await using var site = await SignedSite.Start();
        using var visitor = site.Visitor();
        var page = await visitor.Get("/en/account/sign-in");
        for (var i = 0; i < 20; i++) Assert.Equal(200, (await visitor.Post("/en/account/mail-link", page.Token, ("email", $"a{i}@example.org"))).Status);
        Assert.Equal(429, (await visitor.Post("/en/account/mail-link", page.Token, ("email", "b@example.org"))).Status);
        Assert.Equal(200, (await visitor.Get("/en/account/sign-in")).Status);
    }

    [Fact]
    public async Task A_forged_forwarding_header_does_not_help_where_no_proxy_is_trusted()
    {
        await using var site = await SignedSite.Start("--MAJLIS_TRUSTED_PROXIES=0");
        for (var i = 0; i <= 20; i++)
        {
            using var visitor = site.Visitor(new IPAddress([203, 0, 113, (byte)i]).ToString());
            Assert.Equal(i < 20 ? 200 : 429, (await visitor.AskForLink("a@example.org")).Status);
        }
    }

    [Fact]
    public async Task Behind_one_trusted_proxy_only_its_own_entry_counts()
    {
        await using var site = await SignedSite.Start();
        for (var i = 0; i <= 20; i++)
        {
            using var visitor = site.Visitor($"203.0.113.{i}, 198.51.100.200");
            Assert.Equal(i < 20 ? 200 : 429, (await visitor.AskForLink("a@example.org")).Status);
        }
    }
}
