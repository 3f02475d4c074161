using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Programme.Desk;

/// <summary>What the next release would change, the button that makes it, and the releases made.</summary>
public sealed class ReleasesModel(AppDb db, Visit visit) : PageModel
{
    public sealed class ReleaseForm
    {
        public string? Name { get; set; }
        public Dictionary<string, string?> Note { get; set; } = [];
    }

    [BindProperty]
    public ReleaseForm Form { get; set; } = new();

    public IReadOnlyList<ReleaseLine> Earlier { get; private set; } = [];
    /// <summary>What is in the draft and would be public; null when nothing has a time and a place.</summary>
    public ProgrammeSnapshot? Next { get; private set; }
    /// <summary>Null: there is no release yet, everything would be new.</summary>
    public IReadOnlyList<ProgrammeChange>? Changes { get; private set; }
    public ProgrammeSnapshot? Last { get; private set; }
    public int Unscheduled { get; private set; }
    /// <summary>What stands against the next release; at most a glance of it is shown.</summary>
    public FindingList Against { get; private set; } = null!;
    public int AgainstCount { get; private set; }
    /// <summary>The earlier release that was opened, with what it changed; null: none.</summary>
    public ReleaseLine? Open { get; private set; }
    public IReadOnlyList<ProgrammeChange>? OpenChanges { get; private set; }
    public ProgrammeSnapshot? OpenProgramme { get; private set; }
    public ProgrammeSnapshot? OpenBefore { get; private set; }
    public bool MayRelease => visit.Actor.May(Permission.ReleaseProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int? number)
    {
        await Load();
        Form.Name = Suggestion();
        if (number is null) return;
        Open = Earlier.FirstOrDefault(r => r.Number == number) ?? throw new NotThere("release");
        OpenProgramme = await Opened(Open.Number);
        if (Earlier.FirstOrDefault(r => r.Number < number) is not { } before) return;
        OpenBefore = await Opened(before.Number);
        OpenChanges = ProgrammeChanges.Between(OpenBefore, OpenProgramme);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.Try(visit, () => ReleaseProgramme.Run(db, visit.Actor, visit.Edition.Id, Form.Name ?? "", Form.Note.ToText()), "Form.Name"))
            return this.Done(visit.At("desk", "programme", "releases"), visit.Texts["release.done"]);
        db.ChangeTracker.Clear();
        await Load();
        return Page();
    }

    async Task Load()
    {
        var id = visit.Edition.Id;
        Earlier = await Releases.List(db, id);
        Last = Earlier.Count > 0 ? await Opened(Earlier[0].Number) : null;
        try
        {
            (Next, Changes) = await ReleaseProgramme.Preview(db, visit.Actor, id);
        }
        catch (Refusal empty) when (empty.Code == "programme.release_is_empty")
        {
            Next = null;
        }
        var check = await ConflictCheck.Of(db, id);
        var against = check.AgainstRelease;
        AgainstCount = against.Count;
        Against = new([.. check.Found.Where(f => against.Contains(f.Conflict)).Take(ImportModel.Glance)], check.Programme, new(check.Programme, visit.Language, visit.Dates), false);
        Unscheduled = await db.Sessions.CountAsync(s => s.EditionId == id && (s.Start == null || s.HallId == null && !s.AllHalls));
    }

    async Task<ProgrammeSnapshot> Opened(int number) =>
        Release.Unpack(await db.Releases.Where(r => r.EditionId == visit.Edition.Id && r.Number == number).Select(r => r.Packed).SingleAsync());

    /// <summary>One more than the last name when that ends in a number: after 1.4 comes 1.5.</summary>
    string Suggestion()
    {
        if (Earlier.Count == 0) return "1.0";
        var name = Earlier[0].Name;
        var digits = name.Reverse().TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 9 ? name[..^digits] + (int.Parse(name[^digits..], System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
    }
}

/// <summary>Changes between two programmes, for the part <c>_Changes</c>.</summary>
public sealed record ChangeList(ProgrammeSnapshot Before, ProgrammeSnapshot After, IReadOnlyList<ProgrammeChange> Changes);
