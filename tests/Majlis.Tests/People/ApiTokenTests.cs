using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.People;

public class ApiTokenTests(TestDatabases databases)
{
    static async Task<(Account Account, Actor Actor)> Owner(TestDatabase database, Id<Edition> edition, Role role)
    {
        var account = await database.Do(db => MakeAccount.Run(db, Actor.Installation("test"), $"{Guid.CreateVersion7():N}@example.org", "Olga", "en", default));
        return (account, new(account.Id.Value, account.Name, false, new[] { role }.ToLookup(_ => edition.Value, r => r), true));
    }

    [Theory, OnEveryDatabase]
    public async Task A_token_is_found_by_its_secret_until_it_ends_or_is_revoked(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (_, actor) = await Owner(database, stage.Id, Role.Programme);
        var ends = database.Clock.GetCurrentInstant() + Duration.FromDays(2);
        var (token, secret) = await database.Do(db => MakeApiToken.Run(db, actor, stage.Id, "  room \u202Esigns ", [Permission.EditProgramme], ends));
        Assert.Equal(("room signs", true), (token.Name, token.HasSecondFactor));
        Assert.Equal([Permission.SeeDesk, Permission.EditProgramme], token.Permissions);
        Assert.Equal(token.Id, (await database.Do(db => ApiTokens.Use(db, secret, default)))?.Id);
        foreach (var wrong in new[] { "", "mjl_", secret[..^1], secret + "x", secret["mjl_".Length..], new string('x', 100_000), "mjl_\0" })
            Assert.Null(await database.Do(db => ApiTokens.Use(db, wrong, default)));
        database.Clock.AdvanceDays(2);
        Assert.Null(await database.Do(db => ApiTokens.Use(db, secret, default)));

        var (lasting, other) = await database.Do(db => MakeApiToken.Run(db, actor, stage.Id, "lasting", [], null));
        database.Clock.AdvanceDays(1000);
        Assert.NotNull(await database.Do(db => ApiTokens.Use(db, other, default)));
        await database.Do(db => RevokeApiToken.Run(db, actor, stage.Id, lasting.Id));
        Assert.Null(await database.Do(db => ApiTokens.Use(db, other, default)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RevokeApiToken.Run(db, actor, stage.Id, lasting.Id)));
        Assert.Equal(["ApiTokenMade", "ApiTokenMade", "ApiTokenRevoked"], (await database.Events()).Where(e => e.StartsWith("ApiToken", StringComparison.Ordinal)));
    }

    [Theory, OnEveryDatabase]
    public async Task Its_use_is_written_once_a_minute(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (_, actor) = await Owner(database, stage.Id, Role.Programme);
        var (token, secret) = await database.Do(db => MakeApiToken.Run(db, actor, stage.Id, "x", [], null));
        Task<Instant?> Used() => database.Do(db => db.ApiTokens.Where(t => t.Id == token.Id).Select(t => t.UsedAt).SingleAsync());
        Assert.Null(await Used());
        var first = database.Clock.GetCurrentInstant();
        await database.Do(db => ApiTokens.Use(db, secret, default));
        database.Clock.AdvanceSeconds(59);
        await database.Do(db => ApiTokens.Use(db, secret, default));
        Assert.Equal(first, await Used());
        database.Clock.AdvanceSeconds(1);
        await database.Do(db => ApiTokens.Use(db, secret, default));
        Assert.Equal(first + Duration.FromMinutes(1), await Used());
    }

    [Theory, OnEveryDatabase]
    public async Task Nobody_gives_a_token_more_than_they_have_nor_ends_anothers(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var ((_, programmer), (_, press), (_, owner)) = (await Owner(database, stage.Id, Role.Programme), await Owner(database, stage.Id, Role.Press), await Owner(database, stage.Id, Role.Owner));
        Task<(ApiToken, string)> Make(Actor actor, Id<Edition> edition, params Permission[] permissions) => database.Do(db => MakeApiToken.Run(db, actor, edition, "x", permissions, null));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(programmer, stage.Id, Permission.EditEdition));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(owner, stage.Id, Permission.ManageTeam));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(press, stage.Id, Permission.EditProgramme));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(owner, stage.Secret.Id));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(Actor.Public, stage.Id));
        await Assert.ThrowsAsync<NotAllowed>(() => Make(owner with { Only = [Permission.SeeDesk] }, stage.Id, Permission.EditProgramme));
        var (theirs, _) = await Make(programmer, stage.Id);
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RevokeApiToken.Run(db, press, stage.Id, theirs.Id)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RevokeApiToken.Run(db, owner, stage.Secret.Id, theirs.Id)));
        Assert.Empty(await database.Do(db => ApiTokens.List(db, press, stage.Id)));
        Assert.Equal([theirs.Id], (await database.Do(db => ApiTokens.List(db, owner, stage.Id))).Select(t => t.Token.Id));
        await database.Do(db => RevokeApiToken.Run(db, owner, stage.Id, theirs.Id));
        Assert.Empty(await database.Do(db => ApiTokens.List(db, owner, stage.Id)));
        for (var n = 0; n < MakeApiToken.Most; n++) await Make(press, stage.Id);
        Assert.Equal("people.token_most", (await Assert.ThrowsAsync<Refusal>(() => Make(press, stage.Id))).Code);
    }

    [Theory, OnEveryDatabase]
    public async Task Answers_are_kept_once_a_key_and_forgotten_after_a_day(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var caller = Guid.CreateVersion7();
        Task Keep(Guid who, string call, string key) => database.Do(async db =>
        {
            var answer = new KeptAnswer(who, call, key, [1], db.Clock.GetCurrentInstant());
            answer.Keep(201, new Dictionary<string, string> { ["ETag"] = "\"0\"" }, [2]);
            db.Add(answer);
            await ForgetAnswers.Plan(db, default);
            await db.SaveChangesAsync();
        });
        await Keep(caller, "POST /a", "k");
        Assert.Equal("platform.taken", (await Assert.ThrowsAsync<Refusal>(() => Keep(caller, "POST /a", "k"))).Code);
        await Keep(caller, "POST /b", "k");
        await Keep(Guid.CreateVersion7(), "POST /a", "k");
        Assert.Equal(1, await database.Do(db => db.Jobs.CountAsync()));
        database.Clock.AdvanceHours(12);
        await Keep(caller, "POST /a", "later");
        database.Clock.AdvanceHours(12);
        await new ForgetAnswers(new Factory(database)).Run("", TestContext.Current.CancellationToken);
        Assert.Equal(["later"], await database.Do(db => db.KeptAnswers.Select(a => a.Key).ToListAsync()));
        Assert.Equal(database.Clock.GetCurrentInstant() + Duration.FromHours(12), await database.Do(db => db.Jobs.MaxAsync(j => j.DueAt)));
        Assert.Equal("\"0\"", (await database.Do(db => db.KeptAnswers.SingleAsync())).Headers["ETag"]);
    }

    sealed class Factory(TestDatabase database) : IDbContextFactory<AppDb>
    {
        public AppDb CreateDbContext() => database.Open();
    }
}
