using Majlis.Platform;
using Majlis.Tests;
using Majlis.Web.Tests.Programme.Desk;

namespace Majlis.Web.Tests.Programme;

/// <summary>The way of a program through the API on the other database.</summary>
public sealed class ApiOnPostgresTests(PostgresServer server)
{
    const string Api = "/api/v1/editions/kazan-2021";

    [Fact]
    public async Task A_program_reads_makes_changes_moves_checks_and_releases()
    {
        await using var database = await server.Fresh();
        await using var site = new DeskSite { Postgres = database.ConnectionString };
        await site.InitializeAsync();
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.ReleaseProgramme);
        var programme = await site.Program(token, "GET", $"{Api}/programme");
        Assert.Equal((200, 304), (programme.Status, (await site.Program(token, "GET", $"{Api}/programme", null, ("If-None-Match", programme.Tag!))).Status));

        const string body = """{"title":{"en":"Once","fa":"یک بار"},"start":"2021-07-28T12:00","minutes":30,"allHalls":true}""";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.Program(token, "POST", $"{Api}/sessions", body, ("Idempotency-Key", "race"))));
        Assert.All(answers, a => Assert.True(a.Status == 201 || a.Problem == "key_busy", a.Body));
        var made = Assert.Single(answers.Where(a => a.Status == 201).Select(a => a.Body).Distinct());
        Assert.Equal(2, (await site.Program(token, "GET", $"{Api}/sessions")).Json["sessions"]!.AsArray().Count);

        var session = System.Text.Json.Nodes.JsonNode.Parse(made)!["guid"]!.ToString();
        var saves = await Task.WhenAll(Enumerable.Range(1, 6).Select(n => site.Program(token, "PATCH", $"{Api}/sessions/{session}", $$"""{"minutes":{{n}}}""", ("If-Match", "\"0\""))));
        Assert.Equal((1, 5), (saves.Count(s => s.Status == 200), saves.Count(s => s.Status == 412 && s.Json["current"]!["version"]!.GetValue<int>() == 1)));
        Assert.Equal(200, (await site.Program(token, "POST", $"{Api}/moves", $$"""{"sessions":[{"guid":"{{session}}","version":1,"start":"2021-07-28T10:30"}]}""")).Status);
        Assert.Contains(session, (await site.Program(token, "GET", $"{Api}/conflicts")).Body, StringComparison.Ordinal);
        Assert.Equal("programme.release_conflicts", (await site.Program(token, "POST", $"{Api}/releases", """{"name":"1.0"}""")).Problem);
        Assert.Equal(204, (await site.Program(token, "DELETE", $"{Api}/sessions/{session}", null, ("If-Match", "\"2\""))).Status);
        Assert.Equal(201, (await site.Program(token, "POST", $"{Api}/releases", """{"name":"1.0"}""")).Status);
        Assert.Equal(200, (await site.Program(token, "GET", $"{Api}/releases/1")).Status);
    }
}
