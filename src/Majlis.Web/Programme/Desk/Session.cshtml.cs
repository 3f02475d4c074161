using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>One session of the draft: a new one, or one known by number.</summary>
public sealed partial class SessionModel(AppDb db, IFileService files, Visit visit) : PageModel
{
    static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public sealed class SessionForm
    {
        public Dictionary<string, string?> Title { get; set; } = [];
        public Dictionary<string, string?> Subtitle { get; set; } = [];
        public Dictionary<string, string?> Abstract { get; set; } = [];
        public Dictionary<string, string?> Description { get; set; } = [];
        public string? Date { get; set; }
        public string? Time { get; set; }
        public string? Minutes { get; set; }
        /// <summary>Instead of the length; one before the start is the next day's.</summary>
        public string? Until { get; set; }
        public Guid? Hall { get; set; }
        public bool AllHalls { get; set; }
        public Guid? Track { get; set; }
        public Guid? Type { get; set; }
        public List<PersonRow> People { get; set; } = [];
        public string? FloorLanguages { get; set; }
        public string? OutputLanguages { get; set; }
        public SessionAccess Access { get; set; }
        public string? Expected { get; set; }
        public string? Stream { get; set; }
        public List<MaterialRow> Materials { get; set; } = [];
        public bool IsCancelled { get; set; }
        public long Version { get; set; }
    }

    /// <summary>Somebody in a role; <see cref="Name"/> as typed or picked, <c>Amina Al-Kaabi #12</c>.</summary>
    public sealed class PersonRow
    {
        public string? Name { get; set; }
        public SessionRole Role { get; set; }
    }

    public sealed class MaterialRow
    {
        public string? Label { get; set; }
        public string? Href { get; set; }
    }

    public sealed record HistoryLine(Instant At, string Who, string What);

    [BindProperty]
    public SessionForm Form { get; set; } = new();

    public DeskProgramme Programme { get; private set; } = null!;
    /// <summary>Null for a new session.</summary>
    public SessionEntry? Known { get; private set; }
    /// <summary>What somebody else saved meanwhile, as the form would show it; null unless they did.</summary>
    public SessionForm? Newer { get; private set; }
    public bool WasPublic { get; private set; }
    /// <summary>What the rules find of it; null for a new session.</summary>
    public FindingList? Findings { get; private set; }
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    long _version;

    public async Task OnGet(int? number)
    {
        await Load(number);
        if (Known is null) visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        Form = Known is null ? new() { FloorLanguages = visit.Edition.Languages[0] } : FormOf(Known, _version);
        AddEmptyRows();
    }

    public async Task<IActionResult> OnPost(int? number)
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Load(number);
        var facts = Facts();
        Session? saved = null;
        if (ModelState.IsValid && await this.Try(visit, async () => saved = Known is null
                ? await AddSession.Run(db, visit.Actor, visit.Edition.Id, facts)
                : await ChangeSession.Run(db, visit.Actor, visit.Edition.Id, facts, Form.Version)))
            return this.Done(visit.At("desk", "programme", "session", saved!.Number), visit.Texts["form.saved"]);
        if (ModelState.IsValid is false && Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        if (Known is not null && _version != Form.Version)
        {
            Newer = FormOf(Known, _version);
            Form.Version = _version;
            ModelState.Remove("Form.Version");
        }
        AddEmptyRows();
        return Page();
    }

    /// <summary>Keeps a file with the session, at once; what stands in the form is not saved.</summary>
    /// <param name="instead">The address of the file it replaces; null: it is one more.</param>
    public async Task<IActionResult> OnPostAttach(int number, long version, IFormFile? file, string? instead)
    {
        await Load(number);
        if (file is null) ModelState.AddModelError("file", visit.Texts["session.file_missing"]);
        else if (await this.Try(visit, async () =>
        {
            await using var content = file.OpenReadStream();
            await AttachFile.Run(db, files, visit.Actor, visit.Edition.Id, Known!.Guid, version, file.FileName, content, instead is null ? null : StoredFile.Of(instead) ?? throw new NotThere("file"), HttpContext.RequestAborted);
        }, "file")) return this.Done(visit.At("desk", "programme", "session", number) + "#files", visit.Texts["form.saved"]);
        return await Again(number);
    }

    /// <summary>Takes a file from the session, at once.</summary>
    public async Task<IActionResult> OnPostDetach(int number, long version, string? href)
    {
        await Load(number);
        if (await this.Try(visit, () => DetachFile.Run(db, visit.Actor, visit.Edition.Id, Known!.Guid, version, StoredFile.Of(href ?? "") ?? throw new NotThere("file"), HttpContext.RequestAborted)))
            return this.Done(visit.At("desk", "programme", "session", number) + "#files", visit.Texts["form.saved"]);
        return await Again(number);
    }

    /// <summary>The page as it is now, with what was wrong.</summary>
    async Task<IActionResult> Again(int number)
    {
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        db.ChangeTracker.Clear();
        await Load(number);
        Form = FormOf(Known!, _version);
        ModelState.Remove("Form.Version");
        AddEmptyRows();
        return Page();
    }

