using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.People;

public class PrecedenceTests(TestDatabases databases)
{
    static readonly ProtocolFacts Usual = ProtocolFacts.Usual;

    static readonly (Guid Party, string? Code) Turkey = (Guid.CreateVersion7(), "TR"), Egypt = (Guid.CreateVersion7(), "EG"), Bank = (Guid.CreateVersion7(), null);

    static PersonEntry Person(int number, string? country, string organisation = "", Guid? party = null) =>
        A.Person($"Person {number}") with { Guid = Guid.CreateVersion7(), Number = number, Country = country, Organisation = A.Text(organisation), Party = party };

    static IEnumerable<int> Order(StandingOrder order, Dictionary<Guid, Guid> ranks, params PersonEntry[] people) => people.Order(new Precedence(Usual, ranks, order)).Select(p => p.Number);

    [Fact]
    public void Rank_comes_before_parties_parties_before_other_countries_and_these_before_organisations()
    {
        var (minister, ambassador) = (Usual.Ranks[4].Guid, Usual.Ranks[6].Guid);
        PersonEntry[] people = [Person(1, null, "Works"), Person(2, "AE"), Person(3, "TR"), Person(4, "EG"), Person(5, null, "Academy"), Person(6, null, "University"), Person(7, "FR", party: Bank.Party), Person(8, "AL")];
        // Of two ministers the one of a party goes first; who speaks for a party stands with it, whatever the country.
        Assert.Equal([3, 6, 4, 7, 8, 2, 5, 1], Order(new("en", [Turkey, Egypt, Bank]), new() { [people[5].Guid] = minister, [people[2].Guid] = minister, [people[3].Guid] = ambassador }, people));
        Assert.Equal([7, 4, 3, 8, 2, 5, 6, 1], Order(new("x-oic", [Bank, Egypt, Turkey]), [], people));
    }

    [Fact]
    public void Other_countries_sort_as_in_the_language_of_the_order()
    {
        // الجزائر under ج, السعودية under س, المغرب under م.
        PersonEntry[] people = [Person(1, "MA"), Person(2, "SA"), Person(3, "DZ"), Person(4, "KZ")];
        Assert.Equal([3, 4, 1, 2], Order(new("en", []), [], people));
        Assert.Equal([3, 2, 4, 1], Order(new("ar", []), [], people));
    }

    [Theory, OnEveryDatabase]
    public async Task The_newest_snapshot_of_parties_holds_and_before_it_their_rules(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        var parties = new Dictionary<string, Party>();
        foreach (var (name, code) in new[] { ("Oman", "OM"), ("Bahrain", "BH"), ("Kuwait", "KW") })
            parties[code] = await database.Do(async db =>
            {
                var party = await AddParty.Run(db, protocol, stage.Id, new() { Short = A.Text(name), Code = code });
                db.Add(new PartyParticipation(stage.Id, party.Id, new(PartyStatus.Accepted, PartyCapacity.Member)));
                await db.SaveChangesAsync();
                return party;
            });
        PersonEntry[] people = [Person(1, "OM"), Person(2, "BH"), Person(3, "KW"), Person(4, null, "Bank", parties["OM"].Id.Value)];
        Task<List<int>> Now() => database.Do(async db => people.Order(await Protocols.Precedence(db, stage.Id)).Select(p => p.Number).ToList());
        Assert.Equal([2, 3, 1, 4], await Now());
        Assert.Null((await database.Do(db => StandingOrder.Of(db, stage.Id))).Snapshot);

        await database.Do(db => TakeOrderSnapshot.Run(db, protocol, stage.Id, "As agreed", [PartyStatus.Accepted]));
        var version = await database.Do(async db => (await OrderOfParties.Rules(db, stage.Id)).Version);
        await database.Do(db => MoveParty.Run(db, protocol, stage.Id, parties["OM"].Id.Value, 1, "By the agreement", version));
        // What is frozen holds until the next is taken.
        Assert.Equal([2, 3, 1, 4], await Now());
        await database.Do(db => TakeOrderSnapshot.Run(db, protocol, stage.Id, "As moved", [PartyStatus.Accepted]));
        Assert.Equal([1, 4, 2, 3], await Now());
        Assert.Equal((2, "As moved"), (await database.Do(db => StandingOrder.Of(db, stage.Id))).Snapshot);
        Assert.Empty((await database.Do(db => StandingOrder.Of(db, stage.Secret.Id))).Parties);
    }

    [Theory, OnEveryDatabase]
    public async Task What_was_agreed_holds_in_its_edition_only(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        var (usual, version) = await database.Do(db => Protocols.Of(db, stage.Id));
        Assert.Equal((10, (long?)null), (usual.Ranks.Count, version));
        await database.Do(db => KeepDossier.Run(db, protocol, stage.Id, stage.Layla.Guid, new("layla@example.org", "fa", usual.Ranks[4].Guid), null));

        var own = new ProtocolFacts { Ranks = [usual.Ranks[4], new(Guid.CreateVersion7(), A.Text("Rector"))] };
        await database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, own, null));
        var (agreed, next) = await database.Do(db => Protocols.Of(db, stage.Id));
        Assert.Equal(["Minister, head of a region", "Rector"], agreed.Ranks.Select(r => r.Name["en"]));
        Assert.Equal(10, (await database.Do(db => Protocols.Of(db, stage.Secret.Id))).Facts.Ranks.Count);
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, own, null)));
        Task Agree(ProtocolFacts facts) => database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, facts, next));
        await Refused("people.rank_in_use", () => Agree(own with { Ranks = [own.Ranks[1]] }));
        await Refused("people.rank_name_missing", () => Agree(own with { Ranks = [own.Ranks[0], new(Guid.Empty, LocalizedText.Empty)] }));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AgreeProtocol.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, own, next)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => AgreeProtocol.Run(db, protocol, stage.Secret.Id, own, null)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_dossier_is_kept_by_protocol_and_goes_with_the_person(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        Task Keep(DossierFacts facts, long? version = null) => database.Do(db => KeepDossier.Run(db, protocol, stage.Id, stage.Layla.Guid, facts, version));
        await Refused("people.email", () => Keep(new("layla@example.org\r\nBcc: x@example.org", null, null)));
        await Refused("people.email", () => Keep(new("Layla <layla@example.org>", null, null)));
        await Refused("people.language", () => Keep(new(null, "xx", null)));
        await Refused("people.rank_unknown", () => Keep(new(null, null, Guid.CreateVersion7())));
        await Assert.ThrowsAsync<NotThere>(() => database.Do(db => KeepDossier.Run(db, protocol, stage.Id, stage.SecretPerson.Guid, new(null, null, null), null)));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => KeepDossier.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, stage.Layla.Guid, new(null, null, null), null)));
        await Keep(new(" layla@example.org ", "fa", null));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Keep(new(null, null, null)));
        Assert.Equal(new DossierFacts("layla@example.org", "fa", null), (await database.Do(db => db.Dossiers.SingleAsync())).Facts);
        Assert.DoesNotContain("layla@example.org", string.Concat(await database.Do(db => db.Events.Select(e => e.Payload).ToListAsync())), StringComparison.Ordinal);
        await database.Do(db => Majlis.Programme.RemovePerson.Run(db, stage.Programmer, stage.Id, stage.Layla.Guid));
        Assert.Equal(0, await database.Do(db => db.Dossiers.CountAsync()));
    }
}
