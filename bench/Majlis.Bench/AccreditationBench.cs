using System.Diagnostics;
using Majlis.Accreditation;
using Majlis.Database;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.People;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace Majlis.Bench;

/// <summary>The desk's queue of twenty thousand applications, filtered and paged on both databases: the median and the slowest of forty, each in a context of its own as each request has one.</summary>
static class AccreditationBench
{
    const string Name = "accreditation";
    const int People = 20_000, Times = 40;
    static readonly string[] Given = ["Amina", "Rustam", "Nadia", "Yusuf", "Layla", "Timur", "Maryam", "Omar", "Salma", "Karim"], Families = ["Aziz", "Ganiev", "Fouad", "Demir", "Zaid", "Valeev", "Sabzevari", "Haddad", "Belova", "Rahman"];
    static readonly string[] Codes = ["EG", "JO", "IR", "TR", "KZ", "RU", "SA", "MY"];

    public static async IAsyncEnumerable<Figure> Run()
    {
        var folder = Directory.CreateTempSubdirectory("majlis-bench-").FullName;
        try
        {
            var sqlite = new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite($"Data Source={Path.Combine(folder, "bench.db")}").AddInterceptors(new SqlitePragmas()).Options;
            await foreach (var figure in Of("SQLite", () => new SqliteAppDb(sqlite, new Noon(), new SilentBell()))) yield return figure;
            if (Environment.GetEnvironmentVariable("MAJLIS_TEST_POSTGRES") is not { Length: > 0 } server) yield break;
            var name = $"bench_{Id<Figure>.New()}";
            await using (var admin = new NpgsqlConnection(server))
            {
                await admin.OpenAsync();
                await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", admin);
                await create.ExecuteNonQueryAsync();
            }
            var postgres = new DbContextOptionsBuilder<PostgresAppDb>().UseNpgsql(new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString, o => o.UseNodaTime()).Options;
            await foreach (var figure in Of("PostgreSQL", () => new PostgresAppDb(postgres, new Noon(), new SilentBell()))) yield return figure;
            NpgsqlConnection.ClearAllPools();
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    static async IAsyncEnumerable<Figure> Of(string database, Func<AppDb> open)
    {
        var actor = Actor.Installation("bench");
        var (edition, parties) = await Fill(open, actor);
        var filters = new (string Case, ApplicationFilter Filter, int? After)[]
        {
            ("first page of all", new(), null), ("page behind 15,000", new(), 15_000), ("submitted, a category", new() { State = ApplicationState.Submitted, Category = "delegate" }, null),
            ("security to be sent, without photo", new() { Security = CheckState.Pending, LacksPhoto = true }, 9_000), ("of one party", new() { Party = parties[3] }, null), ("of one country, pre-approved", new() { Country = "EG", State = ApplicationState.PreApproved }, null),
            ("by two words of a name", new() { Words = "sabzevari maryam" }, null), ("by a name in another script", new() { Words = "مریم سبزواری" }, null), ("by words that nobody has", new() { Words = "zzz" }, null),
        };
        foreach (var (what, filter, after) in filters)
        {
            var times = new List<double>();
            for (var i = 0; i < Times + 5; i++)
            {
                await using var db = open();
                var watch = Stopwatch.GetTimestamp();
                var page = await ApplicationQueue.Page(db, actor, edition, filter, after, null, 50);
                if (i >= 5) times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
                GC.KeepAlive(page);
            }
            yield return new(Name, $"{People:N0} applications, {database}: {what}", times.Median(), "ms");
            yield return new(Name, $"{People:N0} applications, {database}: {what}: slowest of {Times}", times.Max(), "ms");
        }
        var counts = new List<double>();
        for (var i = 0; i < Times + 5; i++)
        {
            await using var db = open();
            var watch = Stopwatch.GetTimestamp();
            GC.KeepAlive(await ApplicationQueue.Counts(db, actor, edition));
            if (i >= 5) counts.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }
        yield return new(Name, $"{People:N0} applications, {database}: all counts", counts.Median(), "ms");
    }

    static async Task<(Id<Edition> Edition, IReadOnlyList<Guid> Parties)> Fill(Func<AppDb> open, Actor actor)
    {
        Id<Edition> edition;
        await using (var db = open())
        {
            await db.Database.MigrateAsync();
            var forum = await FoundForum.Run(db, actor, "bench", LocalizedText.Of("en", "Bench"));
            edition = (await CreateEdition.Run(db, actor, forum.Id, null, "bench-2026", new() { Title = LocalizedText.Of("en", "Bench"), First = new(2026, 5, 12), Last = new(2026, 5, 14), Zone = "Europe/Moscow", Languages = ["en", "ru", "ar"] })).Id;
        }
        var parties = Enumerable.Range(0, 80).Select(_ => Id<Party>.New().Value).ToList();
        var (random, terms, now) = (new Random(1400), AccreditationTerms.Usual, new Noon().GetCurrentInstant());
        foreach (var some in Enumerable.Range(0, People).Chunk(2_000))
        {
            await using var db = open();
            foreach (var i in some)
            {
                var person = new Person(edition, i + 1);
                person.Take(person.ToEntry() with
                {
                    Name = LocalizedText.Of("en", $"{Given[random.Next(10)]} {Families[random.Next(10)]} {Letters(i)}").With("ru", $"Имя Фамилия {i}").With("ar", $"اسم {i}"), Office = LocalizedText.Of("en", "Adviser to the Minister"),
                    Organisation = LocalizedText.Of("en", "Ministry of Trade").With("ru", "Министерство торговли"), Country = Codes[random.Next(Codes.Length)], Party = parties[random.Next(parties.Count)],
                });
                var application = new Application(person, terms.Categories[random.Next(terms.Categories.Count)], now);
                application.Submit(now);
                foreach (var kind in Enum.GetValues<CheckKind>())
                    if (application.Checks.Of(kind).State == CheckState.Pending && random.Next(3) == 0) application.Decide(kind, random.Next(20) == 0 ? CheckState.Refused : CheckState.Passed, "Officer", null, now);
                db.Add(person);
                db.Add(application);
            }
            await db.SaveChangesAsync();
        }
        await using (var db = open()) await db.Database.ExecuteSqlRawAsync("ANALYZE");
        return (edition, parties);
    }

    static string Letters(int i) => string.Concat((char)('b' + i % 20), (char)('c' + i / 20 % 20), (char)('d' + i / 400 % 20), (char)('f' + i / 8000 % 20));

    sealed class Noon : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2026, 5, 1, 9, 0);
    }
}
