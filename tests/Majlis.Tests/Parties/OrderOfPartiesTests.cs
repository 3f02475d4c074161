using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Parties;

public class OrderOfPartiesTests(TestDatabases databases)
{
    static readonly IReadOnlyList<OrderClass> OneClass = [new("all", A.Text("All"), [], [], FromLot: true)];

    /// <summary>The members of the OIC at the edition, in one class.</summary>
    static async Task<Stage> Members(TestDatabase database, string order, params string[] codes)
    {
        var stage = await A.Stage(database);
        var keys = codes.Length > 0 ? codes.ToHashSet() : ReferenceList.Of(ReferenceSource.Oic).Where(p => p.Groups.Contains(("oic", "member"))).Select(p => p.Key).ToHashSet();
        await database.Do(db => TakeInReferenceList.Run(db, A.Operator, stage.Id, ReferenceSource.Countries, keys));
        await database.Do(async db => await ChangeParties.Run(db, A.Operator, stage.Id, await db.Parties.ToDictionaryAsync(p => p.Slug, _ => (long?)null), new PartiesChange.ToStatus(PartyStatus.Invited)));
        await database.Do(db => AgreeOrder.Run(db, A.Operator, stage.Id, order, OneClass, 0));
        return stage;
    }

    static Task<List<string>> Codes(TestDatabase database, Stage stage) => database.Do(async db =>
        OrderOfParties.Arrange(await OrderOfParties.Rules(db, stage.Id), await OrderOfParties.Present(db, stage.Id)).Select(l => l.Present.Party.Code!).ToList());

    static Task<Guid> Party(TestDatabase database, string code) => database.Do(async db => (await db.Parties.SingleAsync(p => p.Code == code)).Id.Value);

    static Actor Protocol(Stage stage) => A.Member(stage.Edition, Role.Protocol);

