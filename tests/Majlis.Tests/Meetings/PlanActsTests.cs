using System.Text.Json;
using Majlis.Calendars;
using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Meetings.MeetingStage;

namespace Majlis.Tests.Meetings;

public class PlanActsTests(TestDatabases databases)
{
    static readonly LocalDateTime First = new(2026, 5, 12, 10, 0);

    /// <summary>Layla has accepted to meet Qatar and Tatarstan, and there are two tables.</summary>
    internal sealed class Planned(MeetingStage stage)
    {
        public MeetingStage Stage => stage;
        public required MeetingRequest Qatars { get; init; }
        public required MeetingRequest Tatars { get; init; }
        public MeetingRoom Blue { get; private set; } = null!;
        public MeetingRoom Green { get; private set; } = null!;

        TestDatabase Database => stage.Database;

        public static async Task<Planned> On(TestDatabase database, bool withRooms = true)
        {
            var stage = await MeetingStage.On(database);
            await stage.AllShown();
            await database.Do(db => KeepDossier.Run(db, stage.Stage.Owner, stage.Edition, stage.Stage.Layla.Guid, new("layla@example.org", "fa", null), null));
            var planned = new Planned(stage)
            {
                Qatars = await stage.Answer(stage.FocalPoint, await stage.Ask(stage.AsLayla, Layla, Qatar), Qatar, new Answer.Accept(Wish.Wish, [])),
                Tatars = await stage.Answer(stage.Secretariat, await stage.Ask(stage.AsLayla, Layla, Tatarstan), Tatarstan, new Answer.Accept(Wish.Wish, [])),
            };
            if (withRooms) (planned.Blue, planned.Green) = (await planned.Room("Blue"), await planned.Room("Green"));
            return planned;
        }

        public Task<MeetingRoom> Room(string name) => Database.Do(db => KeepRoom.Run(db, stage.Secretariat, stage.Edition, null, new(A.Text(name), LocalizedText.Empty, RoomClass.Table, 4, 1, null), [], null));

        public async Task<MeetingPlan> Plan(PlanKind kind = PlanKind.Fresh, int? @base = null)
        {
            var plan = await Database.Do(db => PlanMeetings.Run(db, stage.Secretariat, stage.Edition, kind, @base, new(5)));
            await Compute();
            return await Draft(plan.Number);
        }

        public Task Compute(IMeetingPlanner? planner = null) => stage.Work(new RunMeetingPlan(new DatabaseFactory(Database), planner ?? new GreedyPlanner(), NullLogger<RunMeetingPlan>.Instance));

        public Task<MeetingPlan> Draft(int number) => Database.Do(db => DraftPlans.Open(db, stage.Edition, number));

        public Task<List<DraftMeeting>> Meetings(MeetingPlan plan) => Database.Do(db => DraftPlans.MeetingsOf(db, plan.Id));

        public async Task Publish(int number)
        {
            await Database.Do(async db => await PublishMeetings.Run(db, stage.Secretariat, stage.Edition, number, (await Draft(number)).Version));
            await Post();
        }

        /// <summary>Writes what letters of meetings are due.</summary>
        public Task Post()
        {
            var (factory, site, sender) = (new DatabaseFactory(Database), new Uri("https://forum.example/"), new MailSender("Forum", "forum@example.org"));
            return stage.Work(new WriteInvitations(factory, site, sender), new WriteCancellation(factory, site, sender));
        }

        /// <summary>Qatar at ten in Blue, Tatarstan an hour later in Green, both published.</summary>
        public static async Task<Planned> Known(TestDatabase database)
        {
            var planned = await On(database);
            var plan = await planned.Plan();
            await planned.Move(plan, planned.Qatars, First, planned.Blue);
            await planned.Move(plan, planned.Tatars, First.PlusMinutes(60), planned.Green);
            await planned.Publish(1);
            return planned;
        }

        public Task<List<Meeting>> Published() => Database.Do(db => db.Meetings.AsNoTracking().OrderBy(m => m.Number).ToListAsync());

        public async Task<IReadOnlyList<Violation>> Move(MeetingPlan plan, MeetingRequest request, LocalDateTime? start, MeetingRoom? room = null) => await Database.Do(async db => await EditDraft.Move(db, stage.Secretariat,
            stage.Edition, plan.Number, request.Id, start is { } at ? MeetingProblem.IdOf(at) : null, room?.Id.ToString(), (await Draft(plan.Number)).Version));

