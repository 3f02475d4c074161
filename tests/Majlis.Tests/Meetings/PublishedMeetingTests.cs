using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Meetings.MeetingStage;
using Planned = Majlis.Tests.Meetings.PlanActsTests.Planned;

namespace Majlis.Tests.Meetings;

/// <summary>What becomes of published meetings when requests end, rooms are booked, time passes and things are lost.</summary>
public class PublishedMeetingTests(TestDatabases databases)
{
    static readonly LocalDateTime First = new(2026, 5, 12, 10, 0);

    static Task<MeetingRequest> End(Planned planned, MeetingRequest request, bool byLayla) => byLayla
        ? planned.Stage.Answer(planned.Stage.AsLayla, request, Layla, new Answer.Withdraw())
        : planned.Stage.Answer(planned.Stage.FocalPoint, request, Qatar, new Answer.Decline(false));

    [Theory, OnEveryDatabase]
    public async Task Ending_what_was_accepted_calls_its_meeting_off_and_clears_both_calendars(DatabaseKind kind)
    {
        foreach (var byLayla in new[] { true, false })
        {
            await using var database = await databases.Fresh(kind);
            var planned = await Planned.Known(database);
            var before = (await planned.Letters()).Count;
            await End(planned, planned.Qatars, byLayla);
            await planned.Post();
            Assert.Equal([(MeetingState.Cancelled, 1), (MeetingState.Planned, 0)], (await planned.Published()).Select(m => (m.State, m.Sequence)));
            var news = (await planned.Letters()).Skip(before).ToList();
            Assert.Equal(["focal@example.org", "layla@example.org"], news.Select(l => l.ToAddress).Order());
            Assert.All(news, l => Assert.Single(l.Enclosures));
            Assert.All(news, l => Assert.Contains("METHOD:CANCEL", l.Enclosures[0].Content, StringComparison.Ordinal));
            Assert.All(news, l => Assert.Contains("SEQUENCE:1\r\n", l.Enclosures[0].Content, StringComparison.Ordinal));
            Assert.Contains(nameof(MeetingCalledOff), await database.Events());
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_has_begun_can_no_longer_be_withdrawn_from(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.Known(database);
        Begin(database, First.PlusMinutes(10));
        await Refused("meetings.over_already", () => End(planned, planned.Qatars, true));
        Assert.Equal((RequestState.Accepted, MeetingState.Planned), ((await planned.Stage.Now(planned.Qatars)).State, (await planned.Published())[0].State));
        await planned.Stage.Answer(planned.Stage.AsLayla, planned.Tatars, Layla, new Answer.Withdraw());
        Assert.Equal(MeetingState.Cancelled, (await planned.Published())[1].State);
    }

    [Theory, OnEveryDatabase]
    public async Task An_empty_draft_calls_off_what_is_published_and_is_refused_where_nothing_is(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        async Task Empty(MeetingPlan plan)
        {
            foreach (var request in new[] { planned.Qatars, planned.Tatars }) await planned.Move(plan, request, null);
        }
        var first = await planned.Plan();
        await Empty(first);
        await Refused("meetings.plan_empty", () => planned.Publish(1));
        await planned.Plan();
        await planned.Publish(2);
        var last = await planned.Plan();
        await Empty(last);
        await planned.Publish(3);
        Assert.All(await planned.Published(), m => Assert.Equal(MeetingState.Cancelled, m.State));
    }

    [Theory, OnEveryDatabase]
    public async Task Whoever_withdraws_while_the_plan_is_published_leaves_no_meeting_behind(DatabaseKind kind)
    {
        for (var i = 0; i < 4; i++)
        {
            await using var database = await databases.Fresh(kind);
            var planned = await Planned.On(database);
            var plan = await planned.Plan();
            await Task.WhenAll(End(planned, planned.Qatars, true), Publish());

            async Task Publish()
            {
                await Task.Yield();
                try
                {
                    await database.Do(db => PublishMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, plan.Number, plan.Version));
                }
                catch (Refusal refusal)
                {
                    Assert.Equal("meetings.plan_broken", refusal.Code);
                }
            }
            Assert.DoesNotContain(await planned.Published(), m => m.RequestId == planned.Qatars.Id && m.State != MeetingState.Cancelled);
        }
    }

    Task<RoomBooking> Book(TestDatabase database, Planned planned, LocalDateTime start, MeetingRoom? room = null) => database.Do(db => BookRoom.Run(db, planned.Stage.AsOmar, planned.Stage.Edition, Omar,
        new(start, 30, 2, MeetingLevel.Expert, "Talks"), RoomClass.Table, room?.Id));

    [Theory, OnEveryDatabase]
    public async Task A_plan_is_made_around_booked_rooms_and_is_not_published_over_them(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var three = await database.Do(db => KeepRoom.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, null, new(A.Text("Hall"), LocalizedText.Empty, RoomClass.Table, 4, 3, null), [], null));
        foreach (var room in new[] { planned.Blue, planned.Green, three }) await Book(database, planned, First, room);
        var problem = await database.Do(db => MeetingProblem.Of(db, planned.Stage.Edition, new()));
        int Left(MeetingRoom room, LocalDateTime at) => problem.Rooms.Single(r => r.Id == room.Id.ToString()).TablesIn(MeetingProblem.IdOf(at));
        // Half an hour and the turnaround, into the next slot.
        Assert.Equal([0, 0, 1], new[] { 0, 30, 60 }.Select(m => Left(planned.Blue, First.PlusMinutes(m))));
        Assert.Equal([2, 2, 3], new[] { 0, 30, 60 }.Select(m => Left(three, First.PlusMinutes(m))));

        var plan = await planned.Plan();
        Assert.DoesNotContain(await planned.Meetings(plan), m => m.RoomId != three.Id && m.Start < First.PlusMinutes(60));
        await planned.Move(plan, planned.Tatars, First.PlusMinutes(90), planned.Green);
        Assert.Empty(await planned.Move(plan, planned.Qatars, First.PlusMinutes(60), planned.Blue));
        await Book(database, planned, First.PlusMinutes(60), planned.Blue);
        await Refused("meetings.plan_broken", () => planned.Publish(plan.Number));
        Assert.Contains(await planned.Move(plan, planned.Tatars, First.PlusDays(1), planned.Green), b => b.Code == "meetings.room_full");
    }

