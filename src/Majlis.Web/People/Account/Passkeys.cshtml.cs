using System.Buffers.Text;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.People.AccountPages;

/// <summary>The account's passkeys: add, name, remove.</summary>
public sealed class PasskeysModel(Entrance entrance, Visit visit, AppDb db, UserManager<Account> accounts, PasskeyCeremony passkeys) : SecurityPage(entrance, visit)
{
    const int LongestName = 60;

    public IReadOnlyList<Passkey> Passkeys { get; private set; } = [];

    public static string IdOf(Passkey passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public Task OnGet(CancellationToken cancellation) => Load(cancellation);

    public async Task<IActionResult> OnPostAddOptions() => Options(await passkeys.AskToMake(Account));

    public async Task<IActionResult> OnPostAdd(string? credential, string? name, CancellationToken cancellation)
    {
        var given = Cut(name);
        if (!await passkeys.Made(Account, credential, given.Length > 0 ? given : Visit.Texts["people.passkeys.unnamed"]))
        {
            await Load(cancellation);
            return Again("", Visit.Texts["people.passkey.failed"]);
        }
        // The passkey was used with user verification this moment: two factors were shown.
        await Entrance.Open(Account, "passkey", true);
        return Redirect(ReturnTo ?? At("passkeys"));
    }

    public async Task<IActionResult> OnPostName(string? id, string? name, CancellationToken cancellation)
    {
        var passkey = await Find(id, cancellation);
        if (Cut(name) is { Length: > 0 } given) passkey.Name = given;
        await db.SaveChangesAsync(cancellation);
        return Redirect(At("passkeys"));
    }

    public async Task<IActionResult> OnPostRemove(string? id, CancellationToken cancellation)
    {
        db.Passkeys.Remove(await Find(id, cancellation));
        db.Record(Account.Acting(), new CredentialChanged(null, Account.Id.Value, "passkey"));
        await accounts.UpdateSecurityStampAsync(Account);
        await Entrance.Renew(Account, (await Entrance.Current()).HasSecondFactor);
        return Redirect(At("passkeys"));
    }

    async Task<Passkey> Find(string? id, CancellationToken cancellation)
    {
        var account = Account.Id;
        var credential = Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : [];
        return await db.Passkeys.FirstOrDefaultAsync(p => p.AccountId == account && p.CredentialId == credential, cancellation) ?? throw new NotThere("passkey");
    }

    async Task Load(CancellationToken cancellation)
    {
        var account = Account.Id;
        Passkeys = await db.Passkeys.AsNoTracking().Where(p => p.AccountId == account).OrderBy(p => p.MadeAt).ToListAsync(cancellation);
    }

    static string Cut(string? name) => (name ?? "").Trim() is { Length: > LongestName } tooLong ? tooLong[..LongestName] : (name ?? "").Trim();
}
