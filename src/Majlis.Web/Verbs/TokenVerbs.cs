using System.CommandLine;
using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Web.Shell;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Majlis.Web.Verbs;

/// <summary><c>majlis token add</c>, <c>list</c> and <c>revoke</c>: tokens of an edition's API, for scripts that set an installation up.</summary>
static class TokenVerbs
{
    static readonly Dictionary<string, Permission> Words = new(StringComparer.Ordinal)
    {
        ["read"] = Permission.SeeDesk, ["programme"] = Permission.EditProgramme, ["edition"] = Permission.EditEdition, ["protocol"] = Permission.KeepProtocol, ["release"] = Permission.ReleaseProgramme,
    };

    public static Command Make() => new("token", "Tokens of programs that call the API of an edition.") { Add(), List(), Revoke() };

    static Command Add()
    {
        var email = new Option<string>("--email") { Description = "The account in whose name it calls; it never may more than the account does.", Required = true };
        var name = new Option<string>("--name") { Description = "What the token is called.", Required = true };
        var may = new Option<string[]>("--may") { Description = "Beside reading: " + string.Join(", ", Words.Keys), AllowMultipleArgumentsPerToken = true };
        may.AcceptOnlyFromAmong([.. Words.Keys]);
        var days = new Option<int?>("--days") { Description = "How long it lasts; without it, until it is revoked." };
        return Verb("add", "Make a token and print it, once.", [email, name, may, days], async (db, edition, call, cancellation) =>
        {
            var wanted = AccountRules.Email(call.GetValue(email)).ToUpperInvariant();
            var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedEmail == wanted, cancellation) ?? throw new NotThere(call.GetValue(email)!);
            var actor = await ActorOf.Account(db, account, hasSecondFactor: true, cancellation);
            Instant? ends = call.GetValue(days) is { } lasting ? db.Clock.GetCurrentInstant() + Duration.FromDays(lasting) : null;
            try
            {
                var (_, secret) = await MakeApiToken.Run(db, actor, edition, call.GetValue(name)!, [.. (call.GetValue(may) ?? []).Select(w => Words[w])], ends, cancellation);
                Console.WriteLine(secret);
            }
            catch (NotAllowed)
            {
                // Whoever runs this may know it.
                throw new Refusal("cli.token_not_allowed", ("email", account.Email));
            }
        });
    }

    static Command List() => Verb("list", "The tokens that are not revoked.", [], async (db, edition, _, cancellation) =>
    {
        foreach (var (token, owner) in await ApiTokens.List(db, ByHand, edition, cancellation))
            Console.WriteLine(string.Join('\t', token.Id, token.Name, owner, string.Join(',', Words.Where(w => token.Permissions.Contains(w.Value)).Select(w => w.Key)),
                token.EndsAt is { } ends ? InstantPattern.General.Format(ends) : "-", token.UsedAt is { } used ? InstantPattern.General.Format(used) : "-"));
    });

    static Command Revoke()
    {
        var id = new Option<string>("--id") { Description = "The token's id, as list prints it.", Required = true };
        return Verb("revoke", "End a token at once.", [id], (db, edition, call, cancellation) =>
            Id<ApiToken>.TryParse(call.GetValue(id), null, out var token) ? RevokeApiToken.Run(db, ByHand, edition, token, cancellation) : throw new NotThere(call.GetValue(id)!));
    }

    static readonly Actor ByHand = Actor.Installation("majlis token");

    static Command Verb(string name, string description, IEnumerable<Option> options, Func<AppDb, Id<Edition>, ParseResult, CancellationToken, Task> act)
    {
        var storage = new StorageOptions();
        var edition = new Option<string>("--edition") { Description = "The edition's slug.", Required = true };
        var verb = new Command(name, description) { edition };
        foreach (var option in options) verb.Add(option);
        storage.AddTo(verb).SetAction(async (call, cancellation) =>
        {
            await using var workshop = await Workshop.Open(storage.Of(call), cancellation);
            await using var db = await workshop.Databases.CreateDbContextAsync(cancellation);
            var slug = call.GetValue(edition)!;
            var found = await db.Editions.AsNoTracking().FirstOrDefaultAsync(e => e.Slug == slug, cancellation) ?? throw new Refusal("cli.no_edition", ("slug", slug));
            await act(db, found.Id, call, cancellation);
            return 0;
        });
        return verb;
    }
}