        /// <summary>Letters with invitations in the post.</summary>
        public async Task<List<Letter>> Letters() => [.. (await Database.Do(db => db.Jobs.Where(j => j.Kind == "SendLetter").OrderBy(j => j.MadeAt).Select(j => j.Payload).ToListAsync()))
            .Select(p => JsonSerializer.Deserialize<Letter>(p, Json.Stored)!).Where(l => l.Enclosures.Count > 0)];
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_accepted_is_planned_with_a_bound_edited_locked_and_planned_again_around_the_lock(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await planned.Plan();
        Assert.Equal((1, PlanState.Done, 1), (plan.Number, plan.State, plan.Begun));
        var meetings = await planned.Meetings(plan);
        Assert.Equal(2, meetings.Count);
        Assert.True(plan.Bound >= plan.Found && plan.Found == plan.Parts!.Total);

        // Layla in two meetings at once: taken, told, and nothing to publish.
        var broken = await planned.Move(plan, planned.Qatars, First, planned.Blue);
        if (broken.Count == 0) broken = await planned.Move(plan, planned.Tatars, First, planned.Green);
        Assert.Contains(broken, b => b.Code == "meetings.person_twice");
        Assert.Null((await planned.Draft(1)).Parts);
        await Refused("meetings.plan_broken", () => planned.Publish(1));

        Assert.Empty(await planned.Move(plan, planned.Tatars, First.PlusMinutes(90), planned.Green));
        Assert.True((await planned.Draft(1)) is { Parts: not null, IsEdited: true });
        await database.Do(async db => await LockMeeting.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, 1, planned.Tatars.Id, true, (await planned.Draft(1)).Version));
        await Refused("meetings.draft_locked", () => planned.Move(plan, planned.Tatars, First));
        var again = await planned.Plan(PlanKind.Again, 1);
        var locked = (await planned.Meetings(again)).Single(m => m.RequestId == planned.Tatars.Id);
        Assert.Equal((First.PlusMinutes(90), planned.Green.Id, true), (locked.Start, locked.RoomId, locked.IsLocked));
    }

