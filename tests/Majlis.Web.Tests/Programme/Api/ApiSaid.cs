using System.Text.Json.Nodes;

namespace Majlis.Web.Tests.Programme;

/// <summary>What the API answered.</summary>
public sealed record ApiSaid(int Status, string? Type, string? Tag, string Body, ILookup<string, string> Headers)
{
    /// <param name="headers">A header named twice has the later value; an empty one is left out.</param>
    public static async Task<ApiSaid> Of(HttpClient http, string method, string at, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(at, UriKind.RelativeOrAbsolute));
        if (body is not null) request.Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        foreach (var (name, value) in headers.Prepend(("Accept", "application/json")).GroupBy(h => h.Item1).Select(g => g.Last()))
            if (name == "Content-Type") request.Content!.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(value);
            else if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return await Of(answer);
    }

    static async Task<ApiSaid> Of(HttpResponseMessage answer) => new((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.ETag?.ToString(),
        await answer.Content.ReadAsStringAsync(),
        answer.Headers.Concat(answer.Content.Headers).SelectMany(h => h.Value.Select(v => (h.Key, v))).ToLookup(h => h.Key, h => h.v, StringComparer.OrdinalIgnoreCase));

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? this[string field] => Json[field]?.ToString();

    /// <summary>The problem's code; the status when it is none.</summary>
    public string Problem => Type == "application/problem+json" && Json["status"]!.GetValue<int>() == Status && Json["traceId"] is not null
        && Json["title"]!.ToString().Length > 0 && Json["detail"]!.ToString().Length > 0 ? Json["type"]!.ToString().Replace("/problems/", "", StringComparison.Ordinal) : $"no problem but {Status} {Body}";

    public string[] Fields => [.. Json["errors"]!.AsObject().Select(e => e.Key)];
}
