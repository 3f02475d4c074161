using System.Runtime.CompilerServices;
using System.Text;
using Majlis.Meetings.Planning;
using Majlis.Platform;
using NJsonSchema;

namespace Majlis.Planning.Tests;

public class ProblemFileTests
{
    const string Good = """
        {
          "slots": [{ "id": "s0", "start": "2026-05-20T09:00", "minutes": 25, "half": "morning" }],
          "parties": [{ "id": "A", "name": "Aland" }, { "id": "B" }],
          "people": [{ "id": "a", "party": "A", "level": 2, "away": [], "mostADay": 3 }, { "id": "b", "party": "B" }],
          "rooms": [{ "id": "hall", "class": "table", "building": "north", "seats": 4, "tables": 9, "taken": { "s0": 2 } }],
          "interpreters": [{ "id": "i", "pairs": [["ru", "ar"]] }],
          "requests": [{ "id": "q", "from": { "party": "A", "people": ["a"], "wish": "must" }, "to": { "party": "B", "people": ["b"] }, "languages": ["ar", "ru"], "locked": { "slot": "s0", "room": "hall", "interpreter": "i" } }],
          "turnaround": 5, "weights": { "gap": 7 }
        }
        """;

    [Fact]
    public void Reads_what_is_written_by_hand()
    {
        var read = Read(Good);
        Assert.Equal(7, read.Rooms[0].TablesIn("s0"));
        Assert.Equal((2, 7, 40, 5), (read.People[0].Level, read.Weights.Gap, read.Weights.Wish, read.Turnaround));
        Assert.Equal((Wish.Must, Wish.Wish, new LanguagePair("ru", "ar"), new Placement("q", "s0", "hall", "i")), (read.Requests[0].From.Wish, read.Requests[0].To.Wish, read.Requests[0].Languages, read.Requests[0].Locked));
    }

    [Fact]
    public void What_is_written_is_read_again() => Forum.Tiny.Where(p => ProblemFaults.Of(p).Count == 0).Sample(problem =>
    {
        var (one, two) = (Written(problem), Written(Read(Written(problem))));
        Assert.Equal(one, two);
    }, iter: 100);

