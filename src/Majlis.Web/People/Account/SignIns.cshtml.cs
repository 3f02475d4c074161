using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People.AccountPages;

/// <summary>Where the account is signed in. Ending a sign-in asks no confirmation: it takes nothing from the owner that signing in does not give back.</summary>
public sealed class SignInsModel(Entrance entrance, Visit visit, AppDb db) : AccountPage(entrance, visit)
{
    /// <summary>Live ones, this browser's first, then the last seen.</summary>
    public IReadOnlyList<SignIn> SignIns { get; private set; } = [];
    public Id<SignIn> Here { get; private set; }

    public async Task OnGet(CancellationToken cancellation)
    {
        var account = (await Entrance.Me()).Id;
        Here = (await Entrance.Current()).Id;
        var now = db.Clock.GetCurrentInstant();
        SignIns = [.. (await db.SignIns.AsNoTracking().Where(s => s.AccountId == account && s.RevokedAt == null && s.EndsAt > now).ToListAsync(cancellation))
            .OrderByDescending(s => s.Id == Here).ThenByDescending(s => s.SeenAt)];
    }

    public async Task<IActionResult> OnPostRevoke(Id<SignIn> id, CancellationToken cancellation)
    {
        await RevokeSignIns.Run(db, await Entrance.Me(), id, null, cancellation);
        return Redirect(At("sign-ins"));
    }

    public async Task<IActionResult> OnPostRevokeOthers(CancellationToken cancellation)
    {
        await RevokeSignIns.Run(db, await Entrance.Me(), null, (await Entrance.Current()).Id, cancellation);
        return Redirect(At("sign-ins"));
    }
}

/// <summary>A browser in a few words, from what it says of itself; a name to recognise it by, nothing to rely on.</summary>
static class Browser
{
    static readonly (string Mark, string Name)[] Programs =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>"Firefox · Android"; null when nothing is recognised.</summary>
    public static string? Of(string device)
    {
        string?[] parts = [Find(Programs, device), Find(Systems, device)];
        return parts.Any(p => p is not null) ? string.Join(" · ", parts.Where(p => p is not null)) : null;
    }

    public static bool IsPhone(string device) => device.Contains("Mobile", StringComparison.Ordinal) || device.Contains("Android", StringComparison.Ordinal);

    static string? Find((string Mark, string Name)[] known, string device) => known.FirstOrDefault(k => device.Contains(k.Mark, StringComparison.Ordinal)).Name;
}
