using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using NodaTime;

namespace Majlis.Tests.Data;

/// <summary>Things to test with; every one is good as it is, and <c>with { … }</c> changes what the test is about.</summary>
public static class A
{
    public static readonly Actor Operator = Actor.Installation("tests");

    /// <summary>Somebody with these roles in one edition, and none elsewhere.</summary>
    public static Actor Member(Edition edition, params Role[] roles) =>
        new(Guid.CreateVersion7(), "Amina", false, roles.ToLookup(_ => edition.Id.Value));

    public static LocalizedText Text(string english) => LocalizedText.Of("en", english);

    public static EditionFacts Edition => new()
    {
        Title = Text("Kazan Forum").With("ru", "Казанский форум"), City = Text("Kazan"), First = new(2026, 5, 12), Last = new(2026, 5, 14),
        Zone = "Europe/Moscow", Languages = ["en", "ru", "fa"],
    };

    public static HallFacts Hall(string name) => new() { Name = Text(name) };

    public static PersonEntry Person(string name) => new() { Guid = Guid.Empty, Number = 0, Name = Text(name) };

    /// <summary>Unscheduled, an hour long.</summary>
    public static SessionEntry Session(string title) => new() { Guid = Guid.Empty, Number = 0, Title = Text(title), Minutes = 60 };

    public static ProgrammeReading Reading(ProgrammeSnapshot programme) => new(programme, []);

    /// <summary>Two editions, so that whatever leaks has somewhere to leak from: the announced one under test and a secret one beside it.</summary>
    public static Task<Stage> Stage(TestDatabase database) => database.Do(Stage);

    /// <inheritdoc cref="Stage(TestDatabase)"/>
    public static async Task<Stage> Stage(AppDb db)
    {
        var forum = await FoundForum.Run(db, Operator, "kazan", Text("Kazan Forum"));
        var edition = await CreateEdition.Run(db, Operator, forum.Id, null, "kazan-2026", Edition);
        await AnnounceEdition.Run(db, Operator, edition.Id);
        var secret = await CreateEdition.Run(db, Operator, forum.Id, null, "kazan-2027", Edition with { First = new(2027, 5, 12), Last = new(2027, 5, 14) });
        var halls = new[] { await AddHall.Run(db, Operator, edition.Id, Hall("Blue")), await AddHall.Run(db, Operator, edition.Id, Hall("Green")) };
        var track = await AddTrack.Run(db, Operator, edition.Id, new("", Text("Finance"), "#AA0000"));
        var type = await AddSessionType.Run(db, Operator, edition.Id, new("", Text("Panel")));
        var person = await AddPerson.Run(db, Operator, edition.Id, Person("Layla Haddad"));
        var secretHall = await AddHall.Run(db, Operator, secret.Id, Hall("Secret"));
        var secretTrack = await AddTrack.Run(db, Operator, secret.Id, new("", Text("Secret")));
        var secretType = await AddSessionType.Run(db, Operator, secret.Id, new("", Text("Secret")));
        var secretPerson = await AddPerson.Run(db, Operator, secret.Id, Person("Secret Guest"));
        var secretSession = await AddSession.Run(db, Operator, secret.Id, Session("Secret") with { Hall = secretHall.Guid, Start = new(2027, 5, 12, 10, 0) });
        return new(edition, halls[0], halls[1], track, type, person, secret, secretHall, secretTrack, secretType, secretPerson, secretSession);
    }
}

public sealed record Stage(Edition Edition, Hall Blue, Hall Green, Track Track, SessionType Type, Person Layla,
    Edition Secret, Hall SecretHall, Track SecretTrack, SessionType SecretType, Person SecretPerson, Session SecretSession)
{
    public Id<Edition> Id => Edition.Id;
    public Actor Programmer => A.Member(Edition, Role.Programme);
    public Actor Owner => A.Member(Edition, Role.Owner);

    /// <summary>With a time, a hall, a track, a type and a speaker.</summary>
    public SessionEntry Scheduled(string title, int hour = 10) => A.Session(title) with
    {
        Hall = Blue.Guid, Track = Track.Guid, Type = Type.Guid, Start = new LocalDateTime(2026, 5, 12, hour, 0),
        People = [new(Layla.Guid, SessionRole.Speaker)],
    };
}
