using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using NodaTime;
using static Majlis.Web.Tests.People.SignInTests;

namespace Majlis.Web.Tests.People;

public sealed class SecondFactorTests : IAsyncLifetime
{
    SignedSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SignedSite.Start();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_password_alone_does_not_sign_in_who_has_an_authenticator()
    {
        var account = await _site.Account();
        var key = await _site.Authenticator(account);
        using var visitor = _site.Visitor();
        Assert.Equal((302, "/en/account/second-factor"), await Where(visitor.SignIn()));
        Assert.True((await visitor.Get("/en/account")).IsSignIn);
        Assert.Equal(0, await _site.LiveSignIns(account));
        Assert.Equal(400, (await visitor.Send("/en/account/second-factor", null, ("code", "000000"))).Status);
        Assert.Equal((302, "/en/account"), await Where(visitor.Send("/en/account/second-factor", null, ("code", _site.Code(key)))));
        Assert.Equal(200, (await visitor.Get("/en/account/password")).Status);
    }

    [Fact]
    public async Task A_link_does_not_go_around_the_second_factor()
    {
        var account = await _site.Account();
        await _site.Authenticator(account);
        using var visitor = _site.Visitor();
        await visitor.AskForLink("amina@example.org");
        Assert.Equal((302, "/en/account/second-factor"), await Where(visitor.Send((await _site.LastLink()).PathAndQuery)));
        Assert.True((await visitor.Get("/en/account/password")).IsSignIn);
        Assert.Equal(0, await _site.LiveSignIns(account));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var account = await _site.Account();
        var key = await _site.Authenticator(account);
        using var first = _site.Visitor();
        using var second = _site.Visitor();
        await first.SignIn();
        await second.SignIn();
        var code = _site.Code(key);
        Assert.Equal(302, (await first.Send("/en/account/second-factor", null, ("code", code))).Status);
        Assert.Equal(400, (await second.Send("/en/account/second-factor", null, ("code", code))).Status);
        _site.Clock.AdvanceSeconds(30);
        Assert.Equal(302, (await second.Send("/en/account/second-factor", null, ("code", _site.Code(key)))).Status);
    }

    [Fact]
    public async Task Persian_digits_and_spaces_are_a_code_too()
    {
        var account = await _site.Account();
        var key = await _site.Authenticator(account);
        using var visitor = _site.Visitor();
        await visitor.SignIn(page: "/fa/account/sign-in");
        var typed = string.Concat(_site.Code(key).Select(c => (char)('۰' + (c - '0')))).Insert(3, " ");
        Assert.Equal((302, "/fa/account"), await Where(visitor.Send("/fa/account/second-factor", null, ("code", typed))));
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var account = await _site.Account();
        await _site.Authenticator(account);
        using var first = _site.Visitor();
        await first.SignIn();
        Assert.Equal(302, (await first.Send("/en/account/second-factor", "/en/account/second-factor?handler=Recovery", ("recovery", "abcdef-ghjkmn "))).Status);
        using var second = _site.Visitor();
        await second.SignIn();
        Assert.Equal(400, (await second.Send("/en/account/second-factor", "/en/account/second-factor?handler=Recovery", ("recovery", "ABCDEF-GHJKMN"))).Status);
    }

    [Fact]
    public async Task Guessing_codes_pauses_the_account_and_says_for_how_long()
    {
        var account = await _site.Account();
        var key = await _site.Authenticator(account);
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        for (var i = 0; i < 5; i++) await visitor.Send("/en/account/second-factor", null, ("code", "000000"));
        var paused = await visitor.Send("/en/account/second-factor", null, ("code", _site.Code(key)));
        Assert.Equal((429, "60"), (paused.Status, paused.Answer.Headers.GetValues("Retry-After").Single()));
        _site.Clock.AdvanceSeconds(61);
        Assert.Equal(302, (await visitor.Send("/en/account/second-factor", null, ("code", _site.Code(key)))).Status);
    }

