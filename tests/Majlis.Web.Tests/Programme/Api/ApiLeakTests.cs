using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Programme;

/// <summary>Two editions, each with an organiser and a programme of its own: nothing of one reaches the other, by any method of any endpoint.</summary>
public sealed class ApiLeakTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Mine = "/api/v1/editions/kazan-2021", Theirs = "/api/v1/editions/kazan-2022", Secret = "Geheimnisvoll", Unreleased = "Zukunftsmusik";

    /// <summary>What the other edition has: every resource with the marker in its name.</summary>
    async Task<Dictionary<string, string>> Hidden()
    {
        var token = await site.Token("other", "kazan-2022", false, Permission.EditProgramme, Permission.EditEdition, Permission.ReleaseProgramme);
        var made = new Dictionary<string, string>();
        foreach (var path in new[] { "halls", "tracks", "types", "people" })
            made[path] = (await site.Program(token, "POST", $"{Theirs}/{path}", $$$"""{"name":{"en":"{{{Secret}}}"}}""", ("Idempotency-Key", path)))["guid"]!;
        made["sessions"] = (await site.Program(token, "POST", $"{Theirs}/sessions", $$$"""{"title":{"en":"{{{Secret}}}"},"start":"2021-07-28T10:00","hall":"{{{made["halls"]}}}"}""", ("Idempotency-Key", "sessions")))["guid"]!;
        return made;
    }

    static string Shape(ApiSaid answer) => Regex.Replace(answer.Body, "\"traceId\":\"[^\"]*\"", "");

    [Fact]
    public async Task Another_edition_answers_like_one_that_is_not_there_by_every_method_of_every_endpoint()
    {
        var hidden = await Hidden();
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.EditEdition, Permission.KeepProtocol, Permission.ReleaseProgramme);
        var browser = await site.Browser("owner");
        var nowhere = Shape(await site.Program(token, "GET", "/api/v1/editions/nowhere/programme"));
        var asked = 0;
        foreach (var endpoint in site.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IAllowAnonymous>() is null))
            foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Where(m => m != "HEAD"))
            {
                var path = endpoint.RoutePattern.RawText!;
                var guid = hidden.FirstOrDefault(h => path.Contains($"/{h.Key}/", StringComparison.Ordinal)).Value ?? hidden["sessions"];
                string At(string edition) => path.Replace("{edition:edition}", edition, StringComparison.Ordinal).Replace("{guid:guid}", guid, StringComparison.Ordinal).Replace("{number:int}", "1", StringComparison.Ordinal).Replace("{date:maxlength(10)}", "2021-07-28", StringComparison.Ordinal).Replace("{key:maxlength(160)}", "x", StringComparison.Ordinal);
                asked++;
                foreach (var headers in new[] { Array.Empty<(string, string)>(), [("If-Match", "*")], [("If-Match", "\"77\"")] })
                {
                    Assert.Equal((method + At("kazan-2022"), nowhere), (method + At("kazan-2022"), Shape(await site.Program(token, method, At("kazan-2022"), method == "GET" ? null : "{}", headers))));
                    Assert.Equal(nowhere, Shape(await browser.Call(method, At("kazan-2022"), method == "GET" ? null : "{}", headers)));
                    // Theirs by its guid under mine.
                    if (!path.Contains("{guid", StringComparison.Ordinal)) continue;
                    Assert.Equal((method + At("kazan-2021"), nowhere), (method + At("kazan-2021"), Shape(await site.Program(token, method, At("kazan-2021"), method == "GET" ? null : "{}", headers))));
                }
                var stranger = await site.Program(null, method, At("kazan-2021"), method == "GET" ? null : "{}");
                Assert.Equal((method + path, "sign_in", "Bearer"), (method + path, stranger.Problem, stranger.Headers["WWW-Authenticate"].Single()));
                Assert.Equal(Shape(stranger), Shape(await site.Program(null, method, At("nowhere"), method == "GET" ? null : "{}")));
                Assert.Equal("not_there", (await (await site.Browser("participant")).Call(method, At("kazan-2021"), method == "GET" ? null : "{}")).Problem);
            }
        Assert.True(asked >= 30, $"only {asked} endpoints");
    }

    [Fact]
    public async Task Nothing_of_another_edition_can_be_referred_to_moved_or_counted()
    {
        var hidden = await Hidden();
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.EditEdition);
        var before = await site.Everything();
        foreach (var (field, problem) in new[] { ("hall", "programme.hall_unknown"), ("track", "programme.track_unknown"), ("type", "programme.type_unknown") })
            Assert.Equal(problem, (await site.Program(token, "POST", $"{Mine}/sessions", $$$"""{"title":{"en":"x"},"{{{field}}}":"{{{hidden[field == "hall" ? "halls" : field + "s"]}}}"}""")).Problem);
        Assert.Equal("programme.person_unknown", (await site.Program(token, "POST", $"{Mine}/sessions", $$$"""{"title":{"en":"x"},"people":[{"person":"{{{hidden["people"]}}}","role":"speaker"}]}""")).Problem);
        var mine = (await site.Session(1)).Guid;
        Assert.Equal("not_there", (await site.Program(token, "POST", $"{Mine}/moves", $$$"""{"sessions":[{"guid":"{{{mine}}}","version":0,"minutes":5},{"guid":"{{{hidden["sessions"]}}}","version":0}]}""")).Problem);
        Assert.Equal("programme.hall_unknown", (await site.Program(token, "POST", $"{Mine}/moves", $$$"""{"sessions":[{"guid":"{{{mine}}}","version":0,"hall":"{{{hidden["halls"]}}}"}]}""")).Problem);
        Assert.Equal(before, await site.Everything());
        foreach (var list in new[] { "programme", "sessions", "halls", "tracks", "types", "people", "releases" })
        {
            var told = await site.Program(token, "GET", $"{Mine}/{list}");
            Assert.Equal((list, 200, false), (list, told.Status, told.Body.Contains(Secret, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task A_draft_is_in_no_public_answer_and_an_unannounced_edition_is_not_there()
    {
        Assert.Equal("not_there", (await site.Program(null, "GET", $"{Mine}/released")).Problem);
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.ReleaseProgramme);
        var release = await site.Program(token, "POST", $"{Mine}/releases", """{"name":"1.0","note":{"en":"First"}}""");
        Assert.Equal((201, "\"1\"", $"{Mine}/releases/1"), (release.Status, release.Tag, release.Headers["Location"].Single()));
        await site.Program(token, "POST", $"{Mine}/sessions", $$$"""{"title":{"en":"{{{Unreleased}}}"},"start":"2021-07-29T10:00","allHalls":true}""");
        await site.Program(token, "POST", $"{Mine}/people", $$$"""{"name":{"en":"{{{Unreleased}}}"}}""");
        var open = await Soon.Is(() => site.Program(null, "GET", $"{Mine}/released"), a => a.Status == 200);
        Assert.Equal((200, "\"1\"", "public, max-age=60", "Opening"), (open.Status, open.Tag, open.Headers["Cache-Control"].Single(), open.Json["sessions"]![0]!["title"]!["en"]!.ToString()));
        Assert.Equal(304, (await site.Program(null, "GET", $"{Mine}/released", null, ("If-None-Match", open.Tag!))).Status);
        Assert.DoesNotContain(Unreleased, open.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org\"", open.Body, StringComparison.Ordinal);
        var opened = await site.Program(token, "GET", $"{Mine}/releases/1");
        Assert.Equal((200, "First", false), (opened.Status, opened.Json["release"]!["note"]!["en"]!.ToString(), opened.Body.Contains(Unreleased, StringComparison.Ordinal)));
        Assert.Equal(304, (await site.Program(token, "GET", $"{Mine}/releases/1", null, ("If-None-Match", opened.Tag!))).Status);

        Assert.Equal("programme.release_name_taken", (await site.Program(token, "POST", $"{Mine}/releases", """{"name":"1.0"}""")).Problem);
        Assert.Equal(201, (await site.Program(token, "POST", $"{Mine}/releases", """{"name":"2.0"}""")).Status);
        var changes = await site.Program(token, "GET", $"{Mine}/releases/2/changes?since=1");
        Assert.Equal(("added", Unreleased), (changes.Json["changes"]![0]!["kind"]!.ToString(), changes.Json["changes"]![0]!["after"]!["title"]!["en"]!.ToString()));
        Assert.Equal("not_there", (await site.Program(token, "GET", $"{Mine}/releases/3")).Problem);
        Assert.Equal(["?since"], (await site.Program(token, "GET", $"{Mine}/releases/2/changes?since=x")).Fields);
        Assert.Equal(["2.0", "1.0"], (await site.Program(token, "GET", $"{Mine}/releases")).Json["releases"]!.AsArray().Select(r => r!["name"]!.ToString()));

        await site.Do(async db => await WithdrawEdition.Run(db, Actor.Installation("test"), (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id));
        open = await Soon.Is(() => site.Program(null, "GET", $"{Mine}/released"), a => a.Status != 200);
        Assert.Equal("not_there", open.Problem);
        Assert.Equal(200, (await site.Program(token, "GET", $"{Mine}/programme")).Status);
        await site.Do(async db => await AnnounceEdition.Run(db, Actor.Installation("test"), (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id));
    }

    [Fact]
    public async Task The_cookie_is_taken_from_the_sites_own_pages_only()
    {
        var owner = await site.Browser("owner");
        var own = site.Address.GetLeftPart(UriPartial.Authority);
        Task<ApiSaid> Read(params (string, string)[] headers) => owner.Call("GET", $"{Mine}/halls", null, headers);
        Task<ApiSaid> Write(params (string, string)[] headers) => owner.Call("POST", $"{Mine}/sessions", """{"title":{"en":"x"}}""", headers);
        Assert.Equal(200, (await Read()).Status);
        Assert.Equal(200, (await Read(("X-Majlis", ""))).Status);
        Assert.Equal(200, (await Read(("Origin", own))).Status);
        Assert.Equal(201, (await Write(("Origin", own), ("Sec-Fetch-Site", "same-origin"))).Status);
        foreach (var headers in new[] { [("X-Majlis", "")], [("X-Majlis", "0")], [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "")], new[] { ("Sec-Fetch-Site", "cross-site") }, [("Sec-Fetch-Site", "same-site")] }.Where(h => h[0] != ("Origin", "")))
            Assert.Equal((headers[0], "sign_in"), (headers[0], (await Write(headers)).Problem));
        Assert.Equal("sign_in", (await Read(("Origin", "https://evil.example"))).Problem);
        Assert.Equal("sign_in", (await Read(("Sec-Fetch-Site", "cross-site"))).Problem);
        // Another site may not even ask for leave, and whoever invents a host gets nothing back of it.
        var preflight = await owner.Call("OPTIONS", $"{Mine}/sessions", null, ("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "x-majlis"));
        Assert.Equal(("method", false), (preflight.Problem, preflight.Headers.Any(h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase))));
        var forged = await owner.Call("POST", $"{Mine}/sessions", """{"title":{"en":"x"}}""", ("Host", "evil.example"));
        Assert.StartsWith("/api/v1/", forged.Headers["Location"].Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", forged.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_calls_of_one_token_are_told_when_to_go_on()
    {
        var (busy, calm) = (await site.Token("owner"), await site.Token("owner"));
        ApiSaid last;
        var calls = 0;
        do
        {
            last = (await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => site.Program(busy, "GET", $"{Mine}/tracks")))).MaxBy(a => a.Status)!;
        }
        while (last.Status == 200 && (calls += 50) < 2000);
        Assert.Equal("too_many", last.Problem);
        Assert.InRange(int.Parse(last.Headers["Retry-After"].Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(200, (await site.Program(calm, "GET", $"{Mine}/tracks")).Status);
    }
}
