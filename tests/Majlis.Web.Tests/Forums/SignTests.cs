using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Majlis.Forums;
using Majlis.Platform;
using Majlis.Programme;
using Majlis.Web.Tests.Programme.Desk;
using Microsoft.EntityFrameworkCore;

namespace Majlis.Web.Tests.Forums;

/// <summary>Screens of the venue, at moments that the desk may ask for and the public may not.</summary>
public sealed class SignTests(DeskSite site) : IClassFixture<DeskSite>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await site.Do(async db =>
    {
        var edition = await db.Editions.SingleAsync(e => e.Slug == "kazan-2021");
        if (await db.Releases.AnyAsync(r => r.EditionId == edition.Id)) return;
        var by = Actor.Installation("test");
        await AddHall.Run(db, by, edition.Id, new() { Slug = "small", Name = DeskSite.Text("Small Hall").With("fa", "تالار کوچک") });
        async Task Add(string title, NodaTime.LocalDateTime start, Guid? hall, string? fa = null) => await AddSession.Run(db, by, edition.Id, new()
        {
            Guid = Guid.Empty, Number = 0, Title = DeskSite.Text(title).With("fa", fa), Hall = hall, AllHalls = hall is null, Start = start, Minutes = 60,
        });
        await Add("Second", new(2021, 7, 28, 12, 0), site.Hall, "دوم");
        await Add("Coffee", new(2021, 7, 28, 13, 0), null);
        await Add("Third", new(2021, 7, 29, 1, 0), site.Hall);
        await Add("Morning", new(2021, 7, 29, 9, 0), site.Hall);
        await ReleaseProgramme.Run(db, by, edition.Id, "1.0", LocalizedText.Empty);
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static string[] In(IParentNode page, string state) => [.. page.QuerySelectorAll($".told > .{state} .title").Select(t => t.TextContent.Trim())];

    async Task<IDocument> At(string page, string day, string time) =>
        new HtmlParser().ParseDocument((await (await site.Browser("programme")).Get($"/en/kazan-2021/desk/{page}?day={day}&time={time}")).Body);

    [Theory]
    [InlineData("2021-07-28", "09:59", "", "Opening", "Second Coffee Third")]
    [InlineData("2021-07-28", "10:00", "Opening", "Second", "Coffee Third")]
    [InlineData("2021-07-28", "10:59", "Opening", "Second", "Coffee Third")]
    [InlineData("2021-07-28", "11:00", "", "Second", "Coffee Third")]
    [InlineData("2021-07-29", "01:30", "Third", "", "")]
    [InlineData("2021-07-29", "02:00", "", "Morning", "")]
    [InlineData("2021-07-29", "10:00", "", "", "")]
    public async Task The_sign_tells_what_is_on_and_what_follows(string day, string time, string on, string next, string later)
    {
        var page = await At("sign/grand", day, time);
        Assert.Equal((on, next, later), (string.Join(' ', In(page, "on")), string.Join(' ', In(page, "next")), string.Join(' ', In(page, "later"))));
        // Half past one in the night is still the day before; at two the next morning is announced.
        var shown = page.QuerySelectorAll(".day:not([hidden])").Select(d => d.GetAttribute("data-day"));
        Assert.Equal(next == "Morning" ? ["2021-07-29"] : time == "10:00" && day.EndsWith("29", StringComparison.Ordinal) ? [] : ["2021-07-28"], shown);
        Assert.Equal(shown.Any(), page.QuerySelector("[data-over]")!.HasAttribute("hidden"));
    }

    [Fact]
    public async Task The_board_tells_every_hall_and_what_is_in_all_halls_in_each()
    {
        var page = await At("board", "2021-07-28", "12:30");
        Assert.Equal(["Grand Hall", "Small Hall"], page.QuerySelectorAll(".hall > h2").Select(h => h.TextContent.Trim()));
        Assert.Equal(["Second"], In(page, "on"));
        Assert.Equal(["Coffee", "Coffee"], In(page, "next"));
    }

    [Fact]
    public async Task The_public_cannot_ask_for_another_moment()
    {
        var browser = await site.Browser("press");
        foreach (var path in new[] { "sign/grand", "board" })
        {
            var page = new HtmlParser().ParseDocument((await browser.Get($"/en/kazan-2021/{path}?day=2021-07-28&time=10:30&at=2021-07-28T10:30")).Body);
            Assert.Empty(In(page, "on"));
            Assert.Null(page.QuerySelector("[data-preview=true]"));
        }
    }

    [Fact]
    public async Task A_second_language_stands_under_the_first_where_it_is_written()
    {
        var browser = await site.Browser("press");
        var page = new HtmlParser().ParseDocument((await browser.Get("/en/kazan-2021/sign/grand?lang2=fa")).Body);
        Assert.Equal(["دوم"], page.QuerySelectorAll(".title .second[lang=fa][dir=rtl]").Select(s => s.TextContent));
        foreach (var none in new[] { "", "?lang2=en", "?lang2=xx", "?lang2=<script>" })
            Assert.DoesNotContain("class=\"second\"", (await browser.Get($"/en/kazan-2021/sign/grand{none}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_the_page_asks_anew_every_minute_and_the_desk_lists_every_screen()
    {
        var browser = await site.Browser("programme");
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"60\">", (await browser.Get("/en/kazan-2021/board")).Body, StringComparison.Ordinal);
        var list = new HtmlParser().ParseDocument((await browser.Get("/en/kazan-2021/desk/signs?lang2=fa&day=2021-07-28&time=11:00")).Body);
        var addresses = list.QuerySelectorAll(".copy a").Select(a => new Uri(a.GetAttribute("href")!)).ToList();
        Assert.Equal(["/en/kazan-2021/board?lang2=fa", "/en/kazan-2021/sign/grand?lang2=fa", "/en/kazan-2021/sign/small?lang2=fa"], addresses.Select(a => a.PathAndQuery));
        Assert.Equal(3, list.QuerySelectorAll("svg.qr path").Length);
        Assert.Contains("/en/kazan-2021/desk/sign/grand?lang2=fa&day=2021-07-28&time=11:00", list.QuerySelectorAll("a.button").Select(a => a.GetAttribute("href")!.Replace("%3A", ":", StringComparison.Ordinal)));
        Assert.Equal(404, (await (await site.Browser("other")).Get("/en/kazan-2021/desk/signs")).Status);
    }
}
