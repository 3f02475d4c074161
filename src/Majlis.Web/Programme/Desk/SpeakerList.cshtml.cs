using System.Globalization;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Programme.Desk;

/// <summary>One session's speakers: their order, their minutes, and what the moderator should know of each.</summary>
public sealed class SpeakerListModel(AppDb db, Visit visit) : PageModel
{
    public sealed class TurnRow
    {
        public Guid Person { get; set; }
        public SessionRole Role { get; set; }
        public string? Minutes { get; set; }
        public string? Note { get; set; }
    }

    public sealed class ListForm
    {
        public List<TurnRow> Turns { get; set; } = [];
        public string? Reason { get; set; }
        public long Version { get; set; }
    }

    [BindProperty]
    public ListForm Form { get; set; } = new();

    public SessionEntry Session { get; private set; } = null!;
    public IReadOnlyDictionary<Guid, PersonEntry> People { get; private set; } = new Dictionary<Guid, PersonEntry>();
    public LocalizedText? Hall { get; private set; }
    public Precedence Precedence { get; private set; } = null!;
    public SpeakerList? Kept { get; private set; }
    /// <summary>As the form would have it.</summary>
    public RunningOrder Order { get; private set; } = null!;
    public bool IsByPrecedence { get; private set; }
    public bool MayKeep => visit.Actor.May(Permission.KeepProtocol, visit.Edition.Id.Value);

    public async Task OnGet(int number)
    {
        await Find(number);
        Show(Session.People.Where(p => p.Role != SessionRole.Interpreter), Kept?.Turns ?? []);
        Form.Reason = Kept?.Reason;
        Count();
    }

    public async Task<IActionResult> OnPost(int number)
    {
        // Finding the session tells its version now; what counts is the one that the form was shown.
        var version = Form.Version;
        await Find(number);
        var turns = Turns();
        if (!ModelState.IsValid)
        {
            Form.Version = version;
            Count();
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(visit, () => KeepSpeakerList.Run(db, visit.Actor, visit.Edition.Id, Session.Guid, turns, Form.Reason, version)))
            return this.Done(visit.At("desk", "programme", "speaker-list", number), visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        await Find(number);
        if (Form.Version != version)
        {
            // The session is another by now: what was typed for people who are still in it stays, those who came stand at the end.
            var typed = Turns();
            Show(typed.Select(t => new SessionPersonEntry(t.Person, t.Role)).Where(Session.People.Contains)
                .Union(Session.People.Where(p => p.Role != SessionRole.Interpreter)).ToList(), typed);
            ModelState.AddModelError("", visit.Texts["form.edited"]);
        }
        Count();
        return Page();
    }

    /// <summary>Moves a row, or puts all in order of precedence. Saves nothing.</summary>
    public async Task<IActionResult> OnPostRows(int number, string move)
    {
        var version = Form.Version;
        await Find(number);
        Form.Version = version;
        var turns = Turns();
        ModelState.Clear();
        if (move == "precedence")
            Show(SpeakerLists.ByPrecedence(turns.Select(t => new SessionPersonEntry(t.Person, t.Role)).Where(Session.People.Contains), People, Precedence), turns);
        else if (move.Split(':') is [var from, "to", var goal] && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row < Form.Turns.Count
                 && int.TryParse(goal, NumberStyles.None, CultureInfo.InvariantCulture, out var drop) && drop < Form.Turns.Count)
        {
            var dragged = Form.Turns[row];
            Form.Turns.RemoveAt(row);
            Form.Turns.Insert(drop, dragged);
        }
        else if (move.Split(':') is [var place, var deed] && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < Form.Turns.Count)
        {
            var to = deed == "up" ? at - 1 : at + 1;
            if (to >= 0 && to < Form.Turns.Count) (Form.Turns[at], Form.Turns[to]) = (Form.Turns[to], Form.Turns[at]);
        }
        Form.Version = version;
        Count();
        return Page();
    }

    async Task Find(int number)
    {
        var id = visit.Edition.Id;
        var programme = await DeskProgramme.Load(db, id, HttpContext.RequestAborted);
        Session = programme.Draft.Sessions.FirstOrDefault(s => s.Number == number) ?? throw new NotThere("session");
        People = programme.People;
        Hall = Session.Hall is { } hall ? programme.Halls[hall].Name : null;
        Precedence = await Protocols.Precedence(db, id, HttpContext.RequestAborted);
        Form.Version = await db.Sessions.Where(s => s.EditionId == id && s.Number == number).Select(s => s.Version).SingleAsync(HttpContext.RequestAborted);
        var guid = Session.Guid;
        Kept = await db.SpeakerLists.AsNoTracking().SingleOrDefaultAsync(l => db.Sessions.Any(s => s.Id == l.SessionId && s.EditionId == id && s.Guid == guid), HttpContext.RequestAborted);
    }

    void Show(IEnumerable<SessionPersonEntry> order, IReadOnlyList<SpeakerTurn> turns)
    {
        ModelState.Clear();
        Form.Turns = [.. order.Select(p => (Who: p, Turn: turns.FirstOrDefault(t => t.Person == p.Person && t.Role == p.Role))).Select(p => new TurnRow
        {
            Person = p.Who.Person, Role = p.Who.Role, Minutes = p.Turn?.Minutes?.ToString(CultureInfo.InvariantCulture), Note = p.Turn?.Note,
        })];
    }

    List<SpeakerTurn> Turns() =>
        [.. Form.Turns.Index().Select(t => new SpeakerTurn(t.Item.Person, t.Item.Role, this.Number(visit, FormattableString.Invariant($"Form.Turns[{t.Index}].Minutes"), t.Item.Minutes), t.Item.Note ?? ""))];

    void Count()
    {
        Form.Turns.RemoveAll(t => !People.ContainsKey(t.Person));
        var shown = Form.Turns.Select(t => new SessionPersonEntry(t.Person, t.Role)).ToList();
        var turns = Form.Turns.Select(t => new SpeakerTurn(t.Person, t.Role, int.TryParse(Digits.ToAscii(t.Minutes ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var m) ? Math.Min(m, Majlis.Programme.Session.MostMinutes) : null, t.Note ?? "")).ToList();
        Order = RunningOrder.Of(Session with { People = shown }, People, turns);
        IsByPrecedence = shown.SequenceEqual(SpeakerLists.ByPrecedence(shown, People, Precedence));
    }
}
