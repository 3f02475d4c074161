using System.Text;
using Majlis.Parties;
using Majlis.Parties.Exchange;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Tests.Parties;

public class PartySheetTests(TestDatabases databases)
{
    static PartyReading Read(string csv) => PartySheet.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "en");

    static Task<PartyPlan> Import(TestDatabase database, Stage stage, PartyReading reading) =>
        database.Do(db => ImportParties.Run(db, A.Member(stage.Edition, Role.Secretariat), stage.Id, reading, "parties.csv"));

    [Theory, OnEveryDatabase]
    public async Task What_was_written_is_read_again_and_changes_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await database.Do(db => TakeInReferenceList.Run(db, A.Operator, stage.Id, ReferenceSource.Oic, null));
        await database.Do(db => SetParticipation.Run(db, A.Operator, stage.Id, "saudi-arabia", new(PartyStatus.Present, PartyCapacity.Member, true), null));
        await database.Do(db => AddParty.Run(db, A.Operator, stage.Id, new() { Kind = PartyKind.Ngo, Short = A.Text("=HYPERLINK(\"http://evil.example\")").With("ru", "+7; \"кавычки\"") }));
        foreach (var workbook in new[] { false, true })
        {
            var file = await database.Do(async db =>
            {
                var here = await db.Participations.ToDictionaryAsync(p => p.PartyId, p => p.Facts);
                var stream = new MemoryStream();
                PartySheet.Write(workbook, [.. (await db.Parties.ToListAsync()).Select(p => (p.Facts, p.Slug, here.GetValueOrDefault(p.Id)))], await db.PartyGroups.ToDictionaryAsync(g => g.Id.Value, g => g.Slug), ["en", "ru"], "en", stream);
                return stream.ToArray();
            });
            if (!workbook) Assert.Contains("\"'=HYPERLINK(", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
            var plan = await Import(database, stage, PartySheet.Read(new MemoryStream(file), "en"));
            Assert.Equal((0, 71), (plan.Faults.Count, plan.Lines.Count(l => l.As == TakenAs.Kept)));
            Assert.Equal([], plan.Lines.SelectMany(l => l.Fields));
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Every_fault_is_told_at_its_cell_and_then_nothing_is_taken(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        await Import(database, stage, Read("short.en,code\nSaudi Arabia,SA"));
        var plan = await Import(database, stage, Read("""
            party,kind,code,short.en,founded,groups,email,status,public
            ,planet,,One,,,,,
            ,ngo,sa1,Two,,,,,
            ,ngo,,,,,,,yes
            ,ngo,,Four,the year,oic,mail,went,perhaps
            nobody,,,Five,,,,,
            ,ngo,SA,Six,,martians:member,,,
            ,ngo,SA,Seven,,,,,
            ,igo,,Good,۱۹۴۵,,,invited,yes
            """));
        Assert.Equal(
        [
            "B2 import.value_unknown", "C3 refusal.parties.code", "C8 import.party_twice", "A6 import.party_unknown", "D4 refusal.parties.name_missing", "E5 import.year_unreadable", "F5 import.group_unreadable",
            "F7 import.group_unknown", "G5 refusal.parties.email", "H5 import.value_unknown", "I5 import.value_unknown",
        ], plan.Faults.Select(f => $"{f.Cell} {f.Key}").OrderBy(f => f == "C8 import.party_twice" ? "C4" : f == "A6 import.party_unknown" ? "C5" : f, StringComparer.Ordinal));
        Assert.Equal(["Saudi Arabia"], await database.Do(async db => (await db.Parties.ToListAsync()).Select(p => p.Short["en"]!)));
    }

    [Theory, OnEveryDatabase]
    public async Task Blank_cells_change_nothing_and_a_body_without_a_code_is_known_again(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        const string table = "kind;short.en;short.ar;founded;status;capacity;public\nngo;Open Hand;اليد المفتوحة;2001;Invited;observer;yes\nigo;Union;;1945;;;";
        Assert.Equal(2, (await Import(database, stage, Read(table))).Lines.Count(l => l.As == TakenAs.Added));
        Assert.Equal(2, (await Import(database, stage, Read(table))).Lines.Count(l => l.As == TakenAs.Kept));
        var plan = await Import(database, stage, Read("party,short.en,short.fr,status\nopen-hand,,Main ouverte,present"));
        Assert.Equal(["short", "participation"], plan.Lines.Single().Fields);
        var party = await database.Do(db => db.Parties.SingleAsync(p => p.Slug == "open-hand"));
        Assert.Equal(("Open Hand", "اليد المفتوحة", "Main ouverte", 2001), (party.Short["en"], party.Short["ar"], party.Short["fr"], party.Founded));
        Assert.Equal(new(PartyStatus.Present, PartyCapacity.Observer, true), (await database.Do(db => OrderOfParties.Present(db, stage.Id))).Single().Facts);
        Assert.Empty(await database.Do(db => OrderOfParties.Present(db, stage.Secret.Id)));
    }

    [Theory]
    [InlineData("name\nx", "import.columns_missing")]
    [InlineData("<html><body>x</body></html>", "import.html_page")]
    [InlineData("short.en\n\"open", "import.quote_unclosed")]
    [InlineData(" \n ", "import.empty")]
    public void A_file_that_is_no_table_of_parties_is_refused(string file, string code) => Assert.Equal(code, Assert.Throws<Refusal>(() => Read(file)).Code);
}
