using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Majlis.Browser.Tests;

/// <summary>From a real file with a real double booking to a public programme that says what changed, by keys alone.</summary>
[Collection(nameof(Timetables))]
public sealed class RealProgrammeTests(Timetables timetables)
{
    const string Edition = "fosdem-2026";

    [Fact]
    public async Task Every_double_booking_of_fosdem_is_listed_repaired_by_keys_and_released()
    {
        var shared = Environment.GetEnvironmentVariable("MAJLIS_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        if (Path.Combine(shared, "data", "schedules", "fosdem-2026.xml") is var file && !File.Exists(file)) Assert.Skip("fosdem-2026.xml is not in ../shared");
        var real = DoubleBookings(file);
        Assert.NotEmpty(real);
        await using var desk = await timetables.Open("en", Timetables.Small);
        await timetables.Call("import", "programme", file, "--edition", Edition, "--announce");
        var page = desk.Page;

        // The list names each of them, and nothing else stands against a release.
        await desk.Visitor.Open($"/en/{Edition}/desk/programme/conflicts?level=forbidsrelease");
        var listed = page.Locator("ul.findings > li");
        await Expect(listed).ToHaveCountAsync(real.Count);
        foreach (var (one, other) in real) await Expect(listed.Filter(new() { HasText = one }).Filter(new() { HasText = other })).Not.ToHaveCountAsync(0);

        // It is not released by accident. Whoever wants it public before it is repaired answers for each.
        await Release(desk, "1.0");
        await Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        await OpenGrid(desk);
        var findings = page.Locator(".finding.forbidsRelease");
        await Expect(findings).ToHaveCountAsync(real.Count);
        for (var left = real.Count; left > 0; left--)
        {
            await page.Locator(".findings li:has(.forbidsRelease) [data-accept]").First.FocusAsync();
            await desk.Press("Enter");
            await page.Keyboard.TypeAsync("Until it is repaired");
            await desk.Press("Enter");
            await Expect(findings).ToHaveCountAsync(left - 1);
        }
        await Release(desk, "1.0");
        await Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await desk.Visitor.Open($"/en/{Edition}/desk/programme/conflicts?state=accepted");
        for (var left = real.Count; left > 0; left--)
        {
            await listed.First.Locator("form button").FocusAsync();
            await desk.Press("Enter");
            await Expect(listed).ToHaveCountAsync(left - 1);
        }

        // Repaired, each by keys alone: moved by the hour to where its hall and everybody in it are free; the other session of the two, where the first finds no place.
        await OpenGrid(desk);
        await Expect(findings).ToHaveCountAsync(real.Count);
        var moved = new HashSet<string>();
        for (var left = await findings.CountAsync(); left > 0; left = await findings.CountAsync())
        {
            await findings.First.FocusAsync();
            await desk.Press("Enter");
            var isFree = false;
            for (var session = 0; session < 2 && !isFree; session++)
            {
                if (session > 0)
                {
                    await desk.Press("Escape");
                    await findings.First.FocusAsync();
                    await desk.Press("Enter");
                }
                await Expect(page.Locator(".card[aria-selected=true]:focus")).ToHaveCountAsync(1);
                await desk.Press("m");
                for (var hours = 0; hours < 10 && !isFree; hours++)
                {
                    await desk.Press("PageDown");
                    isFree = await page.Locator(".ghost.against").CountAsync() == 0;
                }
            }
            Assert.True(isFree, "neither session has a free place later that day");
            moved.Add((await page.Locator(".card[aria-selected=true] .name").First.TextContentAsync())!);
            await desk.Press("Enter");
            await desk.Saved();
            await Expect(findings).Not.ToHaveCountAsync(left);
            Assert.True(await findings.CountAsync() < left, "a repair made another double booking");
        }

        await Release(desk, "2.0");
        await Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await using var reader = await timetables.Anybody("en");
        await reader.Open($"/en/{Edition}/changes");
        foreach (var title in moved) await Expect(reader.Page.Locator(".changes").First).ToContainTextAsync(title);
    }

    static async Task OpenGrid(Timetable desk)
    {
        await desk.Page.GotoAsync($"/en/{Edition}/desk/programme/grid");
        await Expect(desk.Page.Locator("majlis-grid.ready")).ToBeVisibleAsync();
    }

    /// <summary>The pairs of events of a schedule.xml that share a room or a person at one time, found apart from the program: a pair once for the room and once for each person.</summary>
    static List<(string One, string Other)> DoubleBookings(string file)
    {
        var events = System.Xml.Linq.XDocument.Load(file).Descendants("event").Select(e =>
        {
            var (start, length) = (DateTimeOffset.Parse(e.Element("date")!.Value, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Parse(e.Element("duration")!.Value, System.Globalization.CultureInfo.InvariantCulture));
            return (Title: e.Element("title")!.Value, Start: start, End: start + length, Room: e.Element("room")!.Value, People: e.Descendants("person").Select(p => p.Attribute("id")!.Value).ToHashSet());
        }).OrderBy(e => e.Start).ToList();
        return [.. events.SelectMany((one, i) => events.Skip(i + 1).Where(other => other.Start < one.End)
            .SelectMany(other => Enumerable.Repeat((one.Title, other.Title), (one.Room == other.Room ? 1 : 0) + one.People.Intersect(other.People).Count())))];
    }

    static async Task Release(Timetable desk, string name)
    {
        await desk.Page.GotoAsync($"/en/{Edition}/desk/programme/releases");
        await desk.Page.Locator("[name='Form.Name']").FillAsync(name);
        await desk.Page.RunAndWaitForResponseAsync(() => desk.Page.Keyboard.PressAsync("Enter"), answer => answer.Request.Method == "POST");
        await desk.Page.WaitForLoadStateAsync();
    }
}
