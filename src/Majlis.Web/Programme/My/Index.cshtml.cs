using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.My;

/// <summary>The account's marked sessions. Those in the address can be added to them.</summary>
public sealed class IndexModel(Visit visit, ProgrammeShelf shelf, AppDb db) : ProgrammePage(visit, shelf)
{
    public IReadOnlyList<SessionEntry> Sessions { get; private set; } = [];
    /// <summary>Named in the address and not yet in the account.</summary>
    public IReadOnlyList<SessionEntry> Offered { get; private set; } = [];

    /// <summary>What the last releases changed in the account's sessions, the newest first; releases that changed none are left out.</summary>
    public IReadOnlyList<(ReleaseLine Release, IReadOnlyList<ProgrammeChange> Changes)> News { get; private set; } = [];

    const int MostReleases = 3;

    public async Task OnGet()
    {
        if (Agenda is null) return;
        var mine = await Mine();
        if (mine.Count > 0)
            News = [.. (await Releases.Changes(db, Visit.Edition.Slug, MostReleases, HttpContext.RequestAborted))
                .Select(r => (r.Release, Changes: (IReadOnlyList<ProgrammeChange>)[.. (r.Changes ?? []).Where(c => mine.Contains(c.Session))])).Where(r => r.Changes.Count > 0)];
        Sessions = [.. Agenda.Published.Sessions.Where(s => mine.Contains(s.Guid))];
        Offered = [.. StarredNumbers.Parse(Request.Query["s"], Agenda.Published).Where(s => !mine.Contains(s.Guid))];
    }

    /// <summary>Adds the sessions to the account's; nothing is taken away. To a script that asks for JSON the whole set is told.</summary>
    public async Task<IActionResult> OnPost(string? s)
    {
        foreach (var session in StarredNumbers.Parse(s, Released.Published))
            await StarSession.Run(db, Visit.Actor, Visit.Edition.Id, Released.Published, session.Guid, HttpContext.RequestAborted);
        if (!Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal)) return LocalRedirect(Visit.At("my", "programme"));
        var mine = await Mine();
        return new JsonResult(Released.Published.Sessions.Where(x => mine.Contains(x.Guid)).Select(x => x.Number));
    }

    /// <summary>Takes one session out of the account's.</summary>
    public async Task<IActionResult> OnPostUnmark(int number)
    {
        if (Released.Published.ByNumber.TryGetValue(number, out var session)) await UnstarSession.Run(db, Visit.Actor, Visit.Edition.Id, session.Guid, HttpContext.RequestAborted);
        return LocalRedirect(Visit.At("my", "programme"));
    }

    async Task<HashSet<Guid>> Mine() => await db.Stars.AsNoTracking()
        .Where(s => s.Account == Visit.Actor.Account && s.EditionId == Visit.Edition.Id).Select(s => s.Session).ToHashSetAsync(HttpContext.RequestAborted);
}
