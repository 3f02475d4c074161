using Majlis.Platform;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Shell.Site;

/// <summary>What is shown in place of a page that could not be.</summary>
public sealed class StatusModel(Visit visit) : PageModel
{
    public string Heading { get; private set; } = "";
    public string Explanation { get; private set; } = "";
    public string? Trace { get; private set; }

    public void OnGet()
    {
        var shown = HttpContext.Features.Get<ErrorShown>() ?? new(StatusCodes.Status404NotFound, null, "", "/");
        Response.StatusCode = shown.Status;
        var t = visit.Texts;
        (Heading, Explanation) = shown switch
        {
            { Error: Refusal refusal } => (t["status.refused"], t.Of(refusal)),
            { Error: EditedMeanwhile } => (t["status.edited"], t["status.edited_why"]),
            { Status: 400 } => (t["status.bad"], t["status.bad_why"]),
            { Status: 403 or 404 } => (t["status.missing"], t["status.missing_why"]),
            { Status: 405 } => (t["status.bad"], t["status.bad_why"]),
            { Status: 413 } => (t["status.too_large"], t["status.too_large_why"]),
            { Status: 429 } => (t["status.too_many"], t["status.too_many_why"]),
            { Error: PressBusy } => (t["status.busy"], t["status.busy_why"]),
            _ => (t["status.failed"], t["status.failed_why"]),
        };
        if (shown.Status == 500) Trace = shown.Trace;
    }
}
