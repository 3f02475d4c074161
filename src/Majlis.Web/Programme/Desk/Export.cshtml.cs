using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.Programme.Desk;

/// <summary>The draft as a file, whole or as far as the list's filter lets through; for the desk only.</summary>
public sealed class ExportModel(AppDb db, Visit visit, SiteAddress site) : PageModel
{
    public static readonly IReadOnlyList<(string Name, ProgrammeFormat Format)> Formats =
    [
        ("schedule.xml", ProgrammeFormat.ScheduleXml), ("schedule.json", ProgrammeFormat.ScheduleJson), ("ics", ProgrammeFormat.ICalendar), ("csv", ProgrammeFormat.Csv), ("xlsx", ProgrammeFormat.Xlsx),
    ];

    public async Task<IActionResult> OnGet(string format)
    {
        if (!Formats.Any(f => f.Name == format)) throw new NotThere("format");
        var kind = Formats.First(f => f.Name == format).Format;
        var programme = await DeskProgramme.Load(db, visit.Edition.Id, HttpContext.RequestAborted);
        var filter = DraftFilter.Parse(Request.Query);
        var draft = filter.Narrows ? programme.Draft with { Sessions = filter.Apply(programme, visit.Language) } : programme.Draft;
        return Send(kind, draft, $"{visit.Edition.Slug}-draft{(format.Contains('.') ? "-" : ".")}{format}");
    }

    /// <summary>A table with every column and one session to show how they are filled.</summary>
    public async Task<IActionResult> OnGetTemplate(string format)
    {
        if (format is not ("csv" or "xlsx")) throw new NotThere("format");
        var draft = (await DeskProgramme.Load(db, visit.Edition.Id, HttpContext.RequestAborted)).Draft;
        var hall = new HallEntry { Guid = Id<HallEntry>.New().Value, Slug = "hall-1", Name = LocalizedText.Of(draft.Edition.Languages[0], visit.Texts["upload.example_hall"]) };
        var person = new PersonEntry { Guid = Id<PersonEntry>.New().Value, Number = 1, Name = LocalizedText.Of(draft.Edition.Languages[0], visit.Texts["upload.example_person"]) };
        var example = new SessionEntry
        {
            Guid = Id<SessionEntry>.New().Value, Number = 1, Hall = hall.Guid, Start = draft.Edition.First + new NodaTime.LocalTime(9, 30), Minutes = 90, Expected = 120, FloorLanguages = [draft.Edition.Languages[0]],
            Title = LocalizedText.Of(draft.Edition.Languages.Select(l => KeyValuePair.Create(l, visit.Texts["upload.example_title"]))), People = [new(person.Guid, SessionRole.Speaker)],
        };
        return Send(format == "csv" ? ProgrammeFormat.Csv : ProgrammeFormat.Xlsx,
            draft with { Halls = [hall], Tracks = [], Types = [], People = [person], Sessions = [example] }, $"programme-template.{format}");
    }

    FileContentResult Send(ProgrammeFormat format, ProgrammeSnapshot programme, string name)
    {
        var root = site.Of(Request);
        var memory = new MemoryStream();
        ProgrammeWriter.Write(format, programme, memory, new()
        {
            BaseAddress = root, Language = visit.Language.Tag, Published = db.Clock.GetCurrentInstant(),
            SessionAddress = s => new(root, visit.At("programme", "session", s.Number)),
        });
        Response.Headers.CacheControl = SafeHeaders.KeptByNobody;
        return File(memory.ToArray(), ProgrammeWriter.MediaType(format), name);
    }
}
