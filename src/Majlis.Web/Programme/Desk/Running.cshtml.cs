using System.Globalization;
using Majlis.Calendars;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>
/// The running order for moderators, to be printed: of one session (<c>?session=12</c>), or of a day (<c>?day=2021-07-28</c>) in one hall (<c>&amp;hall=grand</c>) or all.
/// <c>?handler=Sheet&amp;format=xlsx</c> gives the same for a spreadsheet.
/// </summary>
public sealed class RunningModel(AppDb db, Visit visit) : PageModel
{
    public DeskProgramme Programme { get; private set; } = null!;
    public IReadOnlyList<RunningOrder> Orders { get; private set; } = [];
    public LocalDate? Day { get; private set; }
    public HallEntry? Hall { get; private set; }
    public int? Session { get; private set; }

    public async Task OnGet(int? session, string? day, string? hall)
    {
        var id = visit.Edition.Id;
        Programme = await DeskProgramme.Load(db, id, HttpContext.RequestAborted);
        var lists = await SpeakerLists.Of(db, id, HttpContext.RequestAborted);
        Session = session;
        if (session is null) Day = LocalDatePattern.Iso.Parse(day ?? "") is { Success: true, Value: var date } ? date : throw new NotThere("day");
        if (!string.IsNullOrEmpty(hall)) Hall = Programme.Draft.Halls.FirstOrDefault(h => h.Slug == hall) ?? throw new NotThere("hall");
        var chosen = session is { } number ? Programme.Draft.Sessions.Where(s => s.Number == number)
            : Programme.Draft.Sessions.Where(s => !s.IsCancelled && Programme.DayOf(s) == Day && (Hall is null || s.Hall == Hall.Guid || s.AllHalls));
        Orders = [.. chosen.OrderBy(s => s.Start).ThenBy(s => s.Number).Select(s => RunningOrder.Of(s, Programme.People, lists.GetValueOrDefault(s.Guid)?.Turns ?? []))];
        if (session is not null && Orders.Count == 0) throw new NotThere("session");
    }

    public async Task<IActionResult> OnGetSheet(int? session, string? day, string? hall, string? format)
    {
        await OnGet(session, day, hall);
        string Say(LocalizedText text) => visit.Say(text).Text;
        string T(string key) => visit.Texts[key];
        IEnumerable<IReadOnlyList<string>> rows =
        [
            [T("session.day"), T("session.title"), T("session.hall"), T("speakers.begins_at"), T("speakers.minutes_label"), T("person.name"), T("session.role"), T("person.office"), T("person.organisation"), T("person.country"), T("session.floor"), T("session.output"), T("speakers.note")],
            .. Orders.SelectMany(o => o.Turns.Select(t => (IReadOnlyList<string>)
            [
                o.Session.Start is { } on ? LocalDatePattern.Iso.Format(on.Date) : "", Say(o.Session.Title), Place(o.Session), t.Begins?.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "",
                t.Minutes.ToString(CultureInfo.InvariantCulture), Say(t.Person.Name), T($"role.{t.Role.ToString().ToLowerInvariant()}"), Say(t.Person.Office), Say(t.Person.Organisation),
                t.Person.Country is { } country ? Countries.Name(country, visit.Language) : "", Languages(o.Session.FloorLanguages), Languages(o.Session.OutputLanguages), t.Note,
            ])),
        ];
        return this.Table(visit, format, "speakers", rows);
    }

    public string Place(SessionEntry session) => session.AllHalls ? visit.Texts["session.all_halls"] : session.Hall is { } hall ? visit.Say(Programme.Halls[hall].Name).Text : "";

    public string Languages(IEnumerable<string> tags) => string.Join(Lists.Of(visit.Language).Separator, tags.Select(t => LanguageNames.Name(t, visit.Language)));

    /// <summary>The same sessions for a spreadsheet.</summary>
    public string Sheet(string format) => visit.At("desk", "programme", "running") + QueryString.Create(new Dictionary<string, string?>
    {
        ["handler"] = "Sheet", ["format"] = format, ["session"] = Session?.ToString(CultureInfo.InvariantCulture), ["day"] = Day is { } day ? LocalDatePattern.Iso.Format(day) : null, ["hall"] = Hall?.Slug,
    }.Where(p => p.Value is not null));
}
