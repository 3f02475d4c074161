using System.Globalization;
using System.Text;
using Majlis.Tests;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>Editions made for the tests of the timetable, in the common site, and an operator who may edit them.</summary>
public sealed class Timetables(Browser browser) : IAsyncLifetime
{
    /// <summary>Eighteen halls, A to R, each with "Talk A1" at ten by Speaker A and "Talk A2" at two by Guest A on its first day, and "Talk A3" at ten on its second. Each test has halls of its own.</summary>
    public const string Small = "timetable";
    /// <summary>Sixty halls and four hundred sessions on one day.</summary>
    public const string Big = "big-day";

    public const string Day = "2026-06-17", NextDay = "2026-06-18";

    const string Editor = "programme@demo.majlis.example", Reader = "press@demo.majlis.example";


    public async ValueTask InitializeAsync()
    {
        if (browser.IsMissing) return;
        await Call("operator", "add", "--email", Editor);
        var small = Enumerable.Range(0, 18).SelectMany(i =>
        {
            var hall = (char)('A' + i);
            return new[] { new Talk(Day, hall.ToString(), $"Talk {hall}1", 10 * 60, $"Speaker {hall}"), new(Day, hall.ToString(), $"Talk {hall}2", 14 * 60, $"Guest {hall}"), new(NextDay, hall.ToString(), $"Talk {hall}3", 10 * 60, $"Speaker {hall}") };
        });
        await Import(Small, small);
        await Import(Big, Enumerable.Range(0, 400).Select(i => new Talk(Day, $"Hall {i % 60 + 1:00}", $"Session {i + 1}", 9 * 60 + i / 60 * 75, $"Person {i % 150}")));
    }

    sealed record Talk(string Day, string Hall, string Title, int Start, string Person);

    async Task Import(string edition, IEnumerable<Talk> talks)
    {
        var xml = new StringBuilder($"""
            <schedule><version>1</version><conference><acronym>{edition}</acronym><title>{edition}</title><start>{Day}</start><end>{NextDay}</end><days>2</days>
            <timeslot_duration>00:05</timeslot_duration><time_zone_name>Europe/Istanbul</time_zone_name></conference>
            """);
        foreach (var (index, day) in talks.Index().GroupBy(t => t.Item.Day).OrderBy(d => d.Key, StringComparer.Ordinal).Index())
        {
            xml.Append(CultureInfo.InvariantCulture, $"""<day index="{index + 1}" date="{day.Key}" start="{day.Key}T09:00:00+03:00" end="{day.Key}T19:00:00+03:00">""");
            foreach (var hall in day.GroupBy(t => t.Item.Hall))
            {
                xml.Append(CultureInfo.InvariantCulture, $"""<room name="{hall.Key}">""");
                foreach (var (number, talk) in hall)
                    xml.Append(CultureInfo.InvariantCulture, $"""
                        <event id="{number + 1}"><room>{hall.Key}</room><title>{talk.Title}</title><date>{day.Key}T{talk.Start / 60:00}:{talk.Start % 60:00}:00+03:00</date><start>{talk.Start / 60:00}:{talk.Start % 60:00}</start>
                        <duration>01:00</duration><persons><person id="{Math.Abs(string.GetHashCode(talk.Person, StringComparison.Ordinal) % 100000)}">{talk.Person}</person></persons></event>
                        """);
                xml.Append("</room>");
            }
            xml.Append("</day>");
        }
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("schedule.xml"), xml.Append("</schedule>").ToString());
        await Call("import", "programme", folder.File("schedule.xml"), "--edition", edition, "--announce");
    }

    /// <summary>The command line on the data of the running site.</summary>
    public async Task Call(params string[] verb)
    {
        var answer = await MajlisProgram.Call([.. verb, "--data", browser.Data]);
        Assert.True(answer.Code == 0, answer.Error);
    }

    /// <summary>Somebody of the public.</summary>
    public Task<Visitor> Anybody(string language) => browser.Visitor(language, Screen.Phone);

    /// <summary>The timetable, open and read.</summary>
    public async Task<Timetable> Open(string language, string edition = Small, Screen screen = Screen.Desktop, ColorScheme colours = ColorScheme.Light, bool mayEdit = true, string day = Day)
    {
        var visitor = await browser.Visitor(language, screen, colours);
        await visitor.SignIn(mayEdit ? Editor : Reader);
        var timetable = new Timetable(visitor);
        await visitor.Open($"/{language}/{edition}/desk/programme/grid#{day}");
        await Assertions.Expect(visitor.Page.Locator("majlis-grid.ready")).ToBeVisibleAsync();
        await Assertions.Expect(timetable.Cards.First).ToBeVisibleAsync();
        return timetable;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>What is made once for all tests of the timetable, which therefore run one after the other.</summary>
[CollectionDefinition(nameof(Timetables))]
public sealed class TimetablesOnce : ICollectionFixture<Timetables>;

/// <summary>The open page as its tests speak of it.</summary>
public sealed class Timetable(Visitor visitor) : IAsyncDisposable
{
    public Visitor Visitor => visitor;
    public IPage Page => visitor.Page;
    public ILocator Cards => Page.Locator(".cards .card");
    /// <summary>What screen readers were told last.</summary>
    public ILocator Said => Page.Locator("majlis-grid .said");
    public ILocator Dialog => Page.Locator("dialog[open]");

    public ILocator Card(string title) => Cards.Filter(new() { Has = Page.GetByText(title, new() { Exact = true }) }).First;

    public ILocator Unscheduled(string title) => Page.Locator(".waiting .item").Filter(new() { Has = Page.GetByText(title, new() { Exact = true }) });

    public ILocator Act(string name) => Page.Locator($"majlis-grid [data-do={name}]");

    /// <summary>Waits until the session stands at this time in this hall, as its card says.</summary>
    public Task Stands(string title, string from, string until, string hall) =>
        Assertions.Expect(Card(title)).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex($"{from}–{until}.*\\. {hall}\\b"));

    /// <summary>Waits until everything is saved.</summary>
    public Task Saved() => Assertions.Expect(Page.Locator(".network")).ToHaveAttributeAsync("data-state", "saved");

    /// <summary>Brings a session into sight as its editor would, by searching it, and focuses it.</summary>
    public async Task Find(string title)
    {
        await Page.GetByRole(AriaRole.Searchbox).FillAsync(title);
        await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Card(title)).ToBeFocusedAsync();
        await Page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await Card(title).FocusAsync();
    }

    public async Task Press(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    /// <summary>Drags with the mouse, in steps as a hand does.</summary>
    public async Task Drag(ILocator from, float toX, float toY)
    {
        await from.ScrollIntoViewIfNeededAsync();
        var box = (await from.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + 12);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + box.Width / 2 + 8, box.Y + 16, new() { Steps = 2 });
        await Page.Mouse.MoveAsync(toX, toY, new() { Steps = 8 });
        // A frame later it is aimed.
        await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await Page.Mouse.UpAsync();
    }

    public ValueTask DisposeAsync() => visitor.DisposeAsync();
}
