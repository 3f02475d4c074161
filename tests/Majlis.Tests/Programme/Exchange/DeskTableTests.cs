using System.Text;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;
using Majlis.Tables;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Tests.Programme.Exchange;

/// <summary>What only the desk knows of people and halls goes out as a table and comes in again.</summary>
public class DeskTableTests(TestDatabases databases)
{
    static MemoryStream Csv(params string[] lines) => new(Encoding.UTF8.GetBytes(string.Join("\n", lines)));

    static Task<TablePlan> People(TestDatabase database, Stage stage, Stream stream) => database.Do(db => ImportPeople.Run(db, stage.Programmer, stage.Id, PeopleTable.Read(stream, "en")));

    static Task<TablePlan> Halls(TestDatabase database, Stage stage, Stream stream) => database.Do(db => ImportHalls.Run(db, stage.Owner, stage.Id, HallTable.Read(stream, "en")));

    [Theory, OnEveryDatabase]
    public async Task People_come_in_with_their_presence_and_party_and_go_out_the_same(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var party = await database.Do(async db =>
        {
            var added = await AddParty.Run(db, A.Operator, stage.Id, new() { Short = A.Text("Oman"), Code = "OM" });
            db.Add(new PartyParticipation(stage.Id, added.Id, new(PartyStatus.Accepted)));
            await db.SaveChangesAsync();
            return added;
        });
        var plan = await People(database, stage, Csv("number,name.en,name.fa,country,party,arrives,departs,available,interprets",
            $"{stage.Layla.Number},,لیلا حداد,om,{party.Slug},2026-05-12 08:00,46156.75,2026-05-12 09:00/2026-05-12 12:00; 2026-05-13T09:00/2026-05-13T12:00,ru>en ar>en", ",Omar,,,,,,,"));
        Assert.Empty(plan.Faults);
        Assert.Equal([("Layla Haddad", false, "name country party arrives departs available interprets"), ("Omar", true, "")], plan.Lines.Select(l => (l.Name["en"]!, l.IsNew, string.Join(' ', l.Fields))));
        var layla = await database.Do(db => db.Persons.SingleAsync(p => p.EditionId == stage.Id && p.Number == stage.Layla.Number));
        Assert.Equal(("OM", party.Id.Value, new LocalDateTime(2026, 5, 12, 8, 0), new LocalDateTime(2026, 5, 14, 18, 0)), (layla.Country, layla.Party!.Value, layla.Presence.Arrives!.Value, layla.Presence.Departs!.Value));
        Assert.Equal(2, layla.Presence.Available.Count);

        // What went out changes nothing when it comes in, in both formats; what says none is gone.
        foreach (var workbook in new[] { false, true })
        {
            var memory = new MemoryStream();
            await database.Do(db => PeopleTable.Write(db, stage.Id, workbook, false, memory));
            memory.Position = 0;
            var again = await People(database, stage, memory);
            Assert.Equal((0, 2, false), (again.Faults.Count, again.Lines.Count(l => l.IsKept), again.MayRun));
        }
        await People(database, stage, Csv("number,party,arrives,available", $"{stage.Layla.Number},none,none,none"));
        layla = await database.Do(db => db.Persons.SingleAsync(p => p.EditionId == stage.Id && p.Number == stage.Layla.Number));
        Assert.Equal(((Guid?)null, (LocalDateTime?)null, 0), (layla.Party, layla.Presence.Arrives, layla.Presence.Available.Count));
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => ImportPeople.Run(db, A.Member(stage.Edition, Role.Press), stage.Id, PeopleTable.Read(Csv("name", "x"), "en"))));
    }

    [Theory, OnEveryDatabase]
    public async Task A_fault_names_its_cell_and_nothing_is_taken(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var number = stage.Layla.Number;
        var plan = await People(database, stage, Csv("number,name,country,party,arrives,departs,available,interprets",
            ",New,,,,,,", "77,,,,,,,", $"{number},,XYZ,,,,,", $"{number},,,,,,,", ",Second,,nowhere,soon,,2026-05-12,", ",Third,,,2026-05-12 10:00,2026-05-12 09:00,,", ",Fourth,,,,,,ru"));
        Assert.Equal(["A3 import.person_unknown", "C4 refusal.people.country", "A5 import.row_twice", "D6 import.party_not_here", "E6 import.moment_unreadable", "G6 import.windows_unreadable", "F7 refusal.people.stay", "H8 refusal.people.interprets"],
            plan.Faults.Select(f => $"{f.Cell} {f.Key}"));
        Assert.Equal(1, await database.Do(db => db.Persons.CountAsync(p => p.EditionId == stage.Id)));
        var halls = await Halls(database, stage, Csv("hall,name,capacity,booths,hours", "nowhere,,,,", "blue,,many,,", "green,,,101,"));
        Assert.Equal(["A2 import.hall_not_here", "C3 import.number_unreadable", "D4 refusal.forums.booths"], halls.Faults.Select(f => $"{f.Cell} {f.Key}"));
        Assert.Null((await database.Do(db => db.Halls.SingleAsync(h => h.EditionId == stage.Id && h.Slug == "green"))).Booths);
    }

    [Theory, OnEveryDatabase]
    public async Task Halls_come_in_with_booths_and_hours_and_go_out_the_same(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await A.Stage(database);
        var plan = await Halls(database, stage, Csv("hall,name.en,capacity,booths,hours", "blue,,120,3,2026-05-12 09:00/2026-05-12 18:00", ",Red,40,none,"));
        Assert.Equal([false, true], plan.Lines.Select(l => l.IsNew));
        var blue = await database.Do(db => db.Halls.SingleAsync(h => h.EditionId == stage.Id && h.Slug == "blue"));
        Assert.Equal((120, 3, 1), (blue.Capacity!.Value, blue.Booths!.Value, blue.Hours.Count));
        foreach (var workbook in new[] { false, true })
        {
            var memory = new MemoryStream();
            await database.Do(db => HallTable.Write(db, stage.Id, workbook, true, memory));
            memory.Position = 0;
            Assert.Equal((3, false), ((await Halls(database, stage, memory)) is var again ? again.Lines.Count(l => l.IsKept) : 0, again.MayRun));
        }
    }
}
