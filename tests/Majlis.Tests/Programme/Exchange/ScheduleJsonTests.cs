using System.Text;
using System.Text.Json;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Programme.Exchange;

namespace Majlis.Tests.Programme.Exchange;

public class ScheduleJsonTests
{
    public static TheoryData<string, string?> Real => ScheduleXmlTests.Real;

    [Theory, MemberData(nameof(Real))]
    public async Task Is_valid_by_the_schema_of_the_format(string file, string? zone)
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var json = Encoding.UTF8.GetString(ExchangeFiles.Write(ProgrammeFormat.ScheduleJson, programme));
        foreach (var name in (string[])["schema/schedule.json", "schema/voc/schema.json"])
        {
            // The validator knows no schema that is only "false"; this one says the same.
            var text = File.ReadAllText(ExchangeFiles.Schedule(name)).Replace("\"rooms\": false", "\"rooms\": {\"not\": {}}", StringComparison.Ordinal);
            var schema = await NJsonSchema.JsonSchema.FromJsonAsync(text, TestContext.Current.CancellationToken);
            Assert.Empty(schema.Validate(json).Select(e => e.ToString()));
        }
    }

    [Theory, MemberData(nameof(Real))]
    public void Survives_being_written_and_read_again(string file, string? zone)
    {
        var first = ExchangeFiles.Read(ExchangeFiles.Schedule(file), zone).Programme;
        var again = ExchangeFiles.Read(ExchangeFiles.Write(ProgrammeFormat.ScheduleJson, first), "schedule.json");
        Assert.Empty(again.Findings);
        Assert.Equal(Carried(first, first).AsText(), Carried(again.Programme, first).AsText());
    }

    static ProgrammeSnapshot Carried(ProgrammeSnapshot programme, ProgrammeSnapshot first)
    {
        var before = first.Sessions.ToDictionary(s => s.Guid);
        return programme with
        {
            Edition = programme.Edition with { Venue = LocalizedText.Empty, City = LocalizedText.Empty, Version = null },
            Sessions = [.. programme.Sessions.Select(s => s with
            {
                Slug = null,
                Url = before[s.Guid].Url is null ? null : s.Url,
                VideoUrl = null,
                Recording = s.Recording is { } r ? r with { Url = null, Link = null } : null,
                Materials = [.. s.Materials.Select(m => m with { Service = null })],
            })],
        };
    }

    [Theory]
    [InlineData("deep-100k.json", "import.too_deep")]
    [InlineData("deep-obj-20k.json", "import.too_deep")]
    [InlineData("dup-keys.json", "import.not_a_schedule")]
    [InlineData("big-number.json", "import.not_a_schedule")]
    [InlineData("lone-surrogate.json", "import.not_a_schedule")]
    [InlineData("nul.json", "import.not_a_schedule")]
    [InlineData("hash-collide-keys.json", "import.not_a_schedule")]
    public void A_hostile_file_is_refused_by_name(string file, string code) =>
        Assert.Equal(code, ExchangeFiles.Refused(ExchangeFiles.Hostile($"json/{file}")).Code);

    [Theory]
    [InlineData("{\"schedule\":{\"conference\":{\"title\":\"\\ud800\"}}}", "import.json_broken")]
    [InlineData("{\"schedule\":{\"conference\":{\"days\":[]}}}", "import.no_days")]
    [InlineData("{\"schedule\":", "import.json_broken")]
    public void A_broken_file_is_refused_by_name(string json, string code) => Assert.Equal(code, ExchangeFiles.Refused(Encoding.UTF8.GetBytes(json), "a.json").Code);

    [Fact]
    public void Of_a_key_that_comes_twice_the_last_is_meant_and_a_nul_is_taken_out()
    {
        const string json = """
            {"conference":{"title":"A","acronym":"forum","time_zone_name":"Europe/Berlin","days":[{"date":"2026-06-17","day_start":"2026-06-17T06:00:00+02:00","day_end":"2026-06-18T04:00:00+02:00",
            "rooms":{"Hall":[{"id":1,"title":"first","title":"x\u0000y","date":"2026-06-17T10:00:00+02:00","start":"10:00","duration":"0:30","persons":[{"id":1,"public_name":"P"}],"n":1e400}]}}]}}
            """;
        var reading = ExchangeFiles.Read(Encoding.UTF8.GetBytes(json), "a.json");
        Assert.Equal("xy", reading.Programme.Sessions.Single().Title["en"]);
        Assert.Equal(["Repaired  1 controls_stripped"], reading.Told());
    }

    [Fact]
    public void Tells_a_session_of_over_a_day_truly()
    {
        var programme = ExchangeFiles.Read(ExchangeFiles.Own("forum.xml")).Programme;
        programme = programme with { Sessions = [programme.Sessions[0] with { Minutes = 30 * 60 }] };
        using var json = JsonDocument.Parse(ExchangeFiles.Write(ProgrammeFormat.ScheduleJson, programme));
        var session = json.RootElement.GetProperty("schedule").GetProperty("conference").GetProperty("days")[0].GetProperty("rooms").GetProperty("Hall A")[0];
        Assert.Equal(("30:00", "2026-06-18T16:00:00+03:00"), (session.GetProperty("duration").GetString(), session.GetProperty("end").GetString()));
    }
}
