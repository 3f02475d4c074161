using System.Text.Json;
using System.Text.Json.Nodes;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Majlis.Web.Shell.Api;

/// <summary>One call of the API: who calls, of which edition, with what body.</summary>
sealed class ApiCall(IHttpContextAccessor accessor, AppDb db, Visit visit)
{
    /// <summary>Bytes of a body. Ten times the longest session that anybody wrote.</summary>
    public const int LongestBody = 1024 * 1024;

    public AppDb Db => db;
    public Actor Actor => visit.Actor;
    public Id<Edition> Edition => visit.Edition.Id;
    public Texts Texts => visit.Texts;
    public HttpRequest Request => accessor.HttpContext!.Request;
    public CancellationToken Cancellation => accessor.HttpContext!.RequestAborted;

    /// <summary>The address of something in this edition's API.</summary>
    public string At(string path) => $"/api/v1/editions/{visit.Edition.Slug}/{path}";

    public Faults NewFaults() => new(Texts);

    /// <summary>
    /// A tag that is another one after any change in the edition, counted by events. Not the last number alone: of two events that are written at once the smaller number
    /// may be seen last.
    /// </summary>
    public async Task<string> EditionTag()
    {
        var id = Edition.Value;
        var events = db.Events.Where(e => e.Edition == id);
        var (count, last) = (await events.CountAsync(Cancellation), await events.MaxAsync(e => (long?)e.Number, Cancellation) ?? 0);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count}-{last}");
    }

    /// <summary>The body as a JSON object without faults of form: one object, no name twice, nothing deeper than sixteen.</summary>
    /// <param name="mayBeEmpty">No body is an empty object.</param>
    /// <exception cref="ApiProblem"><c>media_type</c>, <c>too_large</c>, <c>json</c>.</exception>
    public async Task<JsonObject> Body(bool mayBeEmpty = false)
    {
        var content = await Content(Request, Cancellation);
        if (content.Length == 0 && mayBeEmpty) return [];
        if (!MediaTypeHeaderValue.TryParse(Request.ContentType, out var type) || type.MediaType.Value?.ToLowerInvariant() is not ("application/json" or "application/merge-patch+json")
            || type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new ApiProblem(StatusCodes.Status415UnsupportedMediaType, "media_type");
        try
        {
            using var document = JsonDocument.Parse(content, new() { MaxDepth = 16, AllowDuplicateProperties = false });
            Decode(document.RootElement);
            if (JsonNode.Parse(content) is JsonObject body) return body;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Told below, without the parser's words.
        }
        throw new ApiProblem(StatusCodes.Status400BadRequest, "json");
    }

    /// <exception cref="ApiProblem"><c>too_large</c></exception>
    public static async Task<byte[]> Content(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > LongestBody) throw new ApiProblem(StatusCodes.Status413PayloadTooLarge, "too_large");
        using var memory = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            if (memory.Length + read > LongestBody) throw new ApiProblem(StatusCodes.Status413PayloadTooLarge, "too_large");
            memory.Write(buffer, 0, read);
        }
        return memory.ToArray();
    }

    /// <summary>Texts are read when they are asked for, and then halves of surrogate pairs throw: here, where it is told.</summary>
    static void Decode(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) element.GetString();
        else if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) Decode(item);
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                Decode(member.Value);
            }
    }
}
