using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties.Desk;

/// <summary>One party: its names, its flag, and what it is at this edition.</summary>
public sealed class PartyModel(AppDb db, Visit visit, IFileService files) : PartiesPage(db, visit)
{
    public sealed class PartyForm
    {
        public PartyKind Kind { get; set; }
        public string? Code { get; set; }
        public Dictionary<string, string?> Short { get; set; } = [];
        public Dictionary<string, string?> Formal { get; set; } = [];
        public Dictionary<string, string?> Plate { get; set; } = [];
        public string? Genitive { get; set; }
        public Dictionary<string, string?> SortKeys { get; set; } = [];
        public string? Founded { get; set; }
        public ContactChannel? Channel { get; set; }
        public string? Contact { get; set; }
        public string? Email { get; set; }
        public string? Phone { get; set; }
        /// <summary>By the group's id, the key of a kind; blank: not in it.</summary>
        public Dictionary<string, string?> Groups { get; set; } = [];
        public long Version { get; set; }
    }

    public sealed class HereForm
    {
        public PartyStatus Status { get; set; } = PartyStatus.Invited;
        public PartyCapacity Capacity { get; set; } = PartyCapacity.Participant;
        public bool IsPublic { get; set; }
        public string? Class { get; set; }
        public long? Version { get; set; }
    }

    public PartyForm Form { get; set; } = new();
    public HereForm AtEdition { get; set; } = new();

    /// <summary>Null for a new party.</summary>
    public Party? Known { get; private set; }
    public PartyParticipation? Here { get; private set; }
    public IReadOnlyList<PartyGroup> Groups { get; private set; } = [];
    public ProtocolOrder Rules { get; private set; } = null!;
    /// <summary>How many editions it is at.</summary>
    public int Editions { get; private set; }
    public bool IsNewer { get; private set; }

    public async Task OnGet(string? slug)
    {
        if (slug is null) Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        await Find(slug);
        if (Known is not null) Form = Filled(Known);
        Show();
    }

    public async Task<IActionResult> OnPost(string? slug, [Bind(Prefix = "Form")] PartyForm form)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        await Find(slug);
        (Form, _) = (form, Show());
        var founded = this.Number(Visit, "Form.Founded", form.Founded);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var facts = new PartyFacts
        {
            Kind = form.Kind, Code = Blank(form.Code)?.ToUpperInvariant(), Short = form.Short.ToText(), Formal = form.Formal.ToText(), Plate = form.Plate.ToText(), Genitive = Blank(form.Genitive),
            SortKeys = form.SortKeys.ToText(), Founded = founded, Contact = new(form.Channel, Blank(form.Contact), Blank(form.Email), Blank(form.Phone)),
            Groups = [.. form.Groups.Where(g => Guid.TryParse(g.Key, out _) && !string.IsNullOrEmpty(g.Value)).Select(g => new PartyMembership(Guid.Parse(g.Key), g.Value!))],
        };
        Party? saved = null;
        if (await this.Try(Visit, async () => saved = Known is null ? await AddParty.Run(Db, Visit.Actor, Visit.Edition.Id, facts) : await ChangeParty.Run(Db, Visit.Actor, Visit.Edition.Id, Known.Slug, facts, form.Version)))
            return this.Done(At("party", saved!.Slug), Visit.Texts["form.saved"]);
        if (Known is not null && Known.Version != form.Version)
        {
            IsNewer = true;
            Form.Version = Known.Version;
            ModelState.Remove("Form.Version");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostHere(string slug, [Bind(Prefix = "AtEdition")] HereForm form)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        await Find(slug);
        (Form, AtEdition) = (Filled(Known!), form);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var facts = new ParticipationFacts(form.Status, form.Capacity, form.IsPublic, MayDecide ? Blank(form.Class) : Here?.Class);
        return await this.Try(Visit, () => SetParticipation.Run(Db, Visit.Actor, Visit.Edition.Id, slug, facts, form.Version)) ? this.Done(At("party", slug), Visit.Texts["form.saved"]) : Page();
    }

    public async Task<IActionResult> OnPostLeave(string slug, long version)
    {
        await Find(slug);
        Form = Filled(Known!);
        if (await this.Try(Visit, () => SetParticipation.Run(Db, Visit.Actor, Visit.Edition.Id, slug, null, version))) return this.Done(At("party", slug), Visit.Texts["party.left"]);
        Show();
        return Page();
    }

    /// <param name="picture">None: the flag of the code again.</param>
    public async Task<IActionResult> OnPostFlag(string slug, IFormFile? picture)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        await Find(slug);
        (Form, _) = (Filled(Known!), Show());
        byte[]? content = null;
        if (picture is not null)
        {
            // One byte more than may be says that there are more.
            using var memory = new MemoryStream();
            await using var stream = picture.OpenReadStream();
            var buffer = new byte[ReplaceFlag.MostBytes + 1];
            memory.Write(buffer, 0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, HttpContext.RequestAborted));
            content = memory.ToArray();
        }
        else if (Request.Form.ContainsKey("give"))
        {
            ModelState.AddModelError("picture", Visit.Texts["upload.file_missing"]);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        return await this.Try(Visit, () => ReplaceFlag.Run(Db, files, Visit.Actor, Visit.Edition.Id, slug, content, HttpContext.RequestAborted), "picture")
            ? this.Done(At("party", slug), Visit.Texts["party.flag_saved"]) : Page();
    }

    public async Task<IActionResult> OnPostRemove(string slug)
    {
        await Find(slug);
        (Form, _) = (Filled(Known!), Show());
        return await this.Try(Visit, () => RemoveParty.Run(Db, Visit.Actor, Visit.Edition.Id, slug)) ? this.Done(At(), Visit.Texts["party.removed"]) : Page();
    }

    static PartyForm Filled(Party party) => new()
    {
        Kind = party.Kind, Code = party.Code, Short = party.Short.ToForm(), Formal = party.Formal.ToForm(), Plate = party.Plate.ToForm(), Genitive = party.Genitive, SortKeys = party.SortKeys.ToForm(),
        Founded = party.Founded?.ToString(System.Globalization.CultureInfo.InvariantCulture), Channel = party.Contact.Channel, Contact = party.Contact.To, Email = party.Contact.Email, Phone = party.Contact.Phone,
        Groups = party.Groups.ToDictionary(g => g.Group.ToString(), g => (string?)g.Kind), Version = party.Version,
    };

    bool Show()
    {
        if (Here is { } here) AtEdition = new() { Status = here.Status, Capacity = here.Capacity, IsPublic = here.IsPublic, Class = here.Class, Version = here.Version };
        return true;
    }

    async Task Find(string? slug)
    {
        Groups = await LoadGroups();
        Rules = await OrderOfParties.Rules(Db, Visit.Edition.Id);
        if (slug is null) return;
        Known = await Db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug) ?? throw new NotThere("party");
        var (party, edition) = (Known.Id, Visit.Edition.Id);
        Here = await Db.Participations.AsNoTracking().SingleOrDefaultAsync(p => p.PartyId == party && p.EditionId == edition);
        Editions = await Db.Participations.CountAsync(p => p.PartyId == party);
    }

    static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : Characters.Kept(text.Trim());
}
