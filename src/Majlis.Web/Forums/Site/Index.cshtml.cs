using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Forums.Site;

/// <summary>The front of the installation: its announced editions, the newest first.</summary>
[Kept]
public sealed class IndexModel(EditionShelf editions) : PageModel
{
    public IReadOnlyList<EditionCard> Editions { get; private set; } = [];

    public async Task OnGet() => Editions = await editions.Announced();
}
