using Majlis.Delegations;
using Majlis.Delegations.Exchange;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Delegations.My;

/// <summary>The delegation as a table that can be sent back changed, and the empty one to begin with.</summary>
public sealed class ExportModel(AppDb db, Visit visit) : DelegationPage(db, visit)
{
    public async Task<IActionResult> OnGet(string party, string format)
    {
        await Find(party);
        return Send(format, [.. (await MemberRows.Of(Db, Delegation.Id, HttpContext.RequestAborted)).Select(r => ((int?)r.Person.Number, r.Facts))], $"{Visit.Edition.Slug}-{party}");
    }

    /// <summary>A table with every column and one invented person to show how they are filled.</summary>
    public async Task<IActionResult> OnGetTemplate(string party, string format)
    {
        await Find(party);
        var example = LocalizedText.Of(Visit.Edition.Languages.Select(l => KeyValuePair.Create(l, Visit.Texts["upload.example_person"])));
        return Send(format, [(null, new() { Name = example, Category = Opened.Terms.Categories[0].Key, Country = Opened.Party.Code is { Length: 2 } code ? code : null, Email = "name@example.org", Language = Visit.Language.Tag })], "delegation-template");
    }

    FileContentResult Send(string format, IReadOnlyList<(int?, MemberFacts)> people, string name)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var memory = new MemoryStream();
        MemberSheet.Write(format == "xlsx", people, Visit.Edition.Languages, Opened.Terms, Visit.Language, memory);
        return File(memory.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.{format}");
    }
}
