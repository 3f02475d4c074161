using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Majlis.Web.Shell;

/// <summary>
/// Refuses, with 405, a method that a page has no handler for. The framework would show the page all the same, with nothing loaded and nobody's rights looked at.
/// Pages that load nothing of their own have no handler for reading, and are read.
/// </summary>
sealed class OnlyAnsweredMethods : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var reads = Reads(context.HttpContext.Request.Method);
        if (context.HandlerMethod is null && !(reads && context.ActionDescriptor.HandlerMethods.All(h => !Reads(h.HttpMethod)))) context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    static bool Reads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
