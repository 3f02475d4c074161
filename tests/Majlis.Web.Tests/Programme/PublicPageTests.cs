using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Majlis.Web.Tests.Programme;

public sealed class PublicPageTests(Site site) : IClassFixture<Site>
{
    static readonly string[] Languages = ["ar", "en", "fa", "fr", "ru", "tr"];

    static readonly string[] Pages =
    [
        "", "/programme", "/programme?day=all", "/programme?view=grid", "/programme/now", "/programme/session/1", "/programme/session/2", "/programme/session/7", "/programme/session/8",
        "/programme/session/9", "/programme/stars", "/programme/stars?s=2,3,4", "/people", "/people/1", "/halls", "/hall/small", "/changes", "/sign/grand", "/sign/grand?lang2=fa", "/board",
    ];

    public static TheoryData<string, string> EveryPage => new(Languages.SelectMany(l => Pages.Select(p => (l, p))));

    async Task<IDocument> Open(string address) => new HtmlParser().ParseDocument(await site.Read(address));

    static string[] Titles(IDocument page) => [.. page.QuerySelectorAll(".sessions li > a").Select(a => a.TextContent)];

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Answers_in_its_language_and_direction_with_one_heading(string language, string path)
    {
        var page = await Open($"/{language}/{Kazan.Slug}{path}");

        Assert.Equal((language, language is "ar" or "fa" ? "rtl" : "ltr"), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Empty(page.QuerySelectorAll("[style], style, script:not([src]):not([type='application/ld+json'])"));
        Assert.Empty(page.QuerySelectorAll("[onclick], [onerror], iframe"));
        Assert.DoesNotMatch("javascript:", string.Concat(page.QuerySelectorAll("[href]").Select(a => a.GetAttribute("href"))));
    }

    [Theory]
    [MemberData(nameof(EveryPage))]
    public async Task Shows_nothing_of_the_draft(string language, string path)
    {
        var page = await site.Read($"/{language}/{Kazan.Slug}{path}");

        Assert.DoesNotContain(Kazan.Marker, page, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/en/kazan-2021/programme/session/77")]
    [InlineData("/en/kazan-2021/people/77")]
    [InlineData("/en/kazan-2021/hall/draft-hall")]
    [InlineData("/en/kazan-2021/sign/draft-hall")]
    [InlineData("/en/kazan-2022/board")]
    [InlineData("/en/kazan-2022")]
    [InlineData("/en/kazan-2022/programme")]
    [InlineData("/kazan-2022/tracks.css")]
    [InlineData("/en/kazan-2022/manifest.webmanifest")]
    [InlineData("/en/nowhere/programme")]
    public async Task What_is_not_public_is_not_there(string address)
    {
        using var answer = await site.Ask(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain(Kazan.Marker, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_search_for_words_of_the_draft_finds_nothing()
    {
        var page = await Open($"/en/{Kazan.Slug}/programme?q={Kazan.Marker.ToUpperInvariant()}");

        Assert.Empty(Titles(page));
    }

    [Fact]
    public async Task An_edition_without_a_release_says_what_comes_here()
    {
        foreach (var path in new[] { "", "/programme", "/programme/now", "/people", "/halls", "/changes", "/programme/stars" })
            Assert.Contains("The programme will be published here.", await site.Read($"/en/kazan-2023{path}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_day_is_shown_with_the_night_that_belongs_to_it()
    {
        var page = await Open($"/en/{Kazan.Slug}/programme");

        Assert.Equal(["Opening plenary", "Halal finance in the می‌خواهم world", "Museums", "Overlap in the small hall", "Coffee", "Night of poetry"], Titles(page));
    }

    [Theory]
    [InlineData("track=culture", "Museums|Night of poetry")]
    [InlineData("hall=small&day=2021-07-28", "Opening plenary|Museums|Overlap in the small hall|Coffee")]
    [InlineData("language=fa", "Opening plenary")]
    [InlineData("type=break", "Coffee")]
    [InlineData("track=gone", "")]
    [InlineData("track=culture&q=poetry", "Night of poetry")]
    [InlineData("day=2021-13-45&track=economy", "Halal finance in the می‌خواهم world")]
    public async Task Filters_narrow_the_programme(string query, string expected)
    {
        var page = await Open($"/en/{Kazan.Slug}/programme?{query}");

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), Titles(page));
    }

    [Theory]
    [InlineData("HALAL FINANCE")]
    [InlineData("ميخواهم")] // Arabic yeh, no zero-width non-joiner
    [InlineData("می خواهم")]
    [InlineData("مالیة اسلامي")]
    [InlineData("sukuk")]
    [InlineData("экономика halal")]
    public async Task A_word_is_found_however_it_was_typed(string words)
    {
        var page = await Open($"/en/{Kazan.Slug}/programme?q={Uri.EscapeDataString(words)}");

        Assert.Equal(["Halal finance in the می‌خواهم world"], Titles(page));
    }

    [Theory]
    [InlineData("elodie", "Élodie Çelik")]
    [InlineData("celik", "Élodie Çelik")]
    [InlineData("ГАНИЕВ", "Rustam Ganiev")]
    public async Task A_person_is_found_however_typed(string words, string expected)
    {
        var page = await Open($"/en/{Kazan.Slug}/people?q={Uri.EscapeDataString(words)}");

        Assert.Equal([expected], page.QuerySelectorAll(".people li > a").Select(a => a.TextContent));
    }

    [Fact]
    public async Task A_text_in_another_language_is_marked_with_it()
    {
        var page = await Open($"/fa/{Kazan.Slug}/programme");

        var museums = page.QuerySelector("#s3 > a > span")!;
        Assert.Equal(("en", "ltr", "Museums"), (museums.GetAttribute("lang"), museums.GetAttribute("dir"), museums.TextContent));
        Assert.Equal("شب شعر", page.QuerySelector("#s6 > a")!.InnerHtml);
    }

    [Fact]
    public async Task The_solar_date_stands_first_in_Persian_and_where_asked()
    {
        var persian = await Open($"/fa/{Kazan.Slug}");
        var asked = await Open($"/en/{Kazan.Slug}?cal=solar");

        Assert.Equal("۶–۷ مرداد ۱۴۰۰ ۲۸–۲۹ ژوئیهٔ ۲۰۲۱", persian.QuerySelector(".when")!.TextContent);
        Assert.Equal("6–7 Mordad 1400 28–29 July 2021", asked.QuerySelector(".when")!.TextContent);
    }

    [Fact]
    public async Task Times_name_their_zone_and_carry_the_instant()
    {
        var page = await Open($"/ru/{Kazan.Slug}/programme/session/1");

        Assert.Equal(["2021-07-28T07:00Z", "2021-07-28T08:30Z"], page.QuerySelectorAll(".facts strong time").Select(t => t.GetAttribute("datetime")));
        Assert.Contains("Москва (\u200EUTC+03:00)", page.QuerySelector(".zone")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_kept_for_all_tells_nothing_of_how_one_reader_came()
    {
        var source = await site.Read($"/en/{Kazan.Slug}/people?from=somebody&cal=solar");

        Assert.DoesNotContain("somebody", source, StringComparison.Ordinal);
        Assert.Equal($"/fa/{Kazan.Slug}/people?cal=solar", new HtmlParser().ParseDocument(source).QuerySelector("link[hreflang=fa]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_forged_host_is_in_no_address()
    {
        foreach (var path in new[] { "", "/programme/session/2", "/programme/stars?s=2" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/en/{Kazan.Slug}{path}");
            request.Headers.Host = "forged.example";
            using var answer = await site.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("forged.example", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Hostile_texts_are_harmless()
    {
        var source = await site.Read($"/en/{Kazan.Slug}/programme/session/8");
        var page = new HtmlParser().ParseDocument(source);

        Assert.DoesNotContain("<script>alert", source, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', source);
        Assert.Equal("<script>alert(1)</script> evil & \"quoted\"", page.QuerySelector("h1")!.TextContent);
        using var data = System.Text.Json.JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.Equal("<script>alert(1)</script> evil & \"quoted\"", data.RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Texts_keep_their_form_and_lose_their_traps()
    {
        var page = await Open($"/en/{Kazan.Slug}/programme/session/2");

        var rich = page.QuerySelectorAll(".rich").ToList();
        Assert.Equal(["Sukuk", "words"], page.QuerySelectorAll(".rich strong, .rich b").Select(b => b.TextContent));
        Assert.Equal(
            ["https://example.org/x", "https://example.org/c.png", "https://example.org/p.png"],
            page.QuerySelectorAll(".rich a[href]").Select(a => a.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll(".rich a[href]"), a => Assert.Equal("nofollow noopener ugc", a.GetAttribute("rel")));
        Assert.Empty(page.QuerySelectorAll(".rich img, .rich iframe"));
        Assert.Equal(2, rich.Count);
    }

    [Fact]
    public async Task A_cancelled_session_says_so()
    {
        var page = await Open($"/en/{Kazan.Slug}/programme/session/7");

        Assert.StartsWith("Cancelled.", page.QuerySelector(".notice.bad")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marked_sessions_stand_together_with_what_clashes()
    {
        var page = await Open($"/en/{Kazan.Slug}/programme/stars?s=3,4,77,3,x,6");

        Assert.Equal(["Museums", "Overlap in the small hall", "Night of poetry"], Titles(page));
        Assert.Single(page.QuerySelectorAll(".notice.warn li"));
        Assert.EndsWith("/en/kazan-2021/programme/stars?s=3,4,6", page.QuerySelector("[data-copy]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_tell_what_the_second_release_brought()
    {
        var page = await Open($"/en/{Kazan.Slug}/changes");

        Assert.Equal(["Museums: New · 28 July 12:00"], page.QuerySelectorAll(".changes li").Select(l => Regex.Replace(l.TextContent, "\\s+", " ").Trim()));
    }

    [Fact]
    public async Task The_latest_stage_of_a_figure_is_shown_with_its_source()
    {
        var page = await Open($"/en/{Kazan.Slug}");

        Assert.Equal(["participants3,500at the opening · Press office"], page.QuerySelectorAll(".figures > div").Select(d => Regex.Replace(d.TextContent, "\\s+", " ").Trim()));
    }

    [Fact]
    public async Task Track_colours_can_be_told_from_the_paper()
    {
        var sheet = await site.Read($"/{Kazan.Slug}/tracks.css");

        // Yellow on white is darkened; on dark it stays as it is.
        Assert.Matches(@"^\.t0\{--track:#(?!ffee00)[0-9a-f]{6}\}", sheet);
        Assert.Contains(".t0{--track:#ffee00}", sheet[sheet.IndexOf("@media", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_address_asks_the_answer_is_a_page()
    {
        foreach (var query in new[] { "day=%00", "q=%ff%fe", "s=99999999999999999999", "cal=mayan", "view=grid&day=all", "q=" + new string('x', 3000), "track[]=1&track=a&track=b" })
        {
            await site.Read($"/en/{Kazan.Slug}/programme?{query}");
            await site.Read($"/en/{Kazan.Slug}/programme/stars?{query}");
        }
    }
}
