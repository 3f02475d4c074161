using System.Text.Json;
using Majlis.Tests;

namespace Majlis.Web.Tests.Verbs;

public sealed class VerbTests : IDisposable
{
    const string Programme = """
        <?xml version="1.0" encoding="UTF-8"?>
        <schedule>
          <conference><title>Kazan Forum</title><acronym>kazan-2021</acronym><start>2021-07-28</start><end>2021-07-28</end><days>1</days>
            <timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Moscow</time_zone_name></conference>
          <day index="1" date="2021-07-28" start="2021-07-28T09:00:00+03:00" end="2021-07-28T20:00:00+03:00">
            <room name="Grand Hall">
              <event guid="6b1f1f0e-7f0a-5f5a-9a63-0d6f6c0f3a01" id="1">
                <date>2021-07-28T10:00:00+03:00</date><start>10:00</start><duration>01:30</duration><room>Grand Hall</room><slug>opening</slug>
                <title>Opening</title><subtitle/><track>Plenary</track><type>Plenary</type><language>en</language><abstract>Welcome</abstract><description/>
                <persons><person id="1">Amina Al-Kaabi</person></persons><links/><attachments/>
              </event>
              <event guid="6b1f1f0e-7f0a-5f5a-9a63-0d6f6c0f3a02" id="2">
                <date>2021-07-28T12:00:00+03:00</date><start>12:00</start><duration>-01:00</duration><room>Grand Hall</room>
                <title>Backwards</title><track>Plenary</track><type>Panel</type><persons/>
              </event>
            </room>
          </day>
        </schedule>
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Data => _folder.File("data");

    async Task<string> ProgrammeFile()
    {
        var file = _folder.File("schedule.xml");
        await File.WriteAllTextAsync(file, Programme, Stop);
        return file;
    }

    [Fact]
    public async Task A_programme_goes_in_is_released_and_comes_out_again()
    {
        var file = await ProgrammeFile();
        var first = await MajlisProgram.Call("import", "programme", file, "--edition", "kazan-2021", "--release", "1.0", "--announce", "--data", Data);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Contains("Sessions: new 1, changed 0, removed 0, not in the file 0", first.Text.Split('\n'));
        Assert.StartsWith("refused: line 12: ", first.Text.Split('\n')[5], StringComparison.Ordinal);

        var again = await MajlisProgram.Call("import", "programme", file, "--edition", "kazan-2021", "--release", "1.0", "--announce", "--data", Data);
        Assert.Equal((0, ""), (again.Code, again.Error));
        Assert.Contains("Sessions: new 0, changed 0, removed 0, not in the file 0", again.Text.Split('\n'));

        foreach (var (format, beginning) in new[] { ("schedule.xml", "<?xml"), ("schedule.json", "{"), ("ics", "BEGIN:VCALENDAR"), ("xlsx", "PK") })
        {
            var export = await MajlisProgram.Call("export", "programme", "--edition", "kazan-2021", "--format", format, "--data", Data);
            Assert.Equal((0, ""), (export.Code, export.Error));
            Assert.StartsWith(beginning, export.Text, StringComparison.Ordinal);
        }

        var copy = _folder.File("copy");
        var csv = await MajlisProgram.Call("export", "programme", "--edition", "kazan-2021", "--format", "csv", "--data", Data, "--out", _folder.File("p.csv"));
        Assert.Equal((0, 0), (csv.Code, csv.Output.Length));
        var table = await MajlisProgram.Call(await File.ReadAllBytesAsync(_folder.File("p.csv"), Stop), "import", "programme", "-", "--edition", "kazan-2021", "--zone", "Europe/Moscow", "--data", copy);
        Assert.Equal((0, ""), (table.Code, table.Error));
        Assert.Contains("Sessions: new 1, changed 0, removed 0, not in the file 0", table.Text.Split('\n'));
    }

    [Fact]
    public async Task People_halls_and_parties_go_out_as_tables_and_come_in_again()
    {
        await MajlisProgram.Call("import", "programme", await ProgrammeFile(), "--edition", "kazan-2021", "--data", Data);
        async Task<string> Take(string what, string table, int code = 0, params string[] more)
        {
            await File.WriteAllTextAsync(_folder.File("t.csv"), table, Stop);
            var answer = await MajlisProgram.Call(["import", what, _folder.File("t.csv"), "--edition", "kazan-2021", "--data", Data, .. more]);
            Assert.Equal((code, what), (answer.Code, code == answer.Code ? what : answer.Error));
            return code == 0 ? answer.Text : answer.Error;
        }
        Assert.StartsWith("New: 1", await Take("parties", "kind,code,short.en,status\nstate,OM,Oman,accepted\n"), StringComparison.Ordinal);
        await Take("people", "number,party,arrives\n1,oman,2021-07-27 20:00\n", 0, "--dry-run");
        Assert.Contains("Changed: 1", await Take("people", "number,party,arrives\n1,oman,2021-07-27 20:00\n"), StringComparison.Ordinal);
        Assert.Contains("Changed: 1", await Take("halls", "hall,booths\ngrand-hall,4\n"), StringComparison.Ordinal);
        Assert.StartsWith("B2: ", await Take("halls", "hall,booths\ngrand-hall,many\n", 1), StringComparison.Ordinal);
        foreach (var (what, told) in new[] { ("people", "2021-07-27 20:00"), ("halls", "\"4\""), ("parties", "accepted") })
        {
            var table = await MajlisProgram.Call("export", what, "--edition", "kazan-2021", "--data", Data);
            Assert.Equal((0, true), (table.Code, table.Text.Contains(told, StringComparison.Ordinal)));
            Assert.Contains("As they are: 1", await Take(what, table.Text), StringComparison.Ordinal);
            Assert.StartsWith("PK", (await MajlisProgram.Call("export", what, "--edition", "kazan-2021", "--format", "xlsx", "--data", Data)).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dry_run_makes_nothing()
    {
        var dry = await MajlisProgram.Call("import", "programme", await ProgrammeFile(), "--edition", "kazan-2021", "--dry-run", "--data", Data);
        Assert.Equal((0, ""), (dry.Code, dry.Error));
        Assert.EndsWith("Nothing was written.\n", dry.Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_new_edition_is_copied_from_an_old_one()
    {
        await MajlisProgram.Call("import", "programme", await ProgrammeFile(), "--edition", "kazan-2021", "--data", Data);
        string[] call = ["copy", "--from", "kazan-2021", "--to", "kazan-2022", "--first", "2022-05-18", "--sessions", "plenary", "--data", Data];
        var dry = await MajlisProgram.Call([.. call, "--dry-run"]);
        Assert.Equal((0, ""), (dry.Code, dry.Error));
        var made = await MajlisProgram.Call([.. call, "--title", "Kazan Forum 2022"]);
        Assert.Equal((0, dry.Text.Replace("Nothing was written.\n", "", StringComparison.Ordinal)), (made.Code, made.Text));
        Assert.Contains("Sessions: 1", made.Text.Split('\n'));

        var export = await MajlisProgram.Call("export", "programme", "--edition", "kazan-2022", "--format", "csv", "--draft", "--data", Data);
        Assert.Contains("Opening", export.Text, StringComparison.Ordinal);
        Assert.Contains("2022-05-18", export.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", export.Text, StringComparison.Ordinal);
        var again = await MajlisProgram.Call(call);
        Assert.Equal((1, "The address “kazan-2022” is in use already.\n"), (again.Code, again.Error));
        var unknown = await MajlisProgram.Call([.. call, "--sessions", "party"]);
        Assert.NotEqual(0, unknown.Code);
        Assert.Equal(2, (await MajlisProgram.Call("copy", "--from", "kazan-2021", "--to", "kazan-2023", "--first", "soon", "--data", Data)).Code);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_operators_language_and_ends_with_1()
    {
        var none = await MajlisProgram.Call("export", "programme", "--edition", "kazan-2021", "--format", "ics", "--data", Data, "--lang", "ru");
        Assert.Equal((1, 0, $"В папке {Data} нет базы данных Majlis. Укажите папку параметром --data или сервер параметром --postgres.\n"), (none.Code, none.Output.Length, none.Error));

        var missing = await MajlisProgram.Call("import", "programme", _folder.File("none.xml"), "--edition", "kazan-2021", "--data", Data);
        Assert.Equal((1, 0, $"There is no file {_folder.File("none.xml")}.\n"), (missing.Code, missing.Output.Length, missing.Error));
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task A_broken_file_makes_no_edition()
    {
        await File.WriteAllTextAsync(_folder.File("broken.xml"), Programme[..700], Stop);
        var broken = await MajlisProgram.Call("import", "programme", _folder.File("broken.xml"), "--edition", "kazan-2021", "--data", Data);
        Assert.Equal((1, 0), (broken.Code, broken.Output.Length));
        Assert.DoesNotContain("   at ", broken.Error, StringComparison.Ordinal);
        var export = await MajlisProgram.Call("export", "programme", "--edition", "kazan-2021", "--format", "ics", "--draft", "--data", Data);
        Assert.Equal((1, "There is no edition “kazan-2021”.\n"), (export.Code, export.Error));
    }

    [Theory]
    [InlineData("sevre")]
    [InlineData("export", "programme", "--edition", "x")]
    [InlineData("export", "programme", "--edition", "x", "--format", "docx")]
    [InlineData("doctor", "--lang", "xx")]
    public async Task A_wrong_call_ends_with_2_and_leaves_standard_output_empty(params string[] call)
    {
        var answer = await MajlisProgram.Call(call);
        Assert.Equal((2, 0), (answer.Code, answer.Output.Length));
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public async Task The_demonstration_is_built_once_and_found_healthy()
    {
        var first = await MajlisProgram.Call("demo", "--data", Data);
        Assert.Equal((0, ""), (first.Code, first.Error));
        Assert.Equal(12, first.Text.TrimEnd().Split('\n').Length);

        var again = await MajlisProgram.Call("demo", "--data", Data);
        Assert.Equal((1, 0), (again.Code, again.Output.Length));
        var quiet = await MajlisProgram.Call("demo", "--if-empty", "--data", Data);
        Assert.Equal((0, ""), (quiet.Code, quiet.Error));

        var doctor = await MajlisProgram.Call("doctor", "--json", "--data", Data);
        Assert.Equal((0, ""), (doctor.Code, doctor.Error));
        var states = JsonDocument.Parse(doctor.Output).RootElement.EnumerateArray().ToDictionary(d => d.GetProperty("subject").GetString()!, d => d.GetProperty("state").GetString());
        Assert.Equal("ok", states["database"]);
        Assert.Equal("ok", states["assets"]);
        Assert.Equal("attention", states["address"]);
    }

    [Fact]
    public async Task The_doctor_ends_with_1_when_the_database_is_damaged()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "majlis.db"), "This is no database, whatever its name says.", Stop);
        var doctor = await MajlisProgram.Call("doctor", "--data", Data);
        Assert.Equal(1, doctor.Code);
        Assert.Single(doctor.Text.Split('\n'), line => line.StartsWith("broken: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_doctor_sees_a_database_that_cannot_be_reached()
    {
        var doctor = await MajlisProgram.Call("doctor", "--postgres", "Host=127.0.0.1;Port=1;Timeout=2", "--data", Data);
        Assert.Equal((1, ""), (doctor.Code, doctor.Error));
        Assert.Single(doctor.Text.Split('\n'), line => line.StartsWith("broken: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_made_listed_and_revoked()
    {
        Assert.Equal(0, (await MajlisProgram.Call("demo", "--data", Data, "--stage", "released")).Code);
        string[] at = ["--edition", "kazan-2021", "--data", Data];
        Task<MajlisProgram.Answer> Token(params string[] call) => MajlisProgram.Call(["token", .. call, .. at]);
        var made = await Token("add", "--email", "owner@demo.majlis.example", "--name", "signs", "--may", "programme", "release", "--days", "7");
        Assert.Matches("^mjl_[A-Za-z0-9_-]{43}$", made.Text.Trim());
        var line = (await Token("list")).Text.Trim().Split('\t');
        Assert.Equal(("signs", "read,programme,release", "-"), (line[1], line[3], line[5]));
        var more = await Token("add", "--email", "press@demo.majlis.example", "--name", "more", "--may", "programme");
        Assert.Equal((1, "press@demo.majlis.example may not do this in the edition.\n"), (more.Code, more.Error.ReplaceLineEndings("\n")));
        Assert.Equal(1, (await Token("add", "--email", "nobody@example.org", "--name", "x")).Code);
        Assert.Equal(0, (await Token("revoke", "--id", line[0])).Code);
        Assert.Equal((1, ""), ((await Token("revoke", "--id", line[0])).Code, (await Token("list")).Text));
    }
}
