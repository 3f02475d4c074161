using Majlis.Platform;
using Microsoft.AspNetCore.Authorization;

namespace Majlis.Web.Shell;

/// <summary>
/// Runs before every endpoint, after it is known who asks: loads the <see cref="Visit"/>, and closes the closed areas. An edition that is not announced,
/// and a desk that is not the reader's, answer 404: they look like what is not there.
/// </summary>
sealed class VisitGate(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, Visit visit)
    {
        if (!await visit.Load(context.RequestAborted) || !MayEnter(context, visit))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        await next(context);
    }

    static bool MayEnter(HttpContext context, Visit visit) => context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name switch
    {
        "My" => visit.Actor.May(Permission.SeeMy, visit.Edition.Id.Value),
        "Desk" => visit.Actor.May(Permission.SeeDesk, visit.Edition.Id.Value),
        "Operator" => visit.Actor.IsInstallation,
        _ => true,
    };
}
