using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.People;

/// <summary>
/// Asks leave to try a password or a code. The try is counted before it is made, so a thousand tries at once count as a thousand.
/// The fifth failure closes the account to guesses for a minute, each further one for twice as long, up to an hour. Links and passkeys stay open.
/// </summary>
public static class TakeAttempt
{
    public const int Free = 5;

    /// <returns>Null when the try may be made; else the instant from which the next one may.</returns>
    public static async Task<Instant?> Run(AppDb db, Id<Account> account, CancellationToken cancellation)
    {
        for (var round = 0; ; round++)
        {
            var now = db.Clock.GetCurrentInstant();
            var seen = await db.Accounts.AsNoTracking().Where(a => a.Id == account).Select(a => new { a.FailedCount, a.LockedUntil }).FirstAsync(cancellation);
            if (seen.LockedUntil > now) return seen.LockedUntil;
            var count = seen.FailedCount + 1;
            var until = count < Free ? seen.LockedUntil : now + Pause(count);
            var taken = await db.Accounts.Where(a => a.Id == account && a.FailedCount == seen.FailedCount)
                .ExecuteUpdateAsync(s => s.SetProperty(a => a.FailedCount, count).SetProperty(a => a.LockedUntil, until), cancellation);
            if (taken == 1) return null;
            if (round == 8) return now + Pause(Free);
        }
    }

    /// <summary>The try was right: the count starts anew.</summary>
    public static Task Succeeded(AppDb db, Id<Account> account, CancellationToken cancellation) => db.Accounts.Where(a => a.Id == account)
        .ExecuteUpdateAsync(s => s.SetProperty(a => a.FailedCount, 0).SetProperty(a => a.LockedUntil, (Instant?)null), cancellation);

    static Duration Pause(int count) => Duration.FromMinutes(Math.Min(60, 1 << Math.Min(count - Free, 6)));
}

/// <summary>Opens a sign-in. Always a new row, so that an id known before signing in is worth nothing after it.</summary>
public static class OpenSignIn
{
    /// <param name="device">The browser's own description; cut to 200 characters.</param>
    public static async Task<SignIn> Run(AppDb db, Account account, string method, bool secondFactor, string device, string address, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var signIn = new SignIn(account.Id, method, secondFactor, device.Length > 200 ? device[..200] : device, address, now, now + SignIn.Lasts);
        db.SignIns.Add(signIn);
        db.Record(account.Acting(), new SignedIn(null, account.Id.Value, signIn.Id.Value, method, secondFactor));
        await db.SaveChangesAsync(cancellation);
        return signIn;
    }
}

/// <summary>Ends sign-ins of an account: the browsers that hold them are signed out at their next request.</summary>
public static class RevokeSignIns
{
    /// <param name="which">One sign-in; null: all but <paramref name="except"/>.</param>
    /// <exception cref="NotThere">It is not a live sign-in of this account.</exception>
    public static async Task Run(AppDb db, Account account, Id<SignIn>? which, Id<SignIn>? except, CancellationToken cancellation)
    {
        var now = db.Clock.GetCurrentInstant();
        var id = account.Id;
        var live = await db.SignIns.Where(s => s.AccountId == id && s.RevokedAt == null && s.EndsAt > now).ToListAsync(cancellation);
        var ended = which is { } one ? live.Where(s => s.Id == one).ToList() : live.Where(s => s.Id != except).ToList();
        if (which is not null && ended.Count == 0) throw new NotThere("sign-in");
        foreach (var signIn in ended)
        {
            signIn.Revoke(now);
            db.Record(account.Acting(), new SignInRevoked(null, id.Value, signIn.Id.Value));
        }
        await db.SaveChangesAsync(cancellation);
    }
}

public static class AccountActing
{
    /// <summary>The account as the one who acts on itself, for the audit log; without roles.</summary>
    public static Actor Acting(this Account account) => Actor.Public with { Account = account.Id.Value, Name = account.Name };
}
