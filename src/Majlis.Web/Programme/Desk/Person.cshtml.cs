using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Programme.Desk;

/// <summary>One person: a new one, or one known by number.</summary>
public sealed class PersonModel(AppDb db, Visit visit) : PageModel
{
    public sealed class PersonForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public Dictionary<string, string?> Office { get; set; } = [];
        public Dictionary<string, string?> Organisation { get; set; } = [];
        public Dictionary<string, string?> Biography { get; set; } = [];
        public string? Country { get; set; }
        public Guid? Party { get; set; }
        public string? ArrivesDate { get; set; }
        public string? ArrivesTime { get; set; }
        public string? DepartsDate { get; set; }
        public string? DepartsTime { get; set; }
        public string? Available { get; set; }
        public string? Interprets { get; set; }
        public long Version { get; set; }
    }

    public sealed class DossierForm
    {
        public string? Email { get; set; }
        public string? Language { get; set; }
        public Guid? Rank { get; set; }
        public long? Version { get; set; }
    }

    public sealed record InSession(int Number, LocalizedText Title, SessionRole Role);

    [BindProperty]
    public PersonForm Form { get; set; } = new();

    [BindProperty]
    public DossierForm Dossier { get; set; } = new();

    public IReadOnlyList<Rank> Ranks { get; private set; } = [];
    /// <summary>What somebody else wrote into the dossier meanwhile; null unless they did.</summary>
    public DossierFacts? NewerDossier { get; private set; }
    public bool MayKeep => visit.Actor.May(Permission.KeepProtocol, visit.Edition.Id.Value);

    /// <summary>Null for a new person.</summary>
    public Person? Known { get; private set; }
    /// <summary>What somebody else saved meanwhile; null unless they did.</summary>
    public PersonEntry? Newer { get; private set; }
    /// <summary>The form's fields of the presence, as somebody else saved it meanwhile.</summary>
    public PersonForm NewerPresence { get; private set; } = new();
    public IReadOnlyList<InSession> Sessions { get; private set; } = [];
    /// <summary>The edition's parties, whom one may speak for.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Parties { get; private set; } = [];
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int? number)
    {
        if (number is null) visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Find(number);
        if (Known is null) return;
        Fill();
        if (!MayKeep) return;
        var (facts, version) = await Kept();
        Dossier = new() { Email = facts.Email, Language = facts.Language, Rank = facts.Rank, Version = version };
    }

    void Fill()
    {
        Form = FormOf(Known!.Presence);
        (Form.Name, Form.Office, Form.Organisation, Form.Biography, Form.Country, Form.Party, Form.Version) =
            (Known.Name.ToForm(), Known.Office.ToForm(), Known.Organisation.ToForm(), Known.Biography.ToForm(), Known.Country, Known.Party, Known.Version);
    }

    static PersonForm FormOf(Presence presence) => new()
    {
        ArrivesDate = Day(presence.Arrives), ArrivesTime = Minute(presence.Arrives), DepartsDate = Day(presence.Departs), DepartsTime = Minute(presence.Departs),
        Available = presence.Available.Select(a => (a.From, a.Until)).ToForm(), Interprets = string.Join(' ', presence.Interprets.Select(p => $"{p.From}>{p.To}")),
    };

    static string? Day(LocalDateTime? time) => time is { } t ? LocalDatePattern.Iso.Format(t.Date) : null;
    static string? Minute(LocalDateTime? time) => time?.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What the form says of when the person is there. Errors are put at the fields.</summary>
    Presence Presence() => new()
    {
        Arrives = Moment("Form.ArrivesDate", Form.ArrivesDate, "Form.ArrivesTime", Form.ArrivesTime), Departs = Moment("Form.DepartsDate", Form.DepartsDate, "Form.DepartsTime", Form.DepartsTime),
        Available = [.. this.Windows(visit, "Form.Available", Form.Available).Select(w => new FreeTime(w.From, w.Until))],
        Interprets = [.. (Form.Interprets ?? "").Split([' ', ',', '،', ';'], StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('>', 2)).Select(p => new LanguagePair(p[0], p.ElementAtOrDefault(1) ?? ""))],
    };

    LocalDateTime? Moment(string dateField, string? typedDate, string timeField, string? typedTime)
    {
        var (date, time) = (this.Date(visit, dateField, typedDate), this.Time(visit, timeField, typedTime));
        if (date is null && time is not null && string.IsNullOrWhiteSpace(typedDate)) ModelState.AddModelError(dateField, visit.Texts["session.date_missing"]);
        if (time is null && date is not null && string.IsNullOrWhiteSpace(typedTime)) ModelState.AddModelError(timeField, visit.Texts["session.time_missing"]);
        return date is { } d && time is { } t ? d + t : null;
    }

    async Task<(DossierFacts Facts, long? Version)> Kept()
    {
        var id = Known!.Id;
        return await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.PersonId == id) is { } dossier ? (dossier.Facts, dossier.Version) : (new(null, null, null), null);
    }

    /// <summary>Address, language of letters and rank.</summary>
    public async Task<IActionResult> OnPostDossier(int? number)
    {
        await Find(number);
        if (Known is null) throw new NotThere("person");
        if (await this.Try(visit, () => KeepDossier.Run(db, visit.Actor, visit.Edition.Id, Known.Guid, new(Dossier.Email, Dossier.Language, Dossier.Rank), Dossier.Version), "Dossier.Email"))
            return this.Done(visit.At("desk", "programme", "person", number!), visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        Fill();
        var (facts, version) = await Kept();
        if (version == Dossier.Version) return Page();
        (NewerDossier, Dossier.Version) = (facts, version);
        ModelState.Remove("Dossier.Version");
        return Page();
    }

    public async Task<IActionResult> OnPost(int? number)
    {
        await Find(number);
        var facts = new PersonEntry
        {
            Guid = Known?.Guid ?? Guid.Empty, Number = number ?? 0, Name = Form.Name.ToText(), Office = Form.Office.ToText(), Organisation = Form.Organisation.ToText(),
            Biography = Form.Biography.ToText(), Country = string.IsNullOrWhiteSpace(Form.Country) ? null : Form.Country.Trim(),
            // A party that has left the edition is not in the form, and is not taken from the person by that.
            Party = Form.Party ?? (Parties.All(p => p.Id != Known?.Party) ? Known?.Party : null),
        };
        var presence = Presence();
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        if (await this.Try(visit, () => Known is null
                ? AddPerson.Run(db, visit.Actor, visit.Edition.Id, facts, presence)
                : ChangePerson.Run(db, visit.Actor, visit.Edition.Id, facts, Form.Version, presence)))
            return this.Done(visit.At("desk", "programme", "people"), visit.Texts["form.saved"]);
        if (Known is not null && Known.Version != Form.Version)
        {
            (Newer, NewerPresence) = (Known.ToEntry(), FormOf(Known.Presence));
            Form.Version = Known.Version;
            ModelState.Remove("Form.Version");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(int? number)
    {
        await Find(number);
        if (Known is null) throw new NotThere("person");
        if (await this.Try(visit, () => RemovePerson.Run(db, visit.Actor, visit.Edition.Id, Known.Guid)))
            return this.Done(visit.At("desk", "programme", "people"), visit.Texts["person.removed"]);
        await OnGet(number);
        return Page();
    }

    async Task Find(int? number)
    {
        var id = visit.Edition.Id;
        var parties = await db.Participations.Where(p => p.EditionId == id).Join(db.Parties, p => p.PartyId, p => p.Id, (_, p) => new { p.Id, p.Short }).ToListAsync();
        Parties = [.. parties.Select(p => (p.Id.Value, visit.Say(p.Short).Text)).OrderBy(p => p.Text, visit.Language.Comparer)];
        if (number is null) return;
        if (MayKeep) Ranks = (await Protocols.Of(db, id)).Facts.Ranks;
        Known = await db.PeopleOfProgramme(id).AsNoTracking().SingleOrDefaultAsync(p => p.Number == number) ?? throw new NotThere("person");
        var person = Known.Id;
        Sessions = await db.SessionPeople.Where(p => p.PersonId == person).Join(db.Sessions, p => p.SessionId, s => s.Id, (p, s) => new { s.Number, s.Title, p.Role })
            .OrderBy(s => s.Number).Select(s => new InSession(s.Number, s.Title, s.Role)).ToListAsync();
    }
}
