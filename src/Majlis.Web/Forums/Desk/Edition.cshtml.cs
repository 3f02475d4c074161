using System.Globalization;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Forums.Desk;

/// <summary>What the edition says of itself: names, place, dates, zone, languages, hours of its days.</summary>
public sealed class EditionModel(AppDb db, Visit visit) : PageModel
{
    static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public sealed class EditionForm
    {
        public Dictionary<string, string?> Title { get; set; } = [];
        public Dictionary<string, string?> Subtitle { get; set; } = [];
        public Dictionary<string, string?> City { get; set; } = [];
        public Dictionary<string, string?> Venue { get; set; } = [];
        public string? First { get; set; }
        public string? Last { get; set; }
        public string? Zone { get; set; }
        public string? DayChange { get; set; }
        public string? HijriShift { get; set; }
        public ForumCalendar? SecondCalendar { get; set; }
        public string? Languages { get; set; }
        public string? DefaultWalk { get; set; }
        public string? Url { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public EditionForm Form { get; set; } = new();

    /// <summary>Null unless somebody else saved meanwhile.</summary>
    public Newer? Newer { get; private set; }
    public IReadOnlyList<DayEntry> Days { get; private set; } = [];

    public async Task OnGet() => Form = FormOf(await Load());

    static EditionForm FormOf(Edition edition) => new()
    {
        Title = edition.Title.ToForm(), Subtitle = edition.Subtitle.ToForm(), City = edition.City.ToForm(), Venue = edition.Venue.ToForm(),
        First = LocalDatePattern.Iso.Format(edition.First), Last = LocalDatePattern.Iso.Format(edition.Last), Zone = edition.Zone,
        DayChange = Minutes.Format(edition.DayChange), HijriShift = edition.HijriShift.ToString(CultureInfo.InvariantCulture), SecondCalendar = edition.SecondCalendar,
        Languages = string.Join(' ', edition.Languages), DefaultWalk = edition.DefaultWalk.ToString(CultureInfo.InvariantCulture), Url = edition.Url, Version = edition.Version,
    };

    public async Task<IActionResult> OnPost()
    {
        var edition = await Load();
        var first = this.Date(visit, "Form.First", Form.First);
        var last = this.Date(visit, "Form.Last", Form.Last);
        var change = this.Time(visit, "Form.DayChange", Form.DayChange);
        var shift = this.Number(visit, "Form.HijriShift", Form.HijriShift);
        var walk = this.Number(visit, "Form.DefaultWalk", Form.DefaultWalk);
        if (!ModelState.IsValid) return Page();
        var facts = EditionFacts.Of(edition) with
        {
            Title = Form.Title.ToText(), Subtitle = Form.Subtitle.ToText(), City = Form.City.ToText(), Venue = Form.Venue.ToText(),
            First = first ?? edition.First, Last = last ?? edition.Last, Zone = Form.Zone?.Trim() ?? "", DayChange = change ?? edition.DayChange,
            HijriShift = shift ?? 0, SecondCalendar = Form.SecondCalendar, DefaultWalk = walk ?? 5, Url = string.IsNullOrWhiteSpace(Form.Url) ? null : Form.Url.Trim(),
            Languages = (Form.Languages ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries),
        };
        db.ChangeTracker.Clear();
        if (await this.Try(visit, () => ChangeEdition.Run(db, visit.Actor, visit.Edition.Id, facts, Form.Version))) return this.Done(visit.At("desk", "edition"), visit.Texts["form.saved"]);
        if (edition.Version != Form.Version) Compare(FormOf(edition));
        return Page();
    }

    /// <summary>Shows what somebody else saved beside the form; the next save goes over it.</summary>
    void Compare(EditionForm now)
    {
        Newer = new Newer(visit).Of("edition.title", now.Title, Form.Title).Of("edition.subtitle", now.Subtitle, Form.Subtitle).Of("edition.city", now.City, Form.City).Of("edition.venue", now.Venue, Form.Venue)
            .Of("edition.first", now.First, Form.First).Of("edition.last", now.Last, Form.Last).Of("edition.zone", now.Zone, Form.Zone).Of("edition.day_change", now.DayChange, Form.DayChange)
            .Of("edition.second_calendar", now.SecondCalendar?.Name(visit.Language), Form.SecondCalendar?.Name(visit.Language)).Of("edition.hijri_shift", now.HijriShift, Form.HijriShift)
            .Of("edition.languages", now.Languages, Form.Languages).Of("edition.walk", now.DefaultWalk, Form.DefaultWalk).Of("edition.url", now.Url, Form.Url);
        Form.Version = now.Version;
        ModelState.Remove("Form.Version");
    }

    public async Task<IActionResult> OnPostDay(string date, string? opens, string? closes)
    {
        if (!LocalDatePattern.Iso.Parse(date).TryGetValue(default, out var day)) return BadRequest();
        var from = this.Time(visit, "", opens);
        var until = this.Time(visit, "", closes);
        if (ModelState.IsValid && await this.Try(visit, () => SetDayHours.Run(db, visit.Actor, visit.Edition.Id, day, from is { } o ? day + o : null,
                until is { } c ? (c <= from ? day.PlusDays(1) : day) + c : null)))
            return this.Done(visit.At("desk", "edition"), visit.Texts["form.saved"]);
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostWithdraw()
    {
        await WithdrawEdition.Run(db, visit.Actor, visit.Edition.Id);
        return this.Done(visit.At("desk"), visit.Texts["edition.withdrawn"]);
    }

    /// <summary>The wall time; a closing after midnight is told by being before the opening.</summary>
    public static string Clock(LocalDateTime time) => Minutes.Format(time.TimeOfDay);

    async Task<Edition> Load()
    {
        var edition = await db.Editions.SingleAsync(e => e.Id == visit.Edition.Id);
        Days = (await Draft.Load(db, edition)).Days;
        return edition;
    }
}
