using System.Text.Json.Nodes;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Programme;

/// <summary>The API as the editor's page calls it, with the cookie of its reader.</summary>
public sealed class ProgrammeApiTests(DeskSite site) : IClassFixture<DeskSite>, IAsyncLifetime
{
    const string Api = "/api/v1/editions/kazan-2021";

    Browser _programme = null!;

    public async ValueTask InitializeAsync() => _programme = await site.Browser("programme");

    public ValueTask DisposeAsync() => default;

    static readonly System.Text.Json.JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An answer to a write without what it says beside the session.</summary>
    static string Kept(ApiSaid written)
    {
        var json = written.Json;
        Assert.True(json.Remove("findings"));
        return json.ToJsonString(Readable);
    }

    async Task<JsonObject> Made(string title = "One") => (await _programme.Call("POST", $"{Api}/sessions", $$$"""{"title":{"en":"{{{title}}}"},"start":"2021-07-28T14:00","minutes":20}""")).Json;

    async Task<string> New() => $"{Api}/sessions/{(await Made())["guid"]}";

    [Fact]
    public async Task The_programme_is_told_whole_with_what_the_editor_needs()
    {
        await site.Do(async db =>
        {
            var by = Actor.Installation("test");
            var edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
            var small = await AddHall.Run(db, by, edition, new() { Slug = "small", Name = DeskSite.Text("Small Hall"), Capacity = 80, Hours = [new(new(2021, 7, 28, 9, 0), new(2021, 7, 28, 20, 30))] });
            await SetWalk.Run(db, by, edition, [new(site.Hall, small.Guid, 7)]);
        });
        var programme = await _programme.Call("GET", $"{Api}/programme");
        Assert.Equal((200, "application/json"), (programme.Status, programme.Type));
        Assert.Equal("""{"slug":"kazan-2021","title":{"en":"Kazan Forum"},"first":"2021-07-28","last":"2021-07-29","zone":"Europe/Moscow","dayChange":"06:00","languages":["en","fa"],"slotMinutes":null,"defaultWalk":5}""",
            programme.Json["edition"]!.ToJsonString());
        Assert.Equal("""[{"date":"2021-07-28","opens":"2021-07-28T06:00","closes":"2021-07-29T06:00"},{"date":"2021-07-29","opens":"2021-07-29T06:00","closes":"2021-07-30T06:00"}]""", programme.Json["days"]!.ToJsonString());
        Assert.All(new[] { "halls", "tracks", "types", "people", "sessions" }, list => Assert.NotEmpty(programme.Json[list]!.AsArray()));
        Assert.Equal("""[{"from":"2021-07-28T09:00","until":"2021-07-28T20:30"}]""", programme.Json["halls"]!.AsArray().Single(h => h!["slug"]!.ToString() == "small")!["hours"]!.ToJsonString());
        Assert.Equal(7, programme.Json["walks"]![0]!["minutes"]!.GetValue<int>());
        Assert.Equal(("2021-07-28T10:00", 60, site.Hall.ToString(), 0), (programme.Json["sessions"]![0]!["start"]!.ToString(), programme.Json["sessions"]![0]!["minutes"]!.GetValue<int>(),
            programme.Json["sessions"]![0]!["hall"]!.ToString(), programme.Json["sessions"]![0]!["version"]!.GetValue<int>()));
        Assert.True(programme.Json["position"]!.GetValue<long>() >= 0);
        Assert.Contains("no-store", programme.Headers["Cache-Control"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_has_its_sessions_and_the_unscheduled()
    {
        Assert.Equal(201, (await _programme.Call("POST", $"{Api}/sessions", """{"title":{"en":"Night"},"start":"2021-07-30T00:30","minutes":30,"allHalls":true}""")).Status);
        Assert.Equal(201, (await _programme.Call("POST", $"{Api}/sessions", """{"title":{"en":"Somewhere"},"start":"2021-07-29T10:30"}""")).Status);
        async Task<string> Titles(string day) => string.Join(", ", (await _programme.Call("GET", $"{Api}/programme?day={day}")).Json["sessions"]!.AsArray().Select(s => s!["title"]!["en"]));
        var (first, second) = (await Titles("2021-07-28"), await Titles("2021-07-29"));
        Assert.Equal((true, true, false), (first.Contains("Opening", StringComparison.Ordinal), first.Contains("Somewhere", StringComparison.Ordinal), first.Contains("Night", StringComparison.Ordinal)));
        Assert.Equal((false, true, true), (second.Contains("Opening", StringComparison.Ordinal), second.Contains("Somewhere", StringComparison.Ordinal), second.Contains("Night", StringComparison.Ordinal)));
        var bad = await _programme.Call("GET", $"{Api}/programme?day=yesterday");
        Assert.Equal("fields", bad.Problem);
        Assert.Equal(["?day"], bad.Fields);
    }

    [Fact]
    public async Task Whoever_has_the_programme_already_is_told_so_until_anything_changes()
    {
        foreach (var list in new[] { "programme", "sessions", "halls", "tracks", "types", "people" })
        {
            var first = await _programme.Call("GET", $"{Api}/{list}");
            Assert.Equal(304, (await _programme.Call("GET", $"{Api}/{list}", null, ("If-None-Match", $"W/\"other\", {first.Tag}"))).Status);
            Assert.Equal(201, (await _programme.Call("POST", $"{Api}/sessions", """{"title":{"en":"One more"}}""")).Status);
            var second = await _programme.Call("GET", $"{Api}/{list}", null, ("If-None-Match", first.Tag!));
            Assert.Equal((200, true), (second.Status, second.Tag != first.Tag));
        }
    }

    [Fact]
    public async Task The_edition_its_walks_and_its_orders_are_written()
    {
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var owner = await own.Browser("owner");
        var edition = await owner.Call("GET", $"{Api}/edition");
        Assert.Equal((200, "2021-07-28", "06:00"), (edition.Status, edition["first"], edition["dayChange"]));
        var changed = await owner.Call("PATCH", $"{Api}/edition", """{"city":{"en":"Kazan"},"last":"2021-07-30","dayChange":"05:30","secondCalendar":"ummAlQura","defaultWalk":9}""", ("If-Match", edition.Tag!));
        Assert.Equal((200, "2021-07-30", "05:30", "ummAlQura"), (changed.Status, changed["last"], changed["dayChange"], changed["secondCalendar"]));
        Assert.Equal(changed.Body, (await owner.Call("GET", $"{Api}/edition")).Body);
        Assert.Equal("stale", (await owner.Call("PATCH", $"{Api}/edition", "{}", ("If-Match", edition.Tag!))).Problem);
        Assert.Equal("version_missing", (await owner.Call("PATCH", $"{Api}/edition", "{}")).Problem);
        var bad = await owner.Call("PATCH", $"{Api}/edition", """{"first":"soon","dayChange":"25:00","secondCalendar":"maya","slug":"x"}""", ("If-Match", changed.Tag!));
        Assert.Equal(["/dayChange", "/first", "/secondCalendar", "/slug"], bad.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(409, (await owner.Call("PATCH", $"{Api}/edition", """{"zone":"Mars/Olympus"}""", ("If-Match", changed.Tag!))).Status);

        var halls = new List<string>();
        foreach (var name in new[] { "Alif", "Ba" }) halls.Add((await owner.Call("POST", $"{Api}/halls", $$$"""{"name":{"en":"{{{name}}}"}}"""))["guid"]!);
        var walks = await owner.Call("PUT", $"{Api}/halls/{halls[0]}/walks", $$"""{"walks":[{"to":"{{halls[1]}}","minutes":12},{"to":"{{own.Hall}}","minutes":3}]}""");
        Assert.Equal((200, 2), (walks.Status, walks.Json["walks"]!.AsArray().Count));
        Assert.Equal(12, (await owner.Call("GET", $"{Api}/halls/{halls[1]}/walks")).Json["walks"]!.AsArray().Single()!["minutes"]!.GetValue<int>());
        await owner.Call("PUT", $"{Api}/halls/{halls[1]}/walks", $$"""{"walks":[{"to":"{{halls[0]}}","minutes":null}]}""");
        Assert.Equal(own.Hall.ToString(), (await owner.Call("GET", $"{Api}/halls/{halls[0]}/walks")).Json["walks"]!.AsArray().Single()!["to"]!.ToString());
        Assert.Equal("forums.walk", (await owner.Call("PUT", $"{Api}/halls/{halls[0]}/walks", $$"""{"walks":[{"to":"{{halls[1]}}","minutes":241}]}""")).Problem);
        Assert.Equal("forums.hall_unknown", (await owner.Call("PUT", $"{Api}/halls/{halls[0]}/walks", $$"""{"walks":[{"to":"{{Guid.CreateVersion7()}}","minutes":1}]}""")).Problem);

        var order = await owner.Call("PUT", $"{Api}/halls/order", $$"""{"order":["{{halls[1]}}","{{halls[0]}}"]}""");
        Assert.Equal([halls[1], halls[0], own.Hall.ToString()], order.Json["order"]!.AsArray().Select(o => o!.ToString()));
        Assert.Equal(halls[1], (await owner.Call("GET", $"{Api}/halls")).Json["halls"]![0]!["guid"]!.ToString());
        Assert.Equal(["/order/0"], (await owner.Call("PUT", $"{Api}/tracks/order", """{"order":["x"]}""")).Fields);
        Assert.Equal("not_there", (await (await own.Browser("programme")).Call("PUT", $"{Api}/halls/order", """{"order":[]}""")).Problem);

        var release = await owner.Call("POST", $"{Api}/releases", """{"name":"1.0","letters":["speakers","readers"]}""");
        Assert.Equal((201, """["speakers","readers"]"""), (release.Status, release.Json["letters"]!.ToJsonString()));
        Assert.Equal(["/letters/0"], (await owner.Call("POST", $"{Api}/releases", """{"name":"1.1","letters":["nobody"]}""")).Fields);
    }

    [Fact]
    public async Task Parties_are_read_in_the_order_of_protocol_and_people_speak_for_them()
    {
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var party = Guid.Empty;
        await own.Do(async db =>
        {
            var by = Actor.Installation("test");
            var edition = (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id;
            foreach (var (name, code) in new[] { ("Oman", "OM"), ("Bahrain", "BH") })
            {
                var added = await Majlis.Parties.AddParty.Run(db, by, edition, new() { Short = DeskSite.Text(name), Code = code });
                db.Add(new Majlis.Parties.PartyParticipation(edition, added.Id, new(Majlis.Parties.PartyStatus.Accepted)));
                await db.SaveChangesAsync();
                party = added.Id.Value;
            }
        });
        var owner = await own.Browser("owner");
        var parties = await owner.Call("GET", $"{Api}/parties");
        Assert.Equal(["1 BH", "2 OM"], parties.Json["parties"]!.AsArray().Select(p => $"{p!["place"]} {p["code"]}"));
        var person = await owner.Call("POST", $"{Api}/people", $$"""{"name":{"en":"Somebody"},"party":"{{party}}"}""");
        Assert.Equal((201, party.ToString()), (person.Status, person["party"]));
        Assert.Equal("people.party_unknown", (await owner.Call("POST", $"{Api}/people", $$"""{"name":{"en":"Somebody"},"party":"{{Guid.CreateVersion7()}}"}""")).Problem);
        Assert.Equal(["Bahrain", "Oman"], (await owner.Call("GET", $"{Api}/programme")).Json["parties"]!.AsArray().Select(p => p!["name"]!["en"]!.ToString()));
    }

    [Fact]
    public async Task A_session_is_made_read_changed_and_removed()
    {
        var made = await _programme.Call("POST", $"{Api}/sessions",
            $$"""{"title":{"en":"Panel","fa":"میزگرد"},"start":"2021-07-28T12:00","minutes":45,"hall":"{{site.Hall}}","access":"byInvitation","floorLanguages":["en"],"materials":[{"href":"https://example.org/a","label":"A"}]}""");
        Assert.Equal((201, "\"0\"", true), (made.Status, made.Tag, made.Json["number"]!.GetValue<int>() > 1));
        var at = $"{Api}/sessions/{made["guid"]}";
        Assert.Equal(at, made.Headers["Location"].Single());
        Assert.Equal(Kept(made), (await _programme.Call("GET", at)).Body);
        Assert.Equal((200, ""), ((await _programme.Call("HEAD", at)).Status, (await _programme.Call("HEAD", at)).Body));

        var changed = await _programme.Call("PATCH", at, $$"""{"title":{"ru":"Панель","en":null},"hall":null,"minutes":50,"materials":[],"number":{{made["number"]}}}""", ("If-Match", made.Tag!), ("Content-Type", "application/merge-patch+json"));
        Assert.Equal((200, "\"1\""), (changed.Status, changed.Tag));
        Assert.Equal("""{"fa":"میزگرد","ru":"Панель"}""", changed.Json["title"]!.ToJsonString(Readable));
        Assert.Equal((null, 50, "byInvitation", "[]", "2021-07-28T12:00"), (changed["hall"], changed.Json["minutes"]!.GetValue<int>(), changed["access"], changed.Json["materials"]!.ToJsonString(), changed["start"]));
        Assert.Equal(changed.Body, (await _programme.Call("PATCH", at, "{}", ("If-Match", "\"1\""))).Body);

        var stale = await _programme.Call("PATCH", at, """{"minutes":10}""", ("If-Match", "\"0\""));
        Assert.Equal(("stale", Kept(changed)), (stale.Problem, stale.Json["current"]!.ToJsonString(Readable)));
        Assert.Equal((428, "version_missing"), ((await _programme.Call("DELETE", at)).Status, (await _programme.Call("DELETE", at)).Problem));
        Assert.Equal(412, (await _programme.Call("DELETE", at, null, ("If-Match", "W/\"1\""))).Status);
        Assert.Equal(204, (await _programme.Call("DELETE", at, null, ("If-Match", "\"0\", \"1\""))).Status);
        Assert.Equal("not_there", (await _programme.Call("GET", at)).Problem);
    }

    [Fact]
    public async Task A_public_session_is_called_off_unless_it_is_said_otherwise()
    {
        // A site of its own: what other tests place would stand against a release.
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var programme = await own.Browser("programme");
        var at = $"{Api}/sessions/{(await programme.Call("POST", $"{Api}/sessions", """{"title":{"en":"Public"},"start":"2021-07-28T12:00","allHalls":true}"""))["guid"]}";
        await own.Do(async db => await Majlis.Programme.ReleaseProgramme.Run(db, Actor.Installation("test"), (await db.Editions.SingleAsync(e => e.Slug == "kazan-2021")).Id, "1.0", LocalizedText.Empty));
        var off = await programme.Call("DELETE", at, null, ("If-Match", "*"));
        Assert.Equal((200, "true"), (off.Status, off["isCancelled"]));
        Assert.Equal(204, (await programme.Call("DELETE", at + "?evenIfPublic=true", null, ("If-Match", off.Tag!))).Status);
    }

    [Fact]
    public async Task A_copy_is_unscheduled_and_new()
    {
        var made = await Made();
        var copy = await _programme.Call("POST", $"{Api}/sessions/{made["guid"]}/copies");
        Assert.Equal((201, null, "One", true), (copy.Status, copy["start"], copy.Json["title"]!["en"]!.ToString(), copy.Json["number"]!.GetValue<int>() > made["number"]!.GetValue<int>()));
        Assert.Equal("fields", (await _programme.Call("POST", $"{Api}/sessions/{made["guid"]}/copies", """{"title":{}}""")).Problem);
    }

    [Fact]
    public async Task Moves_are_made_all_or_none()
    {
        var (opening, other) = (await Made(), await Made("Other"));
        string Body(string first, string second) => $$"""{"sessions":[{"guid":"{{opening["guid"]}}",{{first}}},{"guid":"{{other["guid"]}}",{{second}}}]}""";
        async Task<ApiSaid> Move(string body) => await _programme.Call("POST", $"{Api}/moves", body);

        var moved = await Move(Body("\"version\":0,\"start\":null", $"\"version\":0,\"hall\":\"{site.Hall}\",\"minutes\":30"));
        Assert.Equal(200, moved.Status);
        Assert.Equal((null, site.Hall.ToString(), 30, "2021-07-28T14:00"), (moved.Json["sessions"]![0]!["start"], moved.Json["sessions"]![1]!["hall"]!.ToString(), moved.Json["sessions"]![1]!["minutes"]!.GetValue<int>(), moved.Json["sessions"]![1]!["start"]!.ToString()));

        var before = await site.Everything();
        var stale = await Move(Body("\"version\":1,\"minutes\":5", "\"version\":0,\"minutes\":5"));
        Assert.Equal(("stale", 412), (stale.Problem, stale.Status));
        Assert.Equal([other["guid"]!.ToString()], stale.Json["stale"]!.AsArray().Select(s => s!["guid"]!.ToString()));
        var unknown = await Move(Body("\"version\":1,\"minutes\":5", $"\"version\":1,\"hall\":\"{Guid.CreateVersion7()}\""));
        Assert.Equal(("programme.hall_unknown", 409), (unknown.Problem, unknown.Status));
        Assert.Equal("not_there", (await Move($$"""{"sessions":[{"guid":"{{Guid.CreateVersion7()}}","version":0}]}""")).Problem);
        var bad = await Move(Body("\"version\":\"1\",\"minute\":5", "\"start\":\"yesterday\""));
        Assert.Equal(["/sessions/0/minute", "/sessions/0/version", "/sessions/1/start", "/sessions/1/version"], bad.Fields);
        Assert.Equal(["/sessions/1/guid"], (await Move($$"""{"sessions":[{"guid":"{{opening["guid"]}}","version":1},{"guid":"{{opening["guid"]}}","version":1}]}""")).Fields);
        Assert.Equal(before, await site.Everything());
        Assert.Equal((200, before), ((await Move("""{"sessions":[]}""")).Status, await site.Everything()));
    }

    [Fact]
    public async Task Each_faulty_field_is_named_in_the_readers_language_and_nothing_is_changed()
    {
        var at = await New();
        var before = await site.Everything();
        var answer = await _programme.Call("PATCH", at,
            """{"guid":"0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a","number":7,"title":"x","subtitle":{"EN":"x","fa":3},"start":"28 July","minutes":"60","hall":"grand","allHalls":1,"access":"secret","floorLanguages":"en","outputLanguages":["en",null,3],"people":[{"person":3,"role":"guest","a/b~c":1},4],"materials":[{"label":"no address"}],"colour":1}""",
            ("If-Match", "\"0\""), ("Accept-Language", "fa"));
        Assert.Equal((400, "fields", "fa"), (answer.Status, answer.Problem, answer.Headers["Content-Language"].Single()));
        Assert.Equal(["/access", "/allHalls", "/colour", "/floorLanguages", "/guid", "/hall", "/materials/0/href", "/minutes", "/number", "/outputLanguages/1", "/outputLanguages/2",
            "/people/0/a~1b~0c", "/people/0/person", "/people/0/role", "/people/1", "/start", "/subtitle/EN", "/subtitle/fa", "/title"], answer.Fields);
        Assert.Equal("باید عدد صحیح باشد.", answer.Json["errors"]!["/minutes"]![0]!.ToString());
        Assert.Equal(["/title"], (await _programme.Call("PATCH", at, """{"title":null}""", ("If-Match", "\"0\""))).Fields);
        Assert.Equal(["/title"], (await _programme.Call("POST", $"{Api}/sessions", "{}")).Fields);
        Assert.Equal(before, await site.Everything());
    }

    [Theory]
    [InlineData("""{"minutes":1,"minutes":2}""", 400, "json")]
    [InlineData("""{"title":{"en":"a","en":"b"}}""", 400, "json")]
    [InlineData("""{"title":{"en":"\ud800"}}""", 400, "json")]
    [InlineData("""{"\ud800":1}""", 400, "json")]
    [InlineData("""[]""", 400, "json")]
    [InlineData("""{"minutes":1""", 400, "json")]
    [InlineData("""null""", 400, "json")]
    [InlineData("", 400, "json")]
    [InlineData("""{"minutes":1} {}""", 400, "json")]
    [InlineData("""{"minutes":1,}""", 400, "json")]
    [InlineData("""{/* */"minutes":1}""", 400, "json")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""", 400, "json")]
    [InlineData("""{"minutes":9999999999}""", 400, "fields")]
    [InlineData("""{"minutes":-1}""", 409, "programme.minutes")]
    [InlineData("""{"start":"9999-12-31T23:59"}""", 400, "fields")]
    [InlineData("""{"stream":"javascript:alert(1)"}""", 409, "programme.address")]
    [InlineData("""{"stream":"https://example.org/\u0000"}""", 409, "programme.address")]
    [InlineData("""{"floorLanguages":["\u0001"]}""", 409, "platform.characters")]
    public async Task Hostile_bodies_get_a_problem_and_change_nothing(string body, int status, string problem)
    {
        var at = await New();
        var before = await site.Everything();
        var answer = await _programme.Call("PATCH", at, body, ("If-Match", "\"0\""));
        Assert.Equal((status, problem), (answer.Status, answer.Problem));
        Assert.Equal(before, await site.Everything());
    }

    [Fact]
    public async Task What_cannot_be_asked_so_gets_a_problem()
    {
        var at = await New();
        Assert.Equal("media_type", (await _programme.Call("PATCH", at, "{}", ("If-Match", "\"0\""), ("Content-Type", "text/plain"))).Problem);
        Assert.Equal("media_type", (await _programme.Call("PATCH", at, "{}", ("If-Match", "\"0\""), ("Content-Type", "application/json; charset=utf-16"))).Problem);
        Assert.Equal("not_acceptable", (await _programme.Call("GET", at, null, ("Accept", "text/html"))).Problem);
        Assert.Equal(200, (await _programme.Call("GET", at, null, ("Accept", "text/html, */*;q=0.1"))).Status);
        var put = await _programme.Call("PUT", at, "{}");
        Assert.Equal((405, "method", "DELETE, GET, HEAD, PATCH"), (put.Status, put.Problem, string.Join(", ", put.Headers["Allow"].SelectMany(a => a.Split(", ")).Order())));
        Assert.Equal("too_large", (await _programme.Call("PATCH", at, $$"""{"url":"{{new string('x', 1 << 20)}}"}""", ("If-Match", "\"0\""))).Problem);
        Assert.Equal("not_there", (await _programme.Call("GET", $"{Api}/nothing")).Problem);
        Assert.Equal("not_there", (await _programme.Call("GET", "/api/v1/nothing")).Problem);
        Assert.Equal("not_there", (await _programme.Call("GET", $"{Api}/sessions/not-a-guid")).Problem);
    }

    [Fact]
    public async Task Halls_tracks_types_and_people_are_kept_alike()
    {
        var owner = await site.Browser("owner");
        foreach (var (path, body, patch, field, value) in new[]
        {
            ("halls", """{"name":{"en":"Small"},"capacity":80}""", """{"capacity":90}""", "capacity", "90"),
            ("tracks", """{"name":{"en":"Culture"}}""", """{"colour":"#FFEE00"}""", "colour", "#ffee00"),
            ("types", """{"name":{"en":"Coffee"}}""", """{"isBreak":true}""", "isBreak", "true"),
            ("people", """{"name":{"en":"Yusuf"}}""", """{"country":"TR"}""", "country", "TR"),
        })
        {
            var made = await owner.Call("POST", $"{Api}/{path}", body);
            Assert.Equal((201, "\"0\""), (made.Status, made.Tag));
            var at = made.Headers["Location"].Single();
            var changed = await owner.Call("PATCH", at, patch, ("If-Match", "\"0\""));
            Assert.Equal((200, value), (changed.Status, changed[field]));
            Assert.Equal(412, (await owner.Call("PATCH", at, patch, ("If-Match", "\"0\""))).Status);
            Assert.Equal(412, (await owner.Call("DELETE", at, null, ("If-Match", "\"0\""))).Status);
            Assert.Contains(changed["guid"]!, (await owner.Call("GET", $"{Api}/{path}")).Body, StringComparison.Ordinal);
            Assert.Equal(204, (await owner.Call("DELETE", at, null, ("If-Match", changed.Tag!))).Status);
            Assert.Equal(404, (await owner.Call("DELETE", at, null, ("If-Match", changed.Tag!))).Status);
        }
        // Whoever edits the programme edits no halls; to such a caller there is nothing to write to.
        Assert.Equal("not_there", (await _programme.Call("POST", $"{Api}/halls", """{"name":{"en":"Mine"}}""")).Problem);
        var inUse = await owner.Call("DELETE", $"{Api}/halls/{site.Hall}", null, ("If-Match", "*"));
        Assert.Equal((409, "forums.hall_in_use"), (inUse.Status, inUse.Problem));
    }

    [Fact]
    public async Task Conflicts_are_told_tried_out_and_accepted_in_the_readers_language()
    {
        var (one, two) = (await Made("First"), await Made("Second"));
        string Moves(string hall) => $$$"""{"sessions":[{"guid":"{{{one["guid"]}}}","version":0,"start":"2021-07-28T18:00","hall":"{{{hall}}}"},{"guid":"{{{two["guid"]}}}","version":0,"start":"2021-07-28T18:10","hall":"{{{hall}}}"}]}""";
        var before = await site.Everything();
        var tried = await _programme.Call("POST", $"{Api}/conflicts/check", Moves(site.Hall.ToString()), ("Accept-Language", "fr"));
        var finding = tried.Json["findings"]!.AsArray().Single(f => f!["rule"]!.ToString() == "hallTwice")!;
        Assert.Equal(("forbidsRelease", "2021-07-28T18:10", "2021-07-28T18:20", 10, true), (finding["level"]!.ToString(), finding["from"]!.ToString(), finding["until"]!.ToString(), finding["minutes"]!.GetValue<int>(), finding["accepted"] is null));
        Assert.Equal(before, await site.Everything());

        var moved = await _programme.Call("POST", $"{Api}/moves", Moves(site.Hall.ToString()));
        Assert.Equal([finding["key"]!.ToString(), finding["key"]!.ToString()], moved.Json["sessions"]!.AsArray().Select(s => s!["findings"]!.AsArray().Single(f => f!["rule"]!.ToString() == "hallTwice")!["key"]!.ToString()));
        var (english, persian) = (await _programme.Call("GET", $"{Api}/conflicts"), await _programme.Call("GET", $"{Api}/conflicts", null, ("Accept-Language", "fa")));
        Assert.Equal((true, 200), (english.Tag != persian.Tag, persian.Status));
        Assert.NotEqual(english.Json["findings"]![0]!["text"]!.ToString(), persian.Json["findings"]![0]!["text"]!.ToString());
        Assert.Equal(304, (await _programme.Call("GET", $"{Api}/conflicts", null, ("If-None-Match", english.Tag!))).Status);

        var at = $"{Api}/conflicts/{finding["key"]}/acceptance";
        Assert.Equal(["/reason"], (await _programme.Call("PUT", at, "{}")).Fields);
        Assert.Equal("programme.conflict_reason", (await _programme.Call("PUT", at, """{"reason":" "}""")).Problem);
        var accepted = await _programme.Call("PUT", at, """{"reason":"They open together."}""");
        Assert.Equal((200, "They open together.", "programme"), (accepted.Status, accepted.Json["accepted"]!["reason"]!.ToString(), accepted.Json["accepted"]!["by"]!.ToString()));
        Assert.Equal(204, (await _programme.Call("DELETE", at)).Status);
        Assert.Equal("not_there", (await _programme.Call("DELETE", at)).Problem);
        Assert.Equal("not_there", (await _programme.Call("PUT", $"{Api}/conflicts/halltwice.x/acceptance", """{"reason":"x"}""")).Problem);
    }

    [Fact]
    public async Task What_only_the_desk_knows_is_kept_and_refused_like_at_the_desk()
    {
        var person = await _programme.Call("POST", $"{Api}/people",
            """{"name":{"en":"Interpreter"},"arrives":"2021-07-27T20:00","departs":"2021-07-29T23:00","available":[{"from":"2021-07-28T09:00","until":"2021-07-28T18:00"}],"interprets":[{"from":"en","to":"fa"}]}""");
        Assert.Equal((201, "2021-07-27T20:00", """[{"from":"en","to":"fa"}]"""), (person.Status, person["arrives"], person.Json["interprets"]!.ToJsonString()));
        var renamed = await _programme.Call("PATCH", person.Headers["Location"].Single(), """{"name":{"fa":"مترجم"},"departs":null}""", ("If-Match", "\"0\""));
        Assert.Equal((200, null, """[{"from":"2021-07-28T09:00","until":"2021-07-28T18:00"}]"""), (renamed.Status, renamed["departs"], renamed.Json["available"]!.ToJsonString()));
        Assert.Equal("people.available", (await _programme.Call("PATCH", person.Headers["Location"].Single(), """{"available":[{"from":"2021-07-28T09:00","until":"2021-07-28T08:00"}]}""", ("If-Match", "\"1\""))).Problem);
        Assert.Equal("80", (await _programme.Call("POST", $"{Api}/sessions", """{"title":{"en":"x"},"expected":80}"""))["expected"]);
        Assert.Equal("3", (await (await site.Browser("owner")).Call("PATCH", $"{Api}/halls/{site.Hall}", """{"booths":3}""", ("If-Match", "*")))["booths"]);
    }

    [Fact]
    public async Task A_release_is_gone_back_to_once_and_its_conflicts_are_answered_for()
    {
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var owner = await own.Browser("owner");
        Assert.Equal("not_there", (await owner.Call("GET", $"{Api}/programme/changes")).Problem);
        Assert.Equal(201, (await owner.Call("POST", $"{Api}/releases", """{"name":"1.0"}""")).Status);
        var session = await owner.Call("GET", $"{Api}/sessions/{(await own.Session(1)).Guid}");
        Assert.Equal(200, (await owner.Call("PATCH", $"{Api}/sessions/{session["guid"]}", """{"start":"2021-07-28T16:00"}""", ("If-Match", session.Tag!))).Status);
        var draft = await owner.Call("GET", $"{Api}/programme/changes");
        Assert.Equal((200, "moved"), (draft.Status, draft.Json["changes"]!.AsArray().Single()!["kind"]!.ToString()));
        Assert.Equal("moved", (await owner.Call("GET", $"{Api}/programme/changes?since=1")).Json["changes"]!.AsArray().Single()!["kind"]!.ToString());
        Assert.Equal(304, (await owner.Call("GET", $"{Api}/programme/changes", null, ("If-None-Match", draft.Tag!))).Status);
        Assert.Equal(["?since"], (await owner.Call("GET", $"{Api}/programme/changes?since=x")).Fields);
        Assert.Equal(201, (await owner.Call("POST", $"{Api}/releases", """{"name":"1.1"}""")).Status);

        // By now the hall is closed when the old release has the session.
        await owner.Call("PATCH", $"{Api}/halls/{own.Hall}", """{"hours":[{"from":"2021-07-28T12:00","until":"2021-07-28T20:00"}]}""", ("If-Match", "*"));
        var preview = await owner.Call("GET", $"{Api}/releases/1/rollback");
        Assert.Equal((200, "moved", "hallClosed"), (preview.Status, preview.Json["changes"]!.AsArray().Single()!["kind"]!.ToString(), preview.Json["against"]!.AsArray().Single()!["rule"]!.ToString()));
        Assert.Equal(304, (await owner.Call("GET", $"{Api}/releases/1/rollback", null, ("If-None-Match", preview.Tag!))).Status);
        Assert.Equal("programme.roll_back_conflicts", (await owner.Call("POST", $"{Api}/releases/1/rollback", """{"name":"1.2"}""")).Problem);
        Assert.Equal(["/despite", "/name"], (await owner.Call("POST", $"{Api}/releases/1/rollback", """{"despite":"all"}""")).Fields.Order(StringComparer.Ordinal));
        const string body = """{"name":"1.2","note":{"en":"Back","fa":"بازگشت"},"letters":["stars"],"despite":1}""";
        var back = await owner.Call("POST", $"{Api}/releases/1/rollback", body, ("Idempotency-Key", "back"));
        Assert.Equal((201, "3", "بازگشت", $"{Api}/releases/3"), (back.Status, back["number"], back.Json["note"]!["fa"]!.ToString(), back.Headers["Location"].Single()));
        var again = await owner.Call("POST", $"{Api}/releases/1/rollback", body, ("Idempotency-Key", "back"));
        Assert.Equal((201, back.Body, "true"), (again.Status, again.Body, again.Headers["Idempotency-Replayed"].Single()));
        Assert.Equal(["1.2", "1.1", "1.0"], (await owner.Call("GET", $"{Api}/releases")).Json["releases"]!.AsArray().Select(r => r!["name"]!.ToString()));
        Assert.Equal("2021-07-28T10:00", (await owner.Call("GET", $"{Api}/releases/3")).Json["sessions"]![0]!["start"]!.ToString());
        Assert.Equal("2021-07-28T16:00", (await owner.Call("GET", $"{Api}/sessions/{session["guid"]}"))["start"]);
        Assert.Equal(201, (await owner.Call("POST", $"{Api}/releases/2/rollback", """{"name":"1.3"}""")).Status);
        Assert.Equal(201, (await owner.Call("POST", $"{Api}/releases/1/rollback", """{"name":"1.4","despite":1,"draftToo":true}""")).Status);
        Assert.Equal("2021-07-28T10:00", (await owner.Call("GET", $"{Api}/sessions/{session["guid"]}"))["start"]);
        Assert.Equal("not_there", (await owner.Call("POST", $"{Api}/releases/9/rollback", """{"name":"1.5"}""")).Problem);
        Assert.Equal("programme.letters_of_old_release", (await owner.Call("POST", $"{Api}/releases/1/letters", """{"letters":["speakers"]}""")).Problem);
        Assert.Equal("""{"speakers":[],"others":[]}""", (await owner.Call("POST", $"{Api}/releases/5/letters", """{"letters":["speakers"]}""")).Body);
        Assert.Equal("not_there", (await owner.Call("GET", $"{Api}/releases/9/letters")).Problem);
        var editor = await own.Token("owner", "kazan-2021", false, Permission.EditProgramme);
        foreach (var (method, path) in new[] { ("POST", "releases/1/rollback"), ("GET", "releases/1/rollback"), ("GET", "releases/5/letters"), ("PUT", "rules"), ("GET", "ranks"), ("PUT", $"sessions/{session["guid"]}/speakers") })
            Assert.Equal((path, "not_there"), (path, (await own.Program(editor, method, $"{Api}/{path}", method == "GET" ? null : """{"name":"mine"}""")).Problem));
    }

    [Fact]
    public async Task Speakers_are_put_in_order_with_their_minutes_ranks_and_addresses()
    {
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var token = await own.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.KeepProtocol);
        Task<ApiSaid> Call(string method, string path, string? body = null, params (string, string)[] headers) => own.Program(token, method, $"{Api}/{path}", body, headers);
        var people = (await Call("GET", "people")).Json["people"]!.AsArray().Select(p => p!["guid"]!.ToString()).ToList();
        var session = (await own.Session(1)).Guid;
        var seated = await Call("PATCH", $"sessions/{session}", $$"""{"people":[{"person":"{{people[1]}}","role":"speaker"},{"person":"{{people[0]}}","role":"speaker"}]}""", ("If-Match", "*"));
        Assert.Equal(200, seated.Status);
        var at = $"sessions/{session}/speakers";
        var told = await Call("GET", at);
        Assert.Equal((200, seated.Tag, "10:30", 0), (told.Status, told.Tag, told.Json["running"]![1]!["begins"]!.ToString()[^5..], told.Json["left"]!.GetValue<int>()));
        Assert.Equal([people[0], people[1]], (await Call("GET", $"sessions/{session}/precedence")).Json["people"]!.AsArray().Select(p => p!["person"]!.ToString()));

        string Turns(string reason) => $$"""{"turns":[{"person":"{{people[1]}}","role":"speaker","minutes":20,"note":"Leaves early"},{"person":"{{people[0]}}","role":"speaker"}],"reason":{{reason}}}""";
        Assert.Equal("version_missing", (await Call("PUT", at, Turns("null"))).Problem);
        Assert.Equal("programme.order_reason_missing", (await Call("PUT", at, Turns("null"), ("If-Match", told.Tag!))).Problem);
        var kept = await Call("PUT", at, Turns("\"Agreed\""), ("If-Match", told.Tag!));
        Assert.Equal((200, "Agreed", "10:20", true), (kept.Status, kept["reason"], kept.Json["running"]![1]!["begins"]!.ToString()[^5..], kept.Tag != told.Tag));
        Assert.Equal((kept.Body, 304), ((await Call("GET", at)).Body, (await Call("GET", at, null, ("If-None-Match", kept.Tag!))).Status));
        var stale = await Call("PUT", at, Turns("\"Agreed\""), ("If-Match", told.Tag!));
        Assert.Equal(("stale", "Agreed"), (stale.Problem, stale.Json["current"]!["reason"]!.ToString()));
        Assert.Equal("stale", (await Call("PUT", at, """{"turns":[]}""", ("If-Match", kept.Tag!))).Problem);

        var ranks = await Call("GET", "ranks");
        Assert.Equal("\"0\"", ranks.Tag);
        const string minister = "0197b5d0-0000-7000-8000-000000000005", envoy = "0198f2a4-6d1e-7c3b-9a55-1f2e3d4c5b6a";
        const string agreed = $$$"""{"ranks":[{"guid":"{{{minister}}}","name":{"en":"Minister"}},{"guid":"{{{envoy}}}","name":{"en":"Envoy"}}]}""";
        var changed = await Call("PUT", "ranks", agreed, ("If-Match", ranks.Tag!));
        Assert.Equal((200, "\"1\"", "stale"), (changed.Status, changed.Tag, (await Call("PUT", "ranks", agreed, ("If-Match", ranks.Tag!))).Problem));
        var dossier = $"people/{people[1]}/dossier";
        var kept1 = await Call("PUT", dossier, $$"""{"email":"rustam@example.org","rank":"{{minister}}"}""", ("If-Match", "\"0\""));
        Assert.Equal((200, "rustam@example.org", "\"1\""), (kept1.Status, kept1["email"], kept1.Tag));
        Assert.Equal("rustam@example.org", (await Call("PUT", dossier, "{}", ("If-Match", "\"0\""))).Json["current"]!["email"]!.ToString());
        Assert.Equal("people.email", (await Call("PUT", dossier, """{"email":"nobody"}""", ("If-Match", kept1.Tag!))).Problem);
        Assert.Equal(kept1.Body, (await Call("GET", dossier)).Body);
        Assert.Equal("people.rank_in_use", (await Call("PUT", "ranks", $$$"""{"ranks":[{"guid":"{{{envoy}}}","name":{"en":"Envoy"}}]}""", ("If-Match", changed.Tag!))).Problem);
        // By rank the other comes first now.
        Assert.Equal([people[1], people[0]], (await Call("GET", $"sessions/{session}/precedence")).Json["people"]!.AsArray().Select(p => p!["person"]!.ToString()));
        Assert.DoesNotContain("rustam@example.org", (await Call("GET", "programme")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_hours_of_days_and_the_announcement_are_written()
    {
        await using var own = new DeskSite();
        await own.InitializeAsync();
        var owner = await own.Browser("owner");
        var rules = await owner.Call("PUT", $"{Api}/rules", """{"rules":[{"rule":"hallTwice","level":"forbidsPlacing"}]}""");
        string Level(ApiSaid answer, string rule) => answer.Json["rules"]!.AsArray().Single(r => r!["rule"]!.ToString() == rule)!["level"]!.ToString();
        Assert.Equal((200, "forbidsPlacing", "warns"), (rules.Status, Level(rules, "hallTwice"), Level(rules, "walkTooShort")));
        Assert.Equal(rules.Body, (await owner.Call("GET", $"{Api}/rules")).Body);
        Assert.Equal(["/rules/0/level", "/rules/1/rule"],
            (await owner.Call("PUT", $"{Api}/rules", """{"rules":[{"rule":"hallTwice","level":"never"},{"rule":"hallTwice","level":"warns"}]}""")).Fields.Order(StringComparer.Ordinal));
        Assert.Equal("programme.placing_forbidden", (await owner.Call("POST", $"{Api}/sessions", $$"""{"title":{"en":"Second"},"start":"2021-07-28T10:30","minutes":30,"hall":"{{own.Hall}}"}""")).Problem);

        var hours = await owner.Call("PUT", $"{Api}/days/2021-07-28", """{"opens":"2021-07-28T08:00","closes":"2021-07-29T01:00"}""");
        Assert.Equal((200, "2021-07-29T01:00"), (hours.Status, hours["closes"]));
        Assert.Equal("2021-07-28T08:00", (await owner.Call("GET", $"{Api}/programme")).Json["days"]![0]!["opens"]!.ToString());
        Assert.Equal("forums.day_outside", (await owner.Call("PUT", $"{Api}/days/2021-08-28", """{"opens":null,"closes":null}""")).Problem);
        Assert.Equal("not_there", (await owner.Call("PUT", $"{Api}/days/tomorrow", "{}")).Problem);
        Assert.Equal(200, (await owner.Call("PUT", $"{Api}/days/2021-07-28", "{}")).Status);
        Assert.Equal("2021-07-28T06:00", (await owner.Call("GET", $"{Api}/programme")).Json["days"]![0]!["opens"]!.ToString());

        async Task<bool> Announced()
        {
            var announced = false;
            await own.Do(async db => announced = (await db.Editions.AsNoTracking().SingleAsync(e => e.Slug == "kazan-2021")).AnnouncedAt is not null);
            return announced;
        }
        Assert.Equal((204, false), ((await owner.Call("DELETE", $"{Api}/edition/announcement")).Status, await Announced()));
        Assert.Equal((204, true), ((await owner.Call("PUT", $"{Api}/edition/announcement")).Status, await Announced()));
    }
}
