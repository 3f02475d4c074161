using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Majlis.Web.Shell.Api;

/// <summary>An answer in JSON. To a reader who has it already, by its tag, only that is said: 304.</summary>
/// <param name="tag">What stands between the quotes of the <c>ETag</c>; null: none.</param>
sealed class ApiAnswer(Action<Utf8JsonWriter> write, string? tag = null, int status = StatusCodes.Status200OK) : IResult
{
    public static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string? Location { get; init; }
    /// <summary>What <c>Cache-Control</c> says; null: what the gate says.</summary>
    public string? Cached { get; init; }

    public static ApiAnswer Of<T>(Shape<T> shape, T value, string? tag = null, int status = StatusCodes.Status200OK, string? location = null) =>
        new(json => shape.Write(json, value), tag, status) { Location = location };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (tag is not null) response.Headers.ETag = $"\"{tag}\"";
        if (Cached is not null) response.Headers.CacheControl = Cached;
        if (Location is not null) response.Headers.Location = Location;
        if (tag is not null && Tags.IsKnown(httpContext.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        using var memory = new MemoryStream();
        await using (var json = new Utf8JsonWriter(memory, Written)) write(json);
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (HttpMethods.IsHead(httpContext.Request.Method)) response.ContentLength = memory.Length;
        else await response.Body.WriteAsync(memory.GetBuffer().AsMemory(0, (int)memory.Length), httpContext.RequestAborted);
    }
}

/// <summary>Entity tags of RFC 9110. Ours are strong: another tag, another text.</summary>
static class Tags
{
    /// <summary>Whether the reader has what the tag stands for: <c>If-None-Match</c> of a GET or HEAD.</summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && Named(request.Headers.IfNoneMatch).Any(t => t is "*" || t == $"\"{tag}\"" || t == $"W/\"{tag}\"");

    /// <summary>Whether <c>If-Match</c> allows a change of what has this version. A weak tag allows nothing.</summary>
    /// <exception cref="ApiProblem"><c>version_missing</c> when the header is not there.</exception>
    public static bool Match(HttpRequest request, long version)
    {
        if (request.Headers.IfMatch.Count == 0) throw new ApiProblem(StatusCodes.Status428PreconditionRequired, "version_missing");
        var wanted = $"\"{Of(version)}\"";
        return Named(request.Headers.IfMatch).Any(t => t == "*" || t == wanted);
    }

    public static string Of(long version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static IEnumerable<string> Named(IEnumerable<string?> header) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
