using System.Globalization;
using Majlis.Calendars;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Majlis.Web.Meetings.Desk;

/// <summary>What the meetings of the edition are like, and how far they have got.</summary>
public sealed class RoundModel(AppDb db, Visit visit) : MeetingsDesk(db, visit)
{
    public sealed class TopicForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
    }

    public sealed class RoundForm
    {
        public string? Windows { get; set; }
        public string? Minutes { get; set; }
        public string? Turnaround { get; set; }
        public string? MostOpen { get; set; }
        public string? MostADay { get; set; }
        public string? MostAHalfDay { get; set; }
        public string? ExpiryDays { get; set; }
        public string? ReminderDays { get; set; }
        public List<TopicForm> Topics { get; set; } = [];
        /// <summary>Pairs of categories, <c>Business:State</c>.</summary>
        public List<string> Unseen { get; set; } = [];
        /// <summary>By the names of <see cref="Weighed"/>.</summary>
        public Dictionary<string, string?> Weights { get; set; } = [];
        public long? Version { get; set; }
    }

    [BindProperty]
    public RoundForm Form { get; set; } = new();

    public MeetingRound? Round { get; private set; }

    /// <summary>Empty lines for topics below those there are.</summary>
    const int More = 3;

    static readonly (string Name, Func<Weights, int> Get, Func<Weights, int, Weights> Set)[] Weighed =
    [
        ("must", w => w.Must, (w, p) => w with { Must = p }), ("wish", w => w.Wish, (w, p) => w with { Wish = p }), ("willing", w => w.Willing, (w, p) => w with { Willing = p }),
        ("first", w => w.FirstMeeting, (w, p) => w with { FirstMeeting = p }), ("level", w => w.Level, (w, p) => w with { Level = p }), ("gap", w => w.Gap, (w, p) => w with { Gap = p }),
        ("unfair", w => w.UnfairGap, (w, p) => w with { UnfairGap = p }), ("room", w => w.RoomChange, (w, p) => w with { RoomChange = p }), ("moved", w => w.Moved, (w, p) => w with { Moved = p }),
        ("rehoused", w => w.Rehoused, (w, p) => w with { Rehoused = p }), ("dropped", w => w.Dropped, (w, p) => w with { Dropped = p }),
    ];

    public async Task OnGet()
    {
        Round = await LoadRound();
        Form = Filled(Round);
    }

    public async Task<IActionResult> OnPost()
    {
        Round = await LoadRound();
        var windows = this.Windows(Visit, "Form.Windows", Form.Windows);
        int Whole(string field, string? typed, int usual) => this.Number(Visit, "Form." + field, typed) ?? usual;
        var weights = Weighed.Aggregate(new Weights(), (w, x) => x.Set(w, this.Number(Visit, $"Form.Weights[{x.Name}]", Form.Weights.GetValueOrDefault(x.Name)) ?? x.Get(w)));
        var usual = new RoundFacts();
        var facts = new RoundFacts
        {
            Windows = [.. windows.Select(w => new MeetingWindow(w.From, w.Until))], Minutes = Whole("Minutes", Form.Minutes, usual.Minutes), Turnaround = Whole("Turnaround", Form.Turnaround, usual.Turnaround),
            MostOpen = Whole("MostOpen", Form.MostOpen, usual.MostOpen), MostADay = Whole("MostADay", Form.MostADay, usual.MostADay),
            MostAHalfDay = this.Number(Visit, "Form.MostAHalfDay", Form.MostAHalfDay), ExpiryDays = Whole("ExpiryDays", Form.ExpiryDays, usual.ExpiryDays),
            ReminderDays = Whole("ReminderDays", Form.ReminderDays, usual.ReminderDays), Weights = weights,
            Topics = [.. Form.Topics.Where(t => !string.IsNullOrWhiteSpace(t.Key) || !t.Name.ToText().IsEmpty).Select(t => new MeetingTopic((t.Key ?? "").Trim(), t.Name.ToText()))],
            Unseen = [.. Form.Unseen.Select(p => p.Split(':')).Where(p => p.Length == 2 && Enum.TryParse<SideCategory>(p[0], out _) && Enum.TryParse<SideCategory>(p[1], out _))
                .Select(p => new UnseenRule(Enum.Parse<SideCategory>(p[0]), Enum.Parse<SideCategory>(p[1])))],
        };
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(Visit, () => SetUpMeetings.Run(Db, Visit.Actor, Visit.Edition.Id, facts, Form.Version, HttpContext.RequestAborted))) return this.Done(At("round"), Visit.Texts["form.saved"]);
        return Page();
    }

    public async Task<IActionResult> OnPostPhase(MeetingPhase phase, long version)
    {
        ModelState.Clear();
        if (await this.Try(Visit, () => EnterPhase.Run(Db, Visit.Actor, Visit.Edition.Id, phase, version, HttpContext.RequestAborted))) return this.Done(At("round"), Visit.Texts[$"meeting.phase_why.{MeetingWords.Word(phase)}"]);
        Db.ChangeTracker.Clear();
        await OnGet();
        return Page();
    }

    RoundForm Filled(MeetingRound? round)
    {
        // Each day of the edition from nine to six, until somebody says more.
        var facts = round?.Facts ?? new()
        {
            Windows = [.. Enumerable.Range(0, Period.DaysBetween(Visit.Edition.First, Visit.Edition.Last) + 1).Select(d => Visit.Edition.First.PlusDays(d)).Select(d => new MeetingWindow(d.At(new(9, 0)), d.At(new(18, 0))))],
        };
        string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Windows = facts.Windows.Select(w => (w.From, w.Until)).ToForm(), Minutes = Plain(facts.Minutes), Turnaround = Plain(facts.Turnaround), MostOpen = Plain(facts.MostOpen), MostADay = Plain(facts.MostADay), MostAHalfDay = facts.MostAHalfDay is { } half ? Plain(half) : null,
            ExpiryDays = Plain(facts.ExpiryDays), ReminderDays = Plain(facts.ReminderDays), Version = round?.Version,
            Topics = [.. facts.Topics.Select(t => new TopicForm { Key = t.Key, Name = t.Name.ToForm() }), .. Enumerable.Range(0, More).Select(_ => new TopicForm())],
            Unseen = [.. facts.Unseen.Select(u => $"{u.Viewer}:{u.Seen}")], Weights = Weighed.ToDictionary(w => w.Name, w => (string?)Plain(w.Get(facts.Weights))),
        };
    }
}
