using Majlis.Accreditation;
using Majlis.Accreditation.Badges;
using Majlis.Delegations;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Accreditation.Badges;

public class BadgeActsTests(TestDatabases databases)
{
    sealed class Turned : ISealService
    {
        public string Seal(string text) => new([.. text.Reverse()]);
        public string? Open(string seal) => new([.. seal.Reverse()]);
    }

    /// <summary>Two editions and two delegations; in the one under test so many people of Egypt are admitted, and one of Jordan is not.</summary>
    static async Task<(Stage Stage, Actor Desk, List<Id<Person>> Admitted, Id<Person> Waiting)> Begin(TestDatabase database, int people)
    {
        var stage = await A.Stage(database);
        foreach (var (name, code) in new[] { ("Egypt", "EG"), ("Jordan", "JO") }) await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, new() { Kind = PartyKind.State, Short = A.Text(name), Code = code }));
        foreach (var party in new[] { "egypt", "jordan" })
        {
            await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, party, new(PartyStatus.Accepted), null));
            await database.Do(db => ExpectDelegation.Run(db, A.Operator, stage.Id, party));
        }
        await database.Do(async db =>
        {
            var (terms, version) = await AccreditationRules.Of(db, stage.Id);
            await SetAccreditationRules.Run(db, A.Operator, stage.Id, terms with { Categories = [.. terms.Categories.Select(c => c with { NeedsPhoto = false, Checks = [CheckKind.Substantive] })] }, version);
        });
        var admitted = new List<Id<Person>>();
        for (var i = 0; i < people; i++) admitted.Add(await Apply("egypt", $"Person {(char)('A' + i)}"));
        var waiting = await Apply("jordan", "Salma Zaid");
        await database.Do(async db =>
        {
            var chosen = (await db.Applications.Where(a => admitted.Contains(a.PersonId)).ToListAsync()).Select(a => (a.Number, a.Version)).ToList();
            await DoWithApplications.Run(db, A.Member(stage.Edition, Role.Accreditation), stage.Id, chosen, new ApplicationDeed.Decide(CheckKind.Substantive, CheckState.Passed));
        });
        return (stage, A.Member(stage.Edition, Role.Accreditation), admitted, waiting);

        async Task<Id<Person>> Apply(string party, string name)
        {
            var person = await database.Do(db => AddMember.Run(db, A.Operator, stage.Id, party, new() { Name = A.Text(name), Role = MemberRole.Delegate, Category = "official" }));
            await database.Do(db => ConfirmMembers.Run(db, A.Operator, stage.Id, party, [person.Number]));
            return person.Id;
        }
    }

    static async Task<string> Code(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Code;

    [Theory, OnEveryDatabase]
    public async Task A_badge_is_asked_for_printed_collected_lost_and_replaced_and_only_one_is_good(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, admitted, waiting) = await Begin(database, 1);
        Assert.Equal((2, 1), await database.Do(db => RequestBadges.Run(db, desk, stage.Id, [admitted[0], waiting])));
        Assert.Equal((0, 0), await database.Do(db => RequestBadges.Run(db, desk, stage.Id)));
        var run = await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 1", new()));
        var signed = await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id));
        // Who is not approved by all is not printed.
        Assert.Equal([admitted[0]], signed.Select(s => s.Badge.PersonId!.Value));
        Task<bool> IsGood(string text) => database.Do(db => VerifyBadge.Run(db, stage.Id, text));
        Assert.False(await IsGood(signed[0].Text));
        var number = signed[0].Badge.Number;
        Assert.Equal("badges.document_missing", await Code(() => database.Do(db => CollectBadges.Run(db, desk, stage.Id, [number], "Omar", null, null))));
        await database.Do(db => CollectBadges.Run(db, desk, stage.Id, [number], "Omar", "passport", null));
        Assert.Equal("badges.state", await Code(() => database.Do(db => CollectBadges.Run(db, desk, stage.Id, [number], null, null, null))));
        database.Clock.Reset(Instant.FromUtc(2026, 5, 12, 9, 0));
        Assert.True(await IsGood(signed[0].Text));
        Assert.False(await database.Do(db => VerifyBadge.Run(db, stage.Secret.Id, signed[0].Text)));
        Assert.Equal("badges.run_printed", await Code(() => database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id))));
        Assert.Equal("badges.reason_missing", await Code(() => database.Do(db => EndBadge.Run(db, desk, stage.Id, number, BadgeState.Lost, " "))));
        await database.Do(db => EndBadge.Run(db, desk, stage.Id, number, BadgeState.Lost, "in the metro"));
        Assert.False(await IsGood(signed[0].Text));
        var next = await database.Do(db => EndBadge.Run(db, desk, stage.Id, number, BadgeState.Replaced, null));
        Assert.Equal((BadgeState.Approved, signed[0].Badge.Id), (next!.State, next.Replaces!.Value));
        Assert.NotEqual(signed[0].Badge.Code, next.Code);
        Assert.Equal("badges.state", await Code(() => database.Do(db => EndBadge.Run(db, desk, stage.Id, number, BadgeState.Replaced, null))));
        Assert.Equal(1, await database.Do(db => db.Badges.CountAsync(b => b.LivePerson == admitted[0])));
    }

    [Theory, OnEveryDatabase]
    public async Task Two_desks_at_once_never_take_one_badge(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, _, _) = await Begin(database, 9);
        await database.Do(db => RequestBadges.Run(db, desk, stage.Id));
        var runs = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(async () =>
        {
            try
            {
                return await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, $"Desk {i}", new(), 4));
            }
            catch (Refusal refusal) when (refusal.Code == "badges.nothing_to_print")
            {
                return null;
            }
        })));
        var prints = new List<string>();
        foreach (var run in runs.OfType<BadgeRun>()) prints.AddRange((await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id))).Select(s => s.Badge.Code));
        Assert.NotEmpty(prints);
        Assert.Equal(prints.Distinct().Count(), prints.Count);
        Assert.Equal(prints.Count, await database.Do(db => db.Badges.Where(b => b.State == BadgeState.Printed).SumAsync(b => b.Prints)));
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_printed_is_printed_again_with_a_reason_only(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, _, _) = await Begin(database, 1);
        await database.Do(db => RequestBadges.Run(db, desk, stage.Id));
        var run = await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 1", new()));
        await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id));
        Assert.Equal("badges.nothing_to_print", await Code(() => database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 2", new()))));
        Assert.Equal("badges.reason_missing", await Code(() => database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 2", new(), reason: " "))));
        var again = await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 2", new(), reason: "the card was torn"));
        var signed = await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, again.Id));
        Assert.Equal((2, BadgeState.Printed), (signed[0].Badge.Prints, signed[0].Badge.State));
    }

    [Theory, OnEveryDatabase]
    public async Task Who_is_no_more_admitted_is_not_printed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, admitted, _) = await Begin(database, 2);
        await database.Do(db => RequestBadges.Run(db, desk, stage.Id));
        var run = await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 1", new()));
        await database.Do(async db =>
        {
            var party = await db.Applications.SingleAsync(a => a.PersonId == admitted[0]);
            await WithdrawMembers.Run(db, A.Operator, stage.Id, "egypt", [party.Number]);
        });
        var signed = await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id));
        Assert.Equal([admitted[1]], signed.Select(s => s.Badge.PersonId!.Value));
        Assert.Equal(BadgeState.Requested, await database.Do(db => db.Badges.Where(b => b.PersonId == admitted[0]).Select(b => b.State).SingleAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Keys_rotate_and_what_a_revoked_key_signed_is_good_no_more(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, _, _) = await Begin(database, 1);
        await database.Do(db => RequestBadges.Run(db, desk, stage.Id));
        var run = await database.Do(db => ClaimBadges.Run(db, desk, stage.Id, "Gate 1", new()));
        var signed = await database.Do(db => PrintBadges.Run(db, new Turned(), desk, stage.Id, run.Id));
        await database.Do(db => CollectBadges.Run(db, desk, stage.Id, [signed[0].Badge.Number], null, null, null));
        database.Clock.Reset(Instant.FromUtc(2026, 5, 12, 9, 0));
        await database.Do(db => RotateBadgeKey.Run(db, new Turned(), desk, stage.Id));
        Assert.True(await database.Do(db => VerifyBadge.Run(db, stage.Id, signed[0].Text)));
        await database.Do(db => RevokeBadgeKey.Run(db, desk, stage.Id, signed[0].Badge.KeyId!.Value));
        Assert.False(await database.Do(db => VerifyBadge.Run(db, stage.Id, signed[0].Text)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => RotateBadgeKey.Run(db, new Turned(), A.Member(stage.Secret, Role.Accreditation), stage.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_delegation_has_never_one_floater_too_many(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var (stage, desk, _, _) = await Begin(database, 1);
        await database.Do(db => SetFloaters.Run(db, desk, stage.Id, [new("red", A.Text("Red room"), "vip", 3)]));
        var delegation = await database.Do(db => db.Delegations.Where(d => d.EditionId == stage.Id).Select(d => d.Id).FirstAsync());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            try
            {
                await database.Do(db => AddFloater.Run(db, desk, stage.Id, delegation, "red"));
            }
            catch (EditedMeanwhile)
            {
                // Somebody was given one at the same moment.
            }
            catch (Refusal refusal) when (refusal.Code == "badges.floaters_given")
            {
                // All are given.
            }
        })));
        Assert.InRange(await database.Do(db => db.Badges.CountAsync(b => b.DelegationId == delegation)), 1, 3);
        while (await database.Do(db => db.Badges.CountAsync(b => b.DelegationId == delegation)) < 3) await database.Do(db => AddFloater.Run(db, desk, stage.Id, delegation, "red"));
        Assert.Equal("badges.floaters_given", await Code(() => database.Do(db => AddFloater.Run(db, desk, stage.Id, delegation, "red"))));
    }
}
