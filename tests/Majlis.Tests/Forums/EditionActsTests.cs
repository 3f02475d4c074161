using Majlis.Forums;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Forums;

public class EditionActsTests(TestDatabases databases)
{
    [Theory, OnEveryDatabase]
    public async Task The_next_edition_takes_the_next_number_and_its_maker_owns_it(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var owner = stage.Owner;
        var next = await database.Do(db => CreateEdition.Run(db, owner, stage.Edition.ForumId, null, "kazan-2028", A.Edition));
        Assert.Equal(3, next.Number);
        Assert.Equal([new(owner.Account!.Value, Role.Owner)],
            await database.Do(db => db.Memberships.Where(m => m.EditionId == next.Id).Select(m => new ValueTuple<Guid, Role>(m.Account, m.Role)).ToListAsync()));
        Assert.Null(next.AnnouncedAt);
        await Refused("forums.slug_taken", () => database.Do(db => CreateEdition.Run(db, owner, stage.Edition.ForumId, null, "kazan-2026", A.Edition)));
        await Refused("forums.number_taken", () => database.Do(db => CreateEdition.Run(db, owner, stage.Edition.ForumId, 2, "kazan-2029", A.Edition)));
    }

    [Theory, OnEveryDatabase]
    public async Task Only_the_operator_founds_forums_and_strangers_make_no_editions(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var stranger = A.Member(stage.Edition, Role.Programme, Role.Press);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => FoundForum.Run(db, stage.Owner, "mine", A.Text("Mine"))));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => CreateEdition.Run(db, stranger, stage.Edition.ForumId, null, "kazan-2028", A.Edition)));
        await Refused("forums.slug_taken", () => database.Do(db => FoundForum.Run(db, A.Operator, "kazan", A.Text("Again"))));
    }

    [Theory, OnEveryDatabase]
    public async Task A_right_in_one_edition_is_none_in_another(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        foreach (var act in new Func<AppDb, Task>[]
                 {
                     db => ChangeEdition.Run(db, stage.Owner, stage.Secret.Id, A.Edition, 1),
                     db => AnnounceEdition.Run(db, stage.Owner, stage.Secret.Id),
                     db => AddHall.Run(db, stage.Owner, stage.Secret.Id, A.Hall("Mine")),
                     db => ChangeHall.Run(db, stage.Owner, stage.Secret.Id, stage.SecretHall.Guid, A.Hall("Mine"), 0),
                     db => SetDayHours.Run(db, stage.Owner, stage.Secret.Id, new(2027, 5, 12), null, null),
                     db => SetSecondFactorRule.Run(db, stage.Owner, stage.Secret.Id, Role.Press, true),
                     db => GiveRole.Run(db, stage.Owner, stage.Secret.Id, Id<Account>.New(), Role.Owner),
                     db => AnnounceEdition.Run(db, stage.Owner, Id<Edition>.New()),
                 })
            await Assert.ThrowsAsync<NotAllowed>(() => database.Do(act));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => ChangeHall.Run(db, stage.Owner, stage.Id, stage.SecretHall.Guid, A.Hall("Mine"), 0)));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => RemoveHall.Run(db, stage.Owner, stage.Id, stage.SecretHall.Guid)));
    }

    [Theory, OnEveryDatabase]
    public async Task The_second_of_two_editors_is_told(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var shown = await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.Version).SingleAsync());
        var changed = await database.Do(db => ChangeEdition.Run(db, stage.Owner, stage.Id, A.Edition with { HijriShift = 1 }, shown));
        Assert.Equal(shown + 1, changed.Version);
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => ChangeEdition.Run(db, stage.Owner, stage.Id, A.Edition with { HijriShift = -1 }, shown)));
        Assert.Equal(1, await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.HijriShift).SingleAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Announcing_twice_tells_once(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => WithdrawEdition.Run(db, stage.Owner, stage.Id));
        await database.Do(db => WithdrawEdition.Run(db, stage.Owner, stage.Id));
        await database.Do(db => AnnounceEdition.Run(db, stage.Owner, stage.Id));
        await database.Do(db => AnnounceEdition.Run(db, stage.Owner, stage.Id));
        Assert.Equal(["EditionAnnounced", "EditionWithdrawn", "EditionAnnounced"], (await database.Events()).Where(e => e.EndsWith("nounced", StringComparison.Ordinal) || e.EndsWith("drawn", StringComparison.Ordinal)));
    }

    [Theory, OnEveryDatabase]
    public async Task Refuses_what_cannot_be(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var events = (await database.Events()).Count;
        Task Change(EditionFacts facts) => database.Do(db => ChangeEdition.Run(db, stage.Owner, stage.Id, facts, 1));
        await Refused("forums.dates_reversed", () => Change(A.Edition with { Last = A.Edition.First.PlusDays(-1) }));
        await Refused("forums.too_many_days", () => Change(A.Edition with { Last = A.Edition.First.PlusDays(100) }));
        await Refused("forums.zone_unknown", () => Change(A.Edition with { Zone = "Europe/Kazan" }));
        await Refused("forums.languages_missing", () => Change(A.Edition with { Languages = [" "] }));
        await Refused("forums.hijri_shift", () => Change(A.Edition with { HijriShift = 3 }));
        await Refused("forums.walk", () => Change(A.Edition with { DefaultWalk = -1 }));
        await Refused("forums.title_missing", () => Change(A.Edition with { Title = LocalizedText.Empty }));
        await Refused("forums.address", () => Change(A.Edition with { Url = "javascript:alert(1)" }));
        await Refused("forums.slot", () => Change(A.Edition with { SlotMinutes = 0 }));
        await Refused("forums.day_outside", () => database.Do(db => SetDayHours.Run(db, stage.Owner, stage.Id, new(2026, 5, 15), null, null)));
        await Refused("forums.day_hours", () => database.Do(db =>
            SetDayHours.Run(db, stage.Owner, stage.Id, new(2026, 5, 12), new LocalDateTime(2026, 5, 12, 9, 0), new LocalDateTime(2026, 5, 12, 9, 0))));
        Assert.Equal(events, (await database.Events()).Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Days_that_are_no_longer_part_of_it_lose_their_hours(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        foreach (var day in new LocalDate[] { new(2026, 5, 12), new(2026, 5, 14) })
            await database.Do(db => SetDayHours.Run(db, stage.Owner, stage.Id, day, day.At(new(8, 0)), day.PlusDays(1).At(new(2, 0))));
        var version = await database.Do(db => db.Editions.Where(e => e.Id == stage.Id).Select(e => e.Version).SingleAsync());
        await database.Do(db => ChangeEdition.Run(db, stage.Owner, stage.Id, A.Edition with { Last = new(2026, 5, 13) }, version));
        Assert.Equal([new LocalDate(2026, 5, 12)], await database.Do(db => db.Days.Select(d => d.Date).ToListAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task A_hall_is_changed_ordered_and_walked_to(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var third = await database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, new() { Name = LocalizedText.Of("fa", "تالار"), Capacity = 20 }));
        Assert.Equal(("hall", 3), (third.Slug, third.Order));
        await Refused("forums.slug_taken", () => database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, A.Hall("Other") with { Slug = "blue" })));
        await Refused("forums.slug_taken", () => database.Do(db => ChangeHall.Run(db, stage.Owner, stage.Id, third.Guid, A.Hall("Other") with { Slug = "blue" }, 0)));
        await Refused("forums.capacity", () => database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, A.Hall("Other") with { Capacity = -1 })));
        await database.Do(db => OrderHalls.Run(db, stage.Owner, stage.Id, [third.Guid, stage.Green.Guid]));
        Assert.Equal(["hall", "green", "blue"],
            await database.Do(db => db.Halls.Where(h => h.EditionId == stage.Id).OrderBy(h => h.Order).Select(h => h.Slug).ToListAsync()));
        await Refused("forums.hall_unknown", () => database.Do(db => OrderHalls.Run(db, stage.Owner, stage.Id, [stage.SecretHall.Guid])));
        await database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Blue.Guid, stage.Green.Guid, 7), new(stage.Green.Guid, stage.Blue.Guid, 9)]));
        Assert.Equal([9], await database.Do(db => db.Walks.Select(w => w.Minutes).ToListAsync()));
        await Refused("forums.hall_unknown", () => database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Blue.Guid, stage.SecretHall.Guid, 7)])));
        await Refused("forums.walk", () => database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Blue.Guid, stage.Blue.Guid, 7)])));
        await database.Do(db => SetWalk.Run(db, stage.Owner, stage.Id, [new(stage.Green.Guid, stage.Blue.Guid, null)]));
        Assert.Equal(0, await database.Do(db => db.Walks.CountAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task The_last_owner_stays(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var accounts = await database.Do(async db =>
        {
            var made = new[] { new Account("a@example.org", "A", "en", default), new Account("b@example.org", "B", "fa", default) };
            db.AddRange(made);
            await db.SaveChangesAsync();
            return made.Select(a => a.Id).ToList();
        });
        foreach (var account in accounts) await database.Do(db => GiveRole.Run(db, stage.Owner, stage.Id, account, Role.Owner));
        await database.Do(db => GiveRole.Run(db, stage.Owner, stage.Id, accounts[0], Role.Owner));
        await Refused("people.account_unknown", () => database.Do(db => GiveRole.Run(db, stage.Owner, stage.Id, Id<Account>.New(), Role.Owner)));

        var takes = accounts.Select(account => Task.Run(() => database.Do(db => TakeRole.Run(db, stage.Owner, stage.Id, account, Role.Owner))));
        var outcomes = await Task.WhenAll(takes.Select(async t => { try { await t; return true; } catch (Exception e) when (e is EditedMeanwhile or Refusal) { return false; } }));
        Assert.Equal([false, true], outcomes.Order());
        Assert.Equal(["RoleGiven", "RoleGiven", "RoleTaken"], (await database.Events()).Where(e => e.StartsWith("Role", StringComparison.Ordinal)));
        Assert.Equal(1, await database.Do(db => db.Memberships.CountAsync(m => m.EditionId == stage.Id && m.Role == Role.Owner)));
    }

    [Theory, OnEveryDatabase]
    public async Task Text_that_no_database_holds_breaks_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var hall = await database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, new() { Name = A.Text("A\0B\uD800C\u0001"), Building = A.Text("\0") }));
        Assert.Equal("ABC", await database.Do(async db => (await db.Halls.SingleAsync(h => h.Guid == hall.Guid)).Name["en"]));
        Assert.Equal(0, await database.Do(db => db.Editions.CountAsync(e => e.Slug == "kazan-2026\0" || e.Slug == "\uDC00")));
        await Refused("forums.slug", () => database.Do(db => AddHall.Run(db, stage.Owner, stage.Id, A.Hall("X") with { Slug = "a\0b" })));
        await Refused("platform.characters", () => database.Do(db => AddSession.Run(db, stage.Owner, stage.Id, A.Session("X") with { Uid = "a\0b" })));
    }

    internal static async Task Refused(string code, Func<Task> act) => Assert.Equal(code, (await Assert.ThrowsAsync<Refusal>(act)).Code);
}
