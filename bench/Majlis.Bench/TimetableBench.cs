using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Majlis.Bench;

/// <summary>
/// A drag in the timetable editor, on a day of sixty halls and four hundred sessions, in a browser: the time from one frame to the next while the mouse moves. The screen
/// of the browser has sixty frames a second, so nothing is faster than 16.7 ms.
/// </summary>
sealed class TimetableBench : IAsyncDisposable
{
    const string Name = "timetable";
    const string Edition = "big-day";
    const string Day = "2026-06-17";
    const string Editor = "owner@demo.majlis.example";
    static readonly TimeSpan Drag = TimeSpan.FromSeconds(4);

    /// <summary>The password that the demonstration prints.</summary>
    const string DemoPassword = "Majlis-demo-2021";

    static string Executable => Path.Combine(ProgrammeBench.RepositoryRoot(), "artifacts", "majlis", "majlis");

    readonly string _folder = Directory.CreateTempSubdirectory("majlis-bench-").FullName;

    public async IAsyncEnumerable<Figure> Run()
    {
        if (FirstLoad.Chromium is not { } chromium)
        {
            Console.Error.WriteLine("  no Chromium: its cases are left out");
            yield break;
        }
        var data = Path.Combine(_folder, "data");
        await Shell.Run(Executable, "demo", "--data", data);
        await Shell.Run(Executable, "operator", "add", "--email", Editor, "--data", data);
        var file = Path.Combine(_folder, "schedule.xml");
        await File.WriteAllTextAsync(file, Schedule());
        await Shell.Run(Executable, "import", "programme", file, "--edition", Edition, "--announce", "--data", data);
        var (site, _) = await Server.Start(port => new(Executable, ["serve", "--data", data, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")]), $"en/{Edition}");
        await using (site)
        {
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = FirstLoad.Arguments });
            var context = await browser.NewContextAsync(new() { BaseURL = site.Address.AbsoluteUri, ViewportSize = new() { Width = 1440, Height = 900 }, ServiceWorkers = ServiceWorkerPolicy.Block });
            var page = await context.NewPageAsync();
            await page.GotoAsync("en/account/sign-in");
            await page.Locator("input[name=email]").FillAsync(Editor);
            await page.Locator("input[name=password]").FillAsync(DemoPassword);
            await page.Locator("form button.main").First.ClickAsync();
            await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
            await page.GotoAsync($"en/{Edition}/desk/programme/sessions");

            var watch = Stopwatch.StartNew();
            await page.GotoAsync($"en/{Edition}/desk/programme/grid#{Day}");
            await page.Locator(".cards .card").First.WaitForAsync();
            yield return new(Name, "from the click to the first session in sight", watch.Elapsed.TotalSeconds, "s");
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            yield return new(Name, "sessions in the document, of 400", await page.Locator(".cards .card").CountAsync(), "elements");

            var frame = (await page.Locator(".board").BoundingBoxAsync())!;
            await foreach (var figure in Frames(page, "a drag across what is in sight", t => (frame.X + 200 + Wave(t, 0.9) * (frame.Width - 320), frame.Y + 120 + Wave(t, 0.4) * (frame.Height - 260)))) yield return figure;
            await foreach (var figure in Frames(page, "a drag that scrolls at the edge", t => (frame.X + frame.Width - 12, frame.Y + 200 + Wave(t, 0.5) * 100))) yield return figure;
        }
    }

    /// <summary>To and fro between 0 and 1, so many times a second.</summary>
    static double Wave(double seconds, double often) => 0.5 - 0.5 * Math.Cos(seconds * often * 2 * Math.PI);

    static async IAsyncEnumerable<Figure> Frames(IPage page, string what, Func<double, (double X, double Y)> at)
    {
        await page.EvaluateAsync("() => { document.querySelector('.board').scrollLeft = 0; }");
        var card = page.Locator(".cards .card").Filter(new() { HasText = "Session 3" }).First;
        var box = (await card.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 30, box.Y + 12);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 60, box.Y + 30, new() { Steps = 4 });
        await page.EvaluateAsync("""
            () => {
              const gaps = window.frameGaps = [];
              let last = performance.now();
              const step = (now) => { gaps.push(now - last); last = now; if (window.frameGaps === gaps) requestAnimationFrame(step); };
              requestAnimationFrame(step);
            }
            """);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Drag)
        {
            var (x, y) = at(watch.Elapsed.TotalSeconds);
            await page.Mouse.MoveAsync((float)x, (float)y);
        }
        var gaps = (await page.EvaluateAsync<double[]>("() => { const gaps = window.frameGaps; window.frameGaps = null; return gaps.slice(1); }")).Order().ToList();
        await page.Keyboard.PressAsync("Escape");
        await page.Mouse.UpAsync();
        yield return new(Name, $"{what}: frames", gaps.Count / Drag.TotalSeconds, "a second");
        yield return new(Name, $"{what}: from frame to frame, p50", gaps[gaps.Count / 2], "ms");
        yield return new(Name, $"{what}: from frame to frame, p95", gaps[(int)((gaps.Count - 1) * 0.95)], "ms");
        yield return new(Name, $"{what}: from frame to frame, longest", gaps[^1], "ms");
    }

    static string Schedule()
    {
        var xml = new StringBuilder($"""
            <schedule><version>1</version><conference><acronym>{Edition}</acronym><title>A large day</title><start>{Day}</start><end>{Day}</end><days>1</days>
            <timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Istanbul</time_zone_name></conference><day index="1" date="{Day}" start="{Day}T09:00:00+03:00" end="{Day}T19:00:00+03:00">
            """);
        foreach (var hall in Enumerable.Range(0, 400).GroupBy(i => i % 60))
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<room name="Hall {hall.Key + 1:00}">""");
            foreach (var i in hall)
            {
                var start = 9 * 60 + i / 60 * 75;
                xml.Append(CultureInfo.InvariantCulture, $"""
                    <event id="{i + 1}"><room>Hall {hall.Key + 1:00}</room><title>Session {i + 1}: what a partnership needs</title><track>Track {i % 12}</track><date>{Day}T{start / 60:00}:{start % 60:00}:00+03:00</date>
                    <start>{start / 60:00}:{start % 60:00}</start><duration>01:00</duration><persons><person id="{i % 150 + 1}">Person {i % 150 + 1}</person><person id="{i % 97 + 201}">Person {i % 97 + 201}</person></persons></event>
                    """);
            }
            xml.Append("</room>");
        }
        return xml.Append("</day></schedule>").ToString();
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