    /// <summary>Moves, adds or takes away a row of people or materials in the form. Nothing is saved.</summary>
    /// <param name="move"><c>people:2:up</c>, <c>people:2:down</c>, <c>people:2:drop</c>, <c>materials:0:drop</c>, <c>people:add</c>, <c>materials:add</c>.</param>
    public async Task<IActionResult> OnPostRows(int? number, string? move)
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Load(number);
        var parts = (move ?? "").Split(':');
        if (parts is ["people", .. var person]) Move(Form.People, person);
        else if (parts is ["materials", .. var material]) Move(Form.Materials, material);
        // What is shown is what the form holds now, not what was posted.
        ModelState.Clear();
        AddEmptyRows();
        return Page();
    }

    public async Task<IActionResult> OnPostCopy(int number)
    {
        await Load(number);
        var copy = await CopySession.Run(db, visit.Actor, visit.Edition.Id, Known!.Guid);
        return this.Done(visit.At("desk", "programme", "session", copy.Number), visit.Texts["session.copied"]);
    }

    /// <param name="version">The version whose page was shown.</param>
    public async Task<IActionResult> OnPostRemove(int number, long version)
    {
        await Load(number);
        var isGone = true;
        if (await this.Try(visit, async () => isGone = await RemoveSession.Run(db, visit.Actor, visit.Edition.Id, Known!.Guid, version)))
            return this.Done(isGone ? visit.At("desk", "programme", "sessions") : visit.At("desk", "programme", "session", number), visit.Texts[isGone ? "session.removed" : "session.called_off"]);
        return await Again(number);
    }

    /// <summary>What the field of a person says: the name for this reader and the number that tells namesakes apart.</summary>
    public string Handle(PersonEntry person) => string.Create(CultureInfo.InvariantCulture, $"{visit.Say(person.Name).Text} #{person.Number}");

    async Task Load(int? number)
    {
        var id = visit.Edition.Id;
        // The version before the facts: a save in between then makes the form stale, never its facts.
        if (number is not null) _version = await db.Sessions.Where(s => s.EditionId == id && s.Number == number).Select(s => s.Version).SingleOrDefaultAsync();
        Programme = await DeskProgramme.Load(db, id, HttpContext.RequestAborted);
        if (number is null) return;
        Known = Programme.Draft.Sessions.FirstOrDefault(s => s.Number == number) ?? throw new NotThere("session");
        var guid = Known.Guid;
        var check = await ConflictCheck.Of(db, id, HttpContext.RequestAborted);
        Findings = new([.. check.Found.Where(f => f.Conflict.Sessions.Contains(guid))], check.Programme, new(check.Programme, visit.Language, visit.Dates), MayEdit, $"?session={Known.Number}");
        WasPublic = Programme.Released?.Sessions.Any(s => s.Guid == guid) is true;
        var text = guid.ToString();
        var rows = await db.Events.AsNoTracking().Where(e => e.Edition == id.Value && e.Kind == nameof(SessionChanged) && e.Payload.Contains(text))
            .OrderByDescending(e => e.Number).Take(50).ToListAsync();
        History = [.. rows.Select(r => new HistoryLine(r.At, r.ActorName, JsonSerializer.Deserialize<SessionChanged>(r.Payload, Json.Stored)!.What))];
    }

    SessionForm FormOf(SessionEntry s, long version) => new()
    {
        Title = s.Title.ToForm(), Subtitle = s.Subtitle.ToForm(), Abstract = s.Abstract.ToForm(), Description = s.Description.ToForm(),
        Date = s.Start is { } start ? LocalDatePattern.Iso.Format(start.Date) : null, Time = s.Start is { } at ? Minute.Format(at.TimeOfDay) : null,
        Minutes = s.Minutes == 0 ? null : s.Minutes.ToString(CultureInfo.InvariantCulture),
        Hall = s.Hall, AllHalls = s.AllHalls, Track = s.Track, Type = s.Type, Access = s.Access, Stream = s.Stream, IsCancelled = s.IsCancelled, Version = version,
        People = [.. s.People.Select(p => new PersonRow { Name = Handle(Programme.People[p.Person]), Role = p.Role })],
        FloorLanguages = string.Join(' ', s.FloorLanguages), OutputLanguages = string.Join(' ', s.OutputLanguages),
        Expected = s.Expected?.ToString(CultureInfo.InvariantCulture),
        Materials = [.. s.Materials.Where(m => StoredFile.Of(m.Href) is null).Select(m => new MaterialRow { Label = m.Label, Href = m.Href })],
    };

    /// <summary>What the form says, over what is known and no field shows. Errors are put at the fields.</summary>
    SessionEntry Facts()
    {
        var date = this.Date(visit, "Form.Date", Form.Date);
        var time = this.Time(visit, "Form.Time", Form.Time);
        var until = this.Time(visit, "Form.Until", Form.Until);
        var minutes = this.Number(visit, "Form.Minutes", Form.Minutes);
        var expected = this.Number(visit, "Form.Expected", Form.Expected);
        if (date is null && time is not null && string.IsNullOrWhiteSpace(Form.Date)) ModelState.AddModelError("Form.Date", visit.Texts["session.date_missing"]);
        if (time is null && date is not null && string.IsNullOrWhiteSpace(Form.Time)) ModelState.AddModelError("Form.Time", visit.Texts["session.time_missing"]);
        if (until is { } end)
        {
            if (time is { } begin)
            {
                var length = (int)Period.Between(begin, end, PeriodUnits.Minutes).Minutes;
                if (length <= 0) length += 24 * 60;
                if (minutes is { } said && said != length) ModelState.AddModelError("Form.Until", visit.Texts.Say("session.until_differs", ("minutes", length)));
                minutes = length;
            }
            else if (string.IsNullOrWhiteSpace(Form.Time)) ModelState.AddModelError("Form.Time", visit.Texts["session.time_missing"]);
        }
        var materials = Known?.Materials ?? [];
        return (Known ?? new SessionEntry { Guid = Guid.Empty, Number = 0 }) with
        {
            Title = Form.Title.ToText(), Subtitle = Form.Subtitle.ToText(), Abstract = Form.Abstract.ToText(), Description = Form.Description.ToText(),
            Start = date is { } d && time is { } t ? d + t : null, Minutes = minutes ?? 0, Hall = Form.AllHalls ? null : Form.Hall, AllHalls = Form.AllHalls,
            Track = Form.Track, Type = Form.Type, Access = Form.Access, IsCancelled = Form.IsCancelled,
            Expected = expected, Stream = string.IsNullOrWhiteSpace(Form.Stream) ? null : Form.Stream.Trim(),
            FloorLanguages = Languages("Form.FloorLanguages", Form.FloorLanguages, Known?.FloorLanguages), OutputLanguages = Languages("Form.OutputLanguages", Form.OutputLanguages, Known?.OutputLanguages),
            People = [.. Form.People.Index().Where(p => !string.IsNullOrWhiteSpace(p.Item.Name)).Select(p => PersonOf(p.Index, p.Item)).OfType<SessionPersonEntry>()],
            Materials = [.. Form.Materials.Where(m => !string.IsNullOrWhiteSpace(m.Href)).Select(m =>
                (materials.FirstOrDefault(k => k.Href == m.Href!.Trim()) ?? new(MaterialKind.Link, m.Href!.Trim(), "")) with { Label = m.Label?.Trim() ?? "" }), .. materials.Where(m => StoredFile.Of(m.Href) is not null)],
        };
    }

    /// <summary>Tags parted by spaces or commas. One that is already kept is kept as it is, whatever a file wrote.</summary>
    List<string> Languages(string field, string? typed, IReadOnlyList<string>? kept)
    {
        var tags = (typed ?? "").Split([' ', ',', '،', ';'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var tag in tags)
            if (kept?.Contains(tag) is not true && !Tag().IsMatch(tag)) ModelState.AddModelError(field, visit.Texts.Say("session.language_wrong", ("tag", tag)));
        return tags;
    }

    SessionPersonEntry? PersonOf(int row, PersonRow typed)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"Form.People[{row}].Name");
        var name = typed.Name!.Trim();
        var people = Programme.Draft.People;
        if (Handled().Match(Digits.ToAscii(name)) is { Success: true } handle && int.TryParse(handle.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            if (people.FirstOrDefault(p => p.Number == number) is { } picked) return new(picked.Guid, typed.Role);
        }
        else
        {
            var key = SearchKey.Tight(name);
            var namesakes = people.Where(p => p.Name.Wordings.Any(w => SearchKey.Tight(w.Value) == key)).Take(2).ToList();
            if (namesakes.Count == 1) return new(namesakes[0].Guid, typed.Role);
            if (namesakes.Count > 1)
            {
                ModelState.AddModelError(field, visit.Texts.Say("session.person_many", ("name", name)));
                return null;
            }
        }
        ModelState.AddModelError(field, visit.Texts.Say("session.person_unknown", ("name", name)));
        return null;
    }

    static void Move<T>(List<T> rows, string[] how) where T : new()
    {
        if (how is ["add"]) rows.Add(new());
        if (how is not [var place, var deed] || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= rows.Count) return;
        if (deed == "drop") rows.RemoveAt(at);
        else if (deed == "up" && at > 0) (rows[at - 1], rows[at]) = (rows[at], rows[at - 1]);
        else if (deed == "down" && at + 1 < rows.Count) (rows[at + 1], rows[at]) = (rows[at], rows[at + 1]);
    }

    void AddEmptyRows()
    {
        if (Form.People.Count == 0 || !string.IsNullOrWhiteSpace(Form.People[^1].Name)) Form.People.Add(new());
        if (Form.Materials.Count == 0 || !string.IsNullOrWhiteSpace(Form.Materials[^1].Href)) Form.Materials.Add(new());
    }

    [GeneratedRegex("#([0-9]{1,9})$")]
    private static partial Regex Handled();

    [GeneratedRegex("^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$")]
    private static partial Regex Tag();
}
