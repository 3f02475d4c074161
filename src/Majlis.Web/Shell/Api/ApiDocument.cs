using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Majlis.Platform;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Majlis.Web.Shell.Api;

/// <summary>
/// The description of the API, OpenAPI 3.1, made of the endpoints themselves and the shapes they are written and read by, when it is first asked for.
/// </summary>
sealed partial class ApiDocument(EndpointDataSource source)
{
    readonly Lazy<(byte[] Text, string Tag)> _document = new(() =>
    {
        var text = Encoding.UTF8.GetBytes(Make([.. source.Endpoints.OfType<RouteEndpoint>()]).ToJsonString(Json.Stored));
        return (text, Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 8)));
    });

    public IResult Show(HttpContext context)
    {
        var (text, tag) = _document.Value;
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.Headers.ETag = $"\"{tag}\"";
        return Tags.IsKnown(context.Request, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(text, "application/json");
    }

    static JsonObject Make(IReadOnlyList<RouteEndpoint> endpoints)
    {
        var (paths, schemas) = (new JsonObject(), new SortedDictionary<string, JsonNode>(StringComparer.Ordinal));
        var described = endpoints.Select(e => (Endpoint: e, Described: e.Metadata.GetMetadata<Described>())).Where(e => e.Described is not null).ToList();
        foreach (var path in described.GroupBy(e => Path(e.Endpoint.RoutePattern)).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var item = new JsonObject { ["parameters"] = new JsonArray([.. path.First().Endpoint.RoutePattern.Parameters.Select(Parameter)]) };
            foreach (var (endpoint, about) in path)
                foreach (var method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Where(m => m != HttpMethods.Head))
                {
                    item[method.ToLowerInvariant()] = Operation(method, path.Key, endpoint, about!);
                    if (about!.Body is { } body) Add(schemas, body, true);
                    foreach (var (_, _, shape) in about.Answers)
                        if (shape is not null) Add(schemas, shape, false);
                }
            paths[path.Key] = item;
        }
        return new()
        {
            ["openapi"] = "3.1.0",
            ["jsonSchemaDialect"] = "https://json-schema.org/draft/2020-12/schema",
            ["info"] = new JsonObject
            {
                ["title"] = "Majlis", ["version"] = "1", ["description"] = Introduction,
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "This site." }),
            ["tags"] = new JsonArray([.. described.Select(d => d.Described!.Group).Distinct().Order(StringComparer.Ordinal).Select(g => new JsonObject { ["name"] = g })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject([.. schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)), KeyValuePair.Create("Problem", (JsonNode?)Problem())]),
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A token made at the desk under Tokens: mjl_…" },
                    ["page"] = new JsonObject
                    {
                        ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "majlis",
                        ["description"] = "The cookie of a signed-in browser, for this site's own pages; every method but GET and HEAD also needs the header X-Majlis: 1.",
                    },
                },
            },
        };
    }

    static JsonObject Operation(string method, string path, Endpoint endpoint, Described about)
    {
        var permission = endpoint.Metadata.GetMetadata<Needs>()?.Permission;
        var parameters = new JsonArray([.. about.Query.Select(q => Parameter(q.Name, "query", q.About, false))]);
        if (about.TakesVersion) parameters.Add(Parameter("If-Match", "header", "The ETag of the version you saw, such as \"3\"; * for whichever it is.", true));
        if (method == HttpMethods.Get) parameters.Add(Parameter("If-None-Match", "header", "An ETag you have: 304 when nothing has changed since.", false));
        if (method == HttpMethods.Post) parameters.Add(Parameter(KeptAnswers.Header, "header", "A key of your own, 1 to 255 visible ASCII characters: the same call sent again within a day gets the first answer.", false));
        parameters.Add(Parameter("Accept-Language", "header", "The language of sentences in answers: en, ru, ar, fa, tr or fr.", false));
        var answers = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var (status, text, shape) in about.Answers) answers[Number(status)] = Answer(method, status, text, shape);
        foreach (var (status, text) in Problems(method, about)) answers[Number(status)] = ProblemAnswer(text);
        var operation = new JsonObject
        {
            ["operationId"] = method.ToLowerInvariant() + string.Concat(Words().Matches(path["/api/v1/editions/{edition}".Length..]).Select(w => char.ToUpperInvariant(w.Value[0]) + w.Value[1..])),
            ["summary"] = about.Summary, ["tags"] = new JsonArray(about.Group), ["parameters"] = parameters,
            ["responses"] = new JsonObject(answers.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))),
            ["security"] = about.IsPublic ? [] : new JsonArray(new JsonObject { ["token"] = new JsonArray() }, new JsonObject { ["page"] = new JsonArray() }),
        };
        if (about.About.Length > 0 || permission is not null)
            operation["description"] = $"{about.About}{(about.About.Length > 0 && permission is not null ? " " : "")}{(permission is { } needed ? $"Needs the permission {needed}." : "")}";
        if (about.Body is { } body)
        {
            var content = new JsonObject { ["schema"] = Shape.Reference(body, ofBody: true) };
            if (about.Example is { } example) content["example"] = JsonNode.Parse(example);
            operation["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = about.IsPatch ? new JsonObject { ["application/merge-patch+json"] = content, ["application/json"] = content.DeepClone() } : new JsonObject { ["application/json"] = content },
            };
        }
        return operation;
    }

    static IEnumerable<(int Status, string About)> Problems(string method, Described about)
    {
        yield return (StatusCodes.Status404NotFound, "There is none, or it is not for this caller.");
        yield return (StatusCodes.Status406NotAcceptable, "Answers are JSON only.");
        yield return (StatusCodes.Status429TooManyRequests, "Too many calls; Retry-After says when to go on.");
        yield return (StatusCodes.Status500InternalServerError, "A fault of ours, with its trace.");
        if (about.IsPublic) yield break;
        yield return (StatusCodes.Status401Unauthorized, "Nobody is signed in, or the token is void.");
        yield return (StatusCodes.Status403Forbidden, "The edition asks a second factor of the caller's role.");
        if (about.Query.Count > 0 || about.Body is not null || method == HttpMethods.Post) yield return (StatusCodes.Status400BadRequest, "The body or the query has faults; errors names each field.");
        if (method == HttpMethods.Get) yield break;
        yield return (StatusCodes.Status409Conflict, "A rule of the forum says no.");
        if (about.TakesVersion || about.Body is { Name: "MoveList" }) yield return (StatusCodes.Status412PreconditionFailed, "Somebody else saved first; what it is now is in the answer.");
        if (about.TakesVersion) yield return (StatusCodes.Status428PreconditionRequired, "If-Match is missing.");
        if (method == HttpMethods.Post) yield return (StatusCodes.Status422UnprocessableEntity, "The Idempotency-Key belongs to another call.");
        if (about.Body is null) yield break;
        yield return (StatusCodes.Status413PayloadTooLarge, "The body is longer than one mebibyte.");
        yield return (StatusCodes.Status415UnsupportedMediaType, "The body is not JSON in UTF-8.");
    }

    static JsonObject Answer(string method, int status, string about, IShape? shape)
    {
        var answer = new JsonObject { ["description"] = about };
        if (shape is not null) answer["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = Shape.Reference(shape) } };
        if (status is StatusCodes.Status200OK or StatusCodes.Status201Created && shape is not null)
        {
            var headers = new JsonObject { ["ETag"] = Header("The version of what is told.") };
            if (status == StatusCodes.Status201Created) headers["Location"] = Header("The address of what was made.");
            answer["headers"] = headers;
        }
        return answer;
    }

    static JsonObject Header(string about) => new() { ["description"] = about, ["schema"] = new JsonObject { ["type"] = "string" } };

    static JsonObject ProblemAnswer(string about) => new()
    {
        ["description"] = about, ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = Shape.Reference("Problem") } },
    };

    static JsonObject Problem() => new()
    {
        ["type"] = "object", ["description"] = "What went wrong, RFC 9457, in the caller's language.",
        ["required"] = new JsonArray("type", "title", "status", "detail", "traceId"),
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["format"] = "uri-reference", ["description"] = "/problems/CODE; a program may rely on the code.", ["examples"] = new JsonArray("/problems/stale") },
            ["title"] = new JsonObject { ["type"] = "string" },
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = new JsonObject { ["type"] = "string" },
            ["errors"] = new JsonObject
            {
                ["type"] = "object", ["description"] = "Sentences by the JSON pointer of the field, or by ?name of a query value.",
                ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
            },
            ["current"] = new JsonObject { ["type"] = "object", ["description"] = "With 412: the resource as it is now." },
            ["stale"] = new JsonObject { ["type"] = "array", ["description"] = "With 412 of moves: the sessions that somebody else saved, as they are now.", ["items"] = new JsonObject { ["type"] = "object" } },
            ["traceId"] = new JsonObject { ["type"] = "string", ["description"] = "Also in the log of the site." },
        },
    };

    static void Add(SortedDictionary<string, JsonNode> schemas, IShape shape, bool ofBody)
    {
        if (!schemas.TryAdd(Shape.NameOf(shape, ofBody), shape.Schema(ofBody))) return;
        foreach (var inside in shape.Inside(ofBody)) Add(schemas, inside, ofBody);
    }

    static JsonObject Parameter(RoutePatternParameterPart part) => part.Name switch
    {
        "edition" => Parameter("edition", "path", "The edition's slug, as in its address: kazan-2021.", true),
        "guid" => Parameter("guid", "path", "The guid of what is asked for.", true, new() { ["type"] = "string", ["format"] = "uuid" }),
        "number" => Parameter("number", "path", "The number of the release: 1, 2, 3…", true, new() { ["type"] = "integer" }),
        "date" => Parameter("date", "path", "A day of the edition: 2021-07-28.", true),
        "key" => Parameter("key", "path", "The key of the conflict.", true),
        _ => throw new InvalidOperationException($"Nothing is said of {part.Name}."),
    };

    static JsonObject Parameter(string name, string place, string about, bool required, JsonObject? schema = null) =>
        new() { ["name"] = name, ["in"] = place, ["description"] = about, ["required"] = required, ["schema"] = schema ?? new() { ["type"] = "string" } };

    /// <summary>The route without its constraints.</summary>
    static string Path(RoutePattern route) => "/" + string.Join('/', route.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
        _ => "",
    }))));

    static string Number(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);

    const string Introduction =
        "The programme of an edition: the draft, read and changed by the same acts as the desk's pages, and its releases. Wall times are of the edition's zone, YYYY-MM-DDTHH:mm; texts come in "
        + "many languages, by tag; what is referred to is referred to by guid. PATCH is a JSON merge patch (RFC 7396). Every resource has a strong ETag, which a change must name in If-Match. "
        + "Unknown fields are refused. Problems are application/problem+json (RFC 9457).";

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Words();
}
