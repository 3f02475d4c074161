using System.Globalization;
using Majlis.Calendars;
using Majlis.Delegations;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Delegations.Desk;

/// <summary>What the edition asks of all delegations: until when, by which categories, and when to remind.</summary>
public sealed class RulesModel(AppDb db, Visit visit) : PageModel
{
    public sealed class WindowForm
    {
        public string? Date { get; set; }
        public string? Time { get; set; }
    }

    public sealed class CategoryForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
        public string? Places { get; set; }
        public string? Overflow { get; set; }
    }

    public sealed class RulesForm
    {
        /// <summary>By <c>From</c>, <c>Until</c> and <c>Confirm</c>.</summary>
        public Dictionary<string, WindowForm> Windows { get; set; } = [];
        public string? Reminders { get; set; }
        public List<CategoryForm> Categories { get; set; } = [];
        public long? Version { get; set; }
    }

    [BindProperty]
    public RulesForm Form { get; set; } = new();

    public async Task OnGet()
    {
        visit.Actor.Require(Permission.KeepDelegations, visit.Edition.Id.Value);
        var (terms, version) = await DelegationRules.Of(db, visit.Edition.Id, HttpContext.RequestAborted);
        Form = new()
        {
            Windows = new() { ["From"] = Shown(terms.NominationFrom), ["Until"] = Shown(terms.NominationUntil), ["Confirm"] = Shown(terms.ConfirmationUntil) },
            Reminders = string.Join(", ", terms.ReminderDays.Select(d => d.ToString(CultureInfo.InvariantCulture))), Version = version,
            // One more, for a new one; who leaves a name empty takes the category away.
            Categories = [.. terms.Categories.Select(c => new CategoryForm { Key = c.Key, Name = c.Name.ToForm(), Places = c.Places.ToString(CultureInfo.InvariantCulture), Overflow = c.Overflow.ToString(CultureInfo.InvariantCulture) }), new()],
        };
    }

    public async Task<IActionResult> OnPost()
    {
        visit.Actor.Require(Permission.KeepDelegations, visit.Edition.Id.Value);
        var days = new List<int>();
        foreach (var part in Digits.ToAscii(Form.Reminders ?? "").Split([',', '،', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var day)) days.Add(day);
            else ModelState.AddModelError("Form.Reminders", visit.Texts["form.number"]);
        var terms = new DelegationTerms
        {
            NominationFrom = Read("From"), NominationUntil = Read("Until"), ConfirmationUntil = Read("Confirm"), ReminderDays = days,
            Categories = [.. Form.Categories.Index().Where(c => !c.Item.Name.ToText().IsEmpty).Select(c => new MemberCategory((c.Item.Key ?? "").Trim(), c.Item.Name.ToText(),
                this.Number(visit, $"Form.Categories[{c.Index}].Places", c.Item.Places) ?? 0, this.Number(visit, $"Form.Categories[{c.Index}].Overflow", c.Item.Overflow) ?? 0))],
        };
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        return await this.Try(visit, () => SetDelegationRules.Run(db, visit.Actor, visit.Edition.Id, terms, Form.Version, HttpContext.RequestAborted))
            ? this.Done(visit.At("desk", "delegations", "rules"), visit.Texts["form.saved"]) : Page();
    }

    LocalDateTime? Read(string place)
    {
        var window = Form.Windows.GetValueOrDefault(place);
        var date = this.Date(visit, $"Form.Windows[{place}].Date", window?.Date);
        var time = this.Time(visit, $"Form.Windows[{place}].Time", window?.Time);
        return date is { } day ? day.At(time ?? LocalTime.Midnight) : null;
    }

    static WindowForm Shown(LocalDateTime? at) => at is { } told ? new() { Date = LocalDatePattern.Iso.Format(told.Date), Time = told.TimeOfDay.ToString("HH:mm", CultureInfo.InvariantCulture) } : new();
}
