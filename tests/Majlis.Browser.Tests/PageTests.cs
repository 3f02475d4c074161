using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Majlis.Browser.Tests;

/// <summary>What holds for every page.</summary>
public sealed class PageTests(Browser browser)
{
    static readonly string[] Closed = ["account", "account/passkeys", "account/sign-ins", "account/profile"];
    static readonly string[] Desk =
    [
        "desk", "desk/edition", "desk/halls", "desk/hall/great", "desk/walks", "desk/board", "desk/sign/great", "desk/team", "desk/tokens", "desk/copy", "desk/signs", "desk/programme/conflicts", "desk/programme/rules",
        "desk/programme/sessions", "desk/programme/session/1", "desk/programme/session", "desk/programme/people", "desk/programme/tracks", "desk/programme/types", "desk/programme/import",
        "desk/programme/releases", "desk/programme/releases/2", "desk/programme/compare?from=1&to=2", "desk/programme/compare?from=1&to=2&view=side", "desk/programme/roll-back/1",
        "desk/programme/speakers", "desk/programme/speaker-list/1", "desk/programme/running?day=2021-07-28", "desk/programme/person/1", "desk/people/protocol", "desk/programme/table/people", "desk/programme/table/halls", "desk/messaging/letters", "desk/messaging/letters/slotchanged/ar",
        "desk/parties", "desk/parties/party/saudi-arabia", "desk/parties/groups/oic", "desk/parties/reference/oic", "desk/parties/import", "desk/parties/order", "desk/parties/rules",
        "desk/parties/snapshots/1", "desk/parties/seating/1", "desk/parties/flags", "desk/parties/plates",
        "desk/delegations", "desk/delegations/invitations", "desk/delegations/invite", "desk/delegations/doubles", "desk/delegations/rules", "desk/delegations/iran",
        "desk/accreditation", "desk/accreditation/batches", "desk/accreditation/enter", "desk/accreditation/answers", "desk/accreditation/watch", "desk/accreditation/rules",
        "desk/meetings/rooms", "desk/meetings/interpreters", "desk/meetings/bookings", "desk/meetings/figures",
        "desk/meetings", "desk/meetings/request", "desk/meetings/request/1", "desk/meetings/round", "desk/meetings/sides", "desk/meetings/side/person-1", "desk/meetings/import",
    ];

    [Theory]
    [InlineData("en", Screen.Desktop, ColorScheme.Light)]
    [InlineData("en", Screen.Phone, ColorScheme.Dark)]
    [InlineData("fa", Screen.Phone, ColorScheme.Light)]
    [InlineData("fa", Screen.Desktop, ColorScheme.Dark)]
    public async Task Public_pages_have_no_barriers(string language, Screen screen, ColorScheme colours)
    {
        await using var visitor = await browser.Visitor(language, screen, colours);
        List<string> faults = [];
        foreach (var path in await Public(visitor, language)) faults.AddRange(await Barriers(visitor, path));
        Assert.Equal([], faults);
    }

    [Theory]
    [InlineData("en", Screen.Desktop, ColorScheme.Light)]
    [InlineData("ar", Screen.Desktop, ColorScheme.Light)]
    [InlineData("fa", Screen.Phone, ColorScheme.Dark)]
    public async Task Pages_behind_the_sign_in_have_no_barriers(string language, Screen screen, ColorScheme colours)
    {
        await using var visitor = await browser.Visitor(language, screen, colours);
        await visitor.SignIn("owner@demo.majlis.example");
        List<string> faults = [];
        foreach (var path in Closed.Select(p => $"/{language}/{p}").Concat(Desk.Select(visitor.At))) faults.AddRange(await Barriers(visitor, path));
        Assert.Equal([], faults);
    }

    [Theory]
    [InlineData("en", 320)]
    [InlineData("en", 390)]
    [InlineData("fa", 320)]
    [InlineData("fa", 390)]
    public async Task No_page_scrolls_sideways(string language, int width)
    {
        await using var visitor = await browser.Visitor(language, Screen.Phone, width: width);
        List<string> wide = [];
        foreach (var path in await Public(visitor, language))
        {
            await visitor.Open(path);
            // Wide tables scroll in a frame of their own.
            var over = await visitor.Page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - document.documentElement.clientWidth");
            if (over > 0) wide.Add($"{path}: {over} px");
        }
        Assert.Equal([], wide);
    }

    /// <summary>One of each kind of page that anybody may open.</summary>
    static async Task<IReadOnlyList<string>> Public(Visitor visitor, string language)
    {
        async Task<string> First(string list, string link)
        {
            await visitor.Open(visitor.At(list));
            return new Uri(new Uri(visitor.Page.Url), await visitor.Page.Locator(link).First.GetAttributeAsync("href")).PathAndQuery;
        }
        return
        [
            $"/{language}", visitor.At(), visitor.At("programme"), visitor.At("programme") + "?view=grid", visitor.At("programme/now"), visitor.At("changes"), visitor.At("programme/stars"),
            visitor.At("people"), visitor.At("halls"), visitor.At("parties"), await First("programme", ".sessions li > a"), await First("people", "main a[href*='/people/']"), await First("halls", "main a[href*='/hall']"),
            visitor.At("sign/great") + "?lang2=ar", visitor.At("board"), $"/{language}/account/sign-in",
        ];
    }

    internal static async Task<IEnumerable<string>> Barriers(Visitor visitor, string path)
    {
        await visitor.Open(path);
        // The whole page at once: the other way opens a blank page and waits for its network to fall silent, which on a busy machine it sometimes never notices.
#pragma warning disable CS0618 // its successor is what is described above
        var result = await visitor.Page.RunAxeLegacy();
#pragma warning restore CS0618
        return result.Violations.SelectMany(v => v.Nodes.Take(3).Select(node => $"{path}: {v.Id} {node.Html}"));
    }
}
