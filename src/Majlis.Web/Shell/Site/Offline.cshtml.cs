using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;

namespace Majlis.Web.Shell.Site;

/// <summary>What a browser shows without network for a page it has never seen. Kept by the service worker.</summary>
[OutputCache(PolicyName = ShellSetup.PublicCache)]
public sealed class OfflineModel : PageModel;
