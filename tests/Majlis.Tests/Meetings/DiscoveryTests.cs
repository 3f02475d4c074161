using Majlis.Meetings;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Meetings.MeetingStage;

namespace Majlis.Tests.Meetings;

public class DiscoveryTests(TestDatabases databases)
{
    static async Task<List<string>> Found(MeetingStage stage, string viewer, SideFilter? filter = null) => [.. await stage.Database.Do(async db =>
    {
        var side = await db.MeetingSides.AsNoTracking().SingleAsync(s => s.EditionId == stage.Edition && s.Slug == viewer);
        return (await Discovery.Find(db, await MeetingRounds.Open(db, stage.Edition), side, filter ?? new())).Select(f => f.Side.Slug);
    })];

    static Task<FoundSide> One(MeetingStage stage, string viewer, string slug) => stage.Database.Do(async db =>
        await Discovery.One(db, await MeetingRounds.Open(db, stage.Edition), await db.MeetingSides.AsNoTracking().SingleAsync(s => s.EditionId == stage.Edition && s.Slug == viewer), slug));

    [Theory, OnEveryDatabase]
    public async Task Nobody_is_shown_who_has_not_agreed_or_is_elsewhere(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        // Both parties and a person are sides of the other edition as well, and have agreed there.
        await database.Do(async db =>
        {
            foreach (var slug in new[] { Qatar, Tatarstan, "person-1" }) await KeepProfile.Run(db, A.Operator, stage.Stage.Secret.Id, slug, new() { About = A.Text("Secret plans") }, null, true, null);
        });
        await stage.Shown(stage.AsLayla, Layla, seeks: ["halal"]);
        await stage.Shown(stage.AsOmar, Omar, agrees: false, offers: ["halal"], about: "Not for you");
        Assert.Empty(await Found(stage, Layla));
        Assert.Empty(await Found(stage, Layla, new("secret")));
        foreach (var slug in new[] { Omar, Qatar, Tatarstan, Layla }) await Assert.ThrowsAsync<NotThere>(() => One(stage, Layla, slug));
        foreach (var slug in new[] { Omar, Qatar, Tatarstan }) await Assert.ThrowsAsync<NotThere>(() => stage.Ask(stage.AsLayla, Layla, slug));
        await stage.Shown(stage.AsOmar, Omar, offers: ["halal"]);
        Assert.Equal([Omar], await Found(stage, Layla));
        // Taken back: gone at once; what is open between the two stays.
        await stage.Ask(stage.AsLayla, Layla, Omar);
        await stage.Shown(stage.AsOmar, Omar, agrees: false);
        Assert.Empty(await Found(stage, Layla));
        Assert.Equal(1, await database.Do(db => db.MeetingRequests.CountAsync(r => r.OpenPair != null)));
    }

    [Theory, OnEveryDatabase]
    public async Task Categories_that_may_not_see_do_not_find_and_cannot_ask(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database, Facts with { Unseen = [new(SideCategory.Person, SideCategory.State)] });
        await stage.AllShown();
        Assert.Equal([Omar, Tatarstan], (await Found(stage, Layla)).Order(StringComparer.Ordinal));
        Assert.Equal([Layla, Omar, Tatarstan], (await Found(stage, Qatar)).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<NotThere>(() => One(stage, Layla, Qatar));
        await Assert.ThrowsAsync<NotThere>(() => stage.Ask(stage.AsLayla, Layla, Qatar));
        await stage.Ask(stage.FocalPoint, Qatar, Layla);
    }

