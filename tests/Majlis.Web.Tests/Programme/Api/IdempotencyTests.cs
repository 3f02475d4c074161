using Majlis.Platform;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Web.Tests.Programme;

public sealed class IdempotencyTests(DeskSite site) : IClassFixture<DeskSite>
{
    const string Sessions = "/api/v1/editions/kazan-2021/sessions";
    const string Body = """{"title":{"en":"Once"}}""";

    static (string, string) Key(string key) => ("Idempotency-Key", key);

    async Task<int> Count()
    {
        var count = 0;
        await site.Do(async db => count = await db.Sessions.CountAsync());
        return count;
    }

    [Fact]
    public async Task The_same_call_is_done_once_and_answered_alike()
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        var first = await site.Program(token, "POST", Sessions, Body, Key("one"));
        var count = await Count();
        var again = await site.Program(token, "POST", Sessions, Body, Key("one"));
        Assert.Equal((201, first.Body, first.Tag, first.Type, first.Headers["Location"].Single(), "true"),
            (again.Status, again.Body, again.Tag, again.Type, again.Headers["Location"].Single(), again.Headers["Idempotency-Replayed"].Single()));
        Assert.Empty(first.Headers["Idempotency-Replayed"]);
        var other = await site.Program(token, "POST", Sessions, """{"title":{"en":"Other"}}""", Key("one"));
        Assert.Equal((422, "key_reused"), (other.Status, other.Problem));
        Assert.Equal(count, await Count());
    }

    [Fact]
    public async Task A_key_is_its_callers_and_its_endpoints_own()
    {
        var (one, two) = (await site.Token("owner", permissions: Permission.EditProgramme), await site.Token("programme", permissions: Permission.EditProgramme));
        var made = new List<string>
        {
            (await site.Program(one, "POST", Sessions, Body, Key("mine")))["guid"]!, (await site.Program(two, "POST", Sessions, Body, Key("mine")))["guid"]!,
            (await (await site.Browser("owner")).Call("POST", Sessions, Body, Key("mine")))["guid"]!,
        };
        made.Add((await site.Program(one, "POST", $"{Sessions}/{made[0]}/copies", null, Key("mine")))["guid"]!);
        Assert.Equal(4, made.Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_is_told_again_and_bad_input_may_be_mended()
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        const string refused = """{"title":{"en":"x"},"minutes":-1}""";
        var first = await site.Program(token, "POST", Sessions, refused, Key("refused"));
        Assert.Equal("programme.minutes", first.Problem);
        Assert.Equal(first.Body, (await site.Program(token, "POST", Sessions, refused, Key("refused"))).Body);
        Assert.Equal("fields", (await site.Program(token, "POST", Sessions, """{"titel":1}""", Key("mended"))).Problem);
        Assert.Equal(201, (await site.Program(token, "POST", Sessions, Body, Key("mended"))).Status);
    }

    [Fact]
    public async Task Of_many_at_once_one_is_carried_out()
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        var before = await Count();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.Program(token, "POST", Sessions, Body, Key("race"))));
        Assert.Equal(before + 1, await Count());
        Assert.Contains(answers, a => a.Status == 201);
        Assert.All(answers, a => Assert.True(a.Status == 201 || a.Problem == "key_busy", a.Body));
        Assert.Single(answers.Where(a => a.Status == 201).Select(a => a.Body).Distinct());
    }

    [Fact]
    public async Task What_was_broken_off_is_not_begun_again_until_its_node_is_taken_for_dead()
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        Assert.Equal(201, (await site.Program(token, "POST", Sessions, Body, Key("broken"))).Status);
        var at = Instant.MinValue;
        await site.Do(async db => at = await db.KeptAnswers.Where(a => a.Key == "broken").Select(a => a.At).SingleAsync());
        Task BreakOff(Duration ago) => site.Do(db => db.KeptAnswers.Where(a => a.Key == "broken").ExecuteUpdateAsync(s => s.SetProperty(a => a.Status, (int?)null).SetProperty(a => a.At, at - ago)));
        await BreakOff(KeptAnswer.Lease / 2);
        Assert.Equal((409, "key_busy"), ((await site.Program(token, "POST", Sessions, Body, Key("broken"))).Status, (await site.Program(token, "POST", Sessions, Body, Key("broken"))).Problem));
        await BreakOff(KeptAnswer.Lease + Duration.FromSeconds(1));
        var before = await Count();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.Program(token, "POST", Sessions, Body, Key("broken"))));
        Assert.Equal(before + 1, await Count());
        Assert.All(answers, a => Assert.True(a.Status == 201 || a.Problem == "key_busy", a.Body));
        // The answer is kept from then on.
        Assert.Equal("true", (await site.Program(token, "POST", Sessions, Body, Key("broken"))).Headers["Idempotency-Replayed"].Single());
    }

    [Fact]
    public async Task A_call_that_outlived_its_lease_does_not_write_over_the_next_ones_answer()
    {
        var (caller, key) = (Guid.CreateVersion7(), "slow");
        var now = Instant.FromUtc(2026, 5, 1, 9, 0);
        await site.Do(async db =>
        {
            var slow = new KeptAnswer(caller, "POST /x", key, [1], now);
            db.Add(slow);
            await db.SaveChangesAsync();
            await db.KeptAnswers.Where(a => a.Caller == caller).ExecuteUpdateAsync(s => s.SetProperty(a => a.At, now + KeptAnswer.Lease).SetProperty(a => a.Status, (int?)201));
            slow.Keep(500, new Dictionary<string, string>(), []);
            await Assert.ThrowsAsync<EditedMeanwhile>(() => db.SaveChangesAsync());
        });
        await site.Do(async db => Assert.Equal(201, (await db.KeptAnswers.SingleAsync(a => a.Caller == caller)).Status));
    }

    [Fact]
    public async Task After_a_day_the_key_is_free_and_the_answer_gone()
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        var first = await site.Program(token, "POST", Sessions, Body, Key("old"));
        await site.Do(db => db.KeptAnswers.Where(a => a.Key == "old").ExecuteUpdateAsync(s => s.SetProperty(a => a.At, a => Instant.FromUtc(2020, 1, 1, 0, 0))));
        var second = await site.Program(token, "POST", Sessions, Body, Key("old"));
        Assert.Equal((201, false), (second.Status, first["guid"] == second["guid"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var token = await site.Token("owner", permissions: Permission.EditProgramme);
        var (count, sent) = (await Count(), key.Length > 0 ? key : new string('x', 256));
        Assert.Equal("key_bad", (await site.Program(token, "POST", Sessions, Body, Key(sent))).Problem);
        Assert.Equal(count, await Count());
    }
}
