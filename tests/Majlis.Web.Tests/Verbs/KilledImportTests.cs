using System.Diagnostics;
using System.Globalization;
using System.Text;
using Majlis.Database;
using Majlis.Platform;
using Majlis.Tests;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Testing;

namespace Majlis.Web.Tests.Verbs;

/// <summary>The executable is killed while it takes a programme in (SIGKILL: nothing of it gets to run any more). What it wrote is all of it or nothing.</summary>
public sealed class KilledImportTests(PostgresServer server, ITestOutputHelper output) : IDisposable
{
    const int Sessions = 600;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_SQLite()
    {
        var made = Path.Combine(_folder.Name, "made");
        // The schema is there before: what is killed is the import, not the making of a database.
        Assert.Equal(0, (await MajlisProgram.Call("import", "programme", Programme("first.xml", 1), "--edition", "first", "--data", made)).Code);
        var round = 0;
        await Kill(Fresh, Counted);

        Task<string[]> Fresh()
        {
            var data = Path.Combine(_folder.Name, $"data-{round++}");
            Directory.CreateDirectory(data);
            foreach (var file in Directory.GetFiles(made, "majlis.db*")) File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
            return Task.FromResult<string[]>(["--data", data]);
        }

        async Task<Written> Counted(string[] storage)
        {
            var options = new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite($"Data Source={Path.Combine(storage[1], "majlis.db")};Pooling=False").Options;
            await using var db = new SqliteAppDb(options, new FakeClock(default), new SilentBell());
            Assert.Equal("ok", Assert.Single(await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check").ToListAsync(Stop)));
            return await Count(db);
        }
    }

    [Fact]
    public async Task On_PostgreSQL()
    {
        await using var database = await server.Fresh();
        string[] storage = ["--data", _folder.Name, "--postgres", database.ConnectionString];
        await Kill(Fresh, Counted);

        async Task<string[]> Fresh()
        {
            await using var db = Open();
            // Of a killed process the server hears when it next reads from the connection; until then its locks stay.
            await Soon.Is(() => db.Database.SqlQuery<int>($"SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'").SingleAsync(Stop), others => others == 0);
            var edition = await db.Editions.Where(e => e.Slug == "big").Select(e => e.Id).SingleOrDefaultAsync(Stop);
            if (edition != default)
            {
                await db.Database.ExecuteSqlRawAsync("TRUNCATE \"Editions\", \"Forums\" CASCADE", Stop);
                await db.Events.ExecuteDeleteAsync(Stop);
            }
            return storage;
        }

        async Task<Written> Counted(string[] _)
        {
            await using var db = Open();
            return await Count(db);
        }

        PostgresAppDb Open() => new(new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(database.ConnectionString + ";Pooling=False", o => o.UseNodaTime()).Options, new FakeClock(default), new SilentBell());
    }

    /// <summary>What there is of the edition "big".</summary>
    sealed record Written(int Editions, int Halls, int Sessions, int People, int Parts, int Events);

    static async Task<Written> Count(AppDb db)
    {
        var edition = await db.Editions.Where(e => e.Slug == "big").Select(e => e.Id).SingleOrDefaultAsync(Stop);
        var sessions = db.Sessions.Where(s => s.EditionId == edition);
        // Rows of no edition would be counted, too.
        var first = await db.Editions.Where(e => e.Slug == "first").Select(e => e.Id).SingleOrDefaultAsync(Stop);
        return new(await db.Editions.CountAsync(e => e.Slug == "big", Stop), await db.Halls.CountAsync(h => h.EditionId != first, Stop), await db.Sessions.CountAsync(s => s.EditionId != first, Stop),
            await db.Persons.CountAsync(p => p.EditionId != first, Stop), await sessions.SelectMany(s => s.People).CountAsync(Stop), await db.Events.CountAsync(e => e.Edition != first.Value, Stop));
    }

    /// <param name="fresh">Makes a database without the edition and names it in words for the executable.</param>
    async Task Kill(Func<Task<string[]>> fresh, Func<string[], Task<Written>> count)
    {
        var file = Programme("big.xml", Sessions);
        string[] Import(string[] storage) => ["import", "programme", file, "--edition", "big", .. storage];
        var storage = await fresh();
        var nothing = await count(storage);
        Assert.Equal((0, 0, 0), (nothing.Editions, nothing.Sessions, nothing.People));
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, (await MajlisProgram.Call(Import(storage))).Code);
        var whole = watch.Elapsed;
        var everything = await count(storage);
        Assert.Equal((1, Sessions, Sessions, Sessions), (everything.Editions, everything.Sessions, everything.People, everything.Parts));

        // From about where the file has been read to about where the process ends.
        var killed = 0;
        foreach (var part in new[] { 0.5, 0.65, 0.75, 0.85, 0.95 })
        {
            storage = await fresh();
            using var process = MajlisProgram.Start(Import(storage));
            var (told, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
            await Task.WhenAny(process.WaitForExitAsync(Stop), Task.Delay(whole * part, Stop));
            var ended = process.HasExited;
            if (!ended) process.Kill();
            await process.WaitForExitAsync(Stop);
            await Task.WhenAll(told, error);
            if (!ended) killed++;
            // On PostgreSQL what had been sent is still carried out or undone.
            var left = await Soon.Is(() => count(storage), written => written == nothing || written == everything);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"after {part:0.00} of {whole.TotalMilliseconds:0} ms, {(ended ? "ended" : "killed")}: {left}"));
            Assert.True(left == nothing || left == everything, $"half-written: {left}");
        }
        Assert.True(killed > 0, "no import was killed");

        // The last one goes on where it was killed.
        Assert.Equal(0, (await MajlisProgram.Call(Import(storage))).Code);
        var again = await MajlisProgram.Call(Import(storage));
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Contains("Sessions: new 0, changed 0, removed 0, not in the file 0", again.Text.Split('\n'));
        Assert.Equal(everything with { Events = 0 }, (await count(storage)) with { Events = 0 });
    }

    string Programme(string name, int sessions)
    {
        var text = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?>
            <schedule>
              <conference><title>Kazan Forum</title><acronym>big</acronym><start>2021-07-28</start><end>2021-07-28</end><days>1</days>
                <timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Moscow</time_zone_name></conference>
              <day index="1" date="2021-07-28" start="2021-07-28T09:00:00+03:00" end="2021-07-28T20:00:00+03:00">
            """);
        for (var hall = 0; hall * 10 < sessions; hall++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<room name=\"Hall {hall}\">");
            for (var n = hall * 10 + 1; n <= Math.Min(sessions, hall * 10 + 10); n++)
                text.Append(CultureInfo.InvariantCulture, $"""
                    <event guid="6b1f1f0e-7f0a-5f5a-9a63-{n:x12}" id="{n}"><date>2021-07-28T{9 + n % 10:00}:00:00+03:00</date><start>{9 + n % 10:00}:00</start><duration>00:45</duration><room>Hall {hall}</room>
                    <title>Session {n}</title><track>Plenary</track><type>Panel</type><language>en</language><abstract>Of {n} things</abstract><persons><person id="{n}">Speaker {n}</person></persons></event>
                    """);
            text.Append("</room>");
        }
        var file = _folder.File(name);
        File.WriteAllText(file, text.Append("</day></schedule>").ToString());
        return file;
    }
}
