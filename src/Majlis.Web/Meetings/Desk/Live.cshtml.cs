using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Meetings.Desk;

/// <summary>While meetings are held: what is lost is said here, and the smallest change that mends it is computed as a draft to be taken with one press.</summary>
public sealed class LiveModel(AppDb db, Visit visit) : PlanningPage(db, visit)
{
    public sealed class LossForm
    {
        public Id<MeetingRoom>? Room { get; set; }
        public Id<Person>? Person { get; set; }
        public LocalDate? Day { get; set; }
        public string? From { get; set; }
        /// <summary>Empty: for the rest of the edition.</summary>
        public string? Until { get; set; }
    }

    [BindProperty]
    public LossForm Form { get; set; } = new();

    public IReadOnlyList<Meeting> Meetings { get; private set; } = [];
    public IReadOnlyList<MeetingRoom> Rooms { get; private set; } = [];
    /// <summary>Whoever meets somebody.</summary>
    public IReadOnlyList<(Id<Person> Id, string Name)> People { get; private set; } = [];
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];
    public IReadOnlyList<MeetingAbsence> Absences { get; private set; } = [];
    public MeetingPlan? Open { get; private set; }

    public Task OnGet() => Load();

    public Task<IActionResult> OnPostRoom() => Lose("Form.Room", Form.Room, (room, time) => MendMeetings.RoomLost(Db, Visit.Actor, Visit.Edition.Id, room, time));

    public Task<IActionResult> OnPostPerson() => Lose("Form.Person", Form.Person, (person, time) => MendMeetings.SomebodyAway(Db, Visit.Actor, Visit.Edition.Id, person, time));

    /// <summary>They are there after all.</summary>
    public async Task<IActionResult> OnPostBack(Id<MeetingAbsence> absence)
    {
        if (await this.Try(Visit, () => EndAbsence.Run(Db, Visit.Actor, Visit.Edition.Id, absence))) return this.Done(At("live"), Visit.Texts["form.saved"]);
        await Load();
        return Page();
    }

    async Task<IActionResult> Lose<T>(string field, Id<T>? what, Func<Id<T>, LostTime, Task<MeetingPlan>> mend)
    {
        if (what is null) ModelState.AddModelError(field, Visit.Texts["mend.choose"]);
        var (from, until) = (this.Time(Visit, "Form.From", Form.From), this.Time(Visit, "Form.Until", Form.Until));
        if (Form.Day is null) ModelState.AddModelError("Form.Day", Visit.Texts["mend.choose"]);
        MeetingPlan? plan = null;
        if (!ModelState.IsValid) Response.StatusCode = StatusCodes.Status400BadRequest;
        else
        {
            var begin = Form.Day!.Value.At(from ?? LocalTime.Midnight);
            var end = until is { } at ? Form.Day.Value.At(at) : Visit.Edition.Last.PlusDays(1).AtMidnight();
            if (await this.Try(Visit, async () => plan = await mend(what!.Value, new(begin, end)), "Form.Until")) return LocalRedirect(At("plan", plan!.Number));
            Db.ChangeTracker.Clear();
        }
        await Load();
        return Page();
    }

    async Task Load()
    {
        var id = Visit.Edition.Id;
        await LoadNames();
        Meetings = await Db.Meetings.AsNoTracking().Where(m => m.EditionId == id && m.State != MeetingState.Cancelled).OrderBy(m => m.Start).ThenBy(m => m.Number).ToListAsync();
        Rooms = [.. Names.Rooms.Values.OrderBy(r => r.Class).ThenBy(r => Visit.Say(r.Name).Text, Visit.Language.Comparer)];
        var sides = await Db.MeetingSides.AsNoTracking().Where(s => s.EditionId == id).ToListAsync();
        People = [.. sides.SelectMany(s => s.Principals).Concat(Names.Requests.Values.SelectMany(r => r.FromPrincipals.Concat(r.ToPrincipals))).Distinct()
            .Select(p => (p, Names.Person(p.ToString(), Visit.Language))).OrderBy(p => p.Item2, Visit.Language.Comparer)];
        Days = (await LoadRound())?.Slots.Select(s => s.Day).Distinct().ToList() ?? [];
        Absences = await Db.MeetingAbsences.AsNoTracking().Where(a => a.EditionId == id).OrderBy(a => a.From).ToListAsync();
        Open = await Db.MeetingPlans.AsNoTracking().Where(p => p.EditionId == id && (p.State == PlanState.Waiting || p.State == PlanState.Running)).FirstOrDefaultAsync();
    }
}
