using System.Globalization;
using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Majlis.Web.Meetings.Desk;

/// <summary>A page of the desk about drafts of meetings.</summary>
public abstract class PlanningPage(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    /// <summary>How long planning takes, as the form carries it.</summary>
    [BindProperty]
    public string? Seconds { get; set; }

    [BindProperty]
    public string? Seed { get; set; }

    public PlanNames Names { get; private set; } = null!;
    public PlanSentences Sentences { get; private set; } = null!;

    protected async Task LoadNames()
    {
        Names = await PlanNames.Of(Db, Visit.Edition.Id);
        Sentences = new(Names, Visit.Language, When);
    }

    /// <summary>A moment of the edition: the day in the reader's first calendar, and the time.</summary>
    public string When(LocalDateTime at) => $"{DayOf(at.Date)} {Times.Of(Visit.Language).Say(at.TimeOfDay)}";

    public string DayOf(LocalDate day) => $"{Visit.Dates.ShortWeekday(day)} {Visit.Dates.MonthDay(day, Visit.Dates.Calendars[0])}";

    public string WhenAndWhere(Placement placement) => $"{(MeetingProblem.StartOf(placement.Slot) is { } start ? When(start) : placement.Slot)} · {Names.Room(placement.Room, Visit.Language)}";

    /// <summary>What the form asks for; null when it cannot be understood, which is then said at its fields.</summary>
    protected PlanWish? Wish()
    {
        var (seconds, seed) = (this.Number(Visit, "Seconds", Seconds), this.Number(Visit, "Seed", Seed));
        return ModelState.IsValid ? new(seconds ?? UsualSeconds, seed ?? 1) : null;
    }

    public const int UsualSeconds = 30;

    protected void Fill() => (Seconds, Seed) = (Seconds ?? UsualSeconds.ToString(CultureInfo.InvariantCulture), Seed ?? "1");

    protected async Task<IActionResult> Plan(PlanKind kind, int? @base, Func<Task<IActionResult>> again)
    {
        var number = 0;
        if (Wish() is { } wish && await this.Try(Visit, async () => number = (await PlanMeetings.Run(Db, Visit.Actor, Visit.Edition.Id, kind, @base, wish)).Number))
            return LocalRedirect(At("plan", number));
        if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        Db.ChangeTracker.Clear();
        return await again();
    }
}