    [Theory, OnEveryDatabase]
    public async Task In_Arabic_the_article_is_ignored_and_Saudi_Arabia_stands_under_seen(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "ar", "SA", "JO", "EG", "MA", "SD", "AE", "IQ", "YE", "SN", "BH");
        // الأردن، الإمارات، البحرين، السعودية، السنغال، السودان، العراق، مصر، المغرب، اليمن
        Assert.Equal(["JO", "AE", "BH", "SA", "SN", "SD", "IQ", "EG", "MA", "YE"], await Codes(database, stage));
    }

    [Theory, OnEveryDatabase]
    public async Task The_published_list_of_the_OIC_is_followed_as_it_is(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, OrderLanguage.Oic);
        var codes = await Codes(database, stage);
        Assert.Equal((57, "AZ", "JO", "AF", "YE"), (codes.Count, codes[0], codes[1], codes[2], codes[^1]));
    }

    [Theory, OnEveryDatabase]
    public async Task In_Russian_by_the_Russian_names(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        // Азербайджан, Алжир, Египет, Иордания, Йемен, ОАЭ, Саудовская Аравия
        Assert.Equal(["AZ", "DZ", "EG", "JO", "YE", "AE", "SA"], await Codes(database, await Members(database, "ru", "SA", "AE", "AZ", "DZ", "EG", "JO", "YE")));
    }

    [Theory, OnEveryDatabase]
    public async Task The_lot_begins_the_alphabet_elsewhere_and_can_be_drawn_again_by_anybody(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "en", "AZ", "BH", "EG", "IQ", "SA");
        var lot = await database.Do(db => DrawLot.Run(db, Protocol(stage), stage.Id, "public dice 3 5 1", 0));
        var place = Lot.Draw("public dice 3 5 1", 5);
        string[] alphabet = ["AZ", "BH", "EG", "IQ", "SA"];
        Assert.Equal((await Party(database, alphabet[place]), 5, "Amina"), (lot.First, lot.Among, lot.By));
        Assert.Equal([.. alphabet[place..], .. alphabet[..place]], await Codes(database, stage));
        await database.Do(async db => await DrawLot.Enter(db, Protocol(stage), stage.Id, (await db.Parties.SingleAsync(p => p.Code == "IQ")).Id.Value, 1));
        Assert.Equal(["IQ", "SA", "AZ", "BH", "EG"], await Codes(database, stage));
        await Refused("parties.not_in_lot", () => database.Do(db => DrawLot.Enter(db, Protocol(stage), stage.Id, Guid.CreateVersion7(), 2)));
        await database.Do(db => DrawLot.Forget(db, Protocol(stage), stage.Id, 2));
        Assert.Equal(alphabet, await Codes(database, stage));
        var drawn = await database.Do(db => DrawLot.Run(db, Protocol(stage), stage.Id, null, 3));
        Assert.Equal(drawn.First, await Party(database, alphabet[Lot.Draw(drawn.Seed!, 5)]));
    }

    [Fact]
    public void The_lot_is_the_hash_of_its_seed() => Assert.Equal([48, 4, 33], new[] { "kazan-2021", "", "۱۲۳" }.Select(s => Lot.Draw(s, 57)));

    [Theory, OnEveryDatabase]
    public async Task A_move_needs_a_reason_is_logged_and_can_be_taken_back(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "en", "AZ", "BH", "EG", "IQ", "SA");
        var saudi = await Party(database, "SA");
        Task Move(Guid party, int place, string reason, long version) => database.Do(db => MoveParty.Run(db, Protocol(stage), stage.Id, party, place, reason, version));
        await Refused("parties.reason_missing", () => Move(saudi, 1, " \u202E ", 0));
        await Move(saudi, 1, "Guest of honour", 0);
        await Move(await Party(database, "AZ"), 99, "Leaves early", 1);
        Assert.Equal(["SA", "BH", "EG", "IQ", "AZ"], await Codes(database, stage));
        await Move(await Party(database, "IQ"), 2, "Agreed", 2);
        Assert.Equal(["SA", "IQ", "BH", "EG", "AZ"], await Codes(database, stage));
        await database.Do(db => MoveParty.Restore(db, Protocol(stage), stage.Id, saudi, 3));
        // Later decisions stand on what the earlier ones left: Azerbaijan behind Iraq, then Iraq behind Saudi Arabia.
        Assert.Equal(["BH", "EG", "AZ", "SA", "IQ"], await Codes(database, stage));
        var log = await database.Do(db => db.Events.Where(e => e.Kind == "OrderChanged").OrderBy(e => e.Number).Select(e => e.Payload).ToListAsync());
        Assert.Contains("Guest of honour", log[1], StringComparison.Ordinal);
        Assert.Equal(5, log.Count);
    }

    [Theory, OnEveryDatabase]
    public async Task Of_two_who_reorder_at_once_one_is_told(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "en", "AZ", "BH", "EG", "IQ", "SA");
        var ids = new[] { await Party(database, "EG"), await Party(database, "IQ"), await Party(database, "SA"), await Party(database, "BH") };
        var outcomes = await Task.WhenAll(ids.Select(id => Task.Run(async () =>
        {
            try { await database.Do(db => MoveParty.Run(db, Protocol(stage), stage.Id, id, 1, "race", 0)); return "saved"; }
            catch (EditedMeanwhile) { return "told"; }
        })));
        Assert.Equal(["saved", "told", "told", "told"], outcomes.Order());
        // And of two who write the very first rules of an edition.
        var first = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try { await database.Do(db => AgreeOrder.Run(db, A.Operator, stage.Secret.Id, "fr", OneClass, 0)); return "saved"; }
            catch (EditedMeanwhile) { return "told"; }
        })));
        Assert.Contains("saved", first);
        Assert.Equal("fr", (await database.Do(db => OrderOfParties.Rules(db, stage.Secret.Id))).Language);
    }

    [Theory, OnEveryDatabase]
    public async Task Only_protocol_and_the_owner_decide_the_order(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "en", "AZ", "BH");
        var azerbaijan = await Party(database, "AZ");
        foreach (var role in Enum.GetValues<Role>().Where(r => r is not (Role.Owner or Role.Protocol)))
        {
            var actor = A.Member(stage.Edition, role);
            Func<AppDb, Task>[] acts =
            [
                db => AgreeOrder.Run(db, actor, stage.Id, "fr", OneClass, 0), db => DrawLot.Run(db, actor, stage.Id, "x", 0), db => DrawLot.Enter(db, actor, stage.Id, azerbaijan, 0),
                db => DrawLot.Forget(db, actor, stage.Id, 0), db => MoveParty.Run(db, actor, stage.Id, azerbaijan, 2, "x", 0), db => MoveParty.Restore(db, actor, stage.Id, azerbaijan, 0),
                db => TakeOrderSnapshot.Run(db, actor, stage.Id, "x", [PartyStatus.Invited]), db => PublishParticipants.Run(db, actor, stage.Id, null),
                db => AddSeating.Run(db, actor, stage.Id, new("x", 1, null, TableShape.Rows, 1, 1, SeatOrder.InTurn, [])), db => SwapSeats.Run(db, actor, stage.Id, 1, 1, 2, "x", 0), db => RemoveSeating.Run(db, actor, stage.Id, 1, 0),
            ];
            foreach (var act in acts) await Assert.ThrowsAsync<NotAllowed>(() => database.Do(act));
        }
        // The secretariat edits parties, but not their class.
        await Refused("parties.place_needs_protocol", () => database.Do(db => SetParticipation.Run(db, A.Member(stage.Edition, Role.Secretariat), stage.Id, "bahrain", new(PartyStatus.Invited, Class: "all"), 0)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => TakeOrderSnapshot.Run(db, Protocol(stage), stage.Secret.Id, "x", [PartyStatus.Invited])));
    }

    [Theory, OnEveryDatabase]
    public async Task A_snapshot_stays_when_names_statuses_and_rules_change(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await Members(database, "en", "AZ", "BH", "EG", "IQ", "SA");
        var first = await database.Do(db => TakeOrderSnapshot.Run(db, Protocol(stage), stage.Id, "First", [PartyStatus.Invited]));
        var before = await Frozen(1);
        var egypt = await database.Do(db => db.Parties.SingleAsync(p => p.Code == "EG"));
        await database.Do(db => ChangeParty.Run(db, A.Operator, stage.Id, egypt.Slug, egypt.Facts with { Short = egypt.Short.With("en", "Misr") }, egypt.Version));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, "azerbaijan", null, 0));
        await database.Do(db => MoveParty.Run(db, Protocol(stage), stage.Id, egypt.Id.Value, 1, "Later", 1));
        Assert.Equal(before, await Frozen(1));
        await database.Do(db => TakeOrderSnapshot.Run(db, Protocol(stage), stage.Id, "Second", [PartyStatus.Invited]));
        var changes = SnapshotChanges.Between(await Snapshot(1), await Snapshot(2));
        Assert.Equal(["Removed Azerbaijan", "Moved Misr", "Renamed Misr"], changes.Select(c => $"{c.Kind} {(c.After ?? c.Before)!.Short["en"]}"));
        await Refused("parties.snapshot_empty", () => database.Do(db => TakeOrderSnapshot.Run(db, Protocol(stage), stage.Id, "x", [PartyStatus.Absent])));
        await Refused("parties.snapshot_name", () => database.Do(db => TakeOrderSnapshot.Run(db, Protocol(stage), stage.Id, " ", [PartyStatus.Invited])));
        Assert.Equal(["First", "Second"], await database.Do(db => db.OrderSnapshots.OrderBy(s => s.Number).Select(s => s.Name).ToListAsync()));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => PublishParticipants.Run(db, A.Operator, stage.Secret.Id, first.Number)));

        Task<OrderSnapshot> Snapshot(int number) => database.Do(db => db.OrderSnapshots.AsNoTracking().SingleAsync(s => s.Number == number && s.EditionId == stage.Id));
        async Task<string> Frozen(int number) => Written((await Snapshot(number)).Lines);
    }

    [Fact]
    public void Classes_stand_one_after_another_and_organisations_by_their_foundation()
    {
        PresentParty Of(PartyKind kind, string name, PartyCapacity capacity, int? founded = null) =>
            new(new(Slug.Free(name, "party", []), new() { Kind = kind, Short = A.Text(name), Founded = founded }), new(PartyStatus.Present, capacity), 0);
        var rules = new ProtocolOrder(default, "en");
        var lines = OrderOfParties.Arrange(rules,
        [
            Of(PartyKind.Media, "Aaa Times", PartyCapacity.Observer), Of(PartyKind.Igo, "Young Union", PartyCapacity.Observer, 2002), Of(PartyKind.Igo, "Old Union", PartyCapacity.Observer, 1945),
            Of(PartyKind.Igo, "Undated Union", PartyCapacity.Observer), Of(PartyKind.State, "Observia", PartyCapacity.Observer), Of(PartyKind.State, "Memberland", PartyCapacity.Member),
            Of(PartyKind.State, "Zedland", PartyCapacity.Host), Of(PartyKind.Region, "Region", PartyCapacity.Participant), Of(PartyKind.Entity, "An entity", PartyCapacity.Member),
        ]);
        Assert.Equal(["Zedland", "An entity", "Memberland", "Observia", "Old Union", "Young Union", "Undated Union", "Region", "Aaa Times"], lines.Select(l => l.Present.Party.Short["en"]));
        Assert.Equal(OrderClass.Usual.Select(c => c.Name.Languages.Count), OrderClass.Usual.Select(_ => 6));
    }

    static string Written(object what) => System.Text.Json.JsonSerializer.Serialize(what, Json.Stored);
}
