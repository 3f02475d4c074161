using System.CommandLine;
using Majlis.Calendars;
using Majlis.Demo;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.People.AccountPages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis demo</c>: writes the demonstration edition and prints one sign-in a role.</summary>
static class DemoVerb
{
    public static Command Make()
    {
        var storage = new StorageOptions();
        var scale = new Option<int>("--scale") { Description = "How many times larger than the real forum.", DefaultValueFactory = _ => 1 };
        var stage = new Option<string>("--stage") { Description = "How far the edition has come: invited, released, accredited, running, closed.", DefaultValueFactory = _ => "released" };
        var force = new Option<bool>("--force") { Description = "Also into a database that holds other editions." };
        var ifEmpty = new Option<bool>("--if-empty") { Description = "Leave a database that holds an edition as it is, without complaint." };
        var verb = new Command("demo", "Build the demonstration edition.") { scale, stage, force, ifEmpty };
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            var texts = OperatorLanguage.Of(call);
            var options = new DemoOptions(call.GetValue(scale), DemoOptions.StageOf(call.GetValue(stage)!));
            await using var workshop = await Workshop.Make(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            if (!call.GetValue(force) && await db.Editions.AnyAsync(cancellation))
            {
                if (!call.GetValue(ifEmpty)) throw new Refusal("cli.not_empty");
                if (await db.Editions.AnyAsync(e => e.Slug == DemoProgramme.Slug, cancellation)) PrintSignIns(texts, DemoAccounts.All);
                return 0;
            }
            var hasher = new PasswordHasher<Account>();
            var built = await LongWork.Show(texts["cli.demo_working"], progress =>
                BuildDemo.Run(db, Actor.Installation("majlis demo"), options, hasher.HashPassword, progress, cancellation));
            Console.WriteLine(texts.Tell("cli.demo_built", ("slug", built.Slug), ("sessions", built.Sessions), ("halls", built.Halls), ("people", built.People)));
            PrintSignIns(texts, built.Accounts);
            return 0;
        });
        return verb;
    }

    static void PrintSignIns(Texts texts, IReadOnlyList<DemoAccount> accounts)
    {
        Console.WriteLine(texts.Tell("cli.demo_sign_ins", ("password", DemoAccounts.Password)));
        var width = accounts.Max(a => a.Email.Length);
        foreach (var account in accounts) Console.WriteLine($"  {account.Email.PadRight(width)}  {texts["role." + RoleKey.Of(account.Role)]}");
    }
}
