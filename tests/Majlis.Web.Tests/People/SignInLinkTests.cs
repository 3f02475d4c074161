using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using static Majlis.Web.Tests.People.SignInTests;

namespace Majlis.Web.Tests.People;

public sealed class SignInLinkTests : IAsyncLifetime
{
    SignedSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SignedSite.Start();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_link_signs_in_once()
    {
        await _site.Account(password: null, language: "fa");
        using var visitor = _site.Visitor();
        Assert.Equal(200, (await visitor.AskForLink("Amina@Example.org ")).Status);
        var link = await _site.LastLink();
        Assert.StartsWith("/fa/account/link?token=", link.PathAndQuery, StringComparison.Ordinal);
        var page = await visitor.Get(link.PathAndQuery);
        Assert.Equal(200, page.Status);
        Assert.Equal((302, "/fa/account"), await Where(visitor.Post(link.PathAndQuery, page.Token)));
        using var second = _site.Visitor();
        Assert.Equal(410, (await second.Get(link.PathAndQuery)).Status);
        Assert.Equal(410, (await second.Post(link.PathAndQuery, (await second.Get("/en/account/sign-in")).Token)).Status);
    }

    [Fact]
    public async Task Opening_a_link_does_not_use_it_up()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.AskForLink("amina@example.org");
        var link = (await _site.LastLink()).PathAndQuery;
        using var scanner = _site.Visitor();
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await scanner.Get(link)).Status);
        Assert.Equal(302, (await visitor.Send(link)).Status);
    }

    [Fact]
    public async Task Of_two_uses_at_once_one_signs_in()
    {
        var account = await _site.Account();
        using var asker = _site.Visitor();
        await asker.AskForLink("amina@example.org");
        var link = (await _site.LastLink()).PathAndQuery;
        Visitor[] visitors = [.. Enumerable.Range(0, 8).Select(_ => _site.Visitor())];
        var tokens = await Task.WhenAll(visitors.Select(v => v.Get(link)));
        var answers = await Task.WhenAll(visitors.Zip(tokens, (v, t) => v.Post(link, t.Token)));
        Assert.Equal([302, 410, 410, 410, 410, 410, 410, 410], answers.Select(a => a.Status).Order());
        Assert.Equal(1, await _site.LiveSignIns(account));
        foreach (var visitor in visitors) visitor.Dispose();
    }

    [Fact]
    public async Task A_link_dies_after_fifteen_minutes()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.AskForLink("amina@example.org");
        var link = (await _site.LastLink()).PathAndQuery;
        var page = await visitor.Get(link);
        _site.Clock.AdvanceMinutes(15);
        Assert.Equal(410, (await visitor.Post(link, page.Token)).Status);
    }

    [Fact]
    public async Task A_changed_password_voids_links_that_are_out()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.AskForLink("amina@example.org");
        var link = (await _site.LastLink()).PathAndQuery;
        await visitor.SignIn();
        await visitor.Send("/en/account/password", null, ("password", "eight loud mountains"), ("again", "eight loud mountains"));
        using var thief = _site.Visitor();
        Assert.Equal(410, (await thief.Get(link)).Status);
    }

    [Fact]
    public async Task The_answer_is_the_same_for_an_address_nobody_has()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        var known = await visitor.AskForLink("amina@example.org");
        var unknown = await visitor.AskForLink("nobody@example.org");
        var nonsense = await visitor.AskForLink("\u202E <script>");
        Assert.Equal((known.Status, known.Constant), (unknown.Status, unknown.Constant));
        Assert.Equal((known.Status, known.Constant), (nonsense.Status, nonsense.Constant));
        Assert.Single(await _site.Letters());
    }

    [Fact]
    public async Task Three_letters_an_hour_go_to_one_account()
    {
        await _site.Account();
        for (var i = 0; i < 5; i++)
        {
            using var visitor = _site.Visitor();
            Assert.Equal(200, (await visitor.AskForLink("amina@example.org")).Status);
        }
        Assert.Equal(3, (await _site.Letters()).Count);
        _site.Clock.AdvanceMinutes(61);
        using var later = _site.Visitor();
        await later.AskForLink("amina@example.org");
        Assert.Equal(4, (await _site.Letters()).Count);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("localhost@evil.example")]
    public async Task A_forged_host_does_not_get_into_letters(string host)
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        visitor.Http.DefaultRequestHeaders.Host = host.Contains('@', StringComparison.Ordinal) ? "evil.example" : host;
        await visitor.AskForLink("amina@example.org");
        foreach (var letter in await _site.Letters()) Assert.DoesNotContain("evil", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_use_the_address_that_is_set()
    {
        await using var site = await SignedSite.Start("--MAJLIS_BASE_ADDRESS=https://forum.example.org", "--MAJLIS_TRUSTED_PROXIES=1");
        await site.Account();
        using var visitor = site.Visitor();
        await visitor.AskForLink("amina@example.org");
        Assert.Equal("https://forum.example.org", (await site.LastLink()).GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public async Task The_database_does_not_know_the_token()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.AskForLink("amina@example.org");
        var token = (await _site.LastLink()).Query["?token=".Length..];
        var kept = await _site.Ask(db => db.MagicLinks.Select(l => l.TokenHash).SingleAsync());
        Assert.Equal(LinkToken.Hash(token), kept);
        Assert.Equal(43, token.Length);
    }

    [Fact]
    public async Task An_invitation_makes_the_account_gives_the_role_and_sends_a_link()
    {
        var edition = await _site.Edition();
        await _site.Do(db => InviteAccount.Run(db, Actor.Installation("test"), edition.Id, Role.Press, "new@example.org", "Élodie", "fr", new("http://localhost/"), default));
        var letter = (await _site.Letters()).Single();
        Assert.Equal(("new@example.org", "fr"), (letter.ToAddress, letter.Language));
        using var visitor = _site.Visitor();
        _site.Clock.AdvanceDays(6);
        Assert.Equal(302, (await visitor.Send((await _site.LastLink()).PathAndQuery)).Status);
        Assert.Contains("Kazan Forum 2021", (await visitor.Get("/fr/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_invites_without_the_right_to()
    {
        var edition = await _site.Edition();
        var account = await _site.Account();
        await Assert.ThrowsAsync<NotAllowed>(() => _site.Do(db =>
            InviteAccount.Run(db, account.Acting(), edition.Id, Role.Owner, "x@example.org", "X", "en", new("http://localhost/"), default)));
    }
}
