using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People.AccountPages;

/// <summary>Who one is, and where one has a role.</summary>
public sealed class IndexModel(Entrance entrance, Visit visit, AppDb db, EditionShelf shelf) : AccountPage(entrance, visit)
{
    public Account Account { get; private set; } = null!;
    public bool HasSecondFactor { get; private set; }
    public IReadOnlyList<(EditionCard Edition, IReadOnlyList<Role> Roles)> Editions { get; private set; } = [];

    public bool MayDesk(EditionCard edition) => Visit.Actor.May(Permission.SeeDesk, edition.Id.Value);

    public async Task OnGet(CancellationToken cancellation)
    {
        Account = await Entrance.Me();
        HasSecondFactor = await Entrance.HasSecondFactor(Account);
        var held = Visit.Actor.Roles.Select(r => new Id<Edition>(r.Key)).ToList();
        var slugs = await db.Editions.Where(e => held.Contains(e.Id)).OrderByDescending(e => e.First).Select(e => e.Slug).ToListAsync(cancellation);
        var found = new List<(EditionCard, IReadOnlyList<Role>)>();
        foreach (var slug in slugs)
            if (await shelf.Find(slug) is { } card) found.Add((card, [.. Visit.Actor.Roles[card.Id.Value].Order()]));
        Editions = found;
    }
}

/// <summary>A role's key in the language files, under <c>role.</c>: <c>focal_point</c>.</summary>
public static class RoleKey
{
    public static string Of(Role role) => role switch
    {
        Role.SecurityLiaison => "security_liaison",
        Role.FocalPoint => "focal_point",
        _ => role.ToString().ToLowerInvariant(),
    };
}
