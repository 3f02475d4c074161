using System.Text.Json;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Majlis.Web.Meetings.Desk;

/// <summary>
/// A draft on a board, one day at a time: rooms or sides down, times across. Every meeting is a link to the page on which it is moved by choosing; the script adds dragging and the keyboard, and
/// shows before a meeting is let go what it would break there.
/// </summary>
public sealed class BoardModel(AppDb db, Visit visit, ILiveFeed feed) : PlanningPage(db, visit)
{
    /// <param name="Other">Room in a row of a side; empty in a row of a room.</param>
    /// <param name="IsBroken">It is in a rule that the draft breaks.</param>
    public sealed record Card(string Request, int Number, string Name, string Other, string? Interpreter, bool IsLocked, bool IsBroken);

    public sealed record Row(string Id, string Name, string About, IReadOnlyList<IReadOnlyList<Card>> Cells);

    public MeetingPlan Draft { get; private set; } = null!;
    public Problem Problem { get; private set; } = null!;
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];
    public LocalDate Day { get; private set; }
    public bool BySide { get; private set; }
    public IReadOnlyList<Slot> Slots { get; private set; } = [];
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<Card> Out { get; private set; } = [];
    public IReadOnlyList<Violation> Broken { get; private set; } = [];
    public long Position { get; private set; }
    public bool CanEdit => Draft is { State: PlanState.Done, PublishedAt: null };

    public const string Room = "room", Side = "side";

    public async Task OnGet(int number, LocalDate? day, string? by)
    {
        Position = feed.Position;
        await Load(number);
        var draft = await DraftPlans.Ahead(Db, Draft, await DraftPlans.MeetingsOf(Db, Draft.Id));
        Problem = draft.Problem;
        BySide = by == Side;
        Days = [.. Problem.Slots.Select(s => s.Day).Distinct()];
        Day = day is { } asked && Days.Contains(asked) ? asked : Days.Count > 0 ? Days[0] : default;
        Slots = [.. Problem.Slots.Where(s => s.Day == Day)];
        var plan = draft.Plan;
        Broken = PlanRules.Check(Problem, plan);
        var concerned = Broken.SelectMany(b => b.Of).ToHashSet();
        var slotsBroken = Broken.Where(b => b.Of.Count > 1).Select(b => (b.Of[0], b.Of[1])).ToHashSet();
        var requests = Problem.Requests.ToDictionary(r => r.Id);
        var locked = draft.Meetings.Where(m => m.IsLocked).Select(m => m.RequestId.ToString()).ToHashSet();
        Card Of(Placement m, bool inRoom, string? side = null)
        {
            var isBroken = concerned.Contains(m.Request) || slotsBroken.Contains((m.Room, m.Slot))
                || requests.TryGetValue(m.Request, out var r) && r.People.Any(p => slotsBroken.Contains((p, m.Slot))) || m.Interpreter is { } i && slotsBroken.Contains((i, m.Slot));
            var request = Names.Requests.GetValueOrDefault(m.Request);
            var name = side is null || request is null ? Names.Request(m.Request, Visit.Language) : Names.Side((request.FromId.ToString() == side ? request.ToId : request.FromId).ToString(), Visit.Language);
            return new(m.Request, request?.Number ?? 0, name, inRoom ? "" : Names.Room(m.Room, Visit.Language), m.Interpreter is { } interpreter ? Names.Interpreter(interpreter) : null, locked.Contains(m.Request), isBroken);
        }
        var today = plan.Meetings.Where(m => Slots.Any(s => s.Id == m.Slot)).ToList();
        if (BySide)
        {
            var sides = plan.Meetings.Select(m => Names.Requests.GetValueOrDefault(m.Request)).OfType<MeetingRequest>().SelectMany(r => new[] { r.FromId.ToString(), r.ToId.ToString() }).Distinct();
            var bySide = today.SelectMany(m => Names.Requests.GetValueOrDefault(m.Request) is { } r ? new[] { (Side: r.FromId.ToString(), m), (Side: r.ToId.ToString(), m) } : []).ToLookup(x => (x.Side, x.m.Slot), x => x.m);
            Rows = [.. sides.Select(s => new Row(s, Names.Side(s, Visit.Language), "", [.. Slots.Select(slot => (IReadOnlyList<Card>)[.. bySide[(s, slot.Id)].Select(m => Of(m, false, s))])]))
                .OrderBy(r => r.Name, Visit.Language.Comparer)];
        }
        else
        {
            var inRoom = today.ToLookup(m => (m.Room, m.Slot));
            Rows = [.. Names.Rooms.Values.OrderBy(r => r.Class).ThenBy(r => Visit.Say(r.Name).Text, Visit.Language.Comparer).Select(r => new Row(r.Id.ToString(), Visit.Say(r.Name).Text,
                Visit.Texts.Say("board.room_about", ("tables", r.Tables), ("seats", r.Seats)), [.. Slots.Select(slot => (IReadOnlyList<Card>)[.. inRoom[(r.Id.ToString(), slot.Id)].Select(m => Of(m, true))])]))];
        }
        var placed = plan.Meetings.Select(m => m.Request).ToHashSet();
        Out = [.. Problem.Requests.Where(r => !placed.Contains(r.Id)).Select(r => new Card(r.Id, Names.Requests[r.Id].Number, Names.Request(r.Id, Visit.Language), "", null, false, false))];
    }

    public string At(LocalDate day, string by) => $"{Visit.At("desk", "meetings", "board", Draft.Number)}?day={NodaTime.Text.LocalDatePattern.Iso.Format(day)}&by={by}";

    /// <summary>For the script: what each place of the day would break.</summary>
    public async Task<IActionResult> OnGetSpots(int number, LocalDate day, Id<MeetingRequest> request)
    {
        if (NotUnderstood() is { } bad) return bad;
        await Load(number);
        var draft = await DraftPlans.Ahead(Db, Draft, await DraftPlans.MeetingsOf(Db, Draft.Id));
        var spots = EditDraft.Spots(draft.Problem, draft.Plan, request, draft.Problem.Slots.Where(s => s.Day == day));
        return new JsonResult(spots.Select(s => new { s.To.Slot, s.To.Room, Broken = s.New.Select(Sentences.Say).ToList() }));
    }

    /// <summary>For the script: moves a meeting, or takes it out where no slot is given.</summary>
    /// <param name="room">Empty: wherever it breaks least.</param>
    public Task<IActionResult> OnPostMove(int number, Id<MeetingRequest> request, string? slot, string? room, long version) => Answer(async () =>
        await EditDraft.Move(Db, Visit.Actor, Visit.Edition.Id, number, request, slot, string.IsNullOrEmpty(room) ? null : room, version));

    public Task<IActionResult> OnPostLock(int number, Id<MeetingRequest> request, bool locked, long version) => Answer(async () =>
    {
        await LockMeeting.Run(Db, Visit.Actor, Visit.Edition.Id, number, request, locked, version);
        return [];
    });

    async Task<IActionResult> Answer(Func<Task<IReadOnlyList<Violation>>> act)
    {
        if (NotUnderstood() is { } bad) return bad;
        IReadOnlyList<Violation> broken = [];
        if (!await this.Try(Visit, async () => broken = await act())) return new JsonResult(new { Error = ModelState.Values.SelectMany(v => v.Errors).First().ErrorMessage }) { StatusCode = StatusCodes.Status409Conflict };
        await LoadNames();
        return new JsonResult(new { Broken = broken.Select(Sentences.Say).ToList() });
    }

    /// <summary>What a script sent that the page never offered: 400, in words. Null when all of it could be read.</summary>
    JsonResult? NotUnderstood() => ModelState.IsValid ? null : new(new { Error = Visit.Texts["status.bad"] }) { StatusCode = StatusCodes.Status400BadRequest };

    static readonly string[] Said = ["done", "failed", "fits", "locked", "out", "taken"];

    /// <summary>What only the server can say, as JSON.</summary>
    public string Words => JsonSerializer.Serialize(Said.ToDictionary(k => k, k => Visit.Texts[$"board.says.{k}"]), Json.Stored);

    async Task Load(int number)
    {
        Draft = await DraftPlans.Open(Db, Visit.Edition.Id, number);
        if (Draft.State != PlanState.Done) throw new NotThere("plan");
        await LoadNames();
    }
}
