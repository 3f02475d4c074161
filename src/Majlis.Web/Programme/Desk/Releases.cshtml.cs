using System.Globalization;
using Majlis.People;
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
    [BindProperty]
    public ReleaseForm Form { get; set; } = new();

    public IReadOnlyList<ReleaseLine> Earlier { get; private set; } = [];
    /// <summary>What is in the draft and would be public; null when nothing has a time and a place.</summary>
    public ProgrammeSnapshot? Next { get; private set; }
    /// <summary>Null: there is no release yet, everything would be new.</summary>
    public IReadOnlyList<ProgrammeChange>? Changes { get; private set; }
    public ProgrammeSnapshot? Last { get; private set; }
    public int Unscheduled { get; private set; }
    /// <summary>Null where nothing can be released, or not by this reader.</summary>
    public LettersOffer? Letters { get; private set; }
    /// <summary>What stands against the next release; at most a glance of it is shown.</summary>
    public FindingList Against { get; private set; } = null!;
    public int AgainstCount { get; private set; }
    /// <summary>The earlier release that was opened, with what it changed; null: none.</summary>
    public ReleaseLine? Open { get; private set; }
    public IReadOnlyList<ProgrammeChange>? OpenChanges { get; private set; }
    public ProgrammeSnapshot? OpenProgramme { get; private set; }
    public ProgrammeSnapshot? OpenBefore { get; private set; }
    public SentLetters? Sent { get; private set; }
    public bool MayRelease => visit.Actor.May(Permission.ReleaseProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int? number)
    {
        await Load();
        Form.Name = ReleaseForm.Suggestion(Earlier);
        if (number is null) return;
        Open = Earlier.FirstOrDefault(r => r.Number == number) ?? throw new NotThere("release");
        OpenProgramme = await Opened(Open.Number);
        Sent = await SentLetters.Load(db, visit, Open, MayRelease && Open.Number == Earlier[0].Number);
        if (Earlier.FirstOrDefault(r => r.Number < number) is not { } before) return;
        OpenBefore = await Opened(before.Number);
        OpenChanges = ProgrammeChanges.Between(OpenBefore, OpenProgramme);
    }

    public async Task<IActionResult> OnPost()
    {
        if (await this.Try(visit, () => ReleaseProgramme.Run(db, visit.Actor, visit.Edition.Id, Form.Name ?? "", Form.Note.ToText(), LettersOffer.Of(Form.Letters)), "Form.Name"))
            return this.Done(visit.At("desk", "programme", "releases"), visit.Texts["release.done"]);
        db.ChangeTracker.Clear();
        await Load();
        return Page();
    }

    /// <summary>Letters about the last release that did not go out.</summary>
    public async Task<IActionResult> OnPostLetters(int number)
    {
        if (await this.Try(visit, () => SendLetters.Run(db, visit.Actor, visit.Edition.Id, number, LettersOffer.Of(Form.Letters))))
            return this.Done(visit.At("desk", "programme", "releases", number), visit.Texts["letters.asked"]);
        db.ChangeTracker.Clear();
        await OnGet(number);
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
        if (Next is not null && MayRelease) Letters = await Form.Offer(db, visit, Next);
        var check = await ConflictCheck.Of(db, id);
        var against = check.AgainstRelease;
        AgainstCount = against.Count;
        Against = new([.. check.Found.Where(f => against.Contains(f.Conflict)).Take(ImportModel.Glance)], check.Programme, new(check.Programme, visit.Language, visit.Dates), false);
        Unscheduled = await db.Sessions.CountAsync(s => s.EditionId == id && (s.Start == null || s.HallId == null && !s.AllHalls));
    }

    async Task<ProgrammeSnapshot> Opened(int number) =>
        Release.Unpack(await db.Releases.Where(r => r.EditionId == visit.Edition.Id && r.Number == number).Select(r => r.Packed).SingleAsync());
}

/// <summary>What is asked for a release, whether of the draft or of an earlier release.</summary>
public sealed class ReleaseForm
{
    public string? Name { get; set; }
    public Dictionary<string, string?> Note { get; set; } = [];
    public List<LettersTo> Letters { get; set; } = [];
    /// <summary>Of a roll back: the draft follows.</summary>
    public bool DraftToo { get; set; }

    /// <summary>The letters that a release of the programme would make.</summary>
    internal async Task<LettersOffer> Offer(AppDb db, Visit visit, ProgrammeSnapshot programme)
    {
        var count = await ReleaseLetters.Count(db, visit.Edition.Id, programme);
        var missing = programme.People.Where(p => count.Unreachable.Contains(p.Guid)).Select(p => (p.Number, visit.Say(p.Name).Text)).ToList();
        return new(count, missing, Letters);
    }

    /// <summary>One more than the last name when that ends in a number: after 1.4 comes 1.5.</summary>
    public static string Suggestion(IReadOnlyList<ReleaseLine> earlier)
    {
        if (earlier.Count == 0) return "1.0";
        var name = earlier[0].Name;
        var digits = name.Reverse().TakeWhile(char.IsAsciiDigit).Count();
        return digits is > 0 and < 9 ? name[..^digits] + (int.Parse(name[^digits..], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture) : "";
    }
}

/// <summary>Changes between two programmes, for the part <c>_Changes</c>.</summary>
public sealed record ChangeList(ProgrammeSnapshot Before, ProgrammeSnapshot After, IReadOnlyList<ProgrammeChange> Changes);

/// <summary>The letters of a release, for the part <c>_LettersSent</c>.</summary>
/// <param name="People">Those written to, by guid; who was removed since is missing.</param>
/// <param name="Sessions">Those written about, by guid; what was removed since is missing.</param>
/// <param name="MayAsk">The reader may ask for letters that did not go out.</param>
public sealed record SentLetters(ReleaseLine Release, IReadOnlyList<NoticeLine> Letters, IReadOnlyDictionary<Guid, PersonEntry> People, IReadOnlyDictionary<Guid, (int Number, LocalizedText Title)> Sessions, bool MayAsk)
{
    public static async Task<SentLetters> Load(AppDb db, Visit visit, ReleaseLine release, bool mayAsk)
    {
        var id = visit.Edition.Id;
        var letters = await Notices.Of(db, id, release.Number);
        var guids = letters.Where(l => l.IsToSpeaker).Select(l => l.Recipient).ToList();
        var people = guids.Count == 0 ? [] : (await db.Persons.AsNoTracking().Where(p => p.EditionId == id && guids.Contains(p.Guid)).ToListAsync()).ToDictionary(p => p.Guid, p => p.ToEntry());
        var about = letters.Where(l => l.IsToSpeaker).Select(l => l.Session).Distinct().ToList();
        var sessions = about.Count == 0 ? [] : await db.Sessions.Where(s => s.EditionId == id && about.Contains(s.Guid)).Select(s => new { s.Guid, s.Number, s.Title }).ToDictionaryAsync(s => s.Guid, s => (s.Number, s.Title));
        return new(release, letters, people, sessions, mayAsk);
    }
}
