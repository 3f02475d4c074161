using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Majlis.Tests;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>Texts that want to be scripts, in every place a programme has for texts, on the pages that show them.</summary>
public sealed class HostileTextTests(Browser browser)
{
    static readonly string[] Own =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "'><svg/onload=alert(3)>", "javascript:alert(4)", "<a href=\"java\tscript:alert(5)\">x</a>",
        "</title><script>alert(6)</script>", "</textarea><script>alert(7)</script>", "<img src=\"x` `<script>alert(8)</script>\"` `>", "{{constructor.constructor('alert(9)')()}}",
        "[x](javascript:alert(10))", "![x](x\" onerror=\"alert(11))", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(12)>", "<iframe srcdoc=\"<script>alert(13)</script>\">",
        "]]></title><script>alert(14)</script>", "</script><script>alert(15)</script>", "<noscript><p title=\"</noscript><img src=x onerror=alert(16)>\">", "<details open ontoggle=alert(17)>",
        "<a href=data:text/html;base64,PHNjcmlwdD5hbGVydCgxOCk8L3NjcmlwdD4=>x</a>", "\u202Etpircs\u202C", "<base href=https://evil.example/>", "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    ];

    [Fact]
    public Task Our_own_set_runs_nothing() => Nothing("own", Own);

    [Fact]
    public async Task The_sanitizers_own_tests_run_nothing() => await Nothing("sanitizer", await Shared("htmlsanitizer", "htmlsanitizer-test-strings.json"));

    [Fact]
    public async Task The_big_list_of_naughty_strings_runs_nothing() => await Nothing("naughty", await Shared("blns", "resources", "blns.json"));

    async Task Nothing(string name, IReadOnlyList<string> texts)
    {
        var edition = $"hostile-{name}";
        await using var visitor = await browser.Visitor("en", Screen.Desktop);
        using var folder = new TemporaryFolder();
        var file = folder.File("hostile.xml");
        Programme(texts).Save(file);
        var import = await MajlisProgram.Call("import", "programme", file, "--edition", edition, "--announce", "--release", "1.0", "--data", browser.Data);
        Assert.Equal((0, ""), (import.Code, import.Error));

        var page = visitor.Page;
        // A page of hundreds of texts takes its time on a busy machine.
        visitor.Context.SetDefaultTimeout(60_000);
        visitor.Context.SetDefaultNavigationTimeout(60_000);
        List<string> faults = [];
        page.Dialog += async (_, dialog) =>
        {
            faults.Add($"{page.Url}: dialog {dialog.Message}");
            await dialog.DismissAsync();
        };
        // Whatever the policy had to stop got further than it should have.
        page.Console += (_, message) => { if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) faults.Add($"{page.Url}: {message.Text}"); };
        page.Request += (_, request) => { if (!request.Url.StartsWith(browser.Address, StringComparison.Ordinal)) faults.Add($"{page.Url}: asked for {request.Url}"); };

