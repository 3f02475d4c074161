using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme;

/// <summary>A public page about the released programme. Without a release <see cref="Agenda"/> is null and <see cref="Visit"/> is all there is.</summary>
public abstract class ProgrammePage(Visit visit, ProgrammeShelf shelf) : PageModel
{
    public Visit Visit => visit;
    public Agenda? Agenda { get; private set; }

    /// <summary>The programme, for pages about something that is in it.</summary>
    /// <exception cref="NotThere">Nothing was released.</exception>
    public Agenda Released => Agenda ?? throw new NotThere("released programme");

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await shelf.Find(visit.Edition.Id) is { } programme) Agenda = new(programme, visit);
        await next();
    }
}
