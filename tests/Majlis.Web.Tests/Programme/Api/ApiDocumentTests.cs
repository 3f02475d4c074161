using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Majlis.Platform;
using Majlis.Web.Shell;
using Majlis.Web.Shell.Api;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Majlis.Web.Tests.Programme;

/// <summary>The description of the API is valid, whole, and true.</summary>
public sealed partial class ApiDocumentTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Api = "/api/v1/editions/kazan-2021";

    async Task<JsonObject> Document() => (await site.Program(null, "GET", "/api/openapi.json")).Json;

    [Fact]
    public async Task It_is_a_valid_document_of_OpenAPI_3_1()
    {
        var answer = await site.Program(null, "GET", "/api/openapi.json");
        Assert.Equal((200, "application/json"), (answer.Status, answer.Type));
        Assert.Equal(304, (await site.Program(null, "GET", "/api/openapi.json", null, ("If-None-Match", answer.Tag!))).Status);
        var read = OpenApiDocument.Parse(answer.Body, "json");
        Assert.Equal([], read.Diagnostic!.Errors.Select(e => e.ToString()));
        Assert.Equal([], read.Diagnostic.Warnings.Select(e => e.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task It_has_every_endpoint_of_the_API_and_nothing_else()
    {
        var document = await Document();
        var told = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(o => o.Key != "parameters").Select(o => $"{o.Key.ToUpperInvariant()} {p.Key}"));
        var there = site.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Where(m => m != "HEAD").Select(m => $"{m} {Constraint().Replace(e.RoutePattern.RawText!, "}")}"));
        Assert.Equal(there.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(o => o.Key != "parameters")).Select(o => o.Value!).ToList();
        Assert.Equal(operations.Count, operations.Select(o => o["operationId"]!.ToString()).Distinct().Count());
        Assert.All(operations, o => Assert.True(o["summary"]!.ToString().Length > 5 && o["responses"]!["500"] is not null && o["responses"]!["429"] is not null));
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        var document = await Document();
        var schemas = document["components"]!["schemas"]!.AsObject().Select(s => s.Key).ToHashSet();
        var named = Reference().Matches(document.ToJsonString()).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal([], named.Except(schemas));
        Assert.Equal([], schemas.Except(named));
    }

    [Fact]
    public async Task Real_answers_are_as_it_says()
    {
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.EditEdition, Permission.KeepProtocol, Permission.ReleaseProgramme);
        var document = await Document();
        var schemas = document["components"]!["schemas"]!.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal);
        async Task Check(string name, ApiSaid answer)
        {
            var schema = await NJsonSchema.JsonSchema.FromJsonAsync($$"""{"definitions":{{schemas}},"allOf":[{"$ref":"#/definitions/{{name}}"}]}""");
            Assert.Equal((name, ""), (name, string.Join("; ", schema.Validate(answer.Body).Select(e => e.ToString()))));
        }
        foreach (var (path, item) in document["paths"]!.AsObject())
            foreach (var (method, operation) in item!.AsObject().Where(o => o.Key is "post"))
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["example"] is not { } example || path.EndsWith("/moves", StringComparison.Ordinal) || path.EndsWith("/check", StringComparison.Ordinal) || path.Contains("{number}", StringComparison.Ordinal)) continue;
                var made = await site.Program(token, "POST", path.Replace("{edition}", "kazan-2021", StringComparison.Ordinal), example.ToJsonString());
                Assert.Equal((path, 201), (path, made.Status));
                await Check(Name(operation["responses"]!["201"]!), made);
                if (path.EndsWith("/releases", StringComparison.Ordinal)) continue;
                // And the example of a change changes what was made.
                var patch = document["paths"]![path + "/{guid}"]!["patch"]!;
                var changed = await site.Program(token, "PATCH", made.Headers["Location"].Single(), patch["requestBody"]!["content"]!["application/json"]!["example"]!.ToJsonString(), ("If-Match", "\"0\""));
                Assert.Equal((path, 200), (path, changed.Status));
                await Check(Name(patch["responses"]!["200"]!), changed);
            }
        Assert.Equal(201, (await site.Program(token, "POST", $"{Api}/sessions", """{"title":{"en":"Later"},"start":"2021-07-29T10:00","allHalls":true}""")).Status);
        Assert.Equal(201, (await site.Program(token, "POST", $"{Api}/releases", """{"name":"9.9"}""")).Status);
        foreach (var (path, item) in document["paths"]!.AsObject().Where(p => !p.Key.Contains("{guid}", StringComparison.Ordinal) && p.Value!["get"] is not null))
        {
            var answer = await site.Program(token, "GET", path.Replace("{edition}", "kazan-2021", StringComparison.Ordinal).Replace("{number}", "2", StringComparison.Ordinal));
            Assert.Equal((path, 200), (path, answer.Status));
            await Check(Name(item!["get"]!["responses"]!["200"]!), answer);
        }
        foreach (var (path, name) in new[] { ($"sessions/{(await site.Session(1)).Guid}/speakers", "SessionSpeakers"), ($"sessions/{(await site.Session(1)).Guid}/precedence", "Seated") })
            await Check(name, await site.Program(token, "GET", $"{Api}/{path}"));
        await Check("Release", await site.Program(token, "POST", $"{Api}/releases/1/rollback", """{"name":"back","despite":0}"""));
        foreach (var bad in new[] { await site.Program(null, "GET", $"{Api}/halls"), await site.Program(token, "POST", $"{Api}/halls", "{}"), await site.Program(token, "PATCH", $"{Api}/halls/{site.Hall}", "{}", ("If-Match", "\"9\"")) })
            await Check("Problem", bad);

        static string Name(JsonNode answer) => answer["content"]!["application/json"]!["schema"]!["$ref"]!.ToString().Split('/')[^1];
    }

    [Fact]
    public async Task The_examples_of_the_guide_do_what_it_says()
    {
        var guide = (await site.Program(null, "GET", "/api/guide.md", null, ("Accept", "*/*"))).Body;
        var token = await site.Token("owner", "kazan-2021", false, Permission.EditProgramme, Permission.ReleaseProgramme);
        if ((await site.Program(null, "GET", $"{Api}/released")).Status == 404) await site.Program(token, "POST", $"{Api}/releases", """{"name":"guide"}""");
        await Soon.Is(() => site.Program(null, "GET", $"{Api}/released"), a => a.Status == 200);
        var session = "";
        var run = 0;
        foreach (Match example in Example().Matches(guide))
        {
            var (status, answer) = await Shell(example.Groups[2].Value, ("API", new Uri(site.Address, Api).AbsoluteUri), ("TOKEN", token), ("SESSION", session));
            Assert.Equal((example.Groups[2].Value, example.Groups[1].Value), (example.Groups[2].Value, status));
            if (status == "201") session = JsonNode.Parse(answer)!["guid"]!.ToString();
            run++;
        }
        Assert.Equal(9, run);
    }

    static async Task<(string Status, string Body)> Shell(string script, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("sh", ["-c", $"curl() {{ command curl -w '\\n%{{http_code}}' \"$@\"; }}\n{script}"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        try
        {
            using var shell = Process.Start(start)!;
            var said = (await shell.StandardOutput.ReadToEndAsync()).TrimEnd();
            await shell.WaitForExitAsync();
            var end = said.LastIndexOf('\n');
            return (said[(end + 1)..], end < 0 ? "" : said[..end]);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no shell here.");
            throw;
        }
    }

    [GeneratedRegex(":[a-z0-9()]+\\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("#/components/schemas/([A-Za-z]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<!-- run: ([0-9]{3}) -->\\s*```sh\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
