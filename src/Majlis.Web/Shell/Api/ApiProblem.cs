using System.Diagnostics;
using System.Text.Json;
using Majlis.Platform;

namespace Majlis.Web.Shell.Api;

/// <summary>Something that the API answers with a status of 400 and above, told as RFC 9457 has it.</summary>
/// <param name="code">The last part of the problem's <c>type</c>; its title and detail are the sentences <c>problem.CODE</c> and <c>problem.CODE_why</c>.</param>
sealed class ApiProblem(int status, string code) : Exception(code)
{
    public int Status { get; } = status;
    public string Code { get; } = code;
    /// <summary>Sentences by the JSON pointer of the field.</summary>
    public IReadOnlyDictionary<string, string>? Faults { get; init; }
    /// <summary>A further member of the answer, such as <c>current</c>, and what writes it.</summary>
    public (string Name, Action<Utf8JsonWriter> Write)? More { get; init; }

    static ApiProblem Of(int status, Exception? error) => error as ApiProblem ?? new(status, error is EditedMeanwhile ? "stale" : status switch
    {
        StatusCodes.Status400BadRequest => "request",
        StatusCodes.Status401Unauthorized => "sign_in",
        StatusCodes.Status403Forbidden => "second_factor",
        StatusCodes.Status404NotFound => "not_there",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status406NotAcceptable => "not_acceptable",
        StatusCodes.Status409Conflict => "refused",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "media_type",
        StatusCodes.Status429TooManyRequests => "too_many",
        >= 500 => "fault",
        _ => "request",
    });

    /// <summary>What an exception is for a program that called: see ARCHITECTURE, Errors.</summary>
    public static int StatusOf(Exception error) => error switch
    {
        ApiProblem problem => problem.Status,
        EditedMeanwhile => StatusCodes.Status412PreconditionFailed,
        _ => ErrorPages.StatusOf(error),
    };

    /// <summary>Writes the answer. A refusal is told by its own sentence; its code is the problem's.</summary>
    public static async Task Write(HttpContext context, int status, Exception? error)
    {
        var problem = Of(status, error);
        var refusal = error as Refusal;
        var texts = context.RequestServices.GetRequiredService<Visit>().Texts;
        using var memory = new MemoryStream();
        await using (var json = new Utf8JsonWriter(memory, ApiAnswer.Written))
        {
            json.WriteStartObject();
            json.WriteString("type", $"/problems/{refusal?.Code ?? problem.Code}");
            json.WriteString("title", texts[$"problem.{problem.Code}"]);
            json.WriteNumber("status", status);
            json.WriteString("detail", refusal is null ? texts[$"problem.{problem.Code}_why"] : texts.Of(refusal));
            if (problem.Faults is { } faults)
            {
                json.WriteStartObject("errors");
                foreach (var (field, sentence) in faults)
                {
                    json.WriteStartArray(field);
                    json.WriteStringValue(sentence);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }
            if (problem.More is { } more)
            {
                json.WritePropertyName(more.Name);
                more.Write(json);
            }
            json.WriteString("traceId", Trace(context));
            json.WriteEndObject();
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = memory.Length;
        context.Response.Headers.ContentLanguage = texts.Language.Tag;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(memory.ToArray(), context.RequestAborted);
    }

    public static string Trace(HttpContext context) => Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
