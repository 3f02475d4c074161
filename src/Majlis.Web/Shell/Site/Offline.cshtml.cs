using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Shell.Site;

/// <summary>What a browser shows without network for a page it has never seen. Kept by the service worker.</summary>
[Kept]
public sealed class OfflineModel : PageModel;
