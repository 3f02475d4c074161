using System.Text;
using Majlis.Meetings;
using Majlis.Meetings.Exchange;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using Majlis.Tests.Data;
using Microsoft.EntityFrameworkCore;
using static Majlis.Tests.Meetings.MeetingStage;

namespace Majlis.Tests.Meetings;

public class RequestSheetTests(TestDatabases databases)
{
    static string[] Faults(RequestPlan plan) => [.. plan.Faults.Select(f => $"{f.Cell} {f.Key}")];

    [Theory, OnEveryDatabase]
    public async Task A_table_is_taken_in_whole_and_a_second_time_changes_nothing(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        const string table = "\uFEFFfrom,to,purpose,level,from_people,languages,days,wish,to_wish,state\r\nqatar,Layla Haddad,\"Energy, and more\",minister,۳,ar; en,2026-05-13,must,,\r\nperson-2,TATARSTAN,'=1+1,,,,,,must,accepted\r\n";
        var preview = await database.Do(db => ImportRequests.Preview(db, stage.Secretariat, stage.Edition, RequestSheet.Read(Csv(table))));
        Assert.Equal([], Faults(preview));
        Assert.Equal(0, await database.Do(db => db.MeetingRequests.CountAsync()));
        var done = await database.Do(db => ImportRequests.Run(db, stage.Secretariat, stage.Edition, RequestSheet.Read(Csv(table)), "requests.csv"));
        Assert.Equal([false, false], done.Lines.Select(l => l.IsKnown));
        var kept = await database.Do(db => db.MeetingRequests.OrderBy(r => r.Number).ToListAsync());
        Assert.Equal([(1, "Energy, and more", MeetingLevel.Minister, 3, Wish.Must, RequestState.Pending), (2, "=1+1", MeetingLevel.Director, 1, Wish.Wish, RequestState.Accepted)],
            kept.Select(r => (r.Number, r.Purpose, r.Terms.Level, r.Terms.FromPeople, r.FromWish, r.State)));
        Assert.Equal(Wish.Must, kept[1].ToWish);
        var again = await database.Do(db => ImportRequests.Run(db, stage.Secretariat, stage.Edition, RequestSheet.Read(Csv(table)), "requests.csv"));
        Assert.Equal((false, 2), (again.MayRun, again.Lines.Count(l => l.IsKnown)));

        // What is written is read again as known.
        var lines = kept.Select(r => new RequestLine(r, r.Number == 1 ? Qatar : Omar, "", r.Number == 1 ? Layla : Tatarstan, "")).ToList();
        foreach (var workbook in new[] { false, true })
        {
            var memory = new MemoryStream();
            RequestSheet.Write(workbook, lines, "ar", memory);
            var back = RequestSheet.Read(new MemoryStream(memory.ToArray()));
            Assert.Equal([(1, "Energy, and more"), (2, "=1+1")], back.Rows.Select(r => (r.Number!.Value, r.Asked.Purpose)));
            Assert.Equal(2, (await database.Do(db => ImportRequests.Preview(db, stage.Secretariat, stage.Edition, back))).Lines.Count(l => l.IsKnown));
        }
        Assert.StartsWith("\uFEFF\"number\",", Encoding.UTF8.GetString(Written(lines)), StringComparison.Ordinal);
        Assert.Contains("\"'=1+1\"", Encoding.UTF8.GetString(Written(lines)), StringComparison.Ordinal);

        static byte[] Written(IEnumerable<RequestLine> lines)
        {
            var memory = new MemoryStream();
            RequestSheet.Write(false, lines, "en", memory);
            return memory.ToArray();
        }
    }

    [Theory, OnEveryDatabase]
    public async Task Every_fault_is_told_at_its_cell_and_nothing_is_written(DatabaseKind kind)
    {
        await using var database = await databases.Fresh(kind);
        var stage = await On(database);
        await database.Do(db => Majlis.People.AddPerson.Run(db, A.Operator, stage.Edition, A.Person("Omar Said")));
        var table = string.Join('\n',
            "number,from,to,purpose,level,from_people,languages,days,wish",
            ",qatar,qatar,Talk,,,,,",
            ",qatar,nobody,Talk,,,,,",
            ",qatar,Omar Said,Talk,,,,,",
            ",,person-1,Talk,,,,,",
            ",qatar,person-1,,,,,,",
            ",qatar,person-1,Talk,king,many,,tomorrow,",
            ",qatar,person-1,Talk,,99,,,",
            ",qatar,person-1,Talk,,,Engl!sh,,",
            ",qatar,person-1,Talk,,,,2026-05-20,",
            ",qatar,person-1,Talk,,,,,veto",
            ",qatar,person-1,Talk,,,,,",
            ",person-1,qatar,Talk,,,,,",
            "77,qatar,person-2,Talk,,,,,");
        var plan = await database.Do(db => ImportRequests.Run(db, stage.Secretariat, stage.Edition, RequestSheet.Read(Csv(table)), "bad.csv"));
        Assert.Equal(
        [
            "B5 import.cell_blank", "D6 import.cell_blank", "E7 import.value_unknown", "F7 import.whole_unreadable", "H7 import.day_unreadable", "C2 refusal.meetings.self", "C3 import.side_unknown",
            "C4 import.side_ambiguous", "F8 refusal.meetings.people", "G9 refusal.meetings.language", "H10 refusal.meetings.day", "I11 refusal.meetings.veto_asked", "C13 import.pair_twice", "A14 import.request_unknown",
        ], Faults(plan));
        Assert.Equal(0, await database.Do(db => db.MeetingRequests.CountAsync()));
        Assert.Equal("import.columns_missing", Assert.Throws<Refusal>(() => RequestSheet.Read(Csv("a,b\n1,2"))).Code);
        Assert.Equal("import.empty", Assert.Throws<Refusal>(() => RequestSheet.Read(Csv(""))).Code);
        await Assert.ThrowsAsync<NotAllowed>(() => database.Do(db => ImportRequests.Run(db, stage.AsLayla, stage.Edition, RequestSheet.Read(Csv("from,to,purpose\nqatar,person-1,x")), "x")));
    }
}
