using Majlis.Forums;
using Majlis.Platform;
using Majlis.Web.People;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Shell;

/// <summary>
/// Runs before every endpoint, after it is known who asks: loads the <see cref="Visit"/>, and closes the closed areas. An edition that is not announced,
/// and a desk that is not the reader's, answer 404: they look like what is not there. Where an edition asks a second factor of one of the reader's roles,
/// its closed areas lead to the page that takes it, and the API answers 403.
/// </summary>
sealed class VisitGate(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, Visit visit, IDbContextFactory<AppDb> databases)
    {
        var area = context.GetEndpoint()?.Metadata.GetMetadata<PageArea>()?.Name;
        if (!await visit.Load(context.RequestAborted) || !MayEnter(context.GetEndpoint(), area, visit))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (area is "My" or "Desk" or "Operator" or "Account" or "Api") context.Response.Headers.CacheControl = SafeHeaders.KeptByNobody;
        if (area is "My" or "Desk" or "Api" && !visit.Actor.HasSecondFactor && await NeedsSecondFactor(visit, databases, context.RequestAborted))
        {
            if (area == "Api")
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }
            var back = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : area == "Desk" ? visit.At("desk") : visit.At("my", "programme");
            context.Response.Redirect(LocalAddress.WithReturn($"/{visit.Language.Tag}/account/second-factor", back));
            return;
        }
        await next(context);
    }

    static bool MayEnter(Endpoint? endpoint, string? area, Visit visit) => area switch
    {
        "Api" => visit.Actor.May(endpoint!.Metadata.GetRequiredMetadata<Needs>().Permission, visit.Edition.Id.Value),
        "My" => visit.Actor.May(Permission.SeeMy, visit.Edition.Id.Value),
        "Desk" => visit.Actor.May(Permission.SeeDesk, visit.Edition.Id.Value),
        "Operator" => visit.Actor.IsInstallation,
        _ => true,
    };

    /// <summary>An operator may do what every role may, so every rule of the edition is the operator's.</summary>
    static async Task<bool> NeedsSecondFactor(Visit visit, IDbContextFactory<AppDb> databases, CancellationToken cancellation)
    {
        var edition = visit.Edition.Id;
        await using var db = await databases.CreateDbContextAsync(cancellation);
        IQueryable<SecondFactorRule> rules = db.SecondFactorRules.Where(r => r.EditionId == edition);
        if (visit.Actor.IsInstallation) return await rules.AnyAsync(cancellation);
        Role[] held = [.. visit.Actor.Roles[edition.Value]];
        return await rules.AnyAsync(r => held.Contains(r.Role), cancellation);
    }
}

/// <summary>What a caller of an endpoint of the API must be allowed; to everybody else it is not there. Acts ask again.</summary>
sealed record Needs(Permission Permission);
