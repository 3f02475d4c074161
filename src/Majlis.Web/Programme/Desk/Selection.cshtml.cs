using System.Globalization;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Desk;

/// <summary>One thing done to many sessions: says what will become of which, then does all of it or nothing.</summary>
public sealed class SelectionModel(AppDb db, Visit visit) : PageModel
{
    /// <param name="WasPublic">It is in the last release: it can be called off, not taken away.</param>
    public sealed record Row(Guid Guid, int Number, LocalizedText Title, long Version, bool WasPublic);

    public static readonly IReadOnlyList<string> Deeds = ["track", "type", "hall", "cancel", "remove"];

    public string Deed { get; private set; } = "";
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public DeskProgramme Programme { get; private set; } = null!;
    public IEnumerable<(Guid Guid, LocalizedText Name)> Choices => Deed switch
    {
        "track" => Programme.Draft.Tracks.Select(t => (t.Guid, t.Name)),
        "type" => Programme.Draft.Types.Select(t => (t.Guid, t.Name)),
        _ => Programme.Draft.Halls.Select(h => (h.Guid, h.Name)),
    };

    public async Task<IActionResult> OnGet(int[] n, string? @do)
    {
        visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        if (!Deeds.Contains(@do) || n.Length == 0) return this.Done(visit.At("desk", "programme", "sessions"), visit.Texts["sessions.choose_first"]);
        Deed = @do!;
        await Load(n);
        return Page();
    }

    /// <param name="sessions"><c>number:version</c> of each session as it was shown.</param>
    public async Task<IActionResult> OnPost(string[] sessions, string? @do, Guid? to)
    {
        if (!Deeds.Contains(@do)) return BadRequest();
        Deed = @do!;
        var shown = new Dictionary<int, long>();
        foreach (var session in sessions)
            if (session.Split(':') is [var number, var version] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v)) shown[n] = v;
        await Load([.. shown.Keys]);
        SessionsChange change = Deed switch
        {
            "track" => new SessionsChange.ToTrack(to), "type" => new SessionsChange.ToType(to), "hall" => new SessionsChange.ToHall(to),
            "cancel" => new SessionsChange.Cancel(), _ => new SessionsChange.Remove(),
        };
        var changed = 0;
        var versions = Rows.ToDictionary(r => r.Guid, r => shown[r.Number]);
        return await this.Try(visit, async () => changed = await ChangeSessions.Run(db, visit.Actor, visit.Edition.Id, versions, change, HttpContext.RequestAborted))
            ? this.Done(visit.At("desk", "programme", "sessions"), visit.Texts.Say("sessions.done", ("count", changed)))
            : Page();
    }

    async Task Load(int[] numbers)
    {
        Programme = await DeskProgramme.Load(db, visit.Edition.Id, HttpContext.RequestAborted);
        var released = Programme.Released?.Sessions.Select(s => s.Guid).ToHashSet() ?? [];
        var found = await db.Sessions.AsNoTracking().Where(s => s.EditionId == visit.Edition.Id && numbers.Contains(s.Number)).OrderBy(s => s.Number)
            .Select(s => new { s.Guid, s.Number, s.Title, s.Version }).ToListAsync();
        Rows = [.. found.Select(s => new Row(s.Guid, s.Number, s.Title, s.Version, released.Contains(s.Guid)))];
    }
}
