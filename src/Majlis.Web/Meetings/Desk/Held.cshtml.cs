using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Meetings.Desk;

/// <summary>The published meetings of a day: what becomes of each, its sheet, and the agendas of all as one paper.</summary>
public sealed class HeldModel(AppDb db, Visit visit, ProgrammeShelf shelf, PrintedFlags flags, IPress press) : MeetingsDesk(db, visit)
{
    public MeetingDays Days { get; private set; } = null!;
    public IReadOnlyList<LocalDate> Dates { get; private set; } = [];
    public LocalDate? Day { get; private set; }

    public async Task OnGet(string? day)
    {
        Days = await MeetingDays.Of(Db, Visit.Edition.Id, null, HttpContext.RequestAborted);
        Dates = [.. Days.Meetings.Select(m => m.Meeting.Start.Date).Distinct()];
        var today = Db.Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[Visit.Edition.Zone]).Date;
        Day = LocalDatePattern.Iso.Parse(day ?? "") is { Success: true } asked && Dates.Contains(asked.Value) ? asked.Value : Dates.Contains(today) ? today : Dates.Select(d => (LocalDate?)d).FirstOrDefault();
    }

    public async Task<IActionResult> OnPost(int number, MeetingState state, string? missed, string? day)
    {
        if (state is MeetingState.Planned or MeetingState.Cancelled) return BadRequest();
        if (await this.Try(Visit, () => TellOutcome.Run(Db, Visit.Actor, Visit.Edition.Id, number, null, state, string.IsNullOrEmpty(missed) ? null : missed)))
            return this.Done(At("held") + $"?day={Uri.EscapeDataString(day ?? "")}", Visit.Texts["form.saved"]);
        Db.ChangeTracker.Clear();
        await OnGet(day);
        return Page();
    }

    /// <summary>An agenda for everybody who meets, each in the language of their letters; sides for whom nobody is named get one of their own.</summary>
    public async Task<IActionResult> OnGetAgendas()
    {
        var days = await MeetingDays.Of(Db, Visit.Edition.Id, null, HttpContext.RequestAborted);
        var papers = await MeetingPapers.Of(Visit.Edition, days, flags, HttpContext.RequestAborted);
        var programme = await shelf.Find(Visit.Edition.Id);
        var id = Visit.Edition.Id;
        var languages = await (from l in Db.PersonAccounts join a in Db.Accounts on l.Account equals a.Id where l.EditionId == id select new { l.PersonId, a.Language }).ToDictionaryAsync(x => x.PersonId, x => x.Language, HttpContext.RequestAborted);
        foreach (var dossier in await Db.Dossiers.Where(d => d.EditionId == id && d.Language != null).Select(d => new { d.PersonId, d.Language }).ToListAsync(HttpContext.RequestAborted)) languages.TryAdd(dossier.PersonId, dossier.Language!);
        var mine = days.Sides.Values.SelectMany(s => days.OfSide(s.Id)).ToList();
        var noStars = new HashSet<Guid>();

        IEnumerable<PaperPart> Parts()
        {
            var people = mine.SelectMany(m => m.People.Select(p => (Person: p, Meeting: m))).Where(x => days.People.ContainsKey(x.Person)).ToLookup(x => x.Person, x => x.Meeting);
            foreach (var person in people.Select(p => days.People[p.Key]).OrderBy(p => Visit.Say(p.Name).Text, Visit.Language.Comparer))
                yield return papers.Agenda(Language.TryOf(languages.GetValueOrDefault(person.Id)) ?? Visit.Language, person.Name, person.Office, MyDay.Lines(days, people[person.Id].DistinctBy(m => m.Meeting.Id), programme, person, noStars));
            foreach (var side in mine.Where(m => m.People.Count == 0).GroupBy(m => m.Own.Id))
                yield return papers.Agenda(Visit.Language, days.Names[side.Key].Name, LocalizedText.Empty, MyDay.Lines(days, side, programme, null, noStars));
        }

        return await this.Printed(press, new(Visit.Texts["held.agendas"], Parts()), $"{Visit.Edition.Slug}-agendas");
    }
}