    [Theory, OnEveryDatabase]
    public async Task Suggestions_say_why_and_filters_find_however_it_was_typed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        await stage.Shown(stage.AsOmar, Omar, offers: ["halal"], about: "كتاب مى‌خواهم");
        // Qatar offers what she seeks and seeks what she offers; Omar only the first; Tatarstan tells nothing.
        Assert.Equal([Qatar, Omar, Tatarstan], await Found(stage, Layla));
        var why = (await One(stage, Layla, Qatar)).Reasons;
        Assert.Equal(["halal", "energy", "en"], [.. why.OffersWhatISeek, .. why.SeeksWhatIOffer, .. why.Languages]);
        Assert.Equal(6, why.Points);
        Assert.Equal(0, (await One(stage, Layla, Tatarstan)).Reasons.Points);
        Assert.Equal([Omar], await Found(stage, Layla, new("کتاب")));
        Assert.Equal([Omar], await Found(stage, Layla, new("omar")));
        Assert.Equal([Qatar], await Found(stage, Layla, new(Category: SideCategory.State)));
        Assert.Equal([Qatar], await Found(stage, Layla, new(Topic: "energy")));
        Assert.Equal([], await Found(stage, Layla, new(Language: "fa")));
        Assert.Equal([], await Found(stage, Layla, new("%")));
        // One that is asked already is no suggestion any more.
        await stage.Ask(stage.AsLayla, Layla, Qatar);
        Assert.Equal([Omar, Tatarstan, Qatar], await Found(stage, Layla));
    }

    [Theory, OnEveryDatabase]
    public async Task Only_who_acts_for_a_side_speaks_for_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar);
        foreach (var stranger in new[] { stage.Stranger, stage.AsOmar, A.Member(stage.Stage.Edition, Role.Press), A.Member(stage.Stage.Secret, Role.Secretariat) })
        {
            var denied = new[]
            {
                () => stage.Shown(stranger, Layla), () => stage.Shown(stranger, Tatarstan), () => stage.Ask(stranger, Layla, Omar), () => (Task)stage.Answer(stranger, request, Qatar, new Answer.Decline(false)),
                () => stage.Answer(stranger, request, Layla, new Answer.Withdraw()), () => database.Do(db => DismissProxy.Run(db, stranger, stage.Edition, Qatar, new(stage.FocalPoint.Account!.Value))),
            };
            foreach (var act in denied) Assert.True(await Record.ExceptionAsync(act) is NotThere or NotAllowed);
        }
        // Omar acts for himself, but the request is not his.
        await Assert.ThrowsAsync<NotThere>(() => stage.Answer(stage.AsOmar, request, Omar, new Answer.Decline(false)));
        foreach (var participant in new[] { stage.AsLayla, stage.FocalPoint })
        {
            await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => SetUpMeetings.Run(db, participant, stage.Edition, Facts, 0)));
            await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => NameProxy.Run(db, participant, stage.Edition, Layla, "x@example.org", "X", "en", new("https://forum.example/"))));
        }
        Assert.Equal([Layla], (await database.Do(db => Sides.ActedFor(db, stage.AsLayla, stage.Edition))).Select(s => s.Slug));
        Assert.Equal([Qatar], (await database.Do(db => Sides.ActedFor(db, stage.FocalPoint, stage.Edition))).Select(s => s.Slug));
        Assert.Empty(await database.Do(db => Sides.ActedFor(db, stage.FocalPoint, stage.Stage.Secret.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_named_principal_acts_for_the_party_and_must_speak_for_no_other(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var omar = await database.Do(db => db.Persons.SingleAsync(p => p.EditionId == stage.Edition && p.Number == 2));
        Task<MeetingSide> Name(params Id<Majlis.People.Person>[] people) => database.Do(async db =>
            await KeepProfile.Run(db, stage.FocalPoint, stage.Edition, Qatar, new(), people, true, (await db.MeetingSides.SingleAsync(s => s.EditionId == stage.Edition && s.Slug == Qatar)).Version));
        await Refused("meetings.principal_unknown", () => Name(stage.Stage.SecretPerson.Id));
        await Name(omar.Id);
        await stage.Ask(stage.AsOmar, Qatar, Layla);
        Assert.Equal([Omar, Qatar], (await database.Do(db => Sides.ActedFor(db, stage.AsOmar, stage.Edition))).Select(s => s.Slug));
    }

    [Theory, OnEveryDatabase]
    public async Task An_account_is_one_person_and_a_person_one_account(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        var site = new Uri("https://forum.example/");
        Task Link(Majlis.People.Person person, string email) => database.Do(db => Majlis.People.LinkPerson.Run(db, stage.Secretariat, stage.Edition, person.Guid, email, "en", site));
        await Refused("people.person_linked", () => Link(stage.Stage.Layla, "other@example.org"));
        var third = await database.Do(db => Majlis.People.AddPerson.Run(db, A.Operator, stage.Edition, A.Person("Third")));
        await Refused("people.account_linked", () => Link(third, "layla@example.org"));
        await Link(stage.Stage.Layla, "LAYLA@example.org");
        await Assert.ThrowsAsync<NotThere>(() => Link(stage.Stage.SecretPerson, "new@example.org"));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => Majlis.People.LinkPerson.Run(db, stage.AsLayla, stage.Edition, third.Guid, "new@example.org", "en", site)));
        await database.Do(db => Majlis.People.UnlinkPerson.Run(db, stage.Secretariat, stage.Edition, stage.Stage.Layla.Guid));
        Assert.Empty(await database.Do(db => Sides.ActedFor(db, stage.AsLayla, stage.Edition)));
    }
}
