using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

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
        public long Version { get; set; }
    }

    public sealed record InSession(int Number, LocalizedText Title, SessionRole Role);

    [BindProperty]
    public PersonForm Form { get; set; } = new();

    /// <summary>Null for a new person.</summary>
    public Person? Known { get; private set; }
    /// <summary>What somebody else saved meanwhile; null unless they did.</summary>
    public PersonEntry? Newer { get; private set; }
    public IReadOnlyList<InSession> Sessions { get; private set; } = [];
    /// <summary>The edition's parties, whom one may speak for.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Parties { get; private set; } = [];
    public bool MayEdit => visit.Actor.May(Permission.EditProgramme, visit.Edition.Id.Value);

    public async Task OnGet(int? number)
    {
        if (number is null) visit.Actor.Require(Permission.EditProgramme, visit.Edition.Id.Value);
        await Find(number);
        if (Known is null) return;
        Form = new()
        {
            Name = Known.Name.ToForm(), Office = Known.Office.ToForm(), Organisation = Known.Organisation.ToForm(), Biography = Known.Biography.ToForm(),
            Country = Known.Country, Party = Known.Party, Version = Known.Version,
        };
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
        if (!ModelState.IsValid) return Page();
        if (await this.Try(visit, () => Known is null
                ? AddPerson.Run(db, visit.Actor, visit.Edition.Id, facts)
                : ChangePerson.Run(db, visit.Actor, visit.Edition.Id, facts, Form.Version)))
            return this.Done(visit.At("desk", "programme", "people"), visit.Texts["form.saved"]);
        if (Known is not null && Known.Version != Form.Version)
        {
            Newer = Known.ToEntry();
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
        Known = await db.Persons.AsNoTracking().SingleOrDefaultAsync(p => p.EditionId == id && p.Number == number) ?? throw new NotThere("person");
        var person = Known.Id;
        Sessions = await db.SessionPeople.Where(p => p.PersonId == person).Join(db.Sessions, p => p.SessionId, s => s.Id, (p, s) => new { s.Number, s.Title, p.Role })
            .OrderBy(s => s.Number).Select(s => new InSession(s.Number, s.Title, s.Role)).ToListAsync();
    }
}
