using System.Globalization;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.People.Desk;

/// <summary>Who comes before whom in this edition: the ranks, and the order of States.</summary>
public sealed class ProtocolModel(AppDb db, Visit visit) : PageModel
{
    public sealed class RankRow
    {
        public Guid Guid { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
    }

    public sealed class ProtocolForm
    {
        public List<RankRow> Ranks { get; set; } = [];
        public string Language { get; set; } = "";
        public string? BeginsWith { get; set; }
        /// <summary>A line a country: its code, and the word it stands under.</summary>
        public string? FiledUnder { get; set; }
        public long? Version { get; set; }
    }

    [BindProperty]
    public ProtocolForm Form { get; set; } = new();

    /// <summary>Codes in the order that the form would give.</summary>
    public IReadOnlyList<string> Order { get; private set; } = [];
    public ProtocolFacts? Newer { get; private set; }

    public async Task OnGet()
    {
        visit.Actor.Require(Permission.KeepProtocol, visit.Edition.Id.Value);
        var (facts, version) = await Protocols.Of(db, visit.Edition.Id);
        Show(facts, version);
    }

    public async Task<IActionResult> OnPost()
    {
        visit.Actor.Require(Permission.KeepProtocol, visit.Edition.Id.Value);
        var facts = Typed();
        if (!ModelState.IsValid) return Page();
        Order = Precedence.OrderOfStates(facts);
        if (await this.Try(visit, () => AgreeProtocol.Run(db, visit.Actor, visit.Edition.Id, facts, Form.Version)))
            return this.Done(visit.At("desk", "people", "protocol"), visit.Texts["form.saved"]);
        db.ChangeTracker.Clear();
        var (now, version) = await Protocols.Of(db, visit.Edition.Id);
        if (version == Form.Version) return Page();
        (Newer, Form.Version) = (now, version);
        ModelState.Remove("Form.Version");
        return Page();
    }

    /// <summary>Moves, adds or drops a rank of the form. Saves nothing.</summary>
    public IActionResult OnPostRows(string move)
    {
        visit.Actor.Require(Permission.KeepProtocol, visit.Edition.Id.Value);
        var rows = Form.Ranks;
        if (move == "add") rows.Add(new() { Guid = Id<Rank>.New().Value });
        else if (move.Split(':') is [var place, var deed] && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < rows.Count)
        {
            if (deed == "drop") rows.RemoveAt(at);
            else if (deed == "up" && at > 0) (rows[at - 1], rows[at]) = (rows[at], rows[at - 1]);
            else if (deed == "down" && at + 1 < rows.Count) (rows[at + 1], rows[at]) = (rows[at], rows[at + 1]);
        }
        var facts = Typed();
        ModelState.Clear();
        Order = Precedence.OrderOfStates(facts);
        return Page();
    }

    void Show(ProtocolFacts facts, long? version)
    {
        Form = new()
        {
            Ranks = [.. facts.Ranks.Select(r => new RankRow { Guid = r.Guid, Name = r.Name.ToForm() })], Language = facts.Language, BeginsWith = facts.BeginsWith, Version = version,
            FiledUnder = string.Join('\n', facts.FiledUnder.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}")),
        };
        Order = Precedence.OrderOfStates(facts);
    }

    ProtocolFacts Typed()
    {
        var filed = new Dictionary<string, string>();
        foreach (var line in (Form.FiledUnder ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (line.Split(' ', 2, StringSplitOptions.TrimEntries) is [var code, { Length: > 0 and <= 100 } word] && Countries.IsCode(code)) filed[code.ToUpperInvariant()] = word;
            else ModelState.AddModelError("Form.FiledUnder", visit.Texts.Say("protocol.filed_wrong", ("line", line)));
        if (Language.TryOf(Form.Language) is null) ModelState.AddModelError("Form.Language", visit.Texts["refusal.people.language"]);
        return new()
        {
            Ranks = [.. Form.Ranks.Select(r => new Rank(r.Guid, r.Name.ToText()))], Language = Language.TryOf(Form.Language)?.Tag ?? "en",
            BeginsWith = Countries.IsCode(Form.BeginsWith) ? Form.BeginsWith : null, FiledUnder = filed,
        };
    }
}
