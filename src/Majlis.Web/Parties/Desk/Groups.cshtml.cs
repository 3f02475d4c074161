using Majlis.Parties;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Parties.Desk;

/// <summary>The groups of parties; one of them open to be edited.</summary>
public sealed class GroupsModel(AppDb db, Visit visit) : PartiesPage(db, visit)
{
    /// <summary>Blank lines that the form offers for more kinds.</summary>
    const int Spare = 2;

    public sealed class KindForm
    {
        public string? Key { get; set; }
        public Dictionary<string, string?> Name { get; set; } = [];
    }

    public sealed class GroupForm
    {
        public Dictionary<string, string?> Name { get; set; } = [];
        public List<KindForm> Kinds { get; set; } = [];
        public long Version { get; set; }
    }

    [BindProperty]
    public GroupForm Form { get; set; } = new();

    public IReadOnlyList<(PartyGroup Group, int Parties)> Rows { get; private set; } = [];
    /// <summary>Null: the form adds a new one.</summary>
    public PartyGroup? Open { get; private set; }

    public async Task OnGet(string? slug)
    {
        await Find(slug);
        Form = Open is { } group ? new() { Name = group.Name.ToForm(), Kinds = [.. group.Kinds.Select(k => new KindForm { Key = k.Key, Name = k.Name.ToForm() })], Version = group.Version } : new();
        Form.Kinds.AddRange(Enumerable.Range(0, Spare).Select(_ => new KindForm()));
    }

    public async Task<IActionResult> OnPost(string? slug)
    {
        Visit.Actor.Require(Permission.EditParties, Visit.Edition.Id.Value);
        await Find(slug);
        if (!ModelState.IsValid) return Page();
        var kinds = new List<GroupKind>();
        foreach (var kind in Form.Kinds.Where(k => !k.Name.ToText().IsEmpty))
        {
            var name = kind.Name.ToText();
            kinds.Add(new(string.IsNullOrWhiteSpace(kind.Key) ? Majlis.Forums.Slug.Free(name.In("en").Text, "kind", [.. kinds.Select(k => k.Key)]) : kind.Key.Trim(), name));
        }
        if (await this.Try(Visit, () => Open is null
                ? AddGroup.Run(Db, Visit.Actor, Visit.Edition.Id, Form.Name.ToText(), kinds) : ChangeGroup.Run(Db, Visit.Actor, Visit.Edition.Id, Open.Slug, Form.Name.ToText(), kinds, Form.Version)))
            return this.Done(At("groups"), Visit.Texts["form.saved"]);
        if (Open is not null && Open.Version != Form.Version)
        {
            Form.Version = Open.Version;
            ModelState.Remove("Form.Version");
        }
        return Page();
    }

    public async Task<IActionResult> OnPostRemove(string slug)
    {
        await Find(slug);
        if (await this.Try(Visit, () => RemoveGroup.Run(Db, Visit.Actor, Visit.Edition.Id, slug))) return this.Done(At("groups"), Visit.Texts["group.removed"]);
        await OnGet(slug);
        return Page();
    }

    async Task Find(string? slug)
    {
        var members = (await Db.Parties.Select(p => p.Groups).ToListAsync()).SelectMany(g => g).CountBy(m => m.Group).ToDictionary();
        Rows = [.. (await LoadGroups()).Select(g => (g, members.GetValueOrDefault(g.Id.Value)))];
        if (slug is not null) Open = Rows.Select(r => r.Group).FirstOrDefault(g => g.Slug == slug) ?? throw new NotThere("group");
    }
}
