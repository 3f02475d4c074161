using System.CommandLine;
using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;

namespace Majlis.Web.Verbs;

/// <summary>
/// <c>majlis operator add</c>, <c>majlis account add</c> and <c>majlis account reset</c>: accounts without a mailbox, for the first hour of an installation
/// and for people who lost everything. Whoever may run them has the database anyway.
/// </summary>
static class AccountVerbs
{
    static readonly Actor ByHand = Actor.Installation("majlis account");

    public static IEnumerable<Command> Make()
    {
        yield return new Command("operator", "Who runs this installation.")
        {
            Verb("add", "Make an account an operator and print a link that signs it in once, within a day.", async (db, call, site, cancellation) =>
            {
                var (account, token) = await MakeOperator.Run(db, ByHand, call.Email, call.Name, call.Language, cancellation);
                Print($"{account.Email} is an operator. This link signs in once, within a day:", LinkToken.Address(site, account.Language, token));
            }),
        };
        yield return new Command("account", "Accounts of people.")
        {
            Verb("add", "Make an account and print a link that signs it in once, within seven days.", async (db, call, site, cancellation) =>
            {
                var account = await MakeAccount.Run(db, ByHand, call.Email, call.Name, call.Language, cancellation);
                var token = MakeSignInLink.Run(db, account, null, MagicLink.InvitationLasts);
                await db.SaveChangesAsync(cancellation);
                Print($"{account.Email} has an account. This link signs in once, within seven days:", LinkToken.Address(site, account.Language, token));
            }),
            Verb("reset", "Take away authenticator app, recovery codes and passkeys of an account, end its sign-ins, and print a link.", async (db, call, site, cancellation) =>
            {
                var account = await ResetSecondFactor.Run(db, ByHand, call.Email, cancellation);
                var token = MakeSignInLink.Run(db, account, null, MagicLink.Lasts);
                await db.SaveChangesAsync(cancellation);
                Print($"{account.Email} has no second factor now. This link signs in once, within fifteen minutes:", LinkToken.Address(site, account.Language, token));
            }),
        };
    }

    sealed record Call(string Email, string Name, string Language);

    static Command Verb(string name, string description, Func<AppDb, Call, Uri, CancellationToken, Task> act)
    {
        var storage = new StorageOptions();
        var email = new Option<string>("--email") { Description = "The account's e-mail address.", Required = true };
        var called = new Option<string?>("--name") { Description = "What a new account is called; without it, the address." };
        var language = new Option<string>("--language") { Description = "Language of a new account.", DefaultValueFactory = _ => Language.English.Tag };
        var verb = new Command(name, description) { email, called, language };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            await using var workshop = await Workshop.Make(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var address = call.GetValue(email)!;
            await act(db, new(address, call.GetValue(called) ?? address, call.GetValue(language)!), Workshop.BaseAddress, cancellation);
            return 0;
        });
        return verb;
    }

    static void Print(string sentence, Uri link)
    {
        Console.WriteLine(sentence);
        Console.WriteLine(link);
    }
}
