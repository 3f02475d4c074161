using Majlis.Parties;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>The parties as a table, all or as far as the list's filter lets through; for the desk only.</summary>
public sealed class ExportModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public async Task<IActionResult> OnGet(string format)
    {
        var groups = await LoadGroups();
        var found = PartyFilter.Parse(Request.Query).Apply(await Load(), groups, Visit.Language, t => Visit.Say(t).Text);
        return Send(format, [.. found.Select(p => (p.Party.Facts, p.Party.Slug, p.Here))], groups, $"{Visit.Edition.Slug}-parties");
    }

    /// <summary>A table with every column and one party to show how they are filled.</summary>
    public async Task<IActionResult> OnGetTemplate(string format)
    {
        var groups = await LoadGroups();
        var example = new PartyFacts
        {
            Kind = PartyKind.Ngo, Short = LocalizedText.Of(Visit.Edition.Languages.Select(l => KeyValuePair.Create(l, Visit.Texts["party.example"]))), Founded = 2001, SortKeys = LocalizedText.Of("ar", "أ"),
            Groups = groups.Count == 0 ? [] : [new(groups[0].Id.Value, groups[0].Kinds[0].Key)], Contact = new(ContactChannel.Email, null, "office@example.org"),
        };
        return Send(format, [(example, "", new(PartyStatus.Invited))], groups, "parties-template");
    }

    FileContentResult Send(string format, IReadOnlyList<(PartyFacts, string, ParticipationFacts?)> parties, IReadOnlyList<PartyGroup> groups, string name)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var memory = new MemoryStream();
        PartySheet.Write(format == "xlsx", parties, groups.ToDictionary(g => g.Id.Value, g => g.Slug), Visit.Edition.Languages, Visit.Language.Tag, memory);
        Response.Headers.CacheControl = SafeHeaders.KeptByNobody;
        return File(memory.ToArray(), format == "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{name}.{format}");
    }
}
