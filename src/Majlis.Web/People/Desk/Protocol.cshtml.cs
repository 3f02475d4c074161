using System.Globalization;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Majlis.Web.People.Desk;

/// <summary>Who comes before whom in this edition: the ranks, and which order of parties holds beside them.</summary>
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
        public long? Version { get; set; }
    }

    [BindProperty]
    public ProtocolForm Form { get; set; } = new();

    /// <summary>The order of parties that holds beside the ranks.</summary>
    public StandingOrder Order { get; private set; } = null!;
    public ProtocolFacts? Newer { get; private set; }

    public async Task OnGet()
    {
        await Enter();
        var (facts, version) = await Protocols.Of(db, visit.Edition.Id);
        Form = new() { Ranks = [.. facts.Ranks.Select(r => new RankRow { Guid = r.Guid, Name = r.Name.ToForm() })], Version = version };
    }

    public async Task<IActionResult> OnPost()
    {
        await Enter();
        var facts = new ProtocolFacts { Ranks = [.. Form.Ranks.Select(r => new Rank(r.Guid, r.Name.ToText()))] };
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
    public async Task<IActionResult> OnPostRows(string move)
    {
        await Enter();
        var rows = Form.Ranks;
        if (move == "add") rows.Add(new() { Guid = Id<Rank>.New().Value });
        else if (move.Split(':') is [var place, var deed] && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < rows.Count)
        {
            if (deed == "drop") rows.RemoveAt(at);
            else if (deed == "up" && at > 0) (rows[at - 1], rows[at]) = (rows[at], rows[at - 1]);
            else if (deed == "down" && at + 1 < rows.Count) (rows[at + 1], rows[at]) = (rows[at], rows[at + 1]);
        }
        ModelState.Clear();
        return Page();
    }

    async Task Enter()
    {
        visit.Actor.Require(Permission.KeepProtocol, visit.Edition.Id.Value);
        Order = await StandingOrder.Of(db, visit.Edition.Id, HttpContext.RequestAborted);
    }
}
