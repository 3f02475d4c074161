using System.Text.Json.Nodes;

namespace Majlis.Web.Tests.Programme;

/// <summary>What the API answered.</summary>
public sealed record ApiSaid(int Status, string? Type, string? Tag, string Body, ILookup<string, string> Headers)
{
    public static async Task<ApiSaid> Of(HttpResponseMessage answer) => new((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.ETag?.ToString(),
        await answer.Content.ReadAsStringAsync(),
        answer.Headers.Concat(answer.Content.Headers).SelectMany(h => h.Value.Select(v => (h.Key, v))).ToLookup(h => h.Key, h => h.v, StringComparer.OrdinalIgnoreCase));

    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? this[string field] => Json[field]?.ToString();

    /// <summary>The problem's code; the status when it is none.</summary>
    public string Problem => Type == "application/problem+json" && Json["status"]!.GetValue<int>() == Status && Json["traceId"] is not null
        && Json["title"]!.ToString().Length > 0 && Json["detail"]!.ToString().Length > 0 ? Json["type"]!.ToString().Replace("/problems/", "", StringComparison.Ordinal) : $"no problem but {Status} {Body}";

    public string[] Fields => [.. Json["errors"]!.AsObject().Select(e => e.Key)];
}