    [Fact]
    public async Task The_schema_takes_what_the_reader_takes()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "guide", "planning-problem.schema.json"), TestContext.Current.CancellationToken);
        Assert.Empty(schema.Validate(Good));
        Assert.Empty(schema.Validate(Written(ForumGenerator.Make(30, 60))));
        Assert.NotEmpty(schema.Validate(Good.Replace("\"wish\": \"must\"", "\"wish\": \"maybe\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(Good.Replace("\"turnaround\"", "\"turn\"", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"minutes\": 25", "\"minutes\": \"long\"", "meetings.file_number field=slots[0].minutes, least=0, most=2147483647")]
    [InlineData("\"minutes\": 25", "\"minutes\": 1e99", "meetings.file_number field=slots[0].minutes, least=0, most=2147483647")]
    [InlineData("\"minutes\": 25", "\"minutes\": 0", "meetings.problem_faulty why=meetings.number_outside (slots.minutes, s0, 1, 1440)")]
    [InlineData("\"minutes\": 25, ", "", "meetings.file_missing field=slots[0].minutes")]
    [InlineData("\"half\": \"morning\"", "\"half\": \"night\"", "meetings.file_kind field=slots[0].half, expected=morning, afternoon")]
    [InlineData("2026-05-20T09:00", "20.5.2026", "meetings.file_kind field=slots[0].start, expected=YYYY-MM-DDTHH:MM")]
    [InlineData("\"id\": \"q\"", "\"id\": \"\"", "meetings.file_text field=requests[0].id, most=200")]
    [InlineData("\"people\": [\"a\"]", "\"people\": [\"z\"]", "meetings.problem_faulty why=meetings.id_unknown (requests.people, z)")]
    [InlineData("\"people\": [\"a\"]", "\"people\": []", "meetings.problem_faulty why=meetings.side_empty (q)")]
    [InlineData("\"people\": [\"a\"]", "\"people\": [\"b\"]", "meetings.problem_faulty why=meetings.meets_itself (q)")]
    [InlineData("\"people\": [\"a\"]", "\"people\": {}", "meetings.file_kind field=requests[0].from.people, expected=[…]")]
    [InlineData("\"id\": \"B\"", "\"id\": \"A\"", "meetings.problem_faulty why=meetings.id_twice (parties, A)")]
    [InlineData("\"away\": []", "\"away\": [\"s0\"]", "meetings.problem_faulty why=meetings.person_away (a, s0)")]
    [InlineData("\"tables\": 9, \"taken\": { \"s0\": 2 }", "\"tables\": 0", "meetings.problem_faulty why=meetings.room_full (hall, s0)")]
    [InlineData("{ \"s0\": 2 }", "{ \"s0\": 9 }", "meetings.problem_faulty why=meetings.room_full (hall, s0)")]
    [InlineData("{ \"s0\": 2 }", "{ \"s0\": -1 }", "meetings.problem_faulty why=meetings.number_outside (rooms.taken, hall, 0, 100000)")]
    [InlineData("{ \"s0\": 2 }", "{ \"s9\": 1 }", "meetings.problem_faulty why=meetings.id_unknown (rooms.taken, s9)")]
    [InlineData("{ \"s0\": 2 }", "[\"s0\"]", "meetings.file_kind field=rooms[0].taken, expected={…}")]
    [InlineData("[\"ru\", \"ar\"]", "[\"ru\"]", "meetings.file_kind field=interpreters[0].pairs[0], expected=[a, b]")]
    [InlineData("\"turnaround\"", "\"turnround\"", "meetings.file_field_unknown field=turnround")]
    [InlineData("\"party\": \"B\", \"people\": [\"b\"] }", "\"party\": \"B\", \"people\": [\"b\"], \"x\": 1 }", "meetings.file_field_unknown field=requests[0].to.x")]
    [InlineData("\"turnaround\": 5", "\"turnaround\": 5,,", "meetings.file_json line=8")]
    [InlineData("\"turnaround\": 5", "\"turnaround\": 5, \"turnaround\": 6", "meetings.file_json line=1")]
    [InlineData("\"level\": 2", "\"level\": [[[[[[[[[[]]]]]]]]]]", "meetings.file_json line=4")]
    public void Says_where_it_is_wrong(string good, string bad, string said)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        Assert.Equal(said, Assert.Throws<Refusal>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal))).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"slots\": {}}")]
    [InlineData("{\"slots\": [null]}")]
    public void What_is_no_problem_at_all_is_refused(string text) => Assert.Throws<Refusal>(() => Read(text));

    [Fact]
    public void Whatever_is_in_the_file_it_is_read_or_refused() => Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 20], Gen.String).Sample((at, cut, put) =>
    {
        try
        {
            Read(Good.Remove(at, Math.Min(cut, Good.Length - at)).Insert(at, put));
        }
        catch (Refusal)
        {
            // Said so.
        }
    }, iter: 2000);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        bytes[Good.IndexOf("Aland", StringComparison.Ordinal)] = 0xFF;
        Assert.StartsWith("meetings.file_json", Assert.Throws<Refusal>(() => ProblemFile.Read(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_end_is_refused() =>
        Assert.Equal("meetings.file_too_many most=500000", Assert.Throws<Refusal>(() => Read("{\"slots\": [" + string.Join(',', Enumerable.Repeat("1", 500_001)) + "]}")).Message);

    static Problem Read(string text) => ProblemFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    static string Written(Problem problem)
    {
        var stream = new MemoryStream();
        ProblemFile.Write(problem, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static string Here([CallerFilePath] string file = "") => file;
}
