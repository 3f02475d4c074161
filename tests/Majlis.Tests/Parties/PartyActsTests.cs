using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Forums.EditionActsTests;

namespace Majlis.Tests.Parties;

public class PartyActsTests(TestDatabases databases)
{
    static PartyFacts Facts(string name, string? code = null) => new() { Kind = PartyKind.Ngo, Short = A.Text(name), Code = code };

    [Theory, OnEveryDatabase]
    public async Task A_party_is_kept_as_it_was_given(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var group = await database.Do(db => AddGroup.Run(db, A.Operator, stage.Id, A.Text("Friends"), [new("member", A.Text("Member"))]));
        var facts = new PartyFacts
        {
            Kind = PartyKind.Igo, Code = null, Short = A.Text("Union").With("ar", "اتحاد"), Formal = A.Text("Union of Everybody"), Plate = A.Text("UNION"), Genitive = "Союза", Founded = 1945,
            SortKeys = LocalizedText.Of("ar", "اتحاد"), Contact = new(ContactChannel.NoteVerbale, "The office", "office@example.org", "+7 1"), Groups = [new(group.Id.Value, "member")],
        };
        var slug = (await database.Do(db => AddParty.Run(db, A.Member(stage.Edition, Role.Secretariat), stage.Id, facts))).Slug;
        Assert.Equal("union", slug);
        var kept = (await database.Do(db => db.Parties.SingleAsync(p => p.Slug == slug))).Facts;
        Assert.Equal(Written(facts), Written(kept));
        Assert.Equal(["PartyChanged", "PartyChanged"], (await database.Events()).Where(e => e == "PartyChanged"));
    }

    [Theory, OnEveryDatabase]
    public async Task What_cannot_be_is_refused_and_nothing_is_kept(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task Add(PartyFacts facts) => database.Do(db => AddParty.Run(db, A.Operator, stage.Id, facts));
        await Add(Facts("One", "SA"));
        await Refused("parties.name_missing", () => Add(new() { Short = LocalizedText.Empty }));
        await Refused("parties.code_taken", () => Add(Facts("Two", "SA")));
        foreach (var code in new[] { "sa", "S", "SAU", "SA-", "SA-ABCD", "ŠA", "RU-т" }) await Refused("parties.code", () => Add(Facts("Two", code)));
        await Refused("parties.founded", () => Add(Facts("Two") with { Founded = 0 }));
        await Refused("parties.email", () => Add(Facts("Two") with { Contact = new(Email: "nobody") }));
        await Refused("parties.name_too_long", () => Add(Facts(new string('x', Party.MostLetters + 1))));
        await Refused("parties.group_unknown", () => Add(Facts("Two") with { Groups = [new(Guid.CreateVersion7(), "member")] }));
        await Refused("parties.group_kind", () => database.Do(db => AddGroup.Run(db, A.Operator, stage.Id, A.Text("G"), [])));
        Assert.Equal(["one"], await database.Do(db => db.Parties.Select(p => p.Slug).ToListAsync()));
    }

