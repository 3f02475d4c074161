using System.Globalization;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace Majlis.Web.Parties.Desk;

/// <summary>One thing done to many parties: says what will become of which, then does all of it or nothing.</summary>
public sealed class SelectionModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    public static readonly IReadOnlyList<string> Deeds = ["status", "capacity", "public", "hidden", "group", "ungroup", "leave"];

    public string Deed { get; private set; } = "";
    public IReadOnlyList<DeskParty> Rows { get; private set; } = [];
    public IReadOnlyList<PartyGroup> Groups { get; private set; } = [];

    /// <summary>The version that the deed is about; a blank: there is nothing yet.</summary>
    public string VersionOf(DeskParty row) => (Deed is "group" or "ungroup" ? row.Party.Version : row.Version)?.ToString(CultureInfo.InvariantCulture) ?? "";

    public async Task<IActionResult> OnGet(string[] n, string? @do)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        if (!Deeds.Contains(@do) || n.Length == 0) return this.Done(At(), Visit.Texts["parties.choose_first"]);
        Deed = @do!;
        await Find(n);
        return Page();
    }

    /// <param name="parties"><c>slug:version</c> of each party as it was shown.</param>
    public async Task<IActionResult> OnPost(string[] parties, string? @do, string? to)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        if (!Deeds.Contains(@do)) return BadRequest();
        Deed = @do!;
        var shown = new Dictionary<string, long?>();
        foreach (var party in parties)
            if (party.Split(':') is [var slug, var version]) shown[slug] = long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : null;
        await Find([.. shown.Keys]);
        if (Change(to) is not { } change)
        {
            ModelState.AddModelError("to", Visit.Texts["parties.choose_to"]);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var changed = 0;
        return await this.Try(Visit, async () => changed = await ChangeParties.Run(Db, Visit.Actor, Visit.Edition.Id, shown, change, HttpContext.RequestAborted))
            ? this.Done(At(), Visit.Texts.Say("parties.done", ("count", changed)))
            : Page();
    }

    PartiesChange? Change(string? to) => Deed switch
    {
        "status" => Enum.TryParse<PartyStatus>(to, out var status) && Enum.IsDefined(status) ? new PartiesChange.ToStatus(status) : null,
        "capacity" => Enum.TryParse<PartyCapacity>(to, out var capacity) && Enum.IsDefined(capacity) ? new PartiesChange.ToCapacity(capacity) : null,
        "public" => new PartiesChange.ToPublic(true),
        "hidden" => new PartiesChange.ToPublic(false),
        "leave" => new PartiesChange.OutOfEdition(),
        _ => to?.Split('/') is [var group, .. var kind] && Guid.TryParse(group, out var id) ? Deed == "ungroup" ? new PartiesChange.OutOfGroup(id) : kind is [var key] ? new PartiesChange.IntoGroup(id, key) : null : null,
    };

    async Task Find(string[] slugs)
    {
        Groups = await LoadGroups();
        var wanted = slugs.ToHashSet();
        Rows = [.. (await Load()).Where(p => wanted.Contains(p.Party.Slug)).OrderBy(p => Visit.Say(p.Party.Short).Text, Visit.Language.Comparer)];
    }
}
