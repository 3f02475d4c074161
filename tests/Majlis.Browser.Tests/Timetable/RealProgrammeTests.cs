using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Majlis.Browser.Tests;

/// <summary>From a real file with a real double booking to a public programme that says what changed, by keys alone.</summary>
[Collection(nameof(Timetables))]
public sealed class RealProgrammeTests(Timetables timetables)
{
    const string Edition = "fosdem-2026";

    [Fact]
    public async Task The_double_booking_of_fosdem_is_listed_repaired_by_keys_and_released()
    {
        var shared = Environment.GetEnvironmentVariable("MAJLIS_SHARED") ?? Path.Combine(Repository.Root, "..", "shared");
        if (Path.Combine(shared, "data", "schedules", "fosdem-2026.xml") is var file && !File.Exists(file)) Assert.Skip("fosdem-2026.xml is not in ../shared");
        await using var desk = await timetables.Open("en", Timetables.Small);
        await timetables.Call("import", "programme", file, "--edition", Edition, "--announce");
        var page = desk.Page;

        // It stands against the release.
        await Release(desk, "1.0");
        await Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
        var key = (await Ask<string[]>(page, "GET", "conflicts", "answer => answer.findings.filter(f => f.level === 'forbidsRelease').map(f => f.key)")).Single();
        await Ask<bool>(page, "PUT", $"conflicts/{key}/acceptance", "() => true", """{"reason":"Until it is repaired"}""");
        await Release(desk, "1.0");
        await Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await Ask<bool>(page, "DELETE", $"conflicts/{key}/acceptance", "() => true");

        await desk.Visitor.Open($"/en/{Edition}/desk/programme/grid#2026-02-01");
        var finding = page.Locator(".finding.forbidsRelease");
        await Expect(finding).ToHaveCountAsync(1);
        await finding.FocusAsync();
        await desk.Press("Enter");
        await Expect(page.Locator(".card[aria-selected=true]")).ToBeFocusedAsync();
        var title = (await page.Locator(".card[aria-selected=true] .name").TextContentAsync())!;
        // Hour by hour to where the hall and everybody in it are free.
        await desk.Press("m");
        for (var hours = 0; hours < 12 && (hours == 0 || await page.Locator(".ghost.against").CountAsync() > 0); hours++) await desk.Press("PageDown");
        await desk.Press("Enter");
        await desk.Saved();
        await Expect(finding).ToHaveCountAsync(0);

        await Release(desk, "2.0");
        await Expect(page.Locator(".error-summary")).ToHaveCountAsync(0);
        await desk.Visitor.Open($"/en/{Edition}/changes");
        await Expect(page.Locator(".changes").First).ToContainTextAsync(title);
    }

    static async Task Release(Timetable desk, string name)
    {
        await desk.Page.GotoAsync($"/en/{Edition}/desk/programme/releases");
        await desk.Page.Locator("[name='Form.Name']").FillAsync(name);
        await desk.Page.RunAndWaitForResponseAsync(() => desk.Page.Keyboard.PressAsync("Enter"), answer => answer.Request.Method == "POST");
        await desk.Page.WaitForLoadStateAsync();
    }

    /// <summary>Asks the API as the signed-in editor.</summary>
    static Task<T> Ask<T>(IPage page, string method, string path, string read, string? body = null) => page.EvaluateAsync<T>($$"""
        async ([method, path, body]) => {
          const answer = await fetch(`/api/v1/editions/{{Edition}}/${path}`, { method, body, headers: { 'X-Majlis': '1', ...(body ? { 'Content-Type': 'application/json' } : {}) } });
          if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
          return ({{read}})(answer.status === 204 ? null : await answer.json());
        }
        """, new object?[] { method, path, body });
}
