using System.Net;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.People;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Tests.People;

public sealed class SignInTests : IAsyncLifetime
{
    SignedSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SignedSite.Start();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Signs_in_by_password_and_out_again()
    {
        var account = await _site.Account();
        using var visitor = _site.Visitor();
        Assert.Equal((302, "/en/account"), await Where(visitor.SignIn()));
        var home = await visitor.Get("/en/account");
        Assert.Equal(200, home.Status);
        Assert.Contains("amina@example.org", home.Body, StringComparison.Ordinal);
        Assert.True(home.Answer.Headers.CacheControl?.NoStore);
        Assert.Equal((302, "/en"), await Where(visitor.Post("/en/account/sign-out", home.Token)));
        Assert.True((await visitor.Get("/en/account")).IsSignIn);
        Assert.Equal(0, await _site.LiveSignIns(account));
    }

    [Fact]
    public async Task The_cookie_is_kept_from_scripts_and_from_other_sites()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        var answer = await visitor.SignIn();
        var cookie = answer.Answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("majlis=", StringComparison.Ordinal) && !c.StartsWith("majlis=;", StringComparison.Ordinal));
        Assert.Contains("; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_secure_and_bound_to_the_host()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        visitor.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await visitor.Get("/en/account/sign-in");
        // The client will not send a secure cookie over its plain connection by itself.
        var form = page.Answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        visitor.Http.DefaultRequestHeaders.Add("Cookie", form);
        var answer = await visitor.Post("/en/account/sign-in", page.Token, ("email", "amina@example.org"), ("password", SignedSite.Password));
        var cookie = answer.Answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-majlis=", StringComparison.Ordinal));
        Assert.Contains("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_are_answered_alike()
    {
        await _site.Account();
        await _site.Account("nopassword@example.org", null);
        using var visitor = _site.Visitor();
        var wrong = await visitor.SignIn("amina@example.org", "not this one at all");
        var unknown = await visitor.SignIn("nobody@example.org", "not this one at all");
        var without = await visitor.SignIn("nopassword@example.org", "");
        Assert.Equal((400, 400, 400), (wrong.Status, unknown.Status, without.Status));
        Assert.Equal(wrong.Constant.Replace("amina@", "nobody@", StringComparison.Ordinal), unknown.Constant);
        Assert.Equal(wrong.Constant.Replace("amina@", "nopassword@", StringComparison.Ordinal), without.Constant);
    }

    [Fact]
    public async Task Verifying_nobodys_password_takes_the_same_work()
    {
        var account = await _site.Account();
        long Work(Account? who)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.False(AccountPasswords.Verify(who, "something else"));
            return System.Diagnostics.Stopwatch.GetTimestamp() - start;
        }
        // In turns, and the best of each: others use the machine, too. Where one did no work, no number of rounds would make the two alike.
        var (one, nobody) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < 5 || round < 50 && one / (double)nobody is < 0.33 or > 3; round++) (one, nobody) = (Math.Min(one, Work(account)), Math.Min(nobody, Work(null)));
        Assert.InRange(one / (double)nobody, 0.33, 3);
    }

    [Fact]
    public async Task Five_failures_pause_the_account_for_a_minute_and_the_next_for_two()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        for (var i = 0; i < 5; i++) await visitor.SignIn(password: "wrong wrong wrong");
        Assert.Equal(400, (await visitor.SignIn()).Status);
        _site.Clock.AdvanceSeconds(61);
        Assert.Equal(400, (await visitor.SignIn(password: "wrong wrong wrong")).Status);
        _site.Clock.AdvanceSeconds(61);
        Assert.Equal(400, (await visitor.SignIn()).Status);
        _site.Clock.AdvanceSeconds(61);
        Assert.Equal(302, (await visitor.SignIn()).Status);
        Assert.Equal(0, await _site.Ask(db => db.Accounts.Select(a => a.FailedCount).SingleAsync()));
    }

    [Fact]
    public async Task Many_guesses_at_once_count_each()
    {
        var account = await _site.Account();
        var leave = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _site.Ask(db => TakeAttempt.Run(db, account.Id, default))));
        Assert.Equal(TakeAttempt.Free, leave.Count(until => until is null));
    }

    [Fact]
    public async Task A_revoked_sign_in_is_out_at_the_next_click()
    {
        var account = await _site.Account();
        using var here = _site.Visitor();
        using var there = _site.Visitor();
        await here.SignIn();
        await there.SignIn();
        Assert.Equal(200, (await there.Get("/en/account")).Status);
        Assert.Equal((302, "/en/account/sign-ins"), await Where(here.Send("/en/account/sign-ins", "/en/account/sign-ins?handler=RevokeOthers")));
        Assert.True((await there.Get("/en/account")).IsSignIn);
        Assert.Equal(200, (await here.Get("/en/account")).Status);
        Assert.Equal(1, await _site.LiveSignIns(account));
    }

    [Fact]
    public async Task Somebody_elses_sign_in_cannot_be_revoked()
    {
        await _site.Account();
        var other = await _site.Account("boris@example.org");
        using var here = _site.Visitor();
        using var there = _site.Visitor();
        await here.SignIn();
        await there.SignIn("boris@example.org");
        var id = await _site.Ask(db => db.SignIns.Where(s => s.AccountId == other.Id).Select(s => s.Id).SingleAsync());
        Assert.Equal(404, (await here.Send("/en/account", "/en/account/sign-ins?handler=Revoke", ("id", id.ToString()))).Status);
        Assert.Equal(200, (await there.Get("/en/account")).Status);
    }

    [Fact]
    public async Task Every_sign_in_has_a_new_id_and_the_old_cookie_is_void()
    {
        var account = await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        var old = visitor.Cookies.GetCookies(_site.Address)["majlis"]!.Value;
        await visitor.Send("/en/account/sign-in?returnTo=%2Fen%2Faccount", null, ("email", "amina@example.org"), ("password", SignedSite.Password));
        Assert.NotEqual(old, visitor.Cookies.GetCookies(_site.Address)["majlis"]!.Value);
        using var thief = _site.Visitor();
        thief.Cookies.Add(_site.Address, new Cookie("majlis", old));
        Assert.True((await thief.Get("/en/account")).IsSignIn);
        Assert.Equal(1, await _site.LiveSignIns(account));
    }

    [Fact]
    public async Task A_sign_in_ends_after_fourteen_days()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        _site.Clock.AdvanceDays(14);
        Assert.True((await visitor.Get("/en/account")).IsSignIn);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        var answer = await visitor.Post("/en/account/sign-in", null, ("email", "amina@example.org"), ("password", SignedSite.Password));
        Assert.Equal(400, answer.Status);
        Assert.Null(visitor.Cookies.GetCookies(_site.Address)["majlis"]);
    }

    [Fact]
    public async Task Another_browsers_form_token_is_refused()
    {
        await _site.Account();
        using var attacker = _site.Visitor();
        using var victim = _site.Visitor();
        var token = (await attacker.Get("/en/account/sign-in")).Token;
        await victim.Get("/en/account/sign-in");
        Assert.Equal(400, (await victim.Post("/en/account/sign-in", token, ("email", "amina@example.org"), ("password", SignedSite.Password))).Status);
    }

    [Theory]
    [InlineData("/fa/account/profile", "/fa/account/profile")]
    [InlineData("/en/kazan-2021/my?x=1", "/en/kazan-2021/my?x=1")]
    [InlineData("//evil.example", "/en/account")]
    [InlineData("/\\evil.example", "/en/account")]
    [InlineData("\\\\evil.example", "/en/account")]
    [InlineData("https://evil.example/", "/en/account")]
    [InlineData("https:evil.example", "/en/account")]
    [InlineData("javascript:alert(1)", "/en/account")]
    [InlineData("/\t/evil.example", "/en/account")]
    [InlineData("/\r\nSet-Cookie: a=b", "/en/account")]
    [InlineData("account", "/en/account")]
    [InlineData("", "/en/account")]
    public async Task Returns_to_addresses_of_this_site_only(string asked, string gone)
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        var answer = await visitor.Send("/en/account/sign-in", "/en/account/sign-in?returnTo=" + Uri.EscapeDataString(asked), ("email", "amina@example.org"), ("password", SignedSite.Password));
        Assert.Equal((302, gone), (answer.Status, answer.To));
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_at_the_next_click()
    {
        var account = await _site.Account();
        var edition = await _site.Edition();
        await _site.Give(account, edition, Role.Programme);
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        Assert.Contains("/en/kazan-2021/desk", (await visitor.Get("/en/account")).Body, StringComparison.Ordinal);
        await _site.Do(db => TakeRole.Run(db, Actor.Installation("test"), edition.Id, account.Id, Role.Programme));
        Assert.DoesNotContain("/en/kazan-2021/desk", (await visitor.Get("/en/account")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_sign_in()
    {
        var account = await _site.Account();
        using var here = _site.Visitor();
        using var there = _site.Visitor();
        await here.SignIn();
        await there.SignIn();
        var done = await here.Send("/en/account/password", null, ("password", "eight loud mountains"), ("again", "eight loud mountains"));
        Assert.Equal(200, done.Status);
        Assert.True((await there.Get("/en/account")).IsSignIn);
        Assert.Equal(200, (await here.Get("/en/account")).Status);
        Assert.Equal(1, await _site.LiveSignIns(account));
        using var later = _site.Visitor();
        Assert.Equal(400, (await later.SignIn()).Status);
        Assert.Equal(302, (await later.SignIn(password: "eight loud mountains")).Status);
    }

    [Theory]
    [InlineData("short pass")]
    [InlineData("passwordpassword")]
    [InlineData("۱۲۳۴۵۶۷۸۹۱۲۳۴")]
    [InlineData("amina@example.org1")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    public async Task Refuses_passwords_that_would_be_guessed(string password)
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        Assert.Equal(400, (await visitor.Send("/en/account/password", null, ("password", password), ("again", password))).Status);
        Assert.Equal(302, (await _site.Visitor().SignIn()).Status);
    }

    [Fact]
    public async Task Security_settings_ask_again_after_ten_minutes()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        Assert.Equal(200, (await visitor.Get("/en/account/password")).Status);
        _site.Clock.AdvanceMinutes(10);
        const string confirm = "/en/account/confirm?returnTo=%2Fen%2Faccount%2Fpassword";
        Assert.Equal((302, confirm), await Where(visitor.Get("/en/account/password")));
        var token = (await visitor.Get(confirm)).Token;
        Assert.Equal((302, confirm), await Where(visitor.Post("/en/account/password", token, ("password", "eight loud mountains"), ("again", "eight loud mountains"))));
        Assert.Equal(400, (await visitor.Send(confirm, null, ("password", "wrong wrong wrong"))).Status);
        Assert.Equal((302, "/en/account/password"), await Where(visitor.Send(confirm, null, ("password", SignedSite.Password))));
        Assert.Equal(200, (await visitor.Get("/en/account/password")).Status);
    }

    [Fact]
    public async Task The_profile_keeps_what_was_typed_when_it_is_wrong()
    {
        await _site.Account();
        using var visitor = _site.Visitor();
        await visitor.SignIn();
        var wrong = await visitor.Send("/fa/account/profile", null, ("name", new string('x', 201)), ("language", "fa"));
        Assert.Equal(400, wrong.Status);
        Assert.Contains(new string('x', 201), wrong.Body, StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.Send("/fa/account/profile", null, ("name", "امینه\u202E"), ("language", "fa"))).Status);
        Assert.Equal("امینه", await _site.Ask(db => db.Accounts.Select(a => a.Name).SingleAsync()));
        Assert.Equal((302, "/fa"), await Where(visitor.Get("/")));
    }

    [Fact]
    public async Task Closed_areas_lead_to_the_sign_in_page_and_back()
    {
        using var visitor = _site.Visitor();
        Assert.Equal((302, "/ar/account/sign-in?returnTo=%2Far%2Faccount%2Fpasskeys"), await Where(visitor.Get("/ar/account/passkeys")));
    }

    internal static async Task<(int, string?)> Where(Task<Seen> seen) => (await seen) is var s ? (s.Status, s.To) : default;
}
