using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;
using static Majlis.Tests.Meetings.MeetingStage;

namespace Majlis.Tests.Meetings;

public class RequestActsTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task A_request_is_sent_countered_and_accepted_and_holds_no_slot(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var asked = new Asked { Purpose = " \u202ETo talk\u202C\r\nof energy ", Wish = Wish.Must, Terms = new() { Level = MeetingLevel.Minister, FromPeople = 2, ToPeople = 3, Languages = ["en", "en", "ar"], Days = [new(2026, 5, 13)] } };
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar, asked);
        Assert.Equal((1, "To talk\nof energy", Wish.Must, Wish.Willing, RequestState.Pending), (request.Number, request.Purpose, request.FromWish, request.ToWish, request.State));
        Assert.Equal(["en", "ar"], request.Terms.Languages);
        await Refused("meetings.not_your_turn", () => stage.Answer(stage.AsLayla, request, Layla, new Answer.Accept(Wish.Wish, [])));
        request = await stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Counter(request.Terms with { Level = MeetingLevel.DeputyMinister }, "The minister is away"));
        Assert.Equal((RequestState.Countered, MeetingLevel.DeputyMinister, "The minister is away"), (request.State, request.Terms.Level, request.Note));
        await Refused("meetings.not_your_turn", () => stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Accept(Wish.Wish, [])));
        request = await stage.Answer(stage.AsLayla, request, Layla, new Answer.Accept(Wish.Wish, []));
        Assert.Equal((RequestState.Accepted, Wish.Wish, Wish.Willing), (request.State, request.FromWish, request.ToWish));
        request = await stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Value(Wish.Must));
        Assert.Equal((RequestState.Accepted, Wish.Must), (request.State, request.ToWish));
        request = await stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Decline(false));
        await Refused("meetings.over", () => stage.Answer(stage.AsLayla, request, Layla, new Answer.Withdraw()));
        // None of its properties can hold a time or a room: however long it waits, it is in nobody's way.
        Assert.Equal([], typeof(MeetingRequest).GetProperties().Where(p => p.PropertyType == typeof(LocalDateTime) || p.PropertyType == typeof(LocalDateTime?) || p.Name.Contains("Room", StringComparison.Ordinal)));
    }

    [Theory, OnEveryDatabase]
    public async Task What_cannot_be_asked_is_refused_and_uses_no_number_up(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        Task Ask(Asked asked, string to = Qatar) => stage.Ask(stage.AsLayla, Layla, to, asked);
        await Refused("meetings.self", () => Ask(Asked(), Layla));
        await Refused("meetings.purpose_missing", () => Ask(Asked(" \u200E ")));
        await Refused("meetings.purpose_too_long", () => Ask(Asked(new string('x', MeetingRequest.MostLetters + 1))));
        await Refused("meetings.veto_asked", () => Ask(Asked() with { Wish = Wish.Veto }));
        await Refused("meetings.people", () => Ask(Asked() with { Terms = new() { FromPeople = 0 } }));
        await Refused("meetings.people", () => Ask(Asked() with { Terms = new() { ToPeople = 31 } }));
        await Refused("meetings.level", () => Ask(Asked() with { Terms = new() { Level = 0 } }));
        await Refused("meetings.language", () => Ask(Asked() with { Terms = new() { Languages = ["English!"] } }));
        await Refused("meetings.day", () => Ask(Asked() with { Terms = new() { Days = [new(2026, 5, 14)] } }));
        await Refused("meetings.principal_unknown", () => Ask(Asked() with { Principals = [Id<Majlis.People.Person>.New()] }));
        await Assert.ThrowsAsync<NotThere>(() => Ask(Asked(), "nobody"));
        Assert.Equal(1, (await stage.Ask(stage.AsLayla, Layla, Qatar)).Number);
        await Refused("meetings.asked_already", () => Ask(Asked()));
        await Refused("meetings.asked_by_them", () => stage.Ask(stage.FocalPoint, Qatar, Layla));
        Assert.Equal(1, await database.Do(db => db.MeetingRequests.CountAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task A_limit_counts_what_is_open_and_frees_what_is_over_and_a_veto_is_for_good(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database, Facts with { MostOpen = 2 });
        await stage.AllShown();
        var first = await stage.Ask(stage.AsLayla, Layla, Qatar);
        var second = await stage.Ask(stage.AsLayla, Layla, Omar);
        await stage.Answer(stage.AsOmar, second, Omar, new Answer.Accept(Wish.Wish, []));
        await Refused("meetings.most_open", () => stage.Ask(stage.AsLayla, Layla, Tatarstan));
        // The desk is not bound.
        Assert.Equal(3, (await stage.Ask(stage.Secretariat, Layla, Tatarstan)).Place);
        first = await stage.Answer(stage.FocalPoint, first, Qatar, new Answer.Decline(true));
        Assert.Equal((null, null), (first.Place, first.OpenPair));
        await Refused("meetings.vetoed", () => stage.Ask(stage.AsLayla, Layla, Qatar));
        // They may ask themselves; a veto binds the other side.
        await stage.Ask(stage.FocalPoint, Qatar, Layla);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_many_sent_at_once_no_more_than_the_limit_go_out(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database, Facts with { MostOpen = 2 });
        await stage.AllShown();
        var sent = await Task.WhenAll(Enumerable.Range(0, 9).Select(i => Task.Run(async () =>
        {
            try
            {
                await stage.Ask(stage.AsLayla, Layla, new[] { Qatar, Omar, Tatarstan }[i % 3]);
                return "sent";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        })));
        Assert.Equal(2, sent.Count(s => s == "sent"));
        Assert.Equal([], sent.Except(["sent", "meetings.most_open", "meetings.asked_already"]));
        Assert.Equal([1, 2], await database.Do(db => db.MeetingRequests.OrderBy(r => r.Place).Select(r => r.Place!.Value).ToListAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_two_sides_that_ask_one_another_at_once_one_is_told_to_answer(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? stage.Ask(stage.AsLayla, Layla, Omar) : stage.Ask(stage.AsOmar, Omar, Layla));
                return "sent";
            }
            catch (Refusal refusal)
            {
                return refusal.Code;
            }
        })));
        Assert.Equal(1, outcomes.Count(o => o == "sent"));
        Assert.Equal([], outcomes.Except(["sent", "meetings.asked_already", "meetings.asked_by_them"]));
    }

    [Theory, OnEveryDatabase]
    public async Task Of_answers_given_at_once_one_is_heard_and_the_others_see_another_state(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar);
        // The side that was asked accepts one set of terms and proposes another, while the one that asked takes it all back.
        (Actor, string, Answer)[] answers =
        [
            (stage.FocalPoint, Qatar, new Answer.Accept(Wish.Wish, [])), (stage.FocalPoint, Qatar, new Answer.Counter(new() { Days = [new(2026, 5, 12)] })), (stage.Secretariat, Qatar, new Answer.Counter(new() { Days = [new(2026, 5, 13)] })),
            (stage.FocalPoint, Qatar, new Answer.Decline(false)), (stage.AsLayla, Layla, new Answer.Withdraw()), (stage.AsLayla, Layla, new Answer.Value(Wish.Must)),
        ];
        var heard = await Task.WhenAll(answers.Select(a => Task.Run(async () =>
        {
            try
            {
                return (await stage.Answer(a.Item1, request, a.Item2, a.Item3)).State;
            }
            catch (EditedMeanwhile)
            {
                return (RequestState?)null;
            }
        })));
        var state = Assert.Single(heard, s => s is not null);
        Assert.Equal(state, (await stage.Now(request)).State);
        Assert.Equal(2, (await database.Events()).Count(e => e == nameof(MeetingRequestChanged)));
    }

    [Theory, OnEveryDatabase]
    public async Task Sides_send_in_two_phases_and_answer_in_all(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar);
        async Task Enter(MeetingPhase phase) => await database.Do(async db => await EnterPhase.Run(db, stage.Secretariat, stage.Edition, phase, (await db.MeetingRounds.SingleAsync(r => r.EditionId == stage.Edition)).Version));
        await Refused("meetings.phase", () => Enter(MeetingPhase.Review));
        await Enter(MeetingPhase.Plan);
        await Refused("meetings.closed", () => stage.Ask(stage.AsLayla, Layla, Omar));
        await stage.Ask(stage.Secretariat, Layla, Omar);
        await stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Accept(Wish.Wish, []));
        foreach (var phase in new[] { MeetingPhase.Review, MeetingPhase.Published, MeetingPhase.Live }) await Enter(phase);
        await stage.Ask(stage.AsLayla, Layla, Tatarstan);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => EnterPhase.Run(db, stage.AsLayla, stage.Edition, MeetingPhase.Published, 0)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_request_that_nobody_answers_is_reminded_of_once_and_expires(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var (factory, site) = (new DatabaseFactory(database), new Uri("https://forum.example/"));
        IJobRunner[] runners = [new RemindOfRequest(factory), new ExpireRequest(factory)];
        async Task Post()
        {
            await stage.Tell(new MeetingLetters());
            await stage.Work(new WriteMeetingLetter(factory, site));
        }
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar, Asked("Energy at https://evil.example"));
        await Post();
        var letter = Assert.Single(await stage.Letters());
        Assert.Equal("focal@example.org", letter.To);
        Assert.Contains("https://forum.example/fa/kazan-2026/my/meetings/request/1?as=qatar", letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://evil", letter.Text, StringComparison.Ordinal);
        database.Clock.AdvanceDays(3);
        await stage.Work(runners);
        await Post();
        database.Clock.AdvanceDays(3);
        await stage.Work(runners);
        await Post();
        Assert.Equal(2, (await stage.Letters()).Count);
        Assert.NotNull((await stage.Now(request)).RemindedAt);
        database.Clock.AdvanceDays(1);
        await stage.Work(runners);
        await Post();
        Assert.Equal((RequestState.Expired, (string?)null), ((await stage.Now(request)).State, (await stage.Now(request)).OpenPair));
        // Whoever waited is told.
        Assert.Equal("layla@example.org", (await stage.Letters())[^1].To);
        await stage.Ask(stage.AsLayla, Layla, Qatar);
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_answered_is_neither_reminded_of_nor_expires(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var request = await stage.Ask(stage.AsLayla, Layla, Qatar);
        await stage.Answer(stage.FocalPoint, request, Qatar, new Answer.Accept(Wish.Wish, []));
        database.Clock.AdvanceDays(20);
        var factory = new DatabaseFactory(database);
        await stage.Work(new RemindOfRequest(factory), new ExpireRequest(factory));
        Assert.Equal((RequestState.Accepted, (Instant?)null), ((await stage.Now(request)).State, (await stage.Now(request)).RemindedAt));
        Assert.DoesNotContain(nameof(MeetingRequestReminded), await database.Events());
    }

    [Theory, OnEveryDatabase]
    public async Task The_log_names_who_acted_and_for_whom(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await stage.AllShown();
        var request = await stage.Ask(stage.FocalPoint, Qatar, Layla);
        await stage.Answer(stage.AsLayla, request, Layla, new Answer.Accept(Wish.Wish, []));
        var rows = await database.Do(db => db.Events.Where(e => e.Kind == nameof(MeetingRequestChanged)).OrderBy(e => e.Number).ToListAsync());
        var told = rows.Select(r => (r.ActorName, System.Text.Json.JsonSerializer.Deserialize<MeetingRequestChanged>(r.Payload, Json.Stored)!.For)).ToList();
        Assert.Equal([("Mina", "Qatar"), (stage.AsLayla.Name, null)], told);
        await database.Do(db => DismissProxy.Run(db, stage.Secretariat, stage.Edition, Qatar, new(stage.FocalPoint.Account!.Value)));
        await Assert.ThrowsAsync<NotThere>(() => stage.Ask(stage.FocalPoint, Qatar, Omar));
    }

    [Fact]
    public void Slots_fill_each_window_from_its_beginning()
    {
        var round = new MeetingRound(Id<Majlis.Forums.Edition>.New(), Facts with { Minutes = 25, Turnaround = 5 });
        Assert.Equal(["2026-05-12T10:00", "2026-05-12T10:30", "2026-05-12T11:00", "2026-05-12T11:30", "2026-05-13T10:00", "2026-05-13T10:30", "2026-05-13T11:00", "2026-05-13T11:30"], round.Slots.Select(s => s.Id));
        foreach (var facts in new[]
                 {
                     Facts with { Windows = [new(new(2026, 5, 12, 10, 0), new(2026, 5, 12, 10, 20))] }, Facts with { Windows = [new(new(2026, 5, 12, 12, 0), new(2026, 5, 12, 10, 0))] },
                     Facts with { Windows = [new(new(2026, 5, 12, 10, 0), new(2026, 5, 12, 12, 0)), new(new(2026, 5, 12, 11, 0), new(2026, 5, 12, 13, 0))] },
                 })
            Assert.Equal("meetings.windows", Assert.Throws<Refusal>(() => round.Take(facts)).Code);
        Assert.Equal("meetings.topic", Assert.Throws<Refusal>(() => round.Take(Facts with { Topics = [new("a", A.Text("A")), new("a", A.Text("B"))] })).Code);
        Assert.Equal("meetings.days", Assert.Throws<Refusal>(() => round.Take(Facts with { ReminderDays = 7 })).Code);
        Assert.Equal("meetings.weights", Assert.Throws<Refusal>(() => round.Take(Facts with { Weights = new() { Must = -1 } })).Code);
    }
}
