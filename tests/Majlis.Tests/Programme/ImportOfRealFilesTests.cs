using System.Diagnostics;
using Majlis.Programme;
using Majlis.Programme.Conflicts;
using Majlis.Programme.Exchange;
using Majlis.Tests.Calendars;
using Majlis.Tests.Data;
using Majlis.Tests.Forums;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using static Majlis.Tests.Programme.SessionActsTests;

namespace Majlis.Tests.Programme;

public class ImportOfRealFilesTests(TestDatabases databases, ITestOutputHelper output)
{
    public static readonly TheoryData<DatabaseKind, string> Files = new(
        from kind in Enum.GetValues<DatabaseKind>()
        from file in new[] { "fosdem-2026.xml", "fosdem-2018.xml", "36c3_merged.xml", "kielux_2020.ics", "linux_conf_au_2020.ics", "golden-minimal.xml" }
        select (kind, file));

    [Theory, MemberData(nameof(Files))]
    public async Task All_of_a_file_is_in_the_draft_and_again_changes_nothing(DatabaseKind kind, string file)
    {
        await using var database = await databases.Fresh(kind);
        var watch = Stopwatch.StartNew();
        var reading = Read(file, null);
        var read = watch.Elapsed;
        var (edition, plan) = await database.Do(db => ImportProgramme.MakeEdition(db, A.Operator, reading, "real-2026"));
        output.WriteLine($"{file} {kind}: read {read.TotalMilliseconds:0} ms, read and imported {watch.Elapsed.TotalMilliseconds:0} ms, {reading.Programme.Sessions.Count} sessions, "
            + $"{reading.Programme.People.Count} people, findings {string.Join(", ", plan.Findings.CountBy(f => f.Code))}");
        Assert.Equal(reading.Findings, plan.Findings);
        var draft = await Load(database, edition);
        Assert.Equal(Json(reading.Programme.Sessions.OrderBy(s => s.Number)), Json(draft.Sessions.Select(s => s with { Sequence = 0, Changed = null })));
        Assert.Equal(Json(reading.Programme.People.OrderBy(p => p.Number)), Json(draft.People));
        Assert.Equal(Json(reading.Programme.Halls), Json(draft.Halls));
        Assert.Equal(Json(reading.Programme.Tracks), Json(draft.Tracks));
        Assert.Equal(Json(reading.Programme.Types), Json(draft.Types));

        var events = await database.Do(db => db.Events.CountAsync());
        watch.Restart();
        var again = await database.Do(db => ImportProgramme.Run(db, A.Operator, edition.Id, Read(file, draft)));
        output.WriteLine($"again {watch.Elapsed.TotalMilliseconds:0} ms");
        Assert.Equal("", string.Join('\n', again.Lines.Take(5)));
        Assert.Equal(events, await database.Do(db => db.Events.CountAsync()));

        // Real programmes are not without conflicts; somebody answers for them.
        var against = (await database.Do(db => ConflictCheck.Of(db, edition.Id))).AgainstRelease.Select(c => c.Key).ToList();
        if (against.Count > 0)
        {
            await EditionActsTests.Refused("programme.release_conflicts", () => database.Do(db => ReleaseProgramme.Run(db, A.Operator, edition.Id, "1.0", A.Text(""))));
            await database.Do(db => AcceptConflicts.Run(db, A.Operator, edition.Id, against, "As it was held."));
        }
        watch.Restart();
        await database.Do(db => ReleaseProgramme.Run(db, A.Operator, edition.Id, "1.0", A.Text("")));
        output.WriteLine($"released {watch.Elapsed.TotalMilliseconds:0} ms, {await database.Do(db => db.Releases.Select(r => r.Packed.Length).SingleAsync())} bytes");
    }

    static ProgrammeReading Read(string file, ProgrammeSnapshot? existing)
    {
        using var stream = File.OpenRead(RepositoryFiles.Shared($"data/schedules/{file}"));
        return ProgrammeReader.Read(stream, file, new() { EditionSlug = "real-2026", DefaultZone = "Europe/Berlin", Existing = existing });
    }

    static Task<ProgrammeSnapshot> Load(TestDatabase database, Majlis.Forums.Edition edition) =>
        database.Do(async db => await Draft.Load(db, await db.Editions.SingleAsync(e => e.Id == edition.Id)));
}
