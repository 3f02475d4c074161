using Majlis.People;
using Majlis.Platform;
using Majlis.Web.People;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Majlis.Web.Forums.Desk;

/// <summary>
/// Tokens of programs that call the edition's API: one's own, and everybody's for whoever manages the team. A token is a credential: making one asks for a fresh one, as the
/// settings of security do.
/// </summary>
public sealed class TokensModel(AppDb db, Entrance entrance, Visit visit) : PageModel
{
    public sealed class TokenForm
    {
        public string? Name { get; set; }
        public List<Permission> May { get; set; } = [];
        public string? Ends { get; set; }
    }

    [BindProperty]
    public TokenForm Form { get; set; } = new();

    public IReadOnlyList<(ApiToken Token, string Owner)> Tokens { get; private set; } = [];
    /// <summary>What was just made; shown once.</summary>
    public (ApiToken Token, string Secret)? Made { get; private set; }
    /// <summary>Where a credential is shown before one can be made; null: it was shown a moment ago.</summary>
    public string? Barrier { get; private set; }
    public bool SeesAll => visit.Actor.May(Permission.ManageTeam, visit.Edition.Id.Value);
    /// <summary>What this reader can give a token beside reading.</summary>
    public IReadOnlyList<Permission> Grantable => [.. ApiToken.Grantable.Where(p => p != Permission.SeeDesk && visit.Actor.May(p, visit.Edition.Id.Value))];

    string Here => visit.At("desk", "tokens");

    public async Task OnGet()
    {
        Barrier = await entrance.Barrier(Here);
        Tokens = await ApiTokens.List(db, visit.Actor, visit.Edition.Id, HttpContext.RequestAborted);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await entrance.Barrier(Here) is { } elsewhere) return Redirect(elsewhere);
        var last = this.Date(visit, "Form.Ends", Form.Ends);
        // Until the day is over where the forum is.
        Instant? ends = last is { } day ? day.PlusDays(1).AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[visit.Edition.Zone]).ToInstant() : null;
        if (ModelState.IsValid && await this.Try(visit, async () => Made = await MakeApiToken.Run(db, visit.Actor, visit.Edition.Id, Form.Name ?? "", Form.May, ends), "Form.Name"))
        {
            ModelState.Clear();
            Form = new();
        }
        else if (Response.StatusCode == StatusCodes.Status200OK) Response.StatusCode = StatusCodes.Status400BadRequest;
        db.ChangeTracker.Clear();
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostRevoke(Id<ApiToken> id)
    {
        await RevokeApiToken.Run(db, visit.Actor, visit.Edition.Id, id);
        return this.Done(Here, visit.Texts["token.revoked"]);
    }
}
