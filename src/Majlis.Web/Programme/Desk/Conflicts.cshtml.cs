using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace Majlis.Web.Programme.Desk;

/// <summary>What the rules found in the draft, and who answers for it.</summary>
public sealed class ConflictsModel(AppDb db, Visit visit) : PageModel
{
    /// <summary>Findings on one page.</summary>
    public const int Rows = 100;

    /// <summary>Findings of one rule or day; null: of no day.</summary>
    public sealed record Group(ConflictRule? Rule, LocalDate? Day, IReadOnlyList<FoundConflict> Findings);

    public CheckedProgramme Check { get; private set; } = null!;
    public ConflictFilter Filter { get; private set; } = new();
    public IReadOnlyList<FoundConflict> Found { get; private set; } = [];
    public IReadOnlyList<Group> Groups { get; private set; } = [];
    /// <summary>From 1.</summary>
    public int At { get; private set; }
    public int Pages { get; private set; }
    public ConflictSentences Sentences { get; private set; } = null!;
    /// <summary>The finding whose acceptance was refused, and the reason as it was typed.</summary>
    public (string Key, string? Reason) Refused { get; private set; }
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    public FindingList List(IReadOnlyList<FoundConflict> findings) => new(findings, Check.Programme, Sentences, MayEdit, Filter.Query, Refused.Key, Refused.Reason);

    public async Task OnGet(int p)
    {
        Check = await ConflictCheck.Of(db, visit.Edition.Id, HttpContext.RequestAborted);
        Filter = ConflictFilter.Parse(Request.Query);
        Sentences = new(Check.Programme, visit.Language, visit.Dates);
        Found = [.. Filter.Apply(Check)];
        Pages = Math.Max(1, (Found.Count + Rows - 1) / Rows);
        At = Math.Clamp(p, 1, Pages);
        var sorted = Filter.ByDay ? Found.OrderBy(f => DayOf(f) is null).ThenBy(DayOf) : Found.OrderByDescending(f => f.Conflict.Level).ThenBy(f => f.Conflict.Rule);
        Groups = [.. sorted.Skip((At - 1) * Rows).Take(Rows).GroupBy(f => (Rule: Filter.ByDay ? null : (ConflictRule?)f.Conflict.Rule, Day: Filter.ByDay ? DayOf(f) : null))
            .Select(g => new Group(g.Key.Rule, g.Key.Day, [.. g]))];
    }

    public async Task<IActionResult> OnPostAccept(string? key, string? reason, int p)
    {
        if (await this.Try(visit, () => AcceptConflicts.Run(db, visit.Actor, visit.Edition.Id, [key ?? ""], reason ?? ""), $"reason-{key}"))
            return this.Done(visit.At("desk", "programme", "conflicts") + ConflictFilter.Parse(Request.Query).Query, visit.Texts["conflict.accept_done"]);
        db.ChangeTracker.Clear();
        Refused = (key ?? "", reason);
        await OnGet(p);
        return Page();
    }

    public async Task<IActionResult> OnPostTakeBack(string? key)
    {
        await TakeBackAcceptance.Run(db, visit.Actor, visit.Edition.Id, key ?? "");
        return this.Done(visit.At("desk", "programme", "conflicts") + ConflictFilter.Parse(Request.Query).Query, visit.Texts["conflict.taken_back"]);
    }

    public string Ask(ConflictFilter filter) => visit.At("desk", "programme", "conflicts") + filter.Query;

    public string PageAddress(int number)
    {
        var address = Ask(Filter);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address}{(address.Contains('?') ? '&' : '?')}p={number}");
    }

    LocalDate? DayOf(FoundConflict found) =>
        found.Conflict.Sessions.Select(g => Check.Programme.Sessions.First(s => s.Guid == g)).FirstOrDefault(s => s.IsScheduled)?.Start is { } start ? Check.Programme.DayOf(start) : null;
}

/// <summary>Findings for the part <c>_Findings</c>.</summary>
/// <param name="Query">Of the list they stand in, to come back to it.</param>
/// <param name="RefusedKey">The finding whose acceptance was just refused; null: none.</param>
public sealed record FindingList(IReadOnlyList<FoundConflict> Findings, ProgrammeSnapshot Programme, ConflictSentences Sentences, bool MayAccept, string Query = "", string? RefusedKey = null, string? RefusedReason = null);
