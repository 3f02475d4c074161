using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Xml;
using Majlis.Calendars;
using Majlis.Database;
using Majlis.Delegations;
using Majlis.Delegations.Exchange;
using Majlis.Forums;
using Majlis.Parties;
using Majlis.Platform;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Majlis.Bench;

/// <summary>A workbook of five thousand people: checked beside a plain walk over its cells, and taken into SQLite in one transaction beside prepared inserts of the very rows it makes.</summary>
static class DelegationsBench
{
    const string Name = "delegations";
    const int People = 5000;
    static readonly string[] Languages = ["en", "ru", "ar"];

    public static async IAsyncEnumerable<Figure> Run()
    {
        var folder = Directory.CreateTempSubdirectory("majlis-bench-").FullName;
        try
        {
            var (before, after) = (Path.Combine(folder, "before.db"), Path.Combine(folder, "after.db"));
            var actor = Actor.Installation("bench");
            var edition = await Empty(before, actor);
            var book = Book();
            var (checks, imports, walks, inserts) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < 6; i++)
            {
                File.Copy(before, after, overwrite: true);
                var watch = Stopwatch.GetTimestamp();
                var reading = MemberSheet.Read(new MemoryStream(book), "en", Languages, DelegationTerms.Usual);
                await using (var db = Open(after))
                {
                    var plan = await ImportMembers.Preview(db, actor, edition, "party", reading);
                    if (plan.Faults.Count > 0 || plan.Lines.Count != People) throw new InvalidOperationException("The workbook was not read whole.");
                }
                var check = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                watch = Stopwatch.GetTimestamp();
                await using (var db = Open(after)) await ImportMembers.Run(db, actor, edition, "party", reading, "bench.xlsx");
                var import = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                watch = Stopwatch.GetTimestamp();
                Walk(book);
                var walk = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
                var insert = await Insert(before, after, Path.Combine(folder, "plain.db"));
                // The first round warms up.
                if (i == 0) continue;
                checks.Add(check);
                imports.Add(import);
                walks.Add(walk);
                inserts.Add(insert);
            }
            yield return new(Name, $"a workbook of {People} people read and checked against the delegation", checks.Median(), "ms", "XmlReader over its cells", walks.Median());
            yield return new(Name, $"{People} people taken in, one transaction, SQLite", imports.Median(), "ms", "prepared inserts of the same rows", inserts.Median());
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    static SqliteAppDb Open(string file) =>
        new(new DbContextOptionsBuilder<SqliteAppDb>().UseSqlite($"Data Source={file};Pooling=false").AddInterceptors(new SqlitePragmas()).Options, new Noon(), new SilentBell());

    static async Task<Id<Edition>> Empty(string file, Actor actor)
    {
        await using var db = Open(file);
        await db.Database.MigrateAsync();
        var forum = await FoundForum.Run(db, actor, "bench", LocalizedText.Of("en", "Bench"));
        var edition = await CreateEdition.Run(db, actor, forum.Id, null, "bench-2026", new() { Title = LocalizedText.Of("en", "Bench"), First = new(2026, 5, 12), Last = new(2026, 5, 14), Zone = "Europe/Moscow", Languages = Languages });
        await AddParty.Run(db, actor, edition.Id, new() { Kind = PartyKind.Ngo, Short = LocalizedText.Of("en", "Party") });
        await SetParticipation.Run(db, actor, edition.Id, "party", new(PartyStatus.Accepted), null);
        await ExpectDelegation.Run(db, actor, edition.Id, "party");
        return edition.Id;
    }

    static byte[] Book()
    {
        string[] given = ["Amina", "Rustam", "Nadia", "Yusuf", "Layla", "Timur", "Zahra", "Omar", "Salma", "Karim"], family = ["Aziz", "Ganiev", "Fouad", "Demir", "Zaid", "Valeev", "Sabzevari", "Haddad", "Belova", "Rahman"];
        var random = new Random(1400);
        var people = Enumerable.Range(0, People).Select(i => ((int?)null, new MemberFacts
        {
            Name = LocalizedText.Of("en", $"{given[i % 10]} {family[i / 10 % 10]} {Letters(i)}").With("ru", $"Имя{Letters(i)} Фамилия").With("ar", $"اسم {Letters(i)}"), Office = LocalizedText.Of("en", "Adviser to the Minister").With("ru", "Советник министра"),
            Organisation = LocalizedText.Of("en", "Ministry of Trade"), Country = i % 2 == 0 ? "EG" : "KZ", Email = $"person-{i}@example.org", Language = "en", Role = i == 0 ? MemberRole.Head : MemberRole.Delegate, Category = i % 3 == 0 ? "support" : "official",
        })).OrderBy(_ => random.Next()).ToList();
        var memory = new MemoryStream();
        MemberSheet.Write(true, people, Languages, DelegationTerms.Usual, Language.English, memory);
        return memory.ToArray();
    }

    static string Letters(int i) => string.Concat((char)('b' + i % 20), (char)('c' + i / 20 % 20), (char)('d' + i / 400 % 20));

    static void Walk(byte[] book)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        using var xml = XmlReader.Create(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var letters = 0L;
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Text) letters += xml.Value.Length;
        GC.KeepAlive(letters);
    }

    /// <returns>Milliseconds of putting the rows that the import made into a copy of the database it began with.</returns>
    static async Task<double> Insert(string before, string after, string plain)
    {
        string[] tables = ["Persons", "Dossiers", "Members"];
        var rows = new Dictionary<string, (string[] Columns, List<object[]> Rows)>();
        await using (var db = Open(after))
        {
            await db.Database.OpenConnectionAsync();
            foreach (var table in tables)
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"SELECT * FROM \"{table}\"";
                await using var reader = await command.ExecuteReaderAsync();
                var (columns, list) = (Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray(), new List<object[]>());
                while (await reader.ReadAsync())
                {
                    var values = new object[reader.FieldCount];
                    reader.GetValues(values);
                    list.Add(values);
                }
                rows[table] = (columns, list);
            }
        }
        File.Copy(before, plain, overwrite: true);
        await using var target = Open(plain);
        await target.Database.OpenConnectionAsync();
        var watch = Stopwatch.GetTimestamp();
        await using var transaction = await target.Database.GetDbConnection().BeginTransactionAsync();
        foreach (var table in tables)
        {
            await using DbCommand command = target.Database.GetDbConnection().CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", rows[table].Columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", rows[table].Columns.Select((_, i) => $"$p{i}"))})";
            foreach (var i in Enumerable.Range(0, rows[table].Columns.Length))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"$p{i}";
                command.Parameters.Add(parameter);
            }
            foreach (var row in rows[table].Rows)
            {
                for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
                await command.ExecuteNonQueryAsync();
            }
        }
        await transaction.CommitAsync();
        return Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
    }

    sealed class Noon : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2026, 5, 1, 9, 0);
    }
}
