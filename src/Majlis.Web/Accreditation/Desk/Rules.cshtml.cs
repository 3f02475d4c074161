using System.Globalization;
using Majlis.Accreditation;
using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Accreditation.Desk;

/// <summary>How the edition admits people: categories with their checks and zones, whom it writes to, how long documents are kept.</summary>
public sealed class RulesModel(AppDb db, Visit visit) : PageModel
{
    public sealed class CategoryForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
        public string? Colour { get; set; }
        public string? Places { get; set; }
        public List<string> Zones { get; set; } = [];
        public List<CheckKind> Checks { get; set; } = [];
        public List<string> Members { get; set; } = [];
        public List<MemberRole> Roles { get; set; } = [];
        public bool NeedsPhoto { get; set; }
        public bool IsMedia { get; set; }
    }

    public sealed class ZoneForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
    }

    public sealed class RulesForm
    {
        public List<ZoneForm> Zones { get; set; } = [];
        public List<CategoryForm> Categories { get; set; } = [];
        public List<ApplicationState> Letters { get; set; } = [];
        public Dictionary<string, string?> Outlets { get; set; } = [];
        public string? MediaDate { get; set; }
        public string? MediaTime { get; set; }
        public string? Authority { get; set; }
        public string? KeepDocuments { get; set; }
        public long? Version { get; set; }
    }

    /// <summary>States that a letter can tell of.</summary>
    public static readonly IReadOnlyList<ApplicationState> Tellable = [ApplicationState.Submitted, ApplicationState.Approved, ApplicationState.Rejected, ApplicationState.Returned, ApplicationState.Revoked];

    [BindProperty]
    public RulesForm Form { get; set; } = new();

    public IReadOnlyList<MemberCategory> MemberCategories { get; private set; } = [];

    public async Task OnGet()
    {
        visit.Actor.Require(Permission.Accredit, visit.Edition.Id.Value);
        var (terms, version) = await AccreditationRules.Of(db, visit.Edition.Id, HttpContext.RequestAborted);
        Form = new()
        {
            // One more of each, for a new one; who leaves a name empty takes it away.
            Zones = [.. terms.Zones.Select(z => new ZoneForm { Key = z.Key, Name = z.Name.ToForm() }), new()],
            Categories = [.. terms.Categories.Select(c => new CategoryForm
            {
                Key = c.Key, Name = c.Name.ToForm(), Colour = c.Colour, Places = c.Places?.ToString(CultureInfo.InvariantCulture), Zones = [.. c.Zones], Checks = [.. c.Checks], Members = [.. c.Members], Roles = [.. c.Roles], NeedsPhoto = c.NeedsPhoto, IsMedia = c.IsMedia,
            }), new() { Colour = "#56605C", NeedsPhoto = true }],
            Letters = [.. terms.Letters], Authority = terms.Authority, KeepDocuments = terms.KeepDocuments.ToString(CultureInfo.InvariantCulture), Version = version,
            Outlets = terms.Outlets.ToDictionary(o => o.Type.Word(), o => (string?)o.Most.ToString(CultureInfo.InvariantCulture)),
            MediaDate = terms.MediaUntil is { } until ? LocalDatePattern.Iso.Format(until.Date) : null, MediaTime = terms.MediaUntil?.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture),
        };
        await Load();
    }

    public async Task<IActionResult> OnPost()
    {
        visit.Actor.Require(Permission.Accredit, visit.Edition.Id.Value);
        await Load();
        var (known, _) = await AccreditationRules.Of(db, visit.Edition.Id, HttpContext.RequestAborted);
        var (date, time) = (this.Date(visit, "Form.MediaDate", Form.MediaDate), this.Time(visit, "Form.MediaTime", Form.MediaTime));
        var outlets = new List<OutletPlaces>();
        foreach (var type in Enum.GetValues<OutletType>())
            if (this.Number(visit, $"Form.Outlets[{type.Word()}]", Form.Outlets.GetValueOrDefault(type.Word())) is { } most) outlets.Add(new(type, most));
        var terms = known with
        {
            Zones = [.. Form.Zones.Where(z => !z.Name.ToText().IsEmpty).Select(z => new AccessZone((z.Key ?? "").Trim(), z.Name.ToText()))],
            Categories = [.. Form.Categories.Index().Where(c => !c.Item.Name.ToText().IsEmpty).Select(c => new AccreditationCategory((c.Item.Key ?? "").Trim(), c.Item.Name.ToText(), (c.Item.Colour ?? "").Trim().ToUpperInvariant(), c.Item.Zones, c.Item.Checks)
            {
                Places = this.Number(visit, $"Form.Categories[{c.Index}].Places", c.Item.Places), NeedsPhoto = c.Item.NeedsPhoto, IsMedia = c.Item.IsMedia, Members = c.Item.Members, Roles = c.Item.Roles,
            })],
            Letters = [.. Form.Letters.Intersect(Tellable)], Outlets = outlets, MediaUntil = date is { } day ? day.At(time ?? LocalTime.Midnight) : null, Authority = string.IsNullOrWhiteSpace(Form.Authority) ? null : Form.Authority.Trim(),
            KeepDocuments = this.Number(visit, "Form.KeepDocuments", Form.KeepDocuments) ?? known.KeepDocuments,
        };
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        return await this.Try(visit, () => SetAccreditationRules.Run(db, visit.Actor, visit.Edition.Id, terms, Form.Version, HttpContext.RequestAborted))
            ? this.Done(visit.At("desk", "accreditation", "rules"), visit.Texts["form.saved"]) : Page();
    }

    async Task Load() => MemberCategories = (await DelegationRules.Of(db, visit.Edition.Id, HttpContext.RequestAborted)).Terms.Categories;
}
