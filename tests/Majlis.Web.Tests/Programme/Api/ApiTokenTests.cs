using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Programme;

/// <summary>What a token opens, and what it does not.</summary>
public sealed class ApiTokenTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Api = "/api/v1/editions/kazan-2021", Other = "/api/v1/editions/kazan-2022";
    const string Session = """{"title":{"en":"Made by a program"}}""";

    [Fact]
    public async Task A_token_does_what_it_was_made_for_and_no_more()
    {
        var reader = await site.Token("owner");
        Assert.Equal(200, (await site.Program(reader, "GET", $"{Api}/programme")).Status);
        Assert.Equal("not_there", (await site.Program(reader, "POST", $"{Api}/sessions", Session)).Problem);
        var editor = await site.Token("owner", permissions: Permission.EditProgramme);
        Assert.Equal(201, (await site.Program(editor, "POST", $"{Api}/sessions", Session)).Status);
        Assert.Equal("not_there", (await site.Program(editor, "POST", $"{Api}/halls", """{"name":{"en":"Mine"}}""")).Problem);
        Assert.Equal("not_there", (await site.Program(editor, "POST", $"{Api}/releases", """{"name":"1.0"}""")).Problem);
        var halls = await site.Token("owner", permissions: Permission.EditEdition);
        Assert.Equal(201, (await site.Program(halls, "POST", $"{Api}/halls", """{"name":{"en":"Mine"}}""")).Status);
        Assert.Equal("not_there", (await site.Program(halls, "POST", $"{Api}/sessions", Session)).Problem);
        await site.Do(async db => Assert.Equal("owner (token of owner)", (await db.Events.Where(e => e.Kind == "SessionChanged").OrderByDescending(e => e.Number).FirstAsync()).ActorName));
    }

    [Fact]
    public async Task A_token_of_one_edition_is_nothing_to_another_and_opens_no_page()
    {
        await site.Do(async db => await GiveRole.Run(db, Actor.Installation("test"), (await db.Editions.SingleAsync(e => e.Slug == "kazan-2022")).Id, (await db.Accounts.SingleAsync(a => a.Email == "press@example.org")).Id, Role.Owner));
        var token = await site.Token("press");
        Assert.Equal(200, (await site.Program(token, "GET", $"{Api}/halls")).Status);
        foreach (var path in new[] { "programme", "sessions", "halls", "tracks", "types", "people", "releases" }) Assert.Equal("not_there", (await site.Program(token, "GET", $"{Other}/{path}")).Problem);
        foreach (var page in new[] { "/en/account", "/en/kazan-2021/desk", "/en/kazan-2021/desk/tokens", "/kazan-2021/desk/live", "/en/site" })
        {
            var answer = await site.Program(token, "GET", page, null, ("Accept", "text/html"));
            Assert.Equal((page, 302, true), (page, answer.Status, answer.Headers["Location"].Single().Contains("/account/sign-in", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_token_is_worth_nothing_once_it_is_revoked_or_its_owner_may_no_longer()
    {
        var token = await site.Token("programme", permissions: Permission.EditProgramme);
        Assert.Equal(201, (await site.Program(token, "POST", $"{Api}/sessions", Session)).Status);
        var by = Actor.Installation("test");
        var (edition, account) = (default(Id<Edition>), default(Id<Account>));
        await site.Do(async db => (edition, account) = ((await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id, (await db.Accounts.SingleAsync(a => a.Email == "programme@example.org")).Id));

        await site.Do(db => GiveRole.Run(db, by, edition, account, Role.Press));
        await site.Do(db => TakeRole.Run(db, by, edition, account, Role.Programme));
        Assert.Equal("not_there", (await site.Program(token, "POST", $"{Api}/sessions", Session)).Problem);
        Assert.Equal(200, (await site.Program(token, "GET", $"{Api}/halls")).Status);
        await site.Do(db => TakeRole.Run(db, by, edition, account, Role.Press));
        Assert.Equal("not_there", (await site.Program(token, "GET", $"{Api}/halls")).Problem);
        await site.Do(db => GiveRole.Run(db, by, edition, account, Role.Programme));
        Assert.Equal(200, (await site.Program(token, "GET", $"{Api}/halls")).Status);

        await site.Do(async db => await RevokeApiToken.Run(db, by, edition, (await db.ApiTokens.SingleAsync(t => t.AccountId == account)).Id));
        var revoked = await site.Program(token, "GET", $"{Api}/halls");
        Assert.Equal(("sign_in", "Bearer error=\"invalid_token\""), (revoked.Problem, revoked.Headers["WWW-Authenticate"].Single()));
    }

    [Fact]
    public async Task A_token_goes_with_its_account()
    {
        var by = Actor.Installation("test");
        await site.Do(async db =>
        {
            var account = await MakeAccount.Run(db, by, "leaving@example.org", "Leaving", "en", default);
            await GiveRole.Run(db, by, (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id, account.Id, Role.Press);
        });
        var token = await site.Token("leaving");
        Assert.Equal(200, (await site.Program(token, "GET", $"{Api}/halls")).Status);
        await site.Do(db => db.Accounts.Where(a => a.Email == "leaving@example.org").ExecuteDeleteAsync());
        Assert.Equal("sign_in", (await site.Program(token, "GET", $"{Api}/halls")).Problem);
    }

    [Fact]
    public async Task Where_a_second_factor_is_asked_a_token_made_without_one_is_told_so()
    {
        var by = Actor.Installation("test");
        var (weak, strong) = (await site.Token("press"), await site.Token("press", hasSecondFactor: true));
        async Task Rule(bool required) => await site.Do(async db => await SetSecondFactorRule.Run(db, by, (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id, Role.Press, required));
        await Rule(true);
        Assert.Equal((403, "second_factor"), ((await site.Program(weak, "GET", $"{Api}/halls")).Status, (await site.Program(weak, "GET", $"{Api}/halls")).Problem));
        Assert.Equal(200, (await site.Program(strong, "GET", $"{Api}/halls")).Status);
        await Rule(false);
        Assert.Equal(200, (await site.Program(weak, "GET", $"{Api}/halls")).Status);
    }

    [Theory]
    [InlineData("Bearer mjl_")]
    [InlineData("Bearer ")]
    [InlineData("Bearer mjl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic bWpsXzp4")]
    [InlineData("mjl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task What_is_no_token_opens_nothing_even_beside_a_good_cookie(string authorization)
    {
        Assert.Equal("sign_in", (await site.Program(null, "GET", $"{Api}/halls", null, ("Authorization", authorization))).Problem);
        Assert.Equal("sign_in", (await (await site.Browser("owner")).Call("GET", $"{Api}/halls", null, ("Authorization", authorization))).Problem);
    }

    [Fact]
    public async Task The_database_knows_the_hash_only()
    {
        var token = await site.Token("owner");
        Assert.Matches("^mjl_[A-Za-z0-9_-]{43}$", token);
        await site.Do(async db =>
        {
            Assert.True(await db.ApiTokens.AnyAsync(t => t.Hash == System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token))));
            Assert.False(await db.Events.AnyAsync(e => e.Payload.Contains(token)));
        });
    }

    [Fact]
    public async Task The_desk_makes_shows_once_lists_and_revokes()
    {
        var owner = await site.Browser("owner");
        const string page = "/en/kazan-2021/desk/tokens";
        var form = await owner.Get(page);
        Assert.Equal(200, form.Status);
        var made = await owner.Post(page, form, ("Form.Name", "<b>signs</b>"), ("Form.May", "EditProgramme"), ("Form.Ends", "2199-01-01"));
        Assert.Contains("&lt;b&gt;signs&lt;/b&gt;", made.Body, StringComparison.Ordinal);
        var secret = System.Text.RegularExpressions.Regex.Match(made.Body, "mjl_[A-Za-z0-9_-]{43}").Value;
        Assert.Equal(201, (await site.Program(secret, "POST", $"{Api}/sessions", Session)).Status);
        var list = await owner.Get(page);
        Assert.DoesNotContain(secret, list.Body, StringComparison.Ordinal);
        Assert.Equal(409, (await owner.Post(page, form, ("Form.Name", " "))).Status);
        Assert.Equal(409, (await owner.Post(page, form, ("Form.Name", "past"), ("Form.Ends", "2020-01-01"))).Status);
        Assert.Equal(400, (await owner.Post(page, form, ("Form.Name", "when"), ("Form.Ends", "soon"))).Status);
        Assert.Equal(404, (await (await site.Browser("programme")).Post(page, await (await site.Browser("programme")).Get(page), ("Form.Name", "more"), ("Form.May", "EditEdition"))).Status);
        Assert.Equal(404, (await owner.Post(page, form, ("Form.Name", "more"), ("Form.May", "ManageTeam"))).Status);

        Id<ApiToken> id = default;
        await site.Do(async db => id = (await db.ApiTokens.SingleAsync(t => t.Name == "<b>signs</b>")).Id);
        var press = await site.Browser("press");
        var theirs = await press.Get(page);
        Assert.DoesNotContain("signs&lt;", theirs.Body, StringComparison.Ordinal);
        Assert.Equal(404, (await press.Post($"{page}?handler=Revoke", theirs, ("id", id.ToString()))).Status);
        Assert.Equal(302, (await owner.Post($"{page}?handler=Revoke", form, ("id", id.ToString()))).Status);
        Assert.Equal("sign_in", (await site.Program(secret, "GET", $"{Api}/halls")).Problem);
        Assert.Equal(404, (await (await site.Browser("participant")).Get(page)).Status);
    }
}
