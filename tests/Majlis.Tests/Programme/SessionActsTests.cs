using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Programme;

public class SessionActsTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task A_session_is_kept_as_it_was_given(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var facts = stage.Scheduled("Halal finance") with
        {
            Abstract = A.Text("Short"), FloorLanguages = ["ar"], OutputLanguages = ["en", "ru"], Access = SessionAccess.ByInvitation,
            Materials = [new(MaterialKind.Link, "https://example.org/a", "Slides")], Stream = "https://example.org/live",
        };
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, facts));
        var drafted = (await Load(database, stage)).Sessions.Single();
        Assert.Equal(Json(facts with { Guid = session.Guid, Number = 1 }), Json(drafted));
        Assert.Equal(1, await database.Do(db => db.Events.CountAsync(e => e.Kind == "SessionChanged" && e.Edition == stage.Id.Value)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_guid_of_another_edition_is_unknown(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task Add(SessionEntry facts) => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, facts));
        await Refused("programme.hall_unknown", () => Add(A.Session("x") with { Hall = stage.SecretHall.Guid }));
        await Refused("programme.track_unknown", () => Add(A.Session("x") with { Track = stage.SecretTrack.Guid }));
        await Refused("programme.type_unknown", () => Add(A.Session("x") with { Type = stage.SecretType.Guid }));
        await Refused("programme.person_unknown", () => Add(A.Session("x") with { People = [new(stage.SecretPerson.Guid, SessionRole.Chair)] }));
        await Refused("programme.title_missing", () => Add(A.Session("")));
        await Refused("programme.minutes", () => Add(A.Session("x") with { Minutes = -30 }));
        await Refused("programme.address", () => Add(A.Session("x") with { Stream = "javascript:alert(1)" }));
        await Refused("programme.address", () => Add(A.Session("x") with { Url = "//evil.example" }));
        await Refused("programme.person_twice", () =>
            Add(A.Session("x") with { People = [new(stage.Layla.Guid, SessionRole.Chair), new(stage.Layla.Guid, SessionRole.Chair)] }));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db =>
            ChangeSession.Run(db, stage.Programmer, stage.Id, A.Session("x") with { Guid = stage.SecretSession.Guid }, stage.SecretSession.Version)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, stage.SecretSession.Guid, 0)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => CopySession.Run(db, stage.Programmer, stage.Id, stage.SecretSession.Guid)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Secret.Id, A.Session("x"))));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AddSession.Run(db, Actor.Public, stage.Id, A.Session("x"))));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AddSession.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, A.Session("x"))));
        Assert.Empty((await Load(database, stage)).Sessions);
        Assert.Equal(0, await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.LastSessionNumber).SingleAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task The_second_of_two_editors_is_told_even_when_only_people_changed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        var facts = stage.Scheduled("One") with { Guid = session.Guid };
        var changed = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, facts with { People = [] }, session.Version));
        Assert.Equal(session.Version + 1, changed.Version);
        await Assert.ThrowsAsync<EditedMeanwhile>(() =>
            database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, facts with { Minutes = 5 }, session.Version)));
        Assert.Equal(60, (await Load(database, stage)).Sessions.Single().Minutes);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_two_edits_at_once_one_is_saved(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        var edits = Enumerable.Range(1, 4).Select(minutes => Task.Run(() => database.Do(db =>
            ChangeSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One") with { Guid = session.Guid, Minutes = minutes }, session.Version)))).ToList();
        var outcomes = await Task.WhenAll(edits.Select(async e => { try { await e; return "saved"; } catch (EditedMeanwhile) { return "told"; } }));
        Assert.Equal(["saved", "told", "told", "told"], outcomes.Order());
    }

    [Theory, OnEveryDatabase]
    public async Task The_same_facts_again_change_nothing_and_tell_nobody(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        var events = await database.Events();
        var same = await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One") with { Guid = session.Guid }, session.Version));
        Assert.Equal(session.Version, same.Version);
        Assert.Equal(events, await database.Events());
    }

    [Theory, OnEveryDatabase]
    public async Task Sessions_added_at_once_get_numbers_of_their_own_and_disturb_no_form(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var version = await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.Version).SingleAsync());
        var added = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() =>
            database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, A.Session($"Session {i}"))))));
        Assert.Equal(Enumerable.Range(1, 8), added.Select(s => s.Number).Order());
        Assert.Equal(version, await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.Version).SingleAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task A_session_nobody_saw_is_removed_and_a_public_one_is_called_off(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var shown = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Shown")));
        await database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, "1", LocalizedText.Empty));
        var hidden = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Hidden")));
        Assert.True(await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, hidden.Guid, hidden.Version)));
        Assert.False(await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, shown.Guid, shown.Version)));
        Assert.Equal([(shown.Guid, true)], (await Load(database, stage)).Sessions.Select(s => (s.Guid, s.IsCancelled)));
        Assert.True(await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, shown.Guid, shown.Version + 1, evenIfPublic: true)));
        Assert.Empty((await Load(database, stage)).Sessions);
    }

    [Theory, OnEveryDatabase]
    public async Task A_copy_is_another_session_without_a_place(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One") with { Uid = "x@y", Abstract = A.Text("A") }));
        var copy = await database.Do(db => CopySession.Run(db, stage.Programmer, stage.Id, session.Guid));
        var drafted = (await Load(database, stage)).Sessions.Single(s => s.Guid == copy.Guid);
        Assert.Equal(Json(stage.Scheduled("One") with { Guid = copy.Guid, Number = 2, Hall = null, Start = null, Abstract = A.Text("A") }), Json(drafted));
    }

    [Theory, OnEveryDatabase]
    public async Task What_sessions_use_cannot_be_removed(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var session = await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One")));
        var refusal = await Assert.ThrowsAsync<Refusal>(() => database.Do(db => RemoveHall.Run(db, stage.Owner, stage.Id, stage.Blue.Guid)));
        Assert.Equal(("forums.hall_in_use", (object)1), (refusal.Code, refusal.Values.Single(v => v.Name == "count").Value!));
        await Refused("programme.track_in_use", () => database.Do(db => RemoveTrack.Run(db, stage.Programmer, stage.Id, stage.Track.Guid)));
        await Refused("programme.type_in_use", () => database.Do(db => RemoveSessionType.Run(db, stage.Programmer, stage.Id, stage.Type.Guid)));
        await Refused("people.person_in_sessions", () => database.Do(db => RemovePerson.Run(db, stage.Programmer, stage.Id, stage.Layla.Guid)));
        await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, session.Guid, session.Version));
        await database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Blue.Guid, stage.Green.Guid, 3)]));
        await database.Do(db => RemoveHall.Run(db, stage.Owner, stage.Id, stage.Blue.Guid));
        await database.Do(db => RemoveTrack.Run(db, stage.Programmer, stage.Id, stage.Track.Guid));
        await database.Do(db => RemoveSessionType.Run(db, stage.Programmer, stage.Id, stage.Type.Guid));
        await database.Do(db => RemovePerson.Run(db, stage.Programmer, stage.Id, stage.Layla.Guid));
        var draft = await Load(database, stage);
        Assert.Equal((1, 0, 0, 0), (draft.Halls.Count, draft.Tracks.Count, draft.Types.Count, draft.People.Count));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RemoveTrack.Run(db, stage.Programmer, stage.Id, stage.SecretTrack.Guid)));
    }

    [Theory, OnEveryDatabase]
    public async Task Tracks_types_and_people_change_under_their_version(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var track = await database.Do(db => ChangeTrack.Run(db, stage.Programmer, stage.Id, stage.Track.Guid, new("money", A.Text("Money"), null), stage.Track.Version));
        Assert.Equal(("money", null, stage.Track.Version + 1), (track.Slug, track.Colour, track.Version));
        await Assert.ThrowsAsync<EditedMeanwhile>(() =>
            database.Do(db => ChangeTrack.Run(db, stage.Programmer, stage.Id, stage.Track.Guid, new("money", A.Text("Money")), stage.Track.Version)));
        await Refused("programme.colour", () => database.Do(db => AddTrack.Run(db, stage.Programmer, stage.Id, new("x1", A.Text("X"), "red"))));
        var type = await database.Do(db => ChangeSessionType.Run(db, stage.Programmer, stage.Id, stage.Type.Guid, new("", A.Text("Coffee"), true), stage.Type.Version));
        Assert.Equal(("panel", true), (type.Slug, type.IsBreak));
        var person = await database.Do(db => ChangePerson.Run(db, stage.Programmer, stage.Id,
            A.Person("Layla H.") with { Guid = stage.Layla.Guid, Country = "JO" }, stage.Layla.Version));
        Assert.Equal((1, "JO"), (person.Number, person.Country));
        await Refused("people.country", () => database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("X") with { Country = "Jordan" })));
        await Refused("people.name_missing", () => database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person(" "))));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db =>
            ChangePerson.Run(db, stage.Programmer, stage.Id, A.Person("X") with { Guid = stage.SecretPerson.Guid }, 0)));
    }

    [Theory, OnEveryDatabase]
    public async Task Sessions_move_all_or_none(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (one, two) = (await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("One"))), await database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Two", 12))));
        SessionMove To(Session session, Guid? hall, long version) => new(session.Guid, version, null, 30, hall, false, stage.Track.Guid, false);
        Task Move(Actor actor, params SessionMove[] moves) => database.Do(db => MoveSessions.Run(db, actor, stage.Id, moves));
        var before = Json(await Load(database, stage));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Move(stage.Programmer, To(one, stage.Green.Guid, 0), To(two, stage.Green.Guid, 7)));
        await Refused("programme.hall_unknown", () => Move(stage.Programmer, To(one, stage.Green.Guid, 0), To(two, stage.SecretHall.Guid, 0)));
        await Refused("programme.track_unknown", () => Move(stage.Programmer, To(one, null, 0) with { Track = stage.SecretTrack.Guid }));
        await Refused("programme.minutes", () => Move(stage.Programmer, To(one, null, 0), To(two, null, 0) with { Minutes = -1 }));
        await Assert.ThrowsAsync<NotThere>(() => Move(stage.Programmer, To(one, null, 0), To(stage.SecretSession, null, stage.SecretSession.Version)));
        await Assert.ThrowsAsync<NotAllowed>(() => Move(A.Member(stage.Edition, Role.Press), To(one, null, 0)));
        Assert.Equal(before, Json(await Load(database, stage)));
        Assert.Equal(2, await database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [To(one, stage.Green.Guid, 0), To(two, null, 0)])));
        Assert.Equal(0, await database.Do(db => MoveSessions.Run(db, stage.Programmer, stage.Id, [To(one, stage.Green.Guid, 1)])));
        var draft = await Load(database, stage);
        Assert.Equal([(null, 30, stage.Green.Guid, "One"), (null, 30, null, "Two")], draft.Sessions.Select(s => (s.Start, s.Minutes, s.Hall, s.Title["en"]!)));
        Assert.Equal(4, await database.Do(db => db.Events.CountAsync(e => e.Kind == "SessionChanged" && e.Edition == stage.Id.Value)));
        Assert.Equal(Json(draft.Sessions), Json((await database.Do(db => Draft.Sessions(db, stage.Id, null))).Select(s => s.Session)));
    }

    internal static Task<ProgrammeSnapshot> Load(TestDatabase database, Stage stage) =>
        database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == stage.Id)));

    internal static string Json<T>(T value) => System.Text.Json.JsonSerializer.Serialize(value, Majlis.Platform.Json.Stored);
}
