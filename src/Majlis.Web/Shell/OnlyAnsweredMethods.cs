using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Majlis.Web.Shell;

/// <summary>
/// Refuses, with 405, a method that a page has no handler for. The framework would show the page all the same, with nothing loaded and nobody's rights looked at.
/// Pages of mere text have no handler at all and are read.
/// </summary>
sealed class OnlyAnsweredMethods : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var method = context.HttpContext.Request.Method;
        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (context.HandlerMethod is null && !(reads && context.ActionDescriptor.HandlerMethods.Count == 0)) context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
