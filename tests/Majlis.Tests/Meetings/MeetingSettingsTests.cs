using System.Text.Json;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Meetings.MeetingStage;
using Planned = Majlis.Tests.Meetings.PlanActsTests.Planned;

namespace Majlis.Tests.Meetings;

/// <summary>Who acts for whom, what the desk says of orders and limits, and what goes into the next edition.</summary>
public class MeetingSettingsTests(TestDatabases databases)
{
    static readonly LocalDateTime First = new(2026, 5, 12, 10, 0);
    static readonly Uri Site = new("https://forum.example/");

    [Theory, OnEveryDatabase]
    public async Task The_focal_point_of_a_party_is_one_for_its_delegation_and_its_meetings(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.AllShown();
        var parties = await database.Do(db => db.Parties.ToDictionaryAsync(p => p.Slug, p => p.Id));
        var focal = new Id<Account>(stage.FocalPoint.Account!.Value);
        // Named for meetings: speaks for the delegation, too.
        Assert.Equal([parties[Qatar]], await database.Do(db => FocalPoints.Of(db, stage.FocalPoint, stage.Edition)));
        // Bound for the delegation: acts in meetings, too, and hears of them.
        await Assert.ThrowsAsync<NotThere>(() => stage.Ask(stage.FocalPoint, Tatarstan, Layla));
        await database.Do(db => BindFocalPoint.Run(db, stage.Secretariat, stage.Edition, parties[Tatarstan], "focal@example.org", "Mina", "fa", Site, null));
        await stage.Ask(stage.FocalPoint, Tatarstan, Layla);
        Assert.Equal([Qatar, Tatarstan], (await database.Do(db => Sides.ActedFor(db, stage.FocalPoint, stage.Edition))).Select(s => s.Slug));
        Assert.Empty(await database.Do(db => db.MeetingProxies.ToListAsync()));

        Task<bool> HasRole() => database.Do(db => db.Memberships.AnyAsync(m => m.EditionId == stage.Edition && m.Account == focal.Value && m.Role == Role.FocalPoint));
        await database.Do(db => ReleaseFocalPoint.Run(db, stage.Secretariat, stage.Edition, parties[Tatarstan], focal));
        Assert.True(await HasRole());
        await Assert.ThrowsAsync<NotThere>(() => stage.Ask(stage.FocalPoint, Tatarstan, Omar));
        await stage.Ask(stage.FocalPoint, Qatar, Omar);
        await database.Do(db => DismissProxy.Run(db, stage.FocalPoint, stage.Edition, Qatar, focal));
        Assert.False(await HasRole());
        Assert.Empty(await database.Do(db => FocalPoints.Of(db, stage.FocalPoint, stage.Edition)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_proxy_without_the_role_neither_acts_nor_hears(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.AllShown();
        var assistant = await database.Do(db => NameProxy.Run(db, stage.Secretariat, stage.Edition, Layla, "assistant@example.org", "Assistant", "en", Site));
        Actor As(params Role[] roles) => new(assistant.Id.Value, "Assistant", false, roles.ToLookup(_ => stage.Edition.Value));
        var request = await stage.Ask(As(Role.Participant), Layla, Omar);
        async Task<IEnumerable<string>> Told(MeetingRequest about, Actor by, string side)
        {
            var before = (await stage.Letters()).Count;
            await stage.Answer(by, about, side, new Answer.Decline(false));
            await stage.Tell(new MeetingLetters());
            await stage.Work(new WriteMeetingLetter(new DatabaseFactory(database), Site));
            return (await stage.Letters()).Skip(before).Where(l => l.Text.Contains("request/" + about.Number, StringComparison.Ordinal)).Select(l => l.To).Order();
        }
        await stage.Tell(new MeetingLetters());
        await stage.Work(new WriteMeetingLetter(new DatabaseFactory(database), Site));
        Assert.Equal(["assistant@example.org", "layla@example.org"], await Told(request, stage.AsOmar, Omar));
        await database.Do(db => TakeRole.Run(db, A.Operator, stage.Edition, assistant.Id, Role.Participant));
        await Assert.ThrowsAnyAsync<Exception>(() => stage.Ask(As(), Layla, Omar));
        await Assert.ThrowsAsync<NotThere>(() => stage.Ask(As(Role.Press), Layla, Omar));
        var next = await stage.Ask(stage.AsLayla, Layla, Omar);
        await stage.Tell(new MeetingLetters());
        await stage.Work(new WriteMeetingLetter(new DatabaseFactory(database), Site));
        Assert.Equal(["layla@example.org"], await Told(next, stage.AsOmar, Omar));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_a_meeting_hear_those_named_for_it_and_not_the_others_who_usually_meet(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var stage = planned.Stage;
        var (named, usual) = (await Person("Named"), await Person("Usual"));
        await database.Do(async db => await KeepProfile.Run(db, stage.FocalPoint, stage.Edition, Qatar, new(), [named.Id, usual.Id], true, (await db.MeetingSides.SingleAsync(s => s.EditionId == stage.Edition && s.Slug == Qatar)).Version));
        await stage.Answer(stage.FocalPoint, await stage.Ask(stage.AsOmar, Omar, Qatar), Qatar, new Answer.Accept(Wish.Wish, [named.Id]));
        var plan = await planned.Plan();
        await planned.Move(plan, planned.Qatars, null);
        await planned.Move(plan, planned.Tatars, null);
        await planned.Publish(plan.Number);
        // Omar has no address at the desk.
        Assert.Equal(["focal@example.org", "named@example.org"], (await planned.Letters()).Select(l => l.ToAddress).Order());

        async Task<Person> Person(string name)
        {
            var person = await database.Do(db => AddPerson.Run(db, A.Operator, stage.Edition, A.Person(name)));
            await database.Do(db => KeepDossier.Run(db, stage.Stage.Owner, stage.Edition, person.Guid, new($"{name.ToLowerInvariant()}@example.org", "en", null), null));
            return person;
        }
    }

    [Theory, OnEveryDatabase]
    public async Task A_request_sent_within_a_second_is_reminded_of_and_expires_by_what_the_database_keeps(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.AllShown();
        // Finer than PostgreSQL keeps: a job that remembered it would take the request for another one.
        database.Clock.Advance(Duration.FromNanoseconds(123_456_789));
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar);
        Assert.Equal(request.ExpiresAt, (await stage.Now(request)).ExpiresAt);
        Assert.Equal(0, request.ExpiresAt.ToUnixTimeTicks() % NodaConstants.TicksPerSecond);
        var factory = new DatabaseFactory(database);
        database.Clock.AdvanceDays(4);
        await stage.Work(new RemindOfRequest(factory));
        Assert.NotNull((await stage.Now(request)).RemindedAt);
        database.Clock.AdvanceDays(4);
        await stage.Work(new ExpireRequest(factory));
        Assert.Equal(RequestState.Expired, (await stage.Now(request)).State);
    }

    [Theory, OnEveryDatabase]
    public async Task A_plan_that_three_nodes_died_of_is_given_up(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await database.Do(db => PlanMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, PlanKind.Fresh, null, new(5)));
        await database.Do(async db =>
        {
            var begun = await db.MeetingPlans.SingleAsync(p => p.Id == plan.Id);
            for (var i = 0; i < 3; i++) begun.Begin(database.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var never = new Never();
        await new RunMeetingPlan(new DatabaseFactory(database), never, NullLogger<RunMeetingPlan>.Instance).Run(JsonSerializer.Serialize(plan.Id, Json.Stored), TestContext.Current.CancellationToken);
        var given = await planned.Draft(plan.Number);
        Assert.Equal((false, PlanState.Failed, 3, "meetings.planner_failed"), (never.IsAsked, given.State, given.Begun, given.Faults.Single().Code));
        Assert.Contains(nameof(MeetingPlanEnded), await database.Events());
    }

    sealed class Never : IMeetingPlanner
    {
        public bool IsAsked { get; private set; }

        public PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
        {
            IsAsked = true;
            return new GreedyPlanner().Plan(problem, limit, progress, stop);
        }
    }

    [Theory, OnEveryDatabase]
    public async Task One_meeting_is_before_another_where_the_desk_says_so_and_never_in_a_circle(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var (stage, qatars, tatars) = (planned.Stage, planned.Qatars.Number, planned.Tatars.Number);
        Task Order(int first, int then) => database.Do(db => OrderMeetings.Run(db, stage.Secretariat, stage.Edition, first, then));
        await Refused("meetings.order_self", () => Order(qatars, qatars));
        await Assert.ThrowsAsync<NotThere>(() => Order(qatars, 99));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => OrderMeetings.Run(db, stage.AsLayla, stage.Edition, qatars, tatars)));
        foreach (var (first, then) in new[] { (tatars, qatars), (qatars, tatars) })
        {
            await Order(first, then);
            await Order(first, then);
            var plan = await planned.Plan();
            var at = (await planned.Meetings(plan)).ToDictionary(m => m.RequestId == planned.Qatars.Id ? qatars : tatars, m => m.Start);
            // The greedy planner moves nothing again: where it has put the later one first of all, it says why the earlier one is out.
            Assert.True(at.Count == 2 ? at[first] < at[then] : plan.Unmet.Single().Code == "meetings.order_unmet");
            await planned.Move(plan, planned.Qatars, First.PlusMinutes(first == qatars ? 90 : 0));
            Assert.Contains(await planned.Move(plan, planned.Tatars, First.PlusMinutes(first == qatars ? 0 : 90)), b => b.Code == "meetings.order");
            await Refused("meetings.plan_broken", () => planned.Publish(plan.Number));
            await Refused("meetings.order_circle", () => Order(then, first));
            await database.Do(db => EndOrder.Run(db, stage.Secretariat, stage.Edition, first, then));
        }
        // The opposite of each other at once: one is heard.
        var both = await Task.WhenAll(new[] { (qatars, tatars), (tatars, qatars) }.Select(async o =>
        {
            await Task.Yield();
            return await Record.ExceptionAsync(() => Order(o.Item1, o.Item2)) is Refusal { Code: "meetings.order_circle" };
        }));
        Assert.Single(both, refused => refused);
        Assert.Equal(1, await database.Do(db => db.RequestOrders.CountAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Nobody_has_more_meetings_in_half_a_day_than_the_desk_says(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        Task Limit(int? most) => database.Do(async db => await SetUpMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, MeetingStage.Facts with { MostAHalfDay = most }, (await MeetingRounds.Open(db, planned.Stage.Edition)).Version));
        await Refused("meetings.limits", () => Limit(0));
        await Limit(1);
        var plan = await planned.Plan();
        Assert.Equal(2, (await planned.Meetings(plan)).Select(m => m.Start.Date).Distinct().Count());
        await planned.Move(plan, planned.Qatars, First);
        Assert.Contains(await planned.Move(plan, planned.Tatars, First.PlusMinutes(90)), b => b.Code == "meetings.most_a_half_day");
    }

    [Theory, OnEveryDatabase]
    public async Task Who_is_called_otherwise_is_found_by_the_new_name_and_not_by_the_old(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.AllShown();
        await database.Do(async db =>
        {
            var party = await db.Parties.SingleAsync(p => p.Slug == Qatar);
            await ChangeParty.Run(db, A.Operator, stage.Edition, Qatar, new() { Kind = PartyKind.Igo, Short = A.Text("Dilmun") }, party.Version);
        });
        Task<List<string>> Found(string words, SideCategory? category = null) => database.Do(async db => (await Discovery.Find(db, await MeetingRounds.Open(db, stage.Edition),
            await db.MeetingSides.AsNoTracking().SingleAsync(s => s.EditionId == stage.Edition && s.Slug == Layla), new(words, category))).Select(f => f.Side.Slug).ToList());
        Assert.Equal([Qatar], await Found("dilmun"));
        Assert.Empty(await Found("qatar"));
        Assert.Equal([Qatar], await Found("", SideCategory.Igo));
    }

    [Theory, OnEveryDatabase]
    public async Task The_next_edition_begins_with_the_settings_rooms_and_topics_on_its_own_days(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var stage = planned.Stage.Stage;
        await database.Do(db => KeepRoom.Run(db, stage.Owner, stage.Id, null, new(A.Text("Oval"), A.Text("Expo"), RoomClass.Bilateral, 10, 1, stage.Blue.Id), [new(First, First.PlusHours(1))], null));
        var facts = new CopyFacts { Slug = "kazan-2028", First = new(2028, 5, 16), Last = new(2028, 5, 16) };
        Assert.Contains(("copy.meeting_rooms", 3), (await database.Do(db => CopyEdition.Preview(db, A.Operator, stage.Id, facts))).More);
        var (next, _) = await database.Do(db => CopyEdition.Run(db, A.Operator, stage.Id, facts));
        var round = await database.Do(db => MeetingRounds.Open(db, next.Id));
        Assert.Equal(MeetingPhase.Collect, round.Phase);
        // The second day is none of the new edition's.
        Assert.Equal([new MeetingWindow(new(2028, 5, 16, 10, 0), new(2028, 5, 16, 12, 0))], round.Facts.Windows);
        Assert.Equal(["energy", "halal"], round.Facts.Topics.Select(t => t.Key));
        var rooms = await database.Do(db => db.MeetingRooms.Where(r => r.EditionId == next.Id).ToListAsync());
        Assert.Equal(["Blue", "Green", "Oval"], rooms.Select(r => r.Name["en"]).Order());
        var oval = rooms.Single(r => r.Class == RoomClass.Bilateral);
        Assert.Equal(await database.Do(db => db.Halls.Where(h => h.EditionId == next.Id && h.Slug == stage.Blue.Slug).Select(h => h.Id).SingleAsync()), oval.HallId);
        Assert.Empty(oval.Closed);
        Assert.Equal(0, await database.Do(db => db.MeetingRequests.CountAsync(r => r.EditionId == next.Id)));
    }
}
