using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Programme;

public class ReleaseProgrammeTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task The_public_sees_the_last_release_of_an_announced_edition_and_nothing_else(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task<PublishedProgramme?> Public(string slug = "kazan-2026") => database.Do(db => Published.Load(db, slug));
        var session = await Add(database, stage, stage.Scheduled("Shown"));
        Assert.Null(await Public());
        await Release(database, stage, "1.0");
        await database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, stage.Scheduled("Secretly renamed") with { Guid = session.Guid }, session.Version));
        await Add(database, stage, stage.Scheduled("Secret", 12));
        var shown = (await Public())!;
        Assert.Equal((1, "1.0", "1.0", database.Clock.GetCurrentInstant()), (shown.Release, shown.ReleaseName, shown.Programme.Edition.Version, shown.ReleasedAt));
        Assert.Equal(["Shown"], shown.Sessions.Select(s => s.Title["en"]));

        await database.Do(db => ReleaseProgramme.Run(db, A.Operator, stage.Secret.Id, "secret", LocalizedText.Empty));
        Assert.Null(await Public("kazan-2027"));
        Assert.Null(await database.Do(db => Published.Load(db, stage.Secret.Id)));
        Assert.Empty(await database.Do(db => Releases.Changes(db, "kazan-2027", 5)));
        await database.Do(db => WithdrawEdition.Run(db, stage.Owner, stage.Id));
        Assert.Null(await Public());
        Assert.Null(await Public("nowhere"));
    }

    [Theory, OnEveryDatabase]
    public async Task What_has_no_place_and_what_only_that_uses_stays_hidden(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var secret = await database.Do(db => AddTrack.Run(db, stage.Programmer, stage.Id, new("", A.Text("Surprise"))));
        var guest = await database.Do(db => Majlis.People.AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Surprise Guest")));
        await Refused("programme.release_is_empty", () => Release(database, stage, "1"));
        await Add(database, stage, A.Session("Someday") with { Track = secret.Guid, People = [new(guest.Guid, SessionRole.Keynote)] });
        await Refused("programme.release_is_empty", () => Release(database, stage, "1"));
        await Add(database, stage, stage.Scheduled("Shown"));
        await Release(database, stage, "1");
        var programme = (await database.Do(db => Published.Load(db, stage.Id)))!.Programme;
        Assert.Equal(["Shown"], programme.Sessions.Select(s => s.Title["en"]));
        Assert.Equal(["Layla Haddad"], programme.People.Select(p => p.Name["en"]));
        Assert.Equal(["Finance"], programme.Tracks.Select(t => t.Name["en"]));
        Assert.Equal(["Blue", "Green"], programme.Halls.Select(h => h.Name["en"]));
    }

    [Theory, OnEveryDatabase]
    public async Task Names_are_given_once_and_nothing_new_is_not_released(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Add(database, stage, stage.Scheduled("One"));
        await Refused("programme.release_name_missing", () => Release(database, stage, " "));
        await Refused("programme.release_name_long", () => Release(database, stage, new('x', 65)));
        await Release(database, stage, "Final");
        await Refused("programme.release_is_same", () => Release(database, stage, "Final again"));
        await Add(database, stage, stage.Scheduled("Two", 12));
        await Refused("programme.release_name_taken", () => Release(database, stage, "FINAL"));
        await Assert.ThrowsAsync<NotAllowed>(() =>
            database.Do(db => ReleaseProgramme.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, "2", LocalizedText.Empty)));
        Assert.Equal(2, (await Release(database, stage, "Final 2")).Number);
        Assert.Equal(["Final 2", "Final"], (await database.Do(db => Releases.List(db, stage.Id))).Select(r => r.Name));
        Assert.Equal(2, (await database.Events()).Count(e => e == "ProgrammeReleased"));
    }

    [Theory, OnEveryDatabase]
    public async Task Sequence_counts_moves_and_the_instant_follows_every_change(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (moved, reworded, same) = (await Add(database, stage, stage.Scheduled("Moved")), await Add(database, stage, stage.Scheduled("Reworded", 12)),
            await Add(database, stage, stage.Scheduled("Same", 14)));
        await Release(database, stage, "1");
        var first = database.Clock.GetCurrentInstant();
        database.Clock.AdvanceHours(1);
        var second = database.Clock.GetCurrentInstant();
        await Change(database, stage, moved, stage.Scheduled("Moved", 11));
        await Change(database, stage, reworded, stage.Scheduled("Reworded", 12) with { Abstract = A.Text("New") });
        await Release(database, stage, "2");
        var now = await database.Do(db => Published.Load(db, stage.Id));
        Assert.Equal([(moved.Number, 1, second), (reworded.Number, 0, second), (same.Number, 0, first)],
            now!.Programme.Sessions.OrderBy(s => s.Number).Select(s => (s.Number, s.Sequence, s.Changed!.Value)));
        var changes = await database.Do(db => Releases.Changes(db, "kazan-2026", 5));
        Assert.Equal([ProgrammeChangeKind.Moved, ProgrammeChangeKind.Reworded], changes[0].Changes!.Select(c => c.Kind));
        Assert.Null(changes[1].Changes);
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_public_and_is_gone_is_cancelled_for_a_fortnight(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (stays, gone, unplaced) = (await Add(database, stage, stage.Scheduled("Stays") with { People = [] }), await Add(database, stage, stage.Scheduled("Gone", 12) with { Hall = stage.Green.Guid }),
            await Add(database, stage, stage.Scheduled("Unplaced", 14)));
        await Release(database, stage, "1");
        await database.Do(db => RemoveSession.Run(db, stage.Programmer, stage.Id, gone.Guid, gone.Version, evenIfPublic: true));
        await database.Do(db => RemoveHall.Run(db, stage.Owner, stage.Id, stage.Green.Guid));
        unplaced = await Change(database, stage, unplaced, stage.Scheduled("Unplaced") with { Hall = null, Start = null, People = [] });
        await database.Do(db => RemovePerson.Run(db, stage.Programmer, stage.Id, stage.Layla.Guid));
        await Release(database, stage, "2");
        var programme = (await database.Do(db => Published.Load(db, stage.Id)))!;
        Assert.Equal([(1, false, 0), (2, true, 1), (3, true, 1)], programme.Programme.Sessions.OrderBy(s => s.Number).Select(s => (s.Number, s.IsCancelled, s.Sequence)));
        Assert.Equal(stage.Green.Guid, programme.ByNumber[2].Hall);
        Assert.Equal(["Blue", "Green"], programme.Programme.Halls.Select(h => h.Name["en"]));
        Assert.Empty(programme.People);

        database.Clock.AdvanceDays(13);
        await Change(database, stage, unplaced, stage.Scheduled("Placed again", 15) with { People = [] });
        await Release(database, stage, "3");
        programme = (await database.Do(db => Published.Load(db, stage.Id)))!;
        Assert.Equal([(1, false, 0), (2, true, 1), (3, false, 2)], programme.Programme.Sessions.OrderBy(s => s.Number).Select(s => (s.Number, s.IsCancelled, s.Sequence)));

        database.Clock.AdvanceDays(1);
        await Release(database, stage, "4");
        Assert.Equal([1, 3], (await database.Do(db => Published.Load(db, stage.Id)))!.Programme.Sessions.Select(s => s.Number).Order());
        Assert.Equal(stays.Guid, (await database.Do(db => Published.Load(db, stage.Id)))!.ByNumber[1].Guid);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_releases_made_at_once_one_is_public_and_each_event_has_its_release(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Add(database, stage, stage.Scheduled("One"));
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => Task.Run(async () =>
        {
            try
            {
                await Release(database, stage, $"Release {i}");
                return "released";
            }
            catch (Refusal refusal) when (refusal.Code is "programme.released_meanwhile" or "programme.release_is_same")
            {
                return "refused";
            }
        })));
        Assert.Equal(["refused", "refused", "refused", "released"], outcomes.Order());
        Assert.Equal(1, await database.Do(db => db.Releases.CountAsync()));
        Assert.Equal(1, await database.Do(db => db.Events.CountAsync(e => e.Kind == "ProgrammeReleased")));
    }

    [Theory, OnEveryDatabase]
    public async Task Stars_are_of_public_sessions_and_of_ones_own(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var (shown, me) = (await Add(database, stage, stage.Scheduled("Shown")), stage.Programmer);
        await Release(database, stage, "1");
        var hidden = await Add(database, stage, stage.Scheduled("Hidden", 12));
        var programme = (await database.Do(db => Published.Load(db, stage.Id)))!;
        await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => Task.Run(() => database.Do(db => StarSession.Run(db, me, stage.Id, programme, shown.Guid)))));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => StarSession.Run(db, me, stage.Id, programme, hidden.Guid)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => StarSession.Run(db, me, stage.Id, programme, stage.SecretSession.Guid)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => StarSession.Run(db, Actor.Public, stage.Id, programme, shown.Guid)));
        await database.Do(db => UnstarSession.Run(db, stage.Owner, stage.Id, shown.Guid));
        Assert.Equal([(me.Account!.Value, shown.Guid)], (await database.Do(db => db.Stars.ToListAsync())).Select(s => (s.Account, s.Session)));
        await database.Do(db => UnstarSession.Run(db, me, stage.Id, shown.Guid));
        Assert.Equal(0, await database.Do(db => db.Stars.CountAsync()));
    }

    static Task<Session> Add(TestDatabase database, Stage stage, SessionEntry facts) => database.Do(db => AddSession.Run(db, stage.Programmer, stage.Id, facts));

    static Task<Session> Change(TestDatabase database, Stage stage, Session session, SessionEntry facts) =>
        database.Do(db => ChangeSession.Run(db, stage.Programmer, stage.Id, facts with { Guid = session.Guid }, session.Version));

    static Task<Release> Release(TestDatabase database, Stage stage, string name) =>
        database.Do(db => ReleaseProgramme.Run(db, stage.Programmer, stage.Id, name, LocalizedText.Empty));
}
