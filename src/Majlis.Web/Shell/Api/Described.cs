using System.Text.Json.Nodes;
using Majlis.Platform;
using Majlis.Web.People;

namespace Majlis.Web.Shell.Api;

/// <summary>What the description of the API says of an endpoint.</summary>
/// <param name="Summary">One line: what it does.</param>
/// <param name="Group">What it is listed under.</param>
sealed record Described(string Summary, string Group)
{
    /// <summary>More than a line; may be empty.</summary>
    public string About { get; init; } = "";
    /// <summary>The body it takes; null: none.</summary>
    public IShape? Body { get; init; }
    /// <summary>A body in JSON that may be sent so.</summary>
    public string? Example { get; init; }
    /// <summary>The body is a merge patch.</summary>
    public bool IsPatch { get; init; }
    /// <summary>Asks for <c>If-Match</c>.</summary>
    public bool TakesVersion { get; init; }
    /// <summary>Open to everybody.</summary>
    public bool IsPublic { get; init; }
    public IReadOnlyList<(string Name, string About)> Query { get; init; } = [];
    /// <summary>Good answers. No shape: no body.</summary>
    public required IReadOnlyList<(int Status, string About, IShape? Shape)> Answers { get; init; }
}

static class Describing
{
    /// <summary>Says what an endpoint of the API does and what its caller must be allowed.</summary>
    public static void For(this RouteHandlerBuilder endpoint, Permission permission, Described described) => endpoint.WithMetadata(new Needs(permission), described);

    /// <summary>The edition's API: closed, counted, in JSON only.</summary>
    public static RouteGroupBuilder MapApi(this WebApplication app)
    {
        var api = app.MapGroup($"/api/v1/editions/{FolderAddresses.Edition}").RequireAuthorization().RequireRateLimiting(AddressLimits.Calls).WithMetadata(new PageArea("Api"));
        api.AddEndpointFilter(OnlyJson);
        return api;
    }

    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Every answer is JSON: whoever wants something else is told so before anything is done.</summary>
    static ValueTask<object?> OnlyJson(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var accepted = context.HttpContext.Request.GetTypedHeaders().Accept;
        if (accepted.Count > 0 && !accepted.Any(a => a.Quality is not 0 && a.MediaType.Value is "*/*" or "application/*" or "application/json"))
            throw new ApiProblem(StatusCodes.Status406NotAcceptable, "not_acceptable");
        return next(context);
    }
}
