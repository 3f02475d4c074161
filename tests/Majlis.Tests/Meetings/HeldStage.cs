using Majlis.Forums;
using Majlis.Meetings;
using Majlis.Meetings.Planning;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using NodaTime;

namespace Majlis.Tests.Meetings;

/// <summary>Two people who meet for themselves, a third who does not belong there, one published meeting of the two, and the same in another edition.</summary>
public sealed record HeldStage(Stage Stage, Person Amina, Person Boris, Actor AsAmina, Actor AsBoris, Actor AsStranger, MeetingRoom Room, MeetingRoom Table, Meeting Meeting)
{
    public static readonly LocalDateTime Ten = new(2026, 5, 12, 10, 0);

    public Id<Edition> Id => Stage.Id;
    public string From => Sides.SlugOf(Amina);
    public string To => Sides.SlugOf(Boris);
    public Actor Protocol => A.Member(Stage.Edition, Role.Protocol);
    public Actor Secretariat => A.Member(Stage.Edition, Role.Secretariat);

    public static BookingFacts Booking(int hour = 12, int people = 2, MeetingLevel level = MeetingLevel.Director) => new(new(2026, 5, 12, hour, 0), 30, people, level, "Talks");

    public static async Task<HeldStage> Make(TestDatabase database)
    {
        var stage = await A.Stage(database);
        await using var db = database.Open();
        var facts = new RoundFacts { Windows = [new(new(2026, 5, 12, 9, 0), new(2026, 5, 12, 18, 0))] };
        await SetUpMeetings.Run(db, A.Operator, stage.Id, facts, null);
        var (amina, boris, stranger) = (await AddPerson.Run(db, A.Operator, stage.Id, A.Person("Amina")), await AddPerson.Run(db, A.Operator, stage.Id, A.Person("Boris")), await AddPerson.Run(db, A.Operator, stage.Id, A.Person("Stranger")));
        foreach (var person in new[] { amina, boris, stranger }) await KeepProfile.Run(db, A.Operator, stage.Id, Sides.SlugOf(person), new(), null, true, null);
        var request = await AskForMeeting.Run(db, A.Operator, stage.Id, Sides.SlugOf(amina), Sides.SlugOf(boris), new() { Purpose = "Trade" });
        await AnswerRequest.Run(db, A.Operator, stage.Id, request.Number, Sides.SlugOf(boris), new Answer.Accept(Wish.Wish, []), request.Version);
        var room = new MeetingRoom(stage.Id, new(A.Text("Oval"), A.Text("Expo"), RoomClass.Bilateral, 10, 1, stage.Blue.Id));
        var table = new MeetingRoom(stage.Id, new(A.Text("Tables"), A.Text("Expo"), RoomClass.Table, 4, 3, null));
        var meeting = new Meeting(request, new(Ten, Ten.PlusMinutes(25), room.Id, null), 1, database.Clock.GetCurrentInstant());
        db.AddRange(room, table, meeting);
        await db.SaveChangesAsync();
        return new(stage, amina, boris, await As(db, stage, amina), await As(db, stage, boris), await As(db, stage, stranger), room, table, meeting);
    }

    static async Task<Actor> As(AppDb db, Stage stage, Person person)
    {
        var name = person.Name["en"]!;
        var account = await MakeAccount.Run(db, A.Operator, $"{name.ToLowerInvariant()}@example.org", name, "en", default);
        db.Add(new PersonAccount(person, account.Id, db.Clock.GetCurrentInstant()));
        await db.SaveChangesAsync();
        return new(account.Id.Value, name, false, new[] { Role.Participant }.ToLookup(_ => stage.Id.Value));
    }
}
