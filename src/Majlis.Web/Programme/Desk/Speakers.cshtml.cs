using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>The sessions that somebody speaks in, with what is settled of their speakers.</summary>
public sealed class SpeakersModel(AppDb db, Visit visit) : PageModel
{
    public sealed record Line(RunningOrder Order, bool IsByPrecedence, string? Reason);

    public DeskProgramme Programme { get; private set; } = null!;
    public LocalDate? Day { get; private set; }
    public string Hall { get; private set; } = "";
    public IReadOnlyList<LocalDate> Days { get; private set; } = [];
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public bool MayKeep => visit.Actor.May(Permission.KeepProtocol, visit.Edition.Id.Value);

    public async Task OnGet(string? day, string? hall)
    {
        var id = visit.Edition.Id;
        Programme = await DeskProgramme.Load(db, id, HttpContext.RequestAborted);
        var lists = await SpeakerLists.Of(db, id, HttpContext.RequestAborted);
        var precedence = await Majlis.People.Protocols.Precedence(db, id, HttpContext.RequestAborted);
        var spoken = Programme.Draft.Sessions.Where(s => !s.IsCancelled && s.People.Any(p => p.Role != SessionRole.Interpreter)).ToList();
        Days = [.. spoken.Select(s => Programme.DayOf(s)).OfType<LocalDate>().Distinct().Order()];
        Day = LocalDatePattern.Iso.Parse(day ?? "") is { Success: true, Value: var date } && Days.Contains(date) ? date : Days.Count > 0 ? Days[0] : null;
        var place = Programme.Draft.Halls.FirstOrDefault(h => h.Slug == hall);
        Hall = place?.Slug ?? "";
        Lines = [.. spoken.Where(s => Programme.DayOf(s) == Day && (place is null || s.Hall == place.Guid || s.AllHalls)).OrderBy(s => s.Start).ThenBy(s => s.Number).Select(s =>
        {
            var list = lists.GetValueOrDefault(s.Guid);
            return new Line(RunningOrder.Of(s, Programme.People, list?.Turns ?? []), s.People.SequenceEqual(SpeakerLists.ByPrecedence(s.People, Programme.People, precedence)), list?.Reason);
        })];
    }
}
