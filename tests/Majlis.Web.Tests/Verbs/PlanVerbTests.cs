using System.Text.Json;
using Majlis.Tests;

namespace Majlis.Web.Tests.Verbs;

public sealed class PlanVerbTests : IDisposable
{
    const string Problem = """
        {
          "slots": [{ "id": "s0", "start": "2026-05-20T09:00", "minutes": 25, "half": "morning" }],
          "parties": [{ "id": "A" }, { "id": "B" }, { "id": "C" }],
          "people": [{ "id": "a", "party": "A" }, { "id": "b", "party": "B" }, { "id": "c", "party": "C" }],
          "rooms": [{ "id": "hall", "class": "table", "building": "north", "seats": 4 }],
          "requests": [
            { "id": "ab", "from": { "party": "A", "people": ["a"], "wish": "must" }, "to": { "party": "B", "people": ["b"] } },
            { "id": "ac", "from": { "party": "A", "people": ["a"] }, "to": { "party": "C", "people": ["c"] } }
          ]
        }
        """;

    const string Instance = """
        nBusiness = 3; nMeetings = 3; nTables = 1; nTotalSlots = 3; nMorningSlots = 3;
        requested = [|1,2,3|2,3,3|1,3,3|]; forbidden = [{},{},{}]; fixed = [0,0,0]; precedences = [{},{},{}];
        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    static async Task<(int Code, string Text, string Error)> Plan(params string[] arguments)
    {
        var answer = await MajlisProgram.Call(["plan", .. arguments]);
        return (answer.Code, answer.Text, answer.Error);
    }

    async Task<string> File(string name, string text)
    {
        var file = _folder.File(name);
        await System.IO.File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }

    [Fact]
    public async Task A_problem_is_planned_and_told_in_one_line()
    {
        var plan = _folder.File("plan.json");
        var (code, text, error) = await Plan(await File("problem.json", Problem), "--time", "20", "--out", plan);
        Assert.Equal(0, code);
        Assert.Matches(@"^objective 204 bound 204 first \d+\.\d\d best \d+\.\d\d proof \d+\.\d\d verified\n$", text);
        Assert.Matches(@"^\d+\.\d\d s: objective 204, bound \d+\n", error);
        using var written = JsonDocument.Parse(await System.IO.File.ReadAllBytesAsync(plan, TestContext.Current.CancellationToken));
        Assert.Equal("ab", written.RootElement.GetProperty("meetings")[0].GetProperty("request").GetString());
        Assert.Equal("meetings.people_busy", written.RootElement.GetProperty("unmet")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_published_instance_is_planned_to_its_optimum()
    {
        var (code, text, _) = await Plan(await File("three.dzn", Instance), "--fairness", "1");
        Assert.Equal(0, code);
        Assert.Matches(@"^objective 1 bound 1 first \d+\.\d\d best \d+\.\d\d proof \d+\.\d\d verified\n$", text);
    }

    [Fact]
    public async Task What_cannot_be_is_proven()
    {
        var (code, text, _) = await Plan(await File("three.dzn", Instance), "--fairness", "0");
        Assert.Equal(0, code);
        Assert.Matches(@"^objective none bound none first none best none proof \d+\.\d\d verified\n$", text);
    }

    [Fact]
    public async Task No_plan_in_time_is_not_verified() =>
        Assert.Equal((1, "not verified: meetings.no_plan_found\n", ""), await Plan(await File("three.dzn", Instance), "--time", "0.000001"));

    [Theory]
    [InlineData("broken.dzn", "nBusiness = x;", "Line 1: “0…9” was expected, not “x”.")]
    [InlineData("broken.json", "{\"slots\": 7}", "“slots” must be: […].")]
    public async Task A_file_that_cannot_be_understood_is_refused_in_words(string name, string content, string said)
    {
        var (code, text, error) = await Plan(await File(name, content));
        Assert.Equal((1, "", said), (code, text, error.TrimEnd()));
    }

    [Fact]
    public async Task A_wrong_call_is_told_so() => Assert.Equal(2, (await Plan(await File("three.dzn", Instance), "--time", "-1")).Code);
}
