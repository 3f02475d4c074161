using Majlis.Calendars;
using Majlis.People;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.People;

public class PrecedenceTests(TestDatabases databases)
{
    static readonly ProtocolFacts English = ProtocolFacts.Usual(["en"]);

    static PersonEntry Person(int number, string? country, string organisation = "") =>
        A.Person($"Person {number}") with { Guid = Guid.CreateVersion7(), Number = number, Country = country, Organisation = A.Text(organisation) };

    static IEnumerable<int> Order(ProtocolFacts facts, Dictionary<Guid, Guid> ranks, params PersonEntry[] people) => people.Order(new Precedence(facts, ranks)).Select(p => p.Number);

    [Fact]
    public void Rank_comes_before_the_alphabet_and_states_before_organisations()
    {
        var (minister, ambassador) = (English.Ranks[4].Guid, English.Ranks[6].Guid);
        PersonEntry[] people = [Person(1, null, "Bank"), Person(2, "AE"), Person(3, "TR"), Person(4, "EG"), Person(5, null, "Academy"), Person(6, null, "University")];
        // Of two ministers the one of a State goes first.
        Assert.Equal([3, 6, 4, 2, 5, 1], Order(English, new() { [people[5].Guid] = minister, [people[2].Guid] = minister, [people[3].Guid] = ambassador }, people));
    }

    [Fact]
    public void The_order_of_states_may_begin_anywhere()
    {
        PersonEntry[] people = [Person(1, "AE"), Person(2, "TR"), Person(3, "EG"), Person(4, "KZ")];
        Assert.Equal([3, 4, 2, 1], Order(English, [], people));
        Assert.Equal([4, 2, 1, 3], Order(English with { BeginsWith = "KZ" }, [], people));
    }

    [Fact]
    public void In_Arabic_the_article_is_no_letter_and_a_state_stands_under_its_word()
    {
        var arabic = ProtocolFacts.Usual(["ar"]);
        // الجزائر under ج, السعودية under س, المغرب under م.
        PersonEntry[] people = [Person(1, "MA"), Person(2, "SA"), Person(3, "DZ"), Person(4, "TR")];
        Assert.Equal([4, 3, 2, 1], Order(arabic, [], people));
        Assert.Equal([2, 4, 3, 1], Order(arabic with { FiledUnder = new Dictionary<string, string> { ["SA"] = "أ" } }, [], people));
    }

    [Fact]
    public void Every_country_stands_once_in_the_order_of_every_language() =>
        Assert.All(Language.All, l => Assert.Equal(Countries.Codes, Precedence.OrderOfStates(ProtocolFacts.Usual([l.Tag])).Order(StringComparer.Ordinal)));

    [Theory, OnEveryDatabase]
    public async Task What_was_agreed_holds_in_its_edition_only(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var protocol = A.Member(stage.Edition, Role.Protocol);
        var (usual, version) = await database.Do(db => Protocols.Of(db, stage.Id));
        Assert.Equal((10, "en", (long?)null), (usual.Ranks.Count, usual.Language, version));
        await database.Do(db => KeepDossier.Run(db, protocol, stage.Id, stage.Layla.Guid, new("layla@example.org", "fa", usual.Ranks[4].Guid), null));

        var own = new ProtocolFacts { Ranks = [usual.Ranks[4], new(Guid.CreateVersion7(), A.Text("Rector"))], Language = "ar", BeginsWith = "EG" };
        await database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, own, null));
        var (agreed, next) = await database.Do(db => Protocols.Of(db, stage.Id));
        Assert.Equal(["Minister, head of a region", "Rector"], agreed.Ranks.Select(r => r.Name["en"]));
        Assert.Equal(10, (await database.Do(db => Protocols.Of(db, stage.Secret.Id))).Facts.Ranks.Count);
        await Assert.ThrowsAsync<EditedMeanwhile>(() => database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, own, null)));
        Task Agree(ProtocolFacts facts) => database.Do(db => AgreeProtocol.Run(db, protocol, stage.Id, facts, next));
        await Refused("people.rank_in_use", () => Agree(own with { Ranks = [own.Ranks[1]] }));
        await Refused("people.rank_name_missing", () => Agree(own with { Ranks = [own.Ranks[0], new(Guid.Empty, LocalizedText.Empty)] }));
        await Refused("people.language", () => Agree(own with { Language = "xx" }));
        await Refused("people.country", () => Agree(own with { BeginsWith = "XX" }));
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