    [Theory, OnEveryDatabase]
    public async Task The_last_room_is_had_by_one_of_fifty_who_book_it_or_by_the_plan_that_is_published(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        var plan = await planned.Plan();
        await planned.Move(plan, planned.Tatars, First.PlusDays(1), planned.Green);
        await planned.Move(plan, planned.Qatars, First, planned.Blue);
        var seen = await planned.Draft(plan.Number);
        async Task<string> Told(Func<Task> act)
        {
            try
            {
                await act();
                return "had";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        }
        var all = await Task.WhenAll(Enumerable.Range(0, 51).Select(i => Task.Run(() => Told(() => i == 25
            ? database.Do(db => PublishMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, plan.Number, seen.Version))
            : Book(database, planned, First, planned.Blue)))));
        Assert.Equal(1, all.Count(o => o == "had"));
        Assert.Equal(1, await database.Do(async db => await db.RoomBookings.CountAsync() + await db.Meetings.CountAsync(m => m.RoomId == planned.Blue.Id)));
        Assert.Equal(all[25] == "had" ? "meetings.no_room" : "meetings.plan_broken", all[25] == "had" ? all[0] : all[25]);
    }

    [Theory, OnEveryDatabase]
    public async Task A_room_with_meetings_or_bookings_is_not_removed_and_they_are_named(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.Known(database);
        Task Remove(MeetingRoom room) => database.Do(db => RemoveRoom.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, room.Id));
        var met = await Assert.ThrowsAsync<Refusal>(() => Remove(planned.Blue));
        Assert.Equal(("meetings.room_in_use", 2), (met.Code, (int)met.Values[0].Value!));
        Assert.Equal(["1"], (IEnumerable<string>)met.Values[1].Value!);
        var red = await planned.Room("Red");
        var booking = await Book(database, planned, First, red);
        await database.Do(db => CancelBooking.Run(db, planned.Stage.AsOmar, planned.Stage.Edition, booking.Id));
        var booked = await Assert.ThrowsAsync<Refusal>(() => Remove(red));
        Assert.Equal(("meetings.room_booked", 1), (booked.Code, (int)booked.Values[0].Value!));
        Assert.Equal(["Omar Said"], ((IEnumerable<LocalizedText>)booked.Values[1].Value!).Select(n => n["en"]));
        await Remove(await planned.Room("Empty"));
    }

    /// <summary>It is so late in the edition's zone, three hours before Greenwich.</summary>
    static void Begin(TestDatabase database, LocalDateTime at) => database.Clock.Reset(DateTimeZoneProviders.Tzdb["Europe/Moscow"].AtStrictly(at).ToInstant());

    [Theory, OnEveryDatabase]
    public async Task A_new_draft_published_while_the_edition_runs_leaves_what_has_begun(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.Known(database);
        // Made the day before, published when the first meeting has begun: it would move both.
        var made = await planned.Plan(PlanKind.Again, 1);
        await planned.Move(made, planned.Qatars, First.PlusDays(1), planned.Blue);
        await planned.Move(made, planned.Tatars, First.PlusMinutes(90), planned.Blue);
        Begin(database, First.PlusMinutes(10));
        await database.Do(db => TellOutcome.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, 1, null, MeetingState.Held, null));
        await planned.Publish(made.Number);
        Assert.Equal([(MeetingState.Held, First, 0), (MeetingState.Planned, First.PlusMinutes(90), 1)], (await planned.Published()).Select(m => (m.State, m.Start, m.Sequence)));

        // One that is made now does not plan it at all, nor anything into hours that are gone.
        var fresh = await planned.Plan();
        Assert.Equal(planned.Tatars.Id, Assert.Single(await planned.Meetings(fresh)).RequestId);
        await planned.Publish(fresh.Number);
        var (held, other) = (await planned.Published()) is [var one, var two] ? (one, two) : default;
        Assert.Equal((MeetingState.Held, First), (held.State, held.Start));
        Assert.True(other.IsAhead && other.Start > First.PlusMinutes(10));
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_draft_has_in_hours_that_are_gone_stays_where_the_sides_know_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.Known(database);
        var made = await planned.Plan(PlanKind.Again, 1);
        await planned.Move(made, planned.Qatars, First.PlusMinutes(90), planned.Blue);
        await planned.Move(made, planned.Tatars, First, planned.Green);
        Begin(database, First.PlusMinutes(5));
        // Qatar's has begun, Tatarstan's would have been at an hour that is gone.
        await planned.Publish(made.Number);
        Assert.Equal([(First, 0), (First.PlusMinutes(60), 0)], (await planned.Published()).Select(m => (m.Start, m.Sequence)));
    }

    [Theory, OnEveryDatabase]
    public async Task Another_interpreter_alone_is_no_news_to_the_sides(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.On(database);
        await database.Do(async db =>
        {
            foreach (var (slug, language) in new[] { (Layla, "en"), (Qatar, "ar"), (Tatarstan, "en") })
                (await db.MeetingSides.SingleAsync(s => s.EditionId == planned.Stage.Edition && s.Slug == slug)).Tell(new() { Languages = [language] }, await MeetingRounds.Open(db, planned.Stage.Edition));
            await db.SaveChangesAsync();
        });
        Task<MeetingInterpreter> Interpreter(string name, MeetingInterpreter? known = null, params LostTime[] away) => database.Do(db =>
            KeepInterpreter.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, known?.Id, new(name, [new("ar", "en")], null, null, away), known?.Version));
        var sara = await Interpreter("Sara");
        await planned.Plan();
        await planned.Publish(1);
        var before = (await planned.Published()).Single(m => m.RequestId == planned.Qatars.Id);
        Assert.Equal(sara.Id, before.InterpreterId);
        var letters = (await planned.Letters()).Count;
        var zeyd = await Interpreter("Zeyd");
        await Interpreter("Sara", sara, new LostTime(First, First.PlusDays(3)));
        var again = await planned.Plan(PlanKind.Again, 1);
        await planned.Move(again, planned.Qatars, before.Start, await database.Do(db => db.MeetingRooms.SingleAsync(r => r.Id == before.RoomId)));
        await planned.Publish(again.Number);
        var after = (await planned.Published()).Single(m => m.RequestId == planned.Qatars.Id);
        Assert.Equal((zeyd.Id, 0, before.Start, before.RoomId), (after.InterpreterId!.Value, after.Sequence, after.Start, after.RoomId));
        Assert.DoesNotContain((await planned.Letters()).Skip(letters), l => l.ToAddress == "focal@example.org");
        Assert.Contains(nameof(MeetingReinterpreted), await database.Events());
    }

    [Theory, OnEveryDatabase]
    public async Task A_loss_is_noted_while_a_plan_is_computed_and_the_plan_that_did_not_know_of_it_says_so(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var planned = await Planned.Known(database);
        var running = await database.Do(db => PlanMeetings.Run(db, planned.Stage.Secretariat, planned.Stage.Edition, PlanKind.Fresh, null, new(60)));
        var mend = await database.Do(db => MendMeetings.RoomLost(db, planned.Stage.Secretariat, planned.Stage.Edition, planned.Blue.Id, new(First, First.PlusHours(2))));
        var second = await database.Do(db => MendMeetings.SomebodyAway(db, planned.Stage.Secretariat, planned.Stage.Edition, planned.Stage.Stage.Layla.Id, new(First.PlusHours(1), First.PlusHours(2))));
        Assert.Single(await database.Do(db => db.MeetingRooms.Where(r => r.Id == planned.Blue.Id).Select(r => r.Closed).SingleAsync()));
        foreach (var number in new[] { running.Number, mend.Number })
            Assert.Equal((PlanState.Failed, "meetings.overtaken"), await planned.Draft(number) is var given ? (given.State, given.Faults.Single().Code) : default);
        await planned.Compute();
        Assert.Equal((PlanState.Failed, PlanState.Done), ((await planned.Draft(running.Number)).State, (await planned.Draft(second.Number)).State));
        Assert.All(await planned.Meetings(second), m => Assert.False(m.RoomId == planned.Blue.Id && m.Start < First.PlusHours(2)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_side_that_asks_and_withdraws_over_and_over_is_stopped_and_the_desk_is_not(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.AllShown();
        async Task Round(string to) => await stage.Answer(stage.AsLayla, await stage.Ask(stage.AsLayla, Layla, to), Layla, new Answer.Withdraw());
        for (var i = 0; i < AskForMeeting.MostToOneADay; i++) await Round(Qatar);
        await Refused("meetings.asked_often", () => Round(Qatar));
        // Three at once, so six a day.
        for (var i = 0; i < 3; i++) await Round(Tatarstan);
        await Refused("meetings.sent_often", () => Round(Omar));
        Assert.Equal(6, await database.Do(db => db.MeetingRequests.CountAsync()));
        await stage.Ask(stage.Secretariat, Layla, Qatar);
        database.Clock.AdvanceHours(25);
        await Round(Omar);
    }

    [Theory, OnEveryDatabase]
    public async Task The_database_keeps_a_person_who_became_a_side_a_moment_ago(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await MeetingStage.On(database);
        await stage.Shown(stage.AsOmar, Omar);
        await database.Do(db => UnlinkPerson.Run(db, stage.Secretariat, stage.Edition, db.Persons.Single(p => p.EditionId == stage.Edition && p.Number == 2).Guid));
        // As whoever merges or removes people does after the last look.
        await Refused("platform.held", () => database.Do(async db =>
        {
            db.Remove(await db.Persons.SingleAsync(p => p.EditionId == stage.Edition && p.Number == 2));
            await db.SaveChangesAsync();
        }));
        Assert.Equal(1, await database.Do(db => db.MeetingSides.CountAsync(s => s.EditionId == stage.Edition && s.Slug == Omar)));
    }
}
