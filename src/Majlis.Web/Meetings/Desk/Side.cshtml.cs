using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Meetings.Desk;

/// <summary>One side: its profile, who acts for it, and which account a person is.</summary>
public sealed class SideModel(AppDb db, Visit visit, SiteAddress site) : MeetingsDesk(db, visit)
{
    public ProfileForm Form { get; set; } = new();
    public string? LinkEmail { get; set; }
    public string? ProxyEmail { get; set; }
    public string? ProxyName { get; set; }

    public MeetingRound Round { get; private set; } = null!;
    public MeetingSide Side { get; private set; } = null!;
    public SideName Name { get; private set; } = null!;
    public IReadOnlyList<Person> People { get; private set; } = [];
    public IReadOnlyList<(Guid Account, string Name, string Email)> Proxies { get; private set; } = [];
    public Account? Linked { get; private set; }

    bool _isNew;

    public async Task OnGet(string slug)
    {
        await Look(slug);
        Form = Filled();
    }

    public async Task<IActionResult> OnPost(string slug, [Bind(Prefix = "Form")] ProfileForm form)
    {
        await Look(slug);
        Form = form;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        IReadOnlyList<Id<Person>>? principals = Side.Party is null ? null
            : [.. People.Where(p => form.Principals.Contains(p.Number)).OrderBy(p => Side.Principals.ToList().IndexOf(p.Id) is >= 0 and var at ? at : int.MaxValue).Select(p => p.Id)];
        if (await this.Try(Visit, () => KeepProfile.Run(Db, Visit.Actor, Visit.Edition.Id, slug, form.ToProfile(), principals, form.Agrees, form.Version, HttpContext.RequestAborted)))
            return this.Done(At("side", slug), Visit.Texts["form.saved"]);
        return Page();
    }

    public Task<IActionResult> OnPostName(string slug, string? proxyEmail, string? proxyName)
    {
        (ProxyEmail, ProxyName) = (proxyEmail, proxyName);
        return Do(slug, () => NameProxy.Run(Db, Visit.Actor, Visit.Edition.Id, slug, proxyEmail ?? "", string.IsNullOrWhiteSpace(proxyName) ? (proxyEmail ?? "").Split('@')[0] : proxyName, Visit.Language.Tag, site.Of(Request), HttpContext.RequestAborted),
            Visit.Texts.Say("team.given", ("email", proxyEmail)), "ProxyEmail");
    }

    public Task<IActionResult> OnPostDismiss(string slug, Guid account) => Do(slug, () => DismissProxy.Run(Db, Visit.Actor, Visit.Edition.Id, slug, new(account), HttpContext.RequestAborted), Visit.Texts["meeting.dismissed"]);

    public async Task<IActionResult> OnPostLink(string slug, string? linkEmail)
    {
        LinkEmail = linkEmail;
        var person = await PersonOf(slug);
        return await Do(slug, () => LinkPerson.Run(Db, Visit.Actor, Visit.Edition.Id, person, linkEmail ?? "", Visit.Language.Tag, site.Of(Request), HttpContext.RequestAborted), Visit.Texts.Say("team.given", ("email", linkEmail)), "LinkEmail");
    }

    public async Task<IActionResult> OnPostUnlink(string slug)
    {
        var person = await PersonOf(slug);
        return await Do(slug, () => UnlinkPerson.Run(Db, Visit.Actor, Visit.Edition.Id, person, HttpContext.RequestAborted), Visit.Texts["meeting.unlinked"]);
    }

    async Task<IActionResult> Do(string slug, Func<Task> act, string said, string field = "")
    {
        if (await this.Try(Visit, act, field)) return this.Done(At("side", slug), said);
        Db.ChangeTracker.Clear();
        await Look(slug);
        Form = Filled();
        return Page();
    }

    async Task<Guid> PersonOf(string slug)
    {
        await Look(slug);
        return Side.Person is { } person ? await Db.Persons.Where(p => p.Id == person).Select(p => p.Guid).SingleAsync() : throw new NotThere("person");
    }

    async Task Look(string slug)
    {
        var id = Visit.Edition.Id;
        Round = await LoadRound() ?? throw new NotThere("meetings");
        var kept = await Db.MeetingSides.AsNoTracking().SingleOrDefaultAsync(s => s.EditionId == id && s.Slug == slug);
        _isNew = kept is null;
        Side = kept ?? await Sides.Make(Db, id, slug, HttpContext.RequestAborted) ?? throw new NotThere("side");
        Name = (await Sides.Names(Db, [Side]))[Side.Id];
        Proxies = [.. (await Sides.Proxies(Db, id, [Side], HttpContext.RequestAborted))[Side.Id].OrderBy(a => a.Name, Visit.Language.Comparer).Select(a => (a.Id.Value, a.Name, a.Email))];
        if (Side.Person is { } person)
        {
            Linked = await (from l in Db.PersonAccounts join a in Db.Accounts on l.Account equals a.Id where l.PersonId == person select a).AsNoTracking().SingleOrDefaultAsync();
            return;
        }
        var (party, named) = ((Guid?)Side.Party!.Value.Value, Side.Principals.ToList());
        People = [.. (await Db.Persons.AsNoTracking().Where(p => p.EditionId == id && (p.Party == party || named.Contains(p.Id))).ToListAsync()).OrderBy(p => Visit.Say(p.Name).Text, Visit.Language.Comparer)];
    }

    ProfileForm Filled()
    {
        var form = ProfileForm.Of(Side, _isNew);
        form.Principals = [.. Side.Principals.Select(id => People.FirstOrDefault(p => p.Id == id)?.Number).OfType<int>()];
        return form;
    }
}
