using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Forums.Desk;

/// <summary>Who is what in this edition, and whose role asks a second factor.</summary>
public sealed class TeamModel(AppDb db, SiteAddress site, Visit visit) : PageModel
{
    public sealed record MemberRow(Guid Account, string Name, string Email, Role Role);

    public sealed class RoleForm
    {
        public string? Email { get; set; }
        public string? Name { get; set; }
        public Role Role { get; set; } = Role.Programme;
    }

    [BindProperty]
    public RoleForm Form { get; set; } = new();

    public IReadOnlyList<MemberRow> Members { get; private set; } = [];
    public IReadOnlySet<Role> SecondFactor { get; private set; } = new HashSet<Role>();
    public bool MayManage => visit.Actor.May(Permission.ManageTeam, visit.Edition.Id.Value);

    public async Task OnGet()
    {
        var id = visit.Edition.Id;
        // In two questions: the one key is a plain Guid, the other one of its own type, which no database joins.
        var members = await db.Memberships.AsNoTracking().Where(m => m.EditionId == id).ToListAsync();
        Id<Account>[] who = [.. members.Select(m => new Id<Account>(m.Account)).Distinct()];
        var accounts = await db.Accounts.AsNoTracking().Where(a => who.Contains(a.Id)).ToDictionaryAsync(a => a.Id.Value);
        Members = [.. members.Where(m => accounts.ContainsKey(m.Account)).Select(m => new MemberRow(m.Account, accounts[m.Account].Name, accounts[m.Account].Email, m.Role))
            .OrderBy(m => m.Role).ThenBy(m => m.Name, visit.Language.Comparer)];
        SecondFactor = await db.SecondFactorRules.Where(r => r.EditionId == id).Select(r => r.Role).ToHashSetAsync();
    }

    public async Task<IActionResult> OnPostGive()
    {
        if (ModelState.IsValid && await this.Try(visit, () => InviteAccount.Run(
                db, visit.Actor, visit.Edition.Id, Form.Role, Form.Email ?? "", string.IsNullOrWhiteSpace(Form.Name) ? (Form.Email ?? "").Split('@')[0] : Form.Name,
                visit.Language.Tag, site.Of(Request), HttpContext.RequestAborted)))
            return this.Done(visit.At("desk", "team"), visit.Texts.Say("team.given", ("email", Form.Email)));
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostTake(Guid account, Role role)
    {
        ModelState.Clear();
        if (await this.Try(visit, () => TakeRole.Run(db, visit.Actor, visit.Edition.Id, new(account), role))) return this.Done(visit.At("desk", "team"), visit.Texts["team.taken"]);
        db.ChangeTracker.Clear();
        await OnGet();
        return Page();
    }

    public async Task<IActionResult> OnPostSecondFactor(Role[] roles)
    {
        foreach (var role in Enum.GetValues<Role>()) await SetSecondFactorRule.Run(db, visit.Actor, visit.Edition.Id, role, roles.Contains(role));
        return this.Done(visit.At("desk", "team"), visit.Texts["form.saved"]);
    }
}
