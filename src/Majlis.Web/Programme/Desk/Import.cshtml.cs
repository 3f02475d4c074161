using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Programme.Desk;

/// <summary>Takes a file, shows what it would do to the draft, and does it.</summary>
public sealed class ImportModel(AppDb db, Visit visit, Uploads uploads) : PageModel
{
    /// <summary>Lines of one group on its own page, and beside others.</summary>
    public const int Rows = 200, Glance = 20;

    public sealed class ImportForm
    {
        public IFormFile? File { get; set; }
        public string? Language { get; set; }
        public string? Zone { get; set; }
        public bool RemoveMissing { get; set; }
    }

    /// <summary>Lines of one kind, such as sessions that are added.</summary>
    public sealed record Group(ImportedAs As, ImportedNoun Noun, IReadOnlyList<ImportLine> Lines)
    {
        public string Name { get; } = $"{Noun}-{As}".ToLowerInvariant();
    }

    [BindProperty]
    public ImportForm Form { get; set; } = new();

    public ProgrammeSnapshot Draft { get; private set; } = null!;
    public Upload? Upload { get; private set; }
    public string? Id { get; private set; }
    public ImportPlan? Plan { get; private set; }
    public IReadOnlyList<Group> Groups { get; private set; } = [];
    /// <summary>The one group that is shown whole, or <c>findings</c>; null: a glance at each.</summary>
    public string? Show { get; private set; }
    public int At { get; private set; }

    ProgrammeReading? _reading;

    public async Task<IActionResult> OnGet(string? id, string? show, int p)
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Load();
        Form = new() { Language = visit.Edition.Languages[0], Zone = visit.Edition.Zone };
        if (id is null) return Page();
        if (await uploads.Look(id, visit.Actor.Account, visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content))
            return this.Done(visit.At("desk", "programme", "import"), visit.Texts["upload.expired"]);
        (Id, Upload, Show, At) = (id, upload, show, Math.Max(1, p));
        _reading = Read(upload, content);
        Plan = await ImportProgramme.Preview(db, visit.Actor, visit.Edition.Id, _reading, Options(upload), HttpContext.RequestAborted);
        Groups = [.. Plan.Lines.GroupBy(l => (l.As, l.Noun)).OrderBy(g => g.Key.As).ThenByDescending(g => g.Key.Noun).Select(g => new Group(g.Key.As, g.Key.Noun, [.. g]))];
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Load();
        if (await this.Received(visit, Form.File) is var (name, content))
        {
            if (!visit.Edition.Languages.Contains(Form.Language)) Form.Language = visit.Edition.Languages[0];
            if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(Form.Zone?.Trim() ?? "") is null) ModelState.AddModelError("Form.Zone", visit.Texts["upload.zone_unknown"]);
            if (ModelState.IsValid)
            {
                var upload = new Upload(visit.Actor.Account, visit.Edition.Id.Value, name, Form.Language!, Form.Zone!.Trim(), Form.RemoveMissing, db.Clock.GetCurrentInstant());
                if (await this.Try(visit, async () => await ImportProgramme.Preview(db, visit.Actor, visit.Edition.Id, Read(upload, content), Options(upload), HttpContext.RequestAborted), "Form.File"))
                    return LocalRedirect(visit.At("desk", "programme", "import", await uploads.Keep(upload, content, HttpContext.RequestAborted)));
                return Page();
            }
        }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    public async Task<IActionResult> OnPostRun(string id)
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Load();
        if (await uploads.Look(id, visit.Actor.Account, visit.Edition.Id.Value, HttpContext.RequestAborted) is not var (upload, content) || !uploads.Take(id))
            return this.Done(visit.At("desk", "programme", "import"), visit.Texts["upload.expired"]);
        // Not cancelled with the request: whoever closes the page has asked for it all the same.
        var done = await uploads.Import(id, () => this.Tried(visit, () => ImportProgramme.Run(db, visit.Actor, visit.Edition.Id, Read(upload, content), Options(upload), CancellationToken.None)), _ => true);
        if (done is null)
        {
            db.ChangeTracker.Clear();
            return await OnGet(id, null, 1);
        }
        return this.Done(visit.At("desk", "programme", "sessions"), visit.Texts.Say("upload.done", ("added", done.Count(ImportedNoun.Session, ImportedAs.Added)),
            ("changed", done.Count(ImportedNoun.Session, ImportedAs.Changed)), ("removed", done.Count(ImportedNoun.Session, ImportedAs.Removed) + done.Count(ImportedNoun.Session, ImportedAs.Cancelled))));
    }

    /// <summary>What a field of a session says in the draft and in the file, where both can be told in a few words; null else.</summary>
    public (string Old, string New)? Difference(ImportLine line, string field)
    {
        if (line is not { Noun: ImportedNoun.Session, As: ImportedAs.Changed }) return null;
        var (was, now) = (Draft.Sessions.FirstOrDefault(s => s.Guid == line.Guid), _reading!.Programme.Sessions.FirstOrDefault(s => s.Guid == line.Guid));
        return was is null || now is null || Say(was, Draft, field) is not { } old || Say(now, _reading.Programme, field) is not { } young || old == young ? null : (old, young);
    }

    string? Say(SessionEntry session, ProgrammeSnapshot of, string field) => field switch
    {
        "title" => visit.Say(session.Title).Text,
        "subtitle" => visit.Say(session.Subtitle).Text,
        "start" => session.Start is { } start ? $"{Calendars.Dates.Of(visit.Language).Long(start.Date)} {Calendars.Times.Of(visit.Language).Say(start.TimeOfDay)}" : visit.Texts["sessions.state.unscheduled"],
        "minutes" => Calendars.Times.Of(visit.Language).Length(Duration.FromMinutes(session.Minutes)),
        "hall" => of.Halls.FirstOrDefault(h => h.Guid == session.Hall) is { } hall ? visit.Say(hall.Name).Text : "—",
        "track" => of.Tracks.FirstOrDefault(t => t.Guid == session.Track) is { } track ? visit.Say(track.Name).Text : "—",
        "type" => of.Types.FirstOrDefault(t => t.Guid == session.Type) is { } type ? visit.Say(type.Name).Text : "—",
        "people" => string.Join(" · ", session.People.Select(p => visit.Say(of.People.First(x => x.Guid == p.Person).Name).Text)),
        _ => null,
    };

    async Task Load() => Draft = await Majlis.Programme.Draft.Load(db, await db.Editions.AsNoTracking().SingleAsync(e => e.Id == visit.Edition.Id));

    ProgrammeReading Read(Upload upload, byte[] content) => ProgrammeReader.Read(new MemoryStream(content), upload.Name, new()
    {
        DefaultLanguage = upload.Language, DefaultZone = upload.Zone, EditionSlug = visit.Edition.Slug, Existing = Draft, FirstDay = Draft.Edition.First,
    });

    static ImportOptions Options(Upload upload) => new() { File = upload.Name, RemoveMissing = upload.RemoveMissing };
}

/// <summary>The rest of a long list, for the part <c>_More</c>.</summary>
/// <param name="Address">Where the list stands whole; ends in a query.</param>
/// <param name="At">The page of it that is shown, from 1.</param>
public sealed record More(string Address, int Count, bool IsWhole, int At);
