using Majlis.Meetings;
using Majlis.Meetings.Exchange;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Meetings.Desk;

/// <summary>The requests as a table, all or as far as the list's filter lets through.</summary>
public sealed class ExportModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public async Task<IActionResult> OnGet(string format)
    {
        string Called(LocalizedText name) => Visit.Say(name).Text;
        return Send(format, RequestFilter.Parse(Request.Query).Apply(await LoadRequests()).OrderBy(r => r.Request.Number)
            .Select(r => new RequestLine(r.Request, r.From.Slug, Called(r.FromName.Name), r.To.Slug, Called(r.ToName.Name))), $"{Visit.Edition.Slug}-requests");
    }

    /// <summary>A table with every column and nothing in it.</summary>
    public IActionResult OnGetTemplate(string format) => Send(format, [], "requests-template");

    FileContentResult Send(string format, IEnumerable<RequestLine> requests, string name)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var memory = new MemoryStream();
        RequestSheet.Write(format == "xlsx", requests, Visit.Language.Tag, memory);
        Response.Headers.CacheControl = "no-store";
        return File(memory.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.{format}");
    }
}
