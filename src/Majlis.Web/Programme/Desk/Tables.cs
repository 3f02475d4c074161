using Majlis.Programme.Exchange;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>Tables of the desk as files for spreadsheets.</summary>
static class Tables
{
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="name">Of the file, without the format.</param>
    /// <exception cref="NotThere">Another format.</exception>
    public static FileContentResult Table(this PageModel page, Visit visit, string? format, string name, IEnumerable<IReadOnlyList<string>> rows)
    {
        var memory = new MemoryStream();
        if (format == "csv") TableWriter.WriteCsv(rows, memory);
        else if (format == "xlsx") TableWriter.WriteXlsx(rows, "Majlis", visit.Language.IsRightToLeft, memory);
        else throw new Platform.NotThere("format");
        return page.File(memory.ToArray(), ProgrammeWriter.MediaType(format == "csv" ? ProgrammeFormat.Csv : ProgrammeFormat.Xlsx), $"{visit.Edition.Slug}-{name}.{format}");
    }
}