    [Theory, OnEveryDatabase]
    public async Task Hostile_names_are_tamed_and_kept(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var party = await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, Facts("\u202Eevil\u202C <b>\0'; DROP TABLE Parties;--")));
        Assert.Equal("evil <b>'; DROP TABLE Parties;--", await database.Do(async db => (await db.Parties.SingleAsync()).Short["en"]!));
        Assert.Equal("evil-b-drop-table-parties", party.Slug);
    }

    [Theory, OnEveryDatabase]
    public async Task Only_those_who_may_edit_parties_and_only_in_their_edition(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        foreach (var role in Enum.GetValues<Role>())
        {
            var actor = A.Member(stage.Edition, role);
            var may = role is Role.Owner or Role.Secretariat or Role.Protocol;
            Task Add(Id<Edition> edition) => database.Do(db => AddParty.Run(db, actor, edition, Facts(role.ToString())));
            if (may) await Add(stage.Id);
            else await Assert.ThrowsAsync<NotAllowed>(() => Add(stage.Id));
            await Assert.ThrowsAsync<NotAllowed>(() => Add(stage.Secret.Id));
            await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => SetParticipation.Run(db, actor, stage.Secret.Id, "owner", new(PartyStatus.Invited), null)));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task What_a_party_is_at_one_edition_is_nothing_to_another(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, Facts("One")));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, "one", new(PartyStatus.Present, PartyCapacity.Host, true), null));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Secret.Id, "one", new(PartyStatus.Declined), null));
        Assert.Equal(new(PartyStatus.Present, PartyCapacity.Host, true), (await database.Do(db => OrderOfParties.Present(db, stage.Id))).Single().Facts);
        Assert.Equal(new(PartyStatus.Declined), (await database.Do(db => OrderOfParties.Present(db, stage.Secret.Id))).Single().Facts);
        await Refused("parties.takes_part", () => database.Do(db => RemoveParty.Run(db, A.Operator, stage.Id, "one")));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, "one", null, 0));
        Assert.Empty(await database.Do(db => OrderOfParties.Present(db, stage.Id)));
        Assert.Single(await database.Do(db => OrderOfParties.Present(db, stage.Secret.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task Many_change_together_or_not_at_all(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        foreach (var name in new[] { "One", "Two", "Three" }) await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, Facts(name)));
        Task<int> Change(PartiesChange change, params (string, long?)[] parties) => database.Do(db => ChangeParties.Run(db, A.Operator, stage.Id, parties.ToDictionary(p => p.Item1, p => p.Item2), change));
        Assert.Equal(2, await Change(new PartiesChange.ToStatus(PartyStatus.Invited), ("one", null), ("two", null)));
        Assert.Equal(0, await Change(new PartiesChange.ToStatus(PartyStatus.Invited), ("one", 0), ("two", 0)));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Change(new PartiesChange.ToStatus(PartyStatus.Present), ("one", 0), ("two", 7)));
        await Assert.ThrowsAsync<EditedMeanwhile>(() => Change(new PartiesChange.ToStatus(PartyStatus.Present), ("one", null)));
        await Refused("parties.not_here", () => Change(new PartiesChange.ToPublic(true), ("one", 0), ("three", null)));
        await Assert.ThrowsAsync<NotThere>(() => Change(new PartiesChange.ToPublic(true), ("one", 0), ("nobody", null)));
        Assert.All(await database.Do(db => OrderOfParties.Present(db, stage.Id)), p => Assert.Equal(new(PartyStatus.Invited), p.Facts));
        var group = await database.Do(db => AddGroup.Run(db, A.Operator, stage.Id, A.Text("G"), [new("member", A.Text("Member"))]));
        Assert.Equal(3, await Change(new PartiesChange.IntoGroup(group.Id.Value, "member"), ("one", 0), ("two", 0), ("three", 0)));
        await Refused("parties.group_in_use", () => database.Do(db => RemoveGroup.Run(db, A.Operator, stage.Id, "group-g")));
        Assert.Equal(2, await Change(new PartiesChange.OutOfEdition(), ("one", 0), ("two", 0)));
        Assert.Empty(await database.Do(db => OrderOfParties.Present(db, stage.Id)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_person_speaks_for_a_party_of_the_edition_only(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var party = await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, Facts("One")));
        Task<Person> Speak() => database.Do(db => AddPerson.Run(db, stage.Programmer, stage.Id, A.Person("Amina") with { Party = party.Id.Value }));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Secret.Id, "one", new(PartyStatus.Invited), null));
        await Refused("people.party_unknown", Speak);
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, "one", new(PartyStatus.Invited), null));
        Assert.Equal(party.Id.Value, (await Speak()).Party);
    }

    [Theory, OnEveryDatabase]
    public async Task The_list_comes_in_once_and_writes_over_nothing_that_people_wrote(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        Task<IReadOnlyList<TakenIn>> Take(ReferenceSource source) => database.Do(db => TakeInReferenceList.Run(db, A.Operator, stage.Id, source, null));
        Assert.Equal(70, (await Take(ReferenceSource.Oic)).Count(l => l.As == TakenAs.Added));
        var (parties, events) = (await All(), (await database.Events()).Count);
        Assert.All(await Take(ReferenceSource.Oic), l => Assert.Equal(TakenAs.Kept, l.As));
        Assert.Equal((parties, events), (await All(), (await database.Events()).Count));

        var palestine = await database.Do(db => db.Parties.SingleAsync(p => p.Code == "PS"));
        Assert.Equal(("Palestine", "فلسطين", "State of Palestine"), (palestine.Short["en"], palestine.Short["ar"], palestine.Formal["en"]));
        // The host's designation, a name taken away, and a group left: all are people's decisions.
        await database.Do(db => ChangeParty.Run(db, A.Operator, stage.Id, palestine.Slug,
            palestine.Facts with { Short = palestine.Short.With("en", "State of Palestine").With("tr", null), Groups = [] }, palestine.Version));
        var again = (await Take(ReferenceSource.Countries)).Single(l => l.Key == "PS");
        Assert.Equal((TakenAs.Kept, true), (again.As, again.Edited));
        palestine = await database.Do(db => db.Parties.SingleAsync(p => p.Code == "PS"));
        Assert.Equal(("State of Palestine", null, 0), (palestine.Short["en"], palestine.Short["tr"], palestine.Groups.Count));
        Assert.Equal(249 + 2 + 7, await database.Do(db => db.Parties.CountAsync()));
        Assert.Equal(83, (await Take(ReferenceSource.RussianRegions)).Count(l => l.As == TakenAs.Added));
        Assert.Equal(["malaysia"], await database.Do(db => db.Parties.Where(p => p.Code == "MY").Select(p => p.Slug).ToListAsync()));

        Task<string> All() => database.Do(async db => Written((await db.Parties.OrderBy(p => p.Slug).ToListAsync()).Select(p => p.Facts)));
    }

    [Theory, OnEveryDatabase]
    public async Task A_flag_is_what_its_bytes_say(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, Facts("One", "SA")));
        var folder = Directory.CreateTempSubdirectory("majlis-flags-");
        var files = new FolderFiles(folder.FullName);
        Task Fly(byte[]? picture) => database.Do(db => ReplaceFlag.Run(db, files, A.Operator, stage.Id, "one", picture));
        foreach (var wrong in new[] { "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"u8.ToArray(), [.. Png(4, 3), .. "<script>"u8], Png(4, 3)[..^4], "\xFF\xD8\xFF"u8.ToArray(), [], Png(0, 3) })
            await Refused("files.not_a_picture", () => Fly(wrong));
        await Refused("files.too_many_pixels", () => Fly(Png(50_000, 50_000)));
        await Refused("files.too_large", () => Fly(new byte[ReplaceFlag.MostBytes + 1]));
        await Fly(Png(400, 300));
        var party = await database.Do(db => db.Parties.SingleAsync());
        Assert.Equal(("image/png", 1), (await database.Do(db => db.Files.Where(f => f.Id == party.Flag).Select(f => f.MediaType).SingleAsync()), await database.Do(db => db.PartyFlags.CountAsync())));
        // A flag is no file that a session forgot.
        database.Clock.AdvanceDays(30);
        await database.Do(async db => { await new ForgetFiles(files).Forget(db, TestContext.Current.CancellationToken); });
        await using (var kept = await files.Open(party.Flag!.Value, TestContext.Current.CancellationToken)) Assert.NotNull(kept);
        await Fly(null);
        Assert.Null((await database.Do(db => db.Parties.SingleAsync())).Flag);
        folder.Delete(recursive: true);
    }

    /// <summary>A picture of one colour, as small as it gets; its checksums are nobody's concern here.</summary>
    internal static byte[] Png(int width, int height)
    {
        byte[] Part(string type, byte[] content) => [(byte)(content.Length >> 24), (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. System.Text.Encoding.ASCII.GetBytes(type), .. content, 0, 0, 0, 0];
        byte[] Side(int side) => [(byte)(side >> 24), (byte)(side >> 16), (byte)(side >> 8), (byte)side];
        return [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. Part("IHDR", [.. Side(width), .. Side(height), 8, 2, 0, 0, 0]), .. Part("IDAT", [1, 2, 3]), .. Part("IEND", [])];
    }

    static string Written(object what) => System.Text.Json.JsonSerializer.Serialize(what, Json.Stored);
}