        async Task Look(string path)
        {
            await visitor.Open(path);
            faults.AddRange(await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('*')].flatMap(e => [...e.attributes].filter(a =>
                  /^on/i.test(a.name) || /^(href|src|action|formaction|xlink:href|data|srcdoc)$/i.test(a.name) && /^[\s\u0000-\u001f]*(javascript|data|vbscript):/i.test(a.value))
                  .map(a => location.pathname + ': ' + e.tagName + ' ' + a.name + '=' + a.value))
                  .concat([...document.scripts].filter(s => !s.src && s.type !== 'application/ld+json').map(s => location.pathname + ': script ' + s.text.slice(0, 80)))
                  .concat([...document.querySelectorAll('base, iframe, object, embed, style, meta[http-equiv]')].filter(e => !e.closest('noscript')).map(e => location.pathname + ': ' + e.outerHTML.slice(0, 80)))
                """));
        }

        foreach (var path in new[] { "", "/programme?day=all", "/programme?view=grid", "/programme/now", "/people", "/halls", "/changes", "/board", "/programme/stars?s=1,2,3" }) await Look($"/en/{edition}{path}");
        foreach (var hall in (await Links($"/en/{edition}/halls", "main a[href*='/hall/']")).Take(5)) await Look(hall);
        foreach (var person in (await Links($"/en/{edition}/people", "main a[href*='/people/']")).Take(10)) await Look(person);
        for (var number = 1; number <= texts.Count; number += Math.Max(1, texts.Count / 40)) await Look($"/en/{edition}/programme/session/{number.ToString(CultureInfo.InvariantCulture)}");

        var added = await MajlisProgram.Call("operator", "add", "--email", $"{edition}@example.org", "--data", browser.Data);
        await page.GotoAsync(new Uri(added.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).PathAndQuery);
        await page.Locator("main form button").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/link", StringComparison.Ordinal));
        foreach (var path in new[] { "", "/programme/sessions", "/programme/session/1", "/programme/session/2", "/programme/people", "/programme/tracks", "/programme/types", "/programme/releases/1", "/halls", "/walks", "/copy", "/signs" })
            await Look($"/en/{edition}/desk{path}");
        Assert.Equal([], faults);

        async Task<IReadOnlyList<string>> Links(string list, string link)
        {
            await Look(list);
            return (await page.Locator(link).EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href'))")).Distinct().ToList();
        }
    }

    /// <summary>Each text is a title, a subtitle, an abstract, a track, a type, a person, and some are halls.</summary>
    static XDocument Programme(IReadOnlyList<string> texts)
    {
        static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value is 9 or 10 or 13 or >= 32 and not (0xFFFE or 0xFFFF)).Select(r => r.ToString())) is { } clean && clean.Trim().Length > 0 ? clean : "x";
        var start = new DateTime(2021, 7, 28, 8, 0, 0, DateTimeKind.Unspecified);
        XElement Event(int i)
        {
            var (text, at) = (Clean(texts[i]), start.AddMinutes(i % 120 * 5));
            return new("event", new XAttribute("guid", new Guid(i + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 9])), new XAttribute("id", i + 1),
                new XElement("date", at.ToString("yyyy-MM-ddTHH:mm:ss+03:00", CultureInfo.InvariantCulture)), new XElement("start", at.ToString("HH:mm", CultureInfo.InvariantCulture)), new XElement("duration", "00:05"),
                new XElement("title", text), new XElement("subtitle", text), new XElement("track", Clean(texts[i % 20])), new XElement("type", Clean(texts[i % 12])), new XElement("language", "en"),
                new XElement("abstract", string.Join("\n\n", Enumerable.Range(i, 10).Select(n => Clean(texts[n % texts.Count])))), new XElement("description", text),
                new XElement("persons", new XElement("person", new XAttribute("id", i % 50 + 1), Clean(texts[i % 50 % texts.Count]))),
                new XElement("links", new XElement("link", new XAttribute("href", texts[i].Contains("script", StringComparison.OrdinalIgnoreCase) ? Clean(texts[i]) : "https://example.org/"), text)));
        }
        return new(new XElement("schedule",
            new XElement("conference", new XElement("title", Clean(texts[0])), new XElement("start", "2021-07-28"), new XElement("end", "2021-07-28"), new XElement("time_zone_name", "Europe/Moscow")),
            new XElement("day", new XAttribute("index", 1), new XAttribute("date", "2021-07-28"),
                Enumerable.Range(0, texts.Count).GroupBy(i => i / 120).Select(room => new XElement("room", new XAttribute("name", Clean(texts[room.Key])), room.Select(Event))))));
    }

    static async Task<IReadOnlyList<string>> Shared(params string[] parts)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Majlis.slnx"))) root = root.Parent;
        var shared = Environment.GetEnvironmentVariable("MAJLIS_SHARED") ?? Path.Combine(root.Parent!.FullName, "shared");
        var path = Path.Combine([shared, "data", "hostile", .. parts]);
        if (!File.Exists(path)) Assert.Skip($"{Path.Combine(parts)} is not in ../shared");
        return JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!.Where(t => t.Trim().Length > 0).ToList();
    }
}
