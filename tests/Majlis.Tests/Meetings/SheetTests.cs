using Majlis.Meetings;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Tests.Meetings;

public class SheetTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task Talking_points_are_opened_by_their_side_and_by_protocol_alone(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var number = held.Meeting.Number;
        await database.Do(db => KeepSidePaper.Run(db, held.AsAmina, held.Id, number, held.From, "Ask for the port", "", null));
        Task Open(Actor by, string side) => database.Do(db => Sheets.Open(db, by, held.Id, number, side));
        await Open(held.AsAmina, held.From);
        await Open(held.Protocol, held.From);
        await Open(held.Stage.Owner, held.From);
        await Assert.ThrowsAsync<NotThere>(() => Open(held.AsBoris, held.From));
        await Assert.ThrowsAsync<NotThere>(() => Open(held.AsStranger, held.From));
        await Assert.ThrowsAsync<NotThere>(() => Open(held.Secretariat, held.From));
        await Assert.ThrowsAsync<NotAllowed>(() => Open(A.Member(held.Stage.Secret, Role.Owner, Role.Protocol), held.From));
        // The log says that it was written, and not a word of it.
        Assert.All(await database.Do(db => db.Events.Select(e => e.Payload).ToListAsync()), payload => Assert.DoesNotContain("port", payload, StringComparison.Ordinal));
    }

    [Theory, OnEveryDatabase]
    public async Task A_read_out_is_public_when_both_agreed_to_the_same_words(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var number = held.Meeting.Number;
        Task<MeetingSheet> Sheet() => database.Do(db => db.MeetingSheets.AsNoTracking().SingleAsync());
        Task Say(Actor by, string? side, string text, long? version) => database.Do(db => SayReadOut.Run(db, by, held.Id, number, side, A.Text(text), version));
        Assert.Equal("meetings.not_held", (await Assert.ThrowsAsync<Refusal>(() => Say(held.AsAmina, held.From, "They met.", null))).Code);
        Assert.Equal("meetings.too_early", (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => TellOutcome.Run(db, held.AsAmina, held.Id, number, held.From, MeetingState.Held, null)))).Code);
        database.Clock.AdvanceDays(20);
        await database.Do(db => TellOutcome.Run(db, held.AsAmina, held.Id, number, held.From, MeetingState.Held, null));
        // What one side told the other does not change; the desk does.
        Assert.Equal("meetings.told_already", (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => TellOutcome.Run(db, held.AsBoris, held.Id, number, held.To, MeetingState.NoShow, held.From)))).Code);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => database.Do(db => TellOutcome.Run(db, held.Secretariat, held.Id, number, null, MeetingState.Planned, null)));
        await Say(held.AsAmina, held.From, "They met.", null);
        var first = await Sheet();
        Assert.False(first.IsPublic);
        await Say(held.AsBoris, held.To, "They met and agreed.", first.Version);
        // Who agrees to words that are others by now is told.
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => AgreeReadOut.Run(db, held.AsAmina, held.Id, number, held.From, first.Version)));
        var second = await Sheet();
        Assert.Equal((null, true), (second.FromAgreedAt, second.ToAgreedAt is not null));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => AgreeReadOut.Run(db, held.AsStranger, held.Id, number, held.From, second.Version)));
        await database.Do(db => AgreeReadOut.Run(db, held.AsAmina, held.Id, number, held.From, second.Version));
        Assert.True((await Sheet()).IsPublic);
        await Say(held.Secretariat, null, "They met, and agreed.", (await Sheet()).Version);
        Assert.False((await Sheet()).IsPublic);
    }

    [Theory, OnEveryDatabase]
    public async Task Two_who_write_the_first_words_at_once_are_not_both_heard(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await database.Do(db => KeepSheet.Run(db, held.Secretariat, held.Id, held.Meeting.Number, SheetFacts.Empty with { NoteTaker = $"Nur {i}" }, null));
                return true;
            }
            catch (EditedMeanwhile)
            {
                return false;
            }
        })));
        Assert.Equal(1, outcomes.Count(o => o));
    }

    [Theory, OnEveryDatabase]
    public async Task Seats_are_for_those_who_meet(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        await database.Do(db => KeepSheet.Run(db, held.Protocol, held.Id, held.Meeting.Number, SheetFacts.Empty with { From = [held.Amina.Id] }, null));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => database.Do(db => KeepSheet.Run(db, held.Protocol, held.Id, held.Meeting.Number, SheetFacts.Empty with { From = [held.Boris.Id] }, 1)));
        Assert.Equal("meetings.principal_unknown", refusal.Code);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => KeepSheet.Run(db, held.AsAmina, held.Id, held.Meeting.Number, SheetFacts.Empty, 1)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => KeepSheet.Run(db, A.Operator, held.Stage.Secret.Id, held.Meeting.Number, SheetFacts.Empty, null)));
    }

    [Theory, OnEveryDatabase]
    public async Task Contacts_are_read_by_whom_they_were_given_to_until_they_are_taken_back(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        Task Give() => database.Do(db => GiveContact.Run(db, held.AsAmina, held.Id, held.Meeting.Number, held.From));
        Assert.Equal("meetings.card_empty", (await Assert.ThrowsAsync<Refusal>(Give)).Code);
        await database.Do(db => KeepContactCard.Run(db, held.AsAmina, held.Id, "amina@example.org", "+7 843 000"));
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(Give)));
        var shown = await database.Do(db => db.ContactCards.Select(c => c.Key).SingleAsync());
        Task<List<(Id<Person>, Id<Person>)>> Given() => database.Do(async db => (await db.ContactsGiven.ToListAsync()).Select(g => (g.GiverId, g.TakerId)).ToList());
        Assert.Equal([(held.Amina.Id, held.Boris.Id)], await Given());
        await database.Do(db => GiveContact.TakeBack(db, held.AsAmina, held.Id, held.Boris.Number));
        Assert.Empty(await Given());
        // The code that was shown before opens nothing any more.
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => TakeContact.Run(db, held.AsBoris, held.Id, shown, false)));

        var key = await database.Do(db => db.ContactCards.Select(c => c.Key).SingleAsync());
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => TakeContact.Run(db, held.AsAmina, held.Id, key, false)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => TakeContact.Run(db, held.AsBoris, held.Id, new string('0', 32), false)));
        Assert.Equal("meetings.card_empty", (await Assert.ThrowsAsync<Refusal>(() => database.Do(db => TakeContact.Run(db, held.AsStranger, held.Id, key, true)))).Code);
        await database.Do(db => TakeContact.Run(db, held.AsBoris, held.Id, key, false));
        await database.Do(db => KeepContactCard.Run(db, held.AsAmina, held.Id, "amina@example.org", "", renew: true));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => TakeContact.Run(db, held.AsBoris, held.Id, key, false)));
    }

    [Theory, OnEveryDatabase]
    public async Task Figures_count_what_was_asked_met_and_held(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var held = await HeldStage.Make(database);
        database.Clock.AdvanceDays(20);
        await database.Do(db => TellOutcome.Run(db, held.Secretariat, held.Id, held.Meeting.Number, null, MeetingState.NoShow, held.To));
        var figures = await database.Do(db => MeetingFigures.Of(db, held.Id));
        Assert.Equal(new MeetingCount(1, 1, 1, 1, 0, 1, 1), figures.All);
        Assert.Equal([(held.From, new MeetingCount(1, 0, 1, 1, 0, 1, 0)), (held.To, new MeetingCount(0, 1, 1, 1, 0, 1, 1))], figures.Sides.Select(s => (s.Side.Slug, s.Count)));
        Assert.Equal((1.0, 1.0), (figures.Fairness, figures.LeastShare));
        var nobody = await database.Do(db => MeetingFigures.Of(db, held.Stage.Secret.Id));
        Assert.Equal((0, null), (nobody.Sides.Count, nobody.Fairness));
    }
}