    [Theory, OnEveryDatabase]
    public async Task Two_who_edit_one_draft_do_not_overwrite_each_other_and_who_may_not_does_not(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await planned.Plan();
        var edits = await Task.WhenAll(Enumerable.Range(0, 2).Select(async n =>
        {
            try
            {
                await database.Do(db => EditDraft.Move(db, planned.Stage.Secretariat, planned.Stage.Edition, 1, planned.Qatars.Id, MeetingProblem.IdOf(First.PlusMinutes(30 * n)), null, plan.Version));
                return true;
            }
            catch (EditedMeanwhile)
            {
                return false;
            }
        }));
        Assert.Single(edits, e => e);
        var stranger = planned.Stage.Stranger;
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => PlanMeetings.Run(db, stranger, planned.Stage.Edition, PlanKind.Fresh, null, new(5))));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => EditDraft.Move(db, stranger, planned.Stage.Edition, 1, planned.Qatars.Id, null, null, 1)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => PublishMeetings.Run(db, stranger, planned.Stage.Edition, 1, 1)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => MendMeetings.RoomLost(db, stranger, planned.Stage.Edition, planned.Blue.Id, new(First, First.PlusHours(1)))));
    }

    [Theory, OnEveryDatabase]
    public async Task Publishing_writes_to_each_side_once_and_what_moves_or_is_off_updates_calendars(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await planned.Plan();
        await planned.Move(plan, planned.Qatars, First, planned.Blue);
        await planned.Move(plan, planned.Tatars, First.PlusMinutes(60), planned.Green);
        await planned.Publish(1);
        Assert.All(await planned.Published(), m => Assert.Equal((MeetingState.Planned, 0), (m.State, m.Sequence)));
        Assert.Equal(MeetingPhase.Published, (await database.Do(db => MeetingRounds.Open(db, planned.Stage.Edition))).Phase);
        var letters = await planned.Letters();
        Assert.Equal(["focal@example.org", "layla@example.org"], letters.Select(l => l.ToAddress).Order());
        Assert.Equal("fa", letters.Single(l => l.ToAddress == "layla@example.org").Language);
        var mine = letters.Single(l => l.ToAddress == "layla@example.org").Enclosures;
        Assert.Equal(2, mine.Count);
        Assert.All(mine, e => Assert.Contains("SEQUENCE:0\r\n", e.Content, StringComparison.Ordinal));
        Assert.All(mine, e => Assert.Contains("METHOD:REQUEST\r\n", e.Content, StringComparison.Ordinal));
        await Refused("meetings.plan_published", () => planned.Publish(1));

        var second = await planned.Plan(PlanKind.Again, 1);
        await planned.Move(second, planned.Qatars, First.PlusMinutes(30), planned.Blue);
        await planned.Move(second, planned.Tatars, null);
        await planned.Publish(2);
        var meetings = await planned.Published();
        Assert.Equal([(MeetingState.Planned, 1, First.PlusMinutes(30)), (MeetingState.Cancelled, 1, First.PlusMinutes(60))], meetings.Select(m => (m.State, m.Sequence, m.Start)));
        var news = (await planned.Letters()).Skip(2).Where(l => l.ToAddress == "layla@example.org").SelectMany(l => l.Enclosures).ToList();
        Assert.Contains(news, e => e.Content.Contains("METHOD:CANCEL", StringComparison.Ordinal) && e.Content.Contains("SEQUENCE:1\r\n", StringComparison.Ordinal));
        Assert.Contains(news, e => e.Content.Contains("METHOD:REQUEST", StringComparison.Ordinal) && e.Content.Contains("DTSTART;TZID=Europe/Moscow:20260512T103000", StringComparison.Ordinal));
        // The same meeting has the same name in every calendar.
        Assert.Single(new[] { mine, news }.SelectMany(f => f).Where(e => e.Name == "meeting-1.ics").Select(e => e.Content.Split("UID:")[1].Split('\r')[0]).Distinct());
    }

    [Theory, OnEveryDatabase]
    public async Task When_a_room_is_lost_only_its_meeting_moves_and_one_act_takes_the_change(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await planned.Plan();
        await planned.Move(plan, planned.Qatars, First, planned.Blue);
        await planned.Move(plan, planned.Tatars, First.PlusMinutes(60), planned.Green);
        await planned.Publish(1);
        var mend = await database.Do(db => MendMeetings.RoomLost(db, planned.Stage.Secretariat, planned.Stage.Edition, planned.Blue.Id, new(First, First.PlusHours(2))));
        await planned.Compute();
        var proposed = await planned.Meetings(mend);
        Assert.Equal((First.PlusMinutes(60), planned.Green.Id), (proposed.Single(m => m.RequestId == planned.Tatars.Id) is var stays ? (stays.Start, stays.RoomId) : default));
        Assert.Equal((First, planned.Green.Id), (proposed.Single(m => m.RequestId == planned.Qatars.Id) is var moved ? (moved.Start, moved.RoomId) : default));
        await planned.Publish(mend.Number);
        Assert.Equal([1, 0], (await planned.Published()).Select(m => m.Sequence));

        // Somebody leaves for good: their meetings are off, as far as no other time is left.
        var away = await database.Do(db => MendMeetings.SomebodyAway(db, planned.Stage.Secretariat, planned.Stage.Edition, planned.Stage.Stage.Layla.Id, new(First, First.PlusDays(3))));
        await planned.Compute();
        var (gone, meetings) = (await planned.Draft(away.Number), await planned.Meetings(away));
        Assert.Empty(meetings);
        Assert.All(gone.Unmet, u => Assert.Equal("meetings.no_common_slot", u.Code));
    }

    [Theory, OnEveryDatabase]
    public async Task Times_come_from_the_released_programme_and_what_cannot_be_planned_is_named(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database, withRooms: false);
        var none = await planned.Plan();
        Assert.Equal((PlanState.Failed, "meetings.no_rooms"), (none.State, none.Faults.Single().Code));

        await planned.Room("Blue");
        var stage = planned.Stage.Stage;
        // Layla speaks on the first day from 10 to 12; with five minutes to walk no slot of that day is left to her.
        await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Panel") with { Start = First, Minutes = 120 }));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1.0", LocalizedText.Empty));
        var problem = await database.Do(db => MeetingProblem.Of(db, stage.Id, new()));
        var layla = problem.People.Single(p => p.Id == stage.Layla.Id.ToString());
        Assert.Equal(problem.Slots.Where(s => s.Day == First.Date).Select(s => s.Id), layla.Away);
        Assert.All(await planned.Meetings(await planned.Plan()), m => Assert.Equal(First.Date.PlusDays(1), m.Start.Date));
    }

    [Theory, OnEveryDatabase]
    public async Task One_plan_is_computed_at_a_time_it_can_be_stopped_and_a_second_beginning_takes_it_from_the_first(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        await Refused("meetings.plan_seconds", () => database.Do(db => PlanMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, PlanKind.Fresh, null, new(0))));
        var plan = await database.Do(db => PlanMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, PlanKind.Fresh, null, new(60)));
        await Refused("meetings.plan_running", () => planned.Plan());
        var slow = new Patient();
        var first = planned.Compute(slow);
        await slow.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await database.Do(db => StopPlanning.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, plan.Number));
        await first.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var stopped = await planned.Draft(plan.Number);
        Assert.Equal((PlanState.Done, 1, true), (stopped.State, stopped.Begun, stopped.IsCutShort));
        await Refused("meetings.plan_over", () => database.Do(db => StopPlanning.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, plan.Number)));

        // A node that was thought dead ends later than the one that began again: what it found is not written over.
        var next = await database.Do(db => PlanMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, PlanKind.Fresh, null, new(60)));
        var late = new Patient();
        var dead = planned.Compute(late);
        await late.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await new RunMeetingPlan(new DatabaseFactory(database), new GreedyPlanner(), NullLogger<RunMeetingPlan>.Instance).Run(JsonSerializer.Serialize(next.Id, Json.Stored), TestContext.Current.CancellationToken);
        await dead.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        var taken = await planned.Draft(next.Number);
        Assert.Equal((PlanState.Done, 2, false), (taken.State, taken.Begun, taken.IsCutShort));
        Assert.Equal(2, (await planned.Meetings(taken)).Count);
    }

    [Fact]
    public async Task Every_reason_and_every_fault_is_a_sentence_in_six_languages()
    {
        await using var database = await databases.Fresh(DatabaseKind.Sqlite);
        var planned = await Planned.On(database);
        var names = await database.Do(db => PlanNames.Of(db, planned.Stage.Edition));
        var (request, slot, room) = (planned.Qatars.Id.ToString(), MeetingProblem.IdOf(First), planned.Blue.Id.ToString());
        string[] reasons = ["vetoed", "no_common_slot", "no_room", "no_interpreter", "people_busy", "limit_reached", "order_unmet", "rooms_taken", "interpreters_taken", "too_far", "not_worth", "not_tried", "taken_out"];
        string[] rules =
        [
            "request_unknown", "slot_unknown", "room_unknown", "interpreter_unknown", "vetoed", "slot_not_allowed", "room_class", "room_small", "room_closed", "room_full", "interpreter_missing", "interpreter_idle",
            "person_away", "person_twice", "interpreter_away", "interpreter_twice", "most_a_day", "most_a_half_day", "too_far", "order", "lock_moved", "meets_itself", "no_requests", "no_slots", "no_rooms", "planner_failed", "overtaken", "too_many", "id_twice",
        ];
        foreach (var language in Language.All)
        {
            var sentences = new PlanSentences(names, language, at => at.ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture));
            foreach (var sentence in reasons.Select(r => sentences.Say(new Unmet(request, $"meetings.{r}", [request, slot], [], null)))
                         .Concat(rules.Select(r => sentences.Say(new Violation($"meetings.{r}", r == "room_closed" || r == "room_full" ? [room, slot] : [request, slot, request]))))
                         .Append(sentences.Say(new Change(new(request, slot, room), [], -3))).Append(sentences.Say(new Change(new(request, slot, room), [request], -3))))
            {
                // Neither a code nor a key is left in it.
                Assert.DoesNotMatch(@"\b(meetings|plan)\.[a-z]", sentence.Replace("meetings.id_twice", "", StringComparison.Ordinal));
                Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Finds a plan only when somebody stops it, or after some seconds.</summary>
    sealed class Patient : IMeetingPlanner
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PlanAnswer Plan(Problem problem, PlanningLimit limit, IProgress<PlanProgress>? progress = null, CancellationToken stop = default)
        {
            var answer = new GreedyPlanner().Plan(problem, limit, progress, CancellationToken.None);
            Begun.TrySetResult();
            var isStopped = stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(15));
            return answer with { IsCutShort = isStopped };
        }
    }
}
