using Majlis.Platform;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Meetings;

static class Printing
{
    /// <summary>The paper as a PDF file to be saved, printed into a temporary file that goes with the answer.</summary>
    public static async Task<FileStreamResult> Printed(this PageModel page, IPress press, Paper paper, string name)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"majlis-{Guid.CreateVersion7():N}.pdf"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose);
        try
        {
            await press.Print(paper, file, page.HttpContext.RequestAborted);
            file.Position = 0;
            page.Response.Headers.CacheControl = "no-store";
            return page.File(file, "application/pdf", $"{name}.pdf");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
