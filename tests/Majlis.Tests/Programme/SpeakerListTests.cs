using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Programme;

public class SpeakerListTests(TestDatabases databases)
{
    static readonly Dictionary<Guid, PersonEntry> People = Enumerable.Range(1, 5).Select(n => A.Person($"P{n}") with { Guid = Guid.CreateVersion7(), Number = n }).ToDictionary(p => p.Guid);

    static RunningOrder Running(int minutes, params int?[] given)
    {
        var people = People.Keys.Take(given.Length).ToList();
        return RunningOrder.Of(A.Session("S") with { Start = new LocalDateTime(2026, 5, 12, 23, 30), Minutes = minutes, People = [.. people.Select(p => new SessionPersonEntry(p, SessionRole.Speaker))] },
            People, [.. people.Zip(given, (p, m) => new SpeakerTurn(p, SessionRole.Speaker, m))]);
    }

    [Fact]
    public void What_is_not_given_is_shared_in_whole_minutes()
    {
        var order = Running(60, 10, null, null, 0, null);
        Assert.Equal([10, 17, 17, 0, 16], order.Turns.Select(t => t.Minutes));
        Assert.Equal(["23:30", "23:40", "23:57", "00:14", "00:14"], order.Turns.Select(t => t.Begins!.Value.ToString("HH:mm", null)));
        Assert.Equal(0, order.Left);
    }

    [Fact]
    public void Too_much_and_too_little_are_told()
    {
        Assert.Equal((-15, 0), (Running(60, 45, 30, null).Left, Running(60, 45, 30, null).Turns[2].Minutes));
        Assert.Equal(20, Running(60, 30, 10).Left);
        Assert.Equal(60, Running(60).Left);
    }

    [Theory, OnEveryDatabase]
    public async Task Another_order_than_that_of_precedence_needs_a_reason_that_is_kept(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        var ranks = ProtocolFacts.Usual.Ranks;
        var minister = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Minister") with { Country = "EG" }));
        var interpreter = await database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Interpreter")));
        await database.Do(db => KeepDossier.Run(db, protocol, stage.Id, minister.Guid, new(null, null, ranks[4].Guid), null));
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Panel") with
        {
            People = [new(interpreter.Guid, SessionRole.Interpreter), new(stage.Layla.Guid, SessionRole.Speaker), new(minister.Guid, SessionRole.Speaker), new(stage.Layla.Guid, SessionRole.Moderator)],
        }));
        SpeakerTurn layla = new(stage.Layla.Guid, SessionRole.Speaker, 20, " leaves early "), guest = new(minister.Guid, SessionRole.Speaker), moderator = new(stage.Layla.Guid, SessionRole.Moderator, 5);
        Task Keep(SpeakerTurn[] turns, string? reason, long version, Actor? by = null) => database.Do(db => KeepSpeakerList.Run(db, by ?? protocol, stage.Id, session.Guid, turns, reason, version));
        Task<Session> Now() => database.Do(db => db.Sessions.Include(s => s.People).SingleAsync(s => s.Guid == session.Guid));

        await Refused("programme.order_reason_missing", () => Keep([layla, guest, moderator], " ", session.Version));
        await Keep([moderator, guest, layla], "no matter", session.Version);
        var list = await database.Do(db => db.SpeakerLists.SingleAsync());
        Assert.Equal((null, "leaves early", 20), (list.Reason, list.Turns[2].Note, list.Turns[2].Minutes));
        var now = await Now();
        Assert.Equal([(stage.Layla.Id, SessionRole.Moderator), (minister.Id, SessionRole.Speaker), (stage.Layla.Id, SessionRole.Speaker), (interpreter.Id, SessionRole.Interpreter)],
            now.People.OrderBy(p => p.Order).Select(p => (p.PersonId, p.Role)));

        await Assert.ThrowsAsync<EditedMeanwhile>(() => Keep([moderator, guest, layla], null, session.Version));
        await Keep([layla, guest, moderator], "The minister's flight", now.Version);
        list = await database.Do(db => db.SpeakerLists.SingleAsync());
        Assert.Equal(("The minister's flight", "Amina", database.Clock.GetCurrentInstant()), (list.Reason, list.By, list.At));
        var version = (await Now()).Version;
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Keep([layla, guest], "x", version));
        await Refused("programme.turn_minutes", () => Keep([layla with { Minutes = -1 }, guest, moderator], "x", version));
        await Refused("programme.note_long", () => Keep([layla with { Note = new('x', 501) }, guest, moderator], "x", version));
        await Assert.ThrowsAsync<NotAllowed>(() => Keep([layla, guest, moderator], "x", version, A.Member(stage.Edition, Role.Press)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => KeepSpeakerList.Run(db, protocol, stage.Id, stage.SecretSession.Guid, [], null, 0)));
        Assert.Empty(await database.Do(db => SpeakerLists.Of(db, stage.Secret.Id)));
        Assert.Equal([session.Guid], (await database.Do(db => SpeakerLists.Of(db, stage.Id))).Keys);
    }
}
