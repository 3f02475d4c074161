using Majlis.Platform;
using Majlis.Web.Shell.Api;
using Microsoft.AspNetCore.Http.Features;

namespace Majlis.Web.Shell;

/// <summary>
/// Turns what went wrong into the right status and a page in the reader's language (or problem+json for programs): a broken rule 409, not there or not
/// allowed 404, too large 413, the rest 500 with a trace id that is also in the log. Empty answers of 400 and above get their page here, too.
/// </summary>
sealed class ErrorPages(RequestDelegate next, ILogger<ErrorPages> log)
{
    public async Task Invoke(HttpContext context)
    {
        var status = 0;
        Exception? error = null;
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null }) status = context.Response.StatusCode;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is listening any more
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            error = e;
            status = IsApi(context) ? ApiProblem.StatusOf(e) : StatusOf(e);
            if (status == 500) log.LogError(e, "Unhandled, trace {Trace}", ApiProblem.Trace(context));
        }
        if (status != 0) await Show(context, status, error);
    }

    public static int StatusOf(Exception error) => error switch
    {
        Refusal or EditedMeanwhile => StatusCodes.Status409Conflict,
        NotThere or NotAllowed => StatusCodes.Status404NotFound,
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException => StatusCodes.Status400BadRequest,
        PressBusy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments("/api");

    async Task Show(HttpContext context, int status, Exception? error)
    {
        var path = context.Request.Path;
        var visit = context.RequestServices.GetRequiredService<Visit>();
        var language = visit.Language;
        var headers = context.Response.Headers;
        var (allow, authenticate, retryAfter) = (headers.Allow, headers.WWWAuthenticate, headers.RetryAfter);
        context.Response.Clear();
        (headers.Allow, headers.WWWAuthenticate, headers.RetryAfter) = (allow, authenticate, retryAfter);
        await new SafeHeaders(_ => Task.CompletedTask).Invoke(context);
        context.Response.StatusCode = status;
        if (error is PressBusy) headers.RetryAfter = PressBusy.After.ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers.CacheControl = SafeHeaders.KeptByNobody;
        if (IsApi(context) || !WantsPage(context.Request))
        {
            await ApiProblem.Write(context, status, error);
            return;
        }
        context.Features.Set(new ErrorShown(status, error, ApiProblem.Trace(context), path));
        context.SetEndpoint(null);
        context.Features.Set<IRouteValuesFeature>(new RouteValuesFeature());
        context.Request.Path = $"/{language.Tag}/status";
        context.Request.Method = HttpMethods.Get;
        await next(context);
    }

    static bool WantsPage(HttpRequest request) => request.Headers.Accept.ToString() is { } accept
        && (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Length == 0 && HttpMethods.IsGet(request.Method));
}

/// <summary>What the status page is about, and the address that was asked for.</summary>
sealed record ErrorShown(int Status, Exception? Error, string Trace, string Path);

static class RefusalText
{
    /// <summary>The sentence for a refusal. Localized values are told in the reader's language.</summary>
    public static string Of(this Calendars.Texts texts, Refusal refusal)
    {
        string Said(LocalizedText text) => text.In(texts.Language.Tag, "en").Text;
        return texts.Say($"refusal.{refusal.Code}",
            [.. refusal.Values.Select(v => (v.Name, v.Value switch { LocalizedText text => Said(text), IEnumerable<LocalizedText> many => many.Select(Said), var other => other }))]);
    }
}