    [Fact]
    public async Task Sets_up_an_authenticator_and_shows_the_recovery_codes_once()
    {
        var account = await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        var page = await visitor.Get("/en/account/authenticator");
        var setup = Between(page.Body, "name=\"setup\" value=\"", "\"");
        var key = Between(page.Body, "<code class=\"key\">", "<").Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(400, (await visitor.Post("/en/account/authenticator", page.Token, ("setup", setup), ("code", "000000"))).Status);
        var done = await visitor.Post("/en/account/authenticator", page.Token, ("setup", setup), ("code", _site.Code(key)));
        Assert.Equal(10, done.Body.Split("<li><code>").Length - 1);
        Assert.DoesNotContain("<li><code>", (await visitor.Get("/en/account/authenticator")).Body, StringComparison.Ordinal);
        Assert.Equal(1, await _site.LiveSignIns(account));
        using var other = _site.Visitor();
        Assert.Equal((302, "/en/account/second-factor"), await Where(other.SignIn()));
    }

    [Fact]
    public async Task A_set_up_of_another_account_is_not_taken()
    {
        await _site.Account();
        await _site.Account("boris@example.org");
        using var mine = _site.Visitor();
        using var theirs = _site.Visitor();
        await mine.SignIn();
        await theirs.SignIn("boris@example.org");
        var page = await mine.Get("/en/account/authenticator");
        var setup = Between(page.Body, "name=\"setup\" value=\"", "\"");
        var key = Between(page.Body, "<code class=\"key\">", "<").Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(400, (await theirs.Send("/en/account/authenticator", null, ("setup", setup), ("code", _site.Code(key)))).Status);
    }

    [Fact]
    public async Task A_changed_password_voids_the_half_finished_sign_in()
    {
        var account = await _site.Account();
        var key = await _site.Authenticator(account);
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        await _site.Do(async db =>
        {
            var there = await db.Accounts.FindAsync(account.Id);
            there!.SecurityStamp = "another";
            await db.SaveChangesAsync();
        });
        Assert.True((await visitor.Get("/en/account/second-factor")).IsSignIn);
    }

    [Fact]
    public async Task Where_a_role_asks_for_it_the_desk_leads_to_set_up_and_back()
    {
        var account = await _site.Account();
        var edition = await _site.Edition();
        await _site.Give(account, edition, Role.Owner);
        await _site.Do(db => SetSecondFactorRule.Run(db, Actor.Installation("test"), edition.Id, Role.Owner, true));
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        if (!_site.Endpoints.Any(e => e.DisplayName?.Contains("Desk", StringComparison.Ordinal) == true)) Assert.Skip("There is no desk page in this build.");
        const string asked = "/en/account/second-factor?returnTo=%2Fen%2Fkazan-2021%2Fdesk";
        Assert.Equal((302, asked), await Where(visitor.Get("/en/kazan-2021/desk")));
        Assert.Equal((302, "/en/account/authenticator?returnTo=%2Fen%2Fkazan-2021%2Fdesk"), await Where(visitor.Get(asked)));
        var key = await _site.Authenticator(account);
        Assert.Equal((302, "/en/kazan-2021/desk"), await Where(visitor.Send(asked, null, ("code", _site.Code(key)))));
        Assert.Equal(200, (await visitor.Get("/en/kazan-2021/desk")).Status);
    }

    [Fact]
    public async Task Who_has_a_second_factor_must_show_it_before_changing_security()
    {
        var account = await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        await _site.Do(async db =>
        {
            db.Passkeys.Add(new(account.Id, [1, 2, 3], db.Clock.GetCurrentInstant()) { Name = "phone" });
            await db.SaveChangesAsync();
        });
        Assert.Equal((302, "/en/account/second-factor?returnTo=%2Fen%2Faccount%2Fauthenticator"), await Where(visitor.Get("/en/account/authenticator")));
        Assert.Equal((302, "/en/account/second-factor?returnTo=%2Fen%2Faccount%2Fpassword"), await Where(visitor.Get("/en/account/password")));
    }

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    public void Codes_are_those_of_the_standard(long seconds, string code) => // RFC 6238, appendix B, last six digits
        Assert.Equal(code, AuthenticatorCode.At("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", AuthenticatorCode.StepAt(Instant.FromUnixTimeSeconds(seconds))));

    static string Between(string text, string start, string end) => text.Split(start, 2)[1].Split(end, 2)[0];
}
